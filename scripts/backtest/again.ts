import { z } from "zod";
import { permissionsOf } from "@/modules/access/rules/roles";
import { scope } from "@/modules/access/schema/access";
import { approvalById, contentHashOf } from "@/modules/access/service/approvals";
import { REVERSED_ORDER } from "@/modules/points/service/reverse";
import { previewMerge } from "@/modules/profile/service/merge-preview";
import { decideBy } from "@/modules/program/service";
import { appRouter } from "@/modules/router";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import type { Context } from "@/platform/context";
import { reader } from "@/platform/db";
import { asDomainError, OwnError } from "@/platform/errors";
import { identityKey } from "@/platform/identity-key";
import { impersonalBy, STEPS as SEVERAL } from "@/platform/journal/journal";
import { createCallerFactory } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { type Again, LET_IN, runWork } from "@/platform/work";
import type { Kept } from "./source";
import { STEPS } from "./steps";

/** Does an act of the journal again, as it was done: by whom, when, with what, and by which version. */

const callerFor = createCallerFactory(appRouter);

/** Whoever was let in then is let in now: what keys and people may do changes, and is kept elsewhere. */
const EVERY_GRANT: ReadonlySet<string> = new Set([
  ...permissionsOf("admin"),
  ...scope.options,
  "signature:webhook",
]);

const by = z.tuple([
  z.enum(["anonymous", "member", "operator", "admin", "service"]),
  z.string(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
]);

function callerOf(text: string): Caller {
  const [kind, actor, personId, memberId, pointsPerDayMax] = by.parse(JSON.parse(text));
  const grants =
    actor === "webhook" ? new Set(["signature:webhook"]) : new Set<string>(EVERY_GRANT);
  const isUser = kind === "operator" || kind === "admin";
  const userId = isUser ? Number(actor.split(":")[1]) : null;
  return { ...ANONYMOUS, kind, actor, userId, personId, memberId, grants, pointsPerDayMax };
}

type Input = Record<string, unknown>;
/** There is none to have a hash of: refused for that. */
const NO_HASH = "0".repeat(64);

type Adjust = (input: Input, kept: Kept) => Promise<Input>;

/** What is another here, though the same is meant. */
const NO_ADDRESS = { name: "…", phone: "00000", region: "…", line: "…" };

export const ADJUSTED: Record<string, Adjust> = {
  // Entries are numbered anew; an order has one redemption.
  "points.reverse": async (input, { drawn }) => {
    const row = await reader.row<{ entryId: number }>(
      "SELECT entryId FROM points_redemption WHERE orderId = ?",
      [String(drawn?.[REVERSED_ORDER]?.[0])],
    );
    return { ...input, id: String(row?.entryId ?? 0) };
  },
  // What was looked at is what waits here, with other words where words are not kept.
  "approvals.decide": async (input) => {
    const row = await approvalById(reader, Number(input.approvalId));
    return { ...input, contentHash: row ? contentHashOf(row) : NO_HASH };
  },
  "members.merge": async (input, { at, caller }) => {
    const asking = { ...memory(), db: reader, now: at, caller: callerOf(caller) };
    const ask = { ...asking, requestId: "", locale: "en" as const };
    const pair = { memberId: Number(input.memberId), fromMemberId: Number(input.fromMemberId) };
    return { ...input, version: (await previewMerge(ask, pair)).version };
  },
  // Where members live is kept in no journal: a parcel goes to an address that says nothing.
  "rewards.redeem": async ({ addressId, ...input }) =>
    addressId === undefined ? input : { ...input, deliveryAddress: NO_ADDRESS },
  // Neither are carriers and numbers of parcels, which only people may think strange.
  "rewards.ship": async ({ shipments }) => ({
    shipments: (shipments as Input[]).map(({ addressRevision: _, ...told }) => ({
      ...told,
      unusual: true,
    })),
  }),
  "rewards.correctLabel": async (input) => ({ ...input, unusual: true }),
  "members.update": async (input) =>
    input.externalId === undefined ? input : { ...input, verified: ["externalId"] },
};

/** @returns what it was refused with; null where it was done */
export async function doAgain(kept: Kept, versionId: number | null): Promise<string | null> {
  const impersonal = impersonalBy(await identityKey());
  const drawn = impersonal.opened(kept.drawn) as Again["drawn"];
  const begin: Again["begin"] = (work) => versionId !== null && decideBy(work, versionId);
  const again = { drawn, begin, now: kept.at };
  try {
    const input = impersonal.opened(kept.input);
    if (kept.act === SEVERAL || STEPS[kept.act]) await doSteps(kept, again, input);
    else await call(kept, again, input as Input);
    return null;
  } catch (error) {
    const code = asDomainError(error)?.domainCode;
    if (code === undefined) throw new OwnError(`act ${kept.id}, ${kept.act}`, { cause: error });
    return code;
  }
}

async function doSteps(kept: Kept, again: Again & { now: Date }, input: unknown): Promise<void> {
  const steps =
    kept.act === SEVERAL ? (input as { act: string; input: unknown }[]) : [{ ...kept, input }];
  const { now } = again;
  const origin = { caller: callerOf(kept.caller), requestId: `journal-${kept.id}`, now, again };
  await runWork(origin, null, async (work) => {
    for (const step of steps) {
      const run = STEPS[step.act];
      if (!run) throw new OwnError(`the journal has a step that nobody knows: ${step.act}`);
      await run(work, step.input);
    }
  });
}

async function call(kept: Kept, again: Again & { now: Date }, told: Input): Promise<void> {
  const input = (await ADJUSTED[kept.act]?.(told, kept)) ?? told;
  const context: Context = {
    caller: callerOf(kept.caller),
    requestId: `journal-${kept.id}`,
    locale: "en",
    idempotencyKey: `journal-${kept.id}`,
    route: null,
    answerHeaders: new Map(),
    remoteAddress: "127.0.0.1",
    cookies: "",
    again: { ...again, wasLetIn: LET_IN },
  };
  let found: unknown = callerFor(context);
  for (const name of kept.act.split(".")) found = (found as Record<string, unknown>)[name];
  await (found as (input: Input) => Promise<unknown>)(input);
}
