import { AsyncLocalStorage } from "node:async_hooks";
import { statementName } from "./statement-name";

/**
 * The parts of what a process does, as a trace tells them: requests, procedures, transactions,
 * statements, jobs, deliveries. Names and attributes are from closed lists and figures; nothing that
 * anybody sent, wrote or is called is among them. Nothing happens here until an exporter is there.
 */

export type Attributes = Record<string, string | number | boolean>;

/** A part that has begun. */
export interface Opened {
  /** As what is called by it gets it, `traceparent`. */
  readonly header: string;
  set(attributes: Attributes): void;
  rename(name: string): void;
  event(name: string, attributes: Attributes): void;
  fail(): void;
  /** @param at ms since the epoch; now where it is left out */
  end(at?: number): void;
}

export interface Part {
  name: string;
  kind: "server" | "client" | "internal";
  attributes: Attributes;
  /** What it is a part of, or where somebody else's trace goes on (`traceparent`). */
  parent: Opened | string | undefined;
  /** ms since the epoch. */
  startedAt: number;
}

/** Takes parts to wherever they are looked at. */
export interface TraceExporter {
  open(part: Part): Opened;
}

declare global {
  // Pages and the API are bundled apart; what is traced is the process.
  var __memberSystemTraces: Settings | undefined;
}

interface Settings {
  exporter: TraceExporter | undefined;
  isTimed: boolean;
  places: AsyncLocalStorage<Place>;
}

function settings(): Settings {
  globalThis.__memberSystemTraces ??= {
    exporter: undefined,
    isTimed: false,
    places: new AsyncLocalStorage(),
  };
  return globalThis.__memberSystemTraces;
}

/** @param exporter none ends it */
export function traceTo(exporter: TraceExporter | undefined): void {
  settings().exporter = exporter;
}

/** Counts the time of each request also where nothing is traced, for `serverTiming`. */
export function timeRequests(isTimed: boolean): void {
  settings().isTimed = isTimed;
}

/** Statements that are told of one request or job; what comes after is counted. */
const STATEMENTS_MAX = 250;

/** ms since the epoch, finer than Date has them. */
const now = () => performance.timeOrigin + performance.now();

interface Told {
  name: string;
  attributes: Attributes;
  startedAt: number;
  endedAt: number;
  failed: boolean;
}

/** One request or job from its beginning. */
class Whole {
  readonly startedAt = now();
  statements = 0;
  statementMs = 0;
  root: Opened | undefined;
  /** What happened before it was known whose trace it belongs to. */
  private early: Told[] = [];

  constructor(
    readonly name: string,
    readonly kind: Part["kind"],
    readonly attributes: Attributes,
    private readonly traceparent?: string,
  ) {}

  /** @param isKnown whose trace may be gone on with: anybody could send a name of one */
  begin(isKnown: boolean): void {
    const { exporter } = settings();
    if (!exporter || this.root) return;
    const { name, kind, attributes, startedAt } = this;
    const parent = isKnown ? this.traceparent : undefined;
    this.root = exporter.open({ name, kind, attributes, parent, startedAt });
    for (const told of this.early) tell(exporter, this.root, told);
    this.early = [];
  }

  add(told: Told, parent: Opened | undefined): void {
    this.statements++;
    this.statementMs += told.endedAt - told.startedAt;
    const { exporter } = settings();
    if (!exporter || this.statements > STATEMENTS_MAX) return;
    const part = parent ?? this.root;
    if (part) tell(exporter, part, told);
    else this.early.push(told);
  }

  end(): void {
    this.root?.set({ statements: this.statements, "statements.ms": Math.round(this.statementMs) });
    this.root?.end();
  }
}

function tell(exporter: TraceExporter, parent: Opened, told: Told): void {
  const { name, attributes, startedAt, endedAt, failed } = told;
  const part = exporter.open({ name, kind: "client", attributes, parent, startedAt });
  if (failed) part.fail();
  part.end(endedAt);
}

interface Place {
  whole: Whole;
  parent: Opened | undefined;
}

const places = () => settings().places;

/** A part as its own code sees it. */
export type Mark = Pick<Opened, "set" | "event" | "fail"> & { header: string | undefined };

const UNTRACED: Mark = {
  header: undefined,
  set: () => undefined,
  event: () => undefined,
  fail: () => undefined,
};

async function within<T>(place: Place, run: () => Promise<T>, onError: () => void): Promise<T> {
  try {
    return await places().run(place, run);
  } catch (error) {
    onError();
    throw error;
  }
}

export interface Answered {
  /** By their names in the router; one and the same for what is nobody's, none of a page. */
  procedures: readonly string[];
  method: string;
  status: number;
}

/**
 * A request from its first to its last moment. It becomes a part of the caller's own trace where
 * `callerIsKnown` says who calls, and is a trace of its own for strangers.
 *
 * @param run says at its end what came of it
 * @param isOurs the trace is one of ours that another process handed on, whoever calls
 */
export async function traceRequest<T>(
  door: string,
  traceparent: string | undefined,
  run: (end: (answered: Answered) => void) => Promise<T>,
  isOurs = false,
): Promise<T> {
  const { exporter, isTimed } = settings();
  if (!exporter && !isTimed) return run(() => undefined);
  const whole = new Whole(door, "server", { door }, traceparent);
  if (isOurs) whole.begin(true);
  const end = ({ procedures, method, status }: Answered) => {
    whole.begin(false);
    const procedure = procedures.join(",");
    whole.root?.rename(procedure === "" ? door : `${door} ${procedure}`);
    const http = { "http.request.method": method, "http.response.status_code": status };
    whole.root?.set({ procedure, ...http });
    if (status >= 500) whole.root?.fail();
  };
  const place = { whole, parent: undefined };
  return within(
    place,
    () => run(end),
    () => whole.root?.fail(),
  ).finally(() => whole.end());
}

/** By which another process of ours goes on with what is under way here, `traceparent`. */
export function traceHeader(): string | undefined {
  const here = places().getStore();
  return (here?.parent ?? here?.whole.root)?.header;
}

/** Said once of a request, when its caller is known or known to be a stranger. */
export function callerIsKnown(kind: string): void {
  const whole = places().getStore()?.whole;
  whole?.begin(kind !== "anonymous");
  whole?.root?.set({ "caller.kind": kind });
}

/** Something that nobody asked for, such as the run of a job: a trace of its own. */
export async function traceWhole<T>(
  name: string,
  kind: Part["kind"],
  attributes: Attributes,
  run: (mark: Mark) => Promise<T>,
): Promise<T> {
  if (!settings().exporter) return run(UNTRACED);
  const whole = new Whole(name, kind, attributes);
  whole.begin(false);
  const { root } = whole;
  const place = { whole, parent: undefined };
  return within(
    place,
    () => run(root ?? UNTRACED),
    () => root?.fail(),
  ).finally(() => whole.end());
}

/** What is done as one in a request or job; elsewhere nothing is told of it. */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  run: (mark: Mark) => Promise<T>,
): Promise<T> {
  const here = places().getStore();
  const parent = here?.parent ?? here?.whole.root;
  // Where who calls is not known yet, nor is whose trace it is.
  const { exporter } = settings();
  if (!exporter || !here || !parent) return run(UNTRACED);
  const part = exporter.open({ name, kind: "internal", attributes, parent, startedAt: now() });
  const place = { whole: here.whole, parent: part };
  return within(
    place,
    () => run(part),
    () => part.fail(),
  ).finally(() => part.end());
}

/** A statement on its way; its text is not told, nor what it is given. */
export function tracedStatement<T>(sql: string, attributes: Attributes, answer: Promise<T>) {
  const place = places().getStore();
  if (!place) return answer;
  const startedAt = now();
  const add = (failed: boolean) => {
    const told = { name: statementName(sql), attributes, startedAt, endedAt: now(), failed };
    place.whole.add(told, place.parent);
  };
  answer.then(
    () => add(false),
    () => add(true),
  );
  return answer;
}

/** What a request took so far, as browsers show it; nothing where it is not counted. */
export function serverTiming(): { "Server-Timing"?: string } {
  const whole = settings().isTimed ? places().getStore()?.whole : undefined;
  if (!whole) return {};
  const ms = (value: number) => value.toFixed(1);
  const statements = `db;desc="${whole.statements} statements";dur=${ms(whole.statementMs)}`;
  return { "Server-Timing": `${statements}, total;dur=${ms(now() - whole.startedAt)}` };
}
