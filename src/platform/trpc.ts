import { setTimeout as sleep } from "node:timers/promises";
import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { defaultLocale } from "@/i18n/config";
import { schemaWords } from "@/i18n/schema-words";
import { type Act, perform } from "./act";
import { inTurn, type Turn } from "./admission/admission";
import { type ActKind, callerName, queryKind } from "./admission/kinds";
import { type Access, checkAccess, lanesOf } from "./auth";
import { ERRORS_MAX } from "./bounds";
import { businessNow } from "./clock";
import type { Context } from "./context";
import { reader } from "./db";
import { DomainError, type ErrorCode, type FieldError } from "./errors";
import * as idempotency from "./idempotency";
import type { JournalRule } from "./journal/impersonal";
import { largeAnswer } from "./large-answers";
import { problemOf, refusalOf } from "./problem";
import { readingThrough } from "./replicas/reader";
import { type Mark, traced } from "./tracing/spans";
import { memory, type View } from "./view";
import { LET_IN, type Work, type WorkOrigin } from "./work";

/** A procedure's face for outsiders; the REST door and the OpenAPI document are made from it. */
export interface RestFace {
  method: "GET" | "POST" | "PUT";
  /** Below the API's prefix, with `{name}` for path parameters. */
  path: `/${string}`;
  tag: string;
  summary: string;
  description?: string;
  /** The status of a success, or how to tell it from the answer. Default 200. */
  status?: number | ((answer: never) => number);
  /** Other statuses that `status` may give. */
  statuses?: readonly number[];
  /** Refusals by rules, beside those that every call may meet. */
  errors?: readonly ErrorCode[];
  example?: { input?: unknown; output?: unknown };
  /** The largest body it takes; default 1 MB. */
  bodyBytesMax?: number;
  /** A probe's, which is never refused for asking often; whoever asks is a stranger there. */
  uncounted?: true;
}

export interface Declaration<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  access: Access;
  input: I;
  output: O;
  rest?: RestFace;
  /** Whether fields that nobody knows are left out, instead of refusing all of it. */
  leavesOut?: () => boolean;
  /** Nothing but a key tells whether two calls are one: without it the call is refused. */
  keyed?: true;
  /** It brings a password or tells a secret: what is kept of it under a key is sealed. "brought": it tells none. */
  secret?: true | "brought";
  /** It decides about points, tiers, benefits, coupons or what there is to spend: the journal keeps it. */
  journal?: JournalRule;
  /** Its answer may be tens of MB: one of a caller is on its way at a time. */
  large?: true;
  /**
   * A query that lists, sums up or exports what happened, and decides nothing: it may be read from a
   * replica of the database, never older than its own beginning.
   */
  fromReplica?: true;
  /** As how many calls one counts in the caller's limit, where it is far more work than others. */
  cost?: number;
}

export interface Meta extends Declaration {
  kind: "query" | "command";
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter({ shape, error, ctx, path }) {
      const requestId = ctx?.requestId ?? "unknown";
      const refusal = refusalOf(error, requestId);
      const problem = problemOf(refusal, ctx?.locale ?? defaultLocale, requestId);
      return {
        message: problem.code as string,
        code: shape.code,
        data: {
          path,
          code: problem.code,
          httpStatus: problem.status,
          detail: problem.detail,
          facts: refusal.facts,
          errors: refusal.errors,
          errorsOmitted: refusal.errorsOmitted,
          requestId: problem.requestId,
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** What a reading procedure is given. */
export interface Ask extends WorkOrigin, View {
  locale: Context["locale"];
}

/**
 * Words come last, and only for the faults that are told: an input may have very many.
 *
 * @throws DomainError VALIDATION_FAILED with a path and a sentence for each fault
 */
function parseInput<I extends z.ZodType>(
  { input: schema, leavesOut }: Pick<Declaration<I>, "input" | "leavesOut">,
  raw: unknown,
  ctx: Context,
): z.output<I> {
  const parse = (value: unknown) => schema.safeParse(value, { error: () => "", reportInput: true });
  const first = parse(raw ?? {});
  const result =
    !first.success && leavesOut?.() ? parse(withoutUnknown(raw, first.error.issues)) : first;
  if (result.success) return result.data;
  throw new DomainError("VALIDATION_FAILED", {}, faultsOf(result.error.issues, ctx.locale));
}

/** A copy without the fields that nobody knows. */
function withoutUnknown(raw: unknown, issues: readonly Issue[]): unknown {
  const known = structuredClone(raw);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    let place: unknown = known;
    for (const step of issue.path) place = (place as Record<PropertyKey, unknown>)[step];
    for (const key of issue.keys) delete (place as Record<string, unknown>)[key];
  }
  return known;
}

type Issue = z.core.$ZodIssue;

function faultsOf(issues: readonly Issue[], locale: Context["locale"]): FieldError[] {
  let count = 0;
  return issues.flatMap((issue) => {
    // A field that nobody knows is at fault itself, not the object it stands in.
    if (issue.code !== "unrecognized_keys") return faultOf(issue, issue.path);
    return issue.keys.map((key) => faultOf({ ...issue, keys: [key] }, [...issue.path, key]));
  });

  function faultOf(issue: Issue, path: readonly PropertyKey[]): FieldError {
    if (count++ >= ERRORS_MAX) return UNTOLD;
    return { path: path.map(String).join("."), message: issue.message || wordsOf(issue, locale) };
  }
}

/** Stands for a fault that is only counted. */
const UNTOLD: FieldError = { path: "", message: "" };

function wordsOf(issue: Issue, locale: Context["locale"]): string {
  const words = schemaWords[locale](issue as z.core.$ZodRawIssue);
  return (typeof words === "string" ? words : words?.message) ?? "";
}

/**
 * What services see of ids and instants are numbers and Dates (`z.output`); callers of every door, pages
 * and stored answers too, see their text (`z.input`). Cuts an answer to its declared shape.
 */
function answerOf<O extends z.ZodType>(schema: O, answer: z.output<O>): z.input<O> {
  return z.encode(schema, answer);
}

/** In whose turn what a request writes is written; what a query settles first too. */
function turnOf(
  { caller, remoteAddress, whenGone }: Context,
  input: unknown,
  others: readonly string[] = [],
): Turn<ActKind> {
  const lanes = [...lanesOf(caller, input), ...others];
  return { kind: "write", caller: callerName(caller, remoteAddress), lanes, whenGone };
}

/** Runs a reading procedure: access, input, turn, resolver, and an answer cut to its declared shape. */
export function query<I extends z.ZodType, O extends z.ZodType>(
  declaration: Declaration<I, O>,
  run: (ask: Ask, input: z.output<I>) => Promise<z.output<O>> | z.output<O>,
) {
  const kind = queryKind(declaration);
  return t.procedure
    .meta({ ...declaration, kind: "query" })
    .input((raw: unknown) => raw as z.input<I>)
    .query(({ ctx, input: raw, path }): Promise<z.input<O>> => {
      return traced(path, {}, async () => {
        checkAccess(declaration.access, ctx.caller);
        const input = parseInput(declaration, raw, ctx);
        if (declaration.cost) await ctx.countMore?.(declaration.cost - 1);
        const { caller, requestId, locale, remoteAddress, cookies } = ctx;
        const turn = turnOf(ctx, input);
        const now = ctx.again?.now ?? businessNow();
        const asked = { now, caller, requestId, locale, remoteAddress, cookies, turn };
        const origin = { ...memory(), ...asked };
        const read = () =>
          readingThrough(declaration.fromReplica === true, (db) => run({ ...origin, db }, input));
        // A probe asks whether we are well: it waits behind nobody.
        const inItsTurn = declaration.rest?.uncounted
          ? read
          : () => inTurn({ ...turn, kind, lanes: [] }, read);
        const answer = async () => answerOf(declaration.output, await inItsTurn());
        return declaration.large ? largeAnswer(ctx, answer) : answer();
      });
    });
}

export interface CommandOptions<Input, Found> {
  /**
   * Speaks to the world outside, before the transaction: inside it nothing does. Who calls and what
   * with has been checked, the key has not: it runs also for an answer that is replayed.
   */
  before?: (ask: Ask, input: Input) => Promise<Found>;
  /**
   * May mend what a refusal tells of in a transaction of its own, such as enrolling an unknown
   * member; true runs the command once more.
   */
  recover?: (refusal: DomainError, input: Input, origin: WorkOrigin) => Promise<boolean>;
  /** Names what it locks beside the member, where many may want the same: a row with a stock. */
  lanes?: (input: Input) => readonly string[];
  /** Neither answer nor refusal is given before, so that its moment tells nothing. */
  soonestMs?: number;
}

/**
 * Runs a writing procedure: access, input, transaction, key, resolver, events and audit row, commit.
 * A refusal undoes everything but its own remembered answer.
 */
export function command<I extends z.ZodType, O extends z.ZodType, Found = undefined>(
  declaration: Declaration<I, O>,
  run: (work: Work, input: z.output<I>, found: Found) => Promise<z.output<O>>,
  options: CommandOptions<z.output<I>, Found> = {},
) {
  return t.procedure
    .meta({ ...declaration, kind: "command" })
    .input((raw: unknown) => raw as z.input<I>)
    .mutation(({ ctx, input: raw, path }): Promise<z.input<O>> => {
      const carryOut = async (mark: Mark): Promise<z.input<O>> => {
        if (ctx.again?.wasLetIn !== LET_IN) checkAccess(declaration.access, ctx.caller);
        const input = parseInput(declaration, raw, ctx);
        if (declaration.keyed) requireKey(ctx);
        if (declaration.cost) await ctx.countMore?.(declaration.cost - 1);
        const { caller, requestId, locale, remoteAddress, cookies } = ctx;
        const turn = turnOf(ctx, input, options.lanes?.(input));
        const now = ctx.again?.now ?? businessNow();
        const origin = {
          ...{ caller, requestId, locale, remoteAddress, cookies, now, turn },
          ...(ctx.again && { again: ctx.again }),
        };
        const found = (await options.before?.(
          { ...origin, ...memory(), db: reader },
          input,
        )) as Found;
        const act: Act<z.input<O>> = {
          origin,
          key: keyOf(ctx, path, raw, declaration.secret),
          name: path,
          isSecret: declaration.secret === true,
          run: async (work) => answerOf(declaration.output, await run(work, input, found)),
          ...(declaration.journal && { journal: { input: raw, rule: declaration.journal } }),
        };
        const mend = options.recover;
        const recover = mend && ((refusal: DomainError) => mend(refusal, input, act.origin));
        const outcome = await perform(act, recover);
        if (outcome.replayed) ctx.answerHeaders.set("Idempotent-Replayed", "true");
        mark.set({ replayed: outcome.replayed });
        return outcome.answer;
      };
      return traced(path, {}, (mark) => notBefore(options.soonestMs, () => carryOut(mark)));
    });
}

/** An answer or a refusal, no sooner than after so long; what is malformed waits too. */
async function notBefore<T>(soonestMs: number | undefined, run: () => Promise<T>): Promise<T> {
  if (soonestMs === undefined) return run();
  const soonest = sleep(soonestMs);
  return run().finally(() => soonest);
}

/** @throws DomainError VALIDATION_FAILED that names the header */
function requireKey({ idempotencyKey }: Context): void {
  if (idempotencyKey !== null) return;
  const missing = { path: "idempotency-key", message: "required" };
  throw new DomainError("VALIDATION_FAILED", {}, [missing]);
}

function keyOf(
  ctx: Context,
  path: string,
  raw: unknown,
  secret: true | "brought" | undefined,
): idempotency.Key | null {
  if (ctx.idempotencyKey === null) return null;
  const { method, path: at } = ctx.route ?? { method: "POST", path };
  const requestHash = idempotency.requestHash(method, at, raw, secret !== undefined);
  const { caller, idempotencyKey: key } = ctx;
  return { caller: caller.actor, key, requestHash, secret: secret === true };
}
