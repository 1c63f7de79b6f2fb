import { randomUUID } from "node:crypto";
import { defaultLocale, type Locale } from "@/i18n/config";
import type { Turn } from "./admission/admission";
import { type ActKind, strangersName } from "./admission/kinds";
import { ANONYMOUS, type Caller } from "./auth";
import { businessNow } from "./clock";
import { type Reader, type Tx, transaction } from "./db";
import type { OutgoingEvent } from "./events";
import { prefetchIdentityKey } from "./identity-key";
import { insertAllInto } from "./insert";
import { Draws } from "./journal/draws";
import type { ByPhone } from "./journal/impersonal";
import { type Step, writeJournal } from "./journal/journal";
import type { Network } from "./network";
import { memory, type View } from "./view";

/** What an audit row says beyond who, when and which request. */
export interface AuditNote {
  action: string;
  memberId?: number | null;
  target?: string;
  reason?: string | null;
  before?: unknown;
  after?: unknown;
}

export interface WorkOrigin {
  caller: Caller;
  requestId: string;
  locale?: Locale;
  /** Where the request came from, where it is one. */
  remoteAddress?: string;
  /** Its cookies, where it has any. */
  cookies?: string;
  /** Business time of the whole act. */
  now: Date;
  /** In whose turn it is carried out; default: the caller's. */
  turn?: Turn<ActKind>;
  /** Where it is done again: what chance decided then, and by which version. */
  again?: Again;
}

/** What no text from outside can be: only who does the journal again says it. */
export const LET_IN: unique symbol = Symbol("let in");

export interface Again {
  drawn: ConstructorParameters<typeof Draws>[0];
  begin: (work: View) => void;
  /** Whoever acts was let in then: what keys, accounts and people may do has changed since, and is kept elsewhere. */
  wasLetIn?: typeof LET_IN;
}

/** In whose turn an act is carried out. */
export function turnOf({ turn, caller }: Pick<WorkOrigin, "turn" | "caller">): Turn<ActKind> {
  return turn ?? { kind: "write", caller: caller.actor };
}

/** Somebody who is signing in: in turns with other strangers by where they come from. */
export function originOfStranger(network: Network) {
  const turn = { kind: "write", caller: strangersName(network) } as const;
  return { caller: ANONYMOUS, requestId: randomUUID(), turn };
}

/**
 * What a service is given: the open transaction, the time, who acts, and places for what goes with
 * the change. It never opens a transaction or reads the clock itself, so services compose.
 */
export class Work implements View {
  readonly now: Date;
  readonly actor: string;
  readonly caller: Caller;
  readonly requestId: string;
  /** The language of whoever reads the answer. */
  readonly locale: Locale;
  /** It is done again, and who may do it was asked then. */
  readonly wasLetIn: boolean;
  /** The member whom the act is about, once known. */
  subject: number | null = null;
  private readonly events: OutgoingEvent[] = [];
  private readonly notes: AuditNote[] = [];
  private readonly endings: (() => void)[] = [];
  private readonly steps: Step[] = [];
  private readonly memory = memory();

  constructor(
    readonly tx: Tx,
    origin: WorkOrigin,
  ) {
    this.now = origin.now;
    this.caller = origin.caller;
    this.actor = origin.caller.actor;
    this.requestId = origin.requestId;
    this.locale = origin.locale ?? defaultLocale;
    this.wasLetIn = origin.again?.wasLetIn === LET_IN;
    // An act that is tried once more draws anew, and so does one that is done again.
    tx.draws = new Draws(origin.again?.drawn);
    origin.again?.begin(this);
  }

  get draws(): Draws {
    return this.tx.draws;
  }

  /**
   * Something that decides, for the journal. What a procedure that is journalled does on its way is part of it, and
   * done again with it.
   */
  step(act: string, input: Readonly<Record<string, unknown>>, rule: Step["rule"] = "act"): void {
    if (!this.isJournalled) this.steps.push({ act, input, rule });
  }

  /** The whole of it is one act of the journal. */
  journal(step: Step): void {
    this.steps.push(step);
    this.isJournalled = true;
  }

  /** What was to be in the journal turned out to decide nothing of what it is about. */
  leaveOut(): void {
    this.steps.length = 0;
  }

  private isJournalled = false;

  emit(event: OutgoingEvent): void {
    this.events.push(event);
  }

  /** What was emitted so far. */
  get emitted(): readonly OutgoingEvent[] {
    return this.events;
  }

  audit(note: AuditNote): void {
    this.notes.push(note);
  }

  /** Runs once before the commit: for rows that several services change and that are written once. */
  atEnd(write: () => void): void {
    this.endings.push(write);
  }

  /** Keeps something for the length of this work, such as a locked row. */
  keep<T>(key: string, value: T): T {
    return this.memory.keep(key, value);
  }

  found<T>(key: string): T | undefined {
    return this.memory.found<T>(key);
  }

  /** What it reads, it reads in its transaction. */
  get db(): Reader {
    return this.tx;
  }

  /** Sends the closing statements; `arrive` of the transaction waits for them. */
  close(actionDefault: string | null, answer?: unknown): void {
    for (const write of this.endings) write();
    writeEvents(this, this.events);
    writeAudit(this, this.notes, actionDefault, answer);
    const { steps, caller, subject, now, draws } = this;
    const byPhone = this.found<ByPhone>(BY_PHONE);
    const versionId = this.found<number>(DECIDING_VERSION) ?? null;
    writeJournal(this.tx, { steps, caller, subject, byPhone, now, versionId, draws });
  }
}

/** Under which a work keeps whom the phones of a list are of: the journal names them by our own ids. */
export const BY_PHONE = "by phone";

/** Under which a work keeps the id of the version that decides in it. */
export const DECIDING_VERSION = "deciding version";

/** No statement has more than 65,535 values, and time may have decided of as many lots as there are orders. */
const ROWS_AT_ONCE = 1000;

function writeEvents(work: Work, events: readonly OutgoingEvent[]): void {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    type: event.type,
    memberId: event.memberId,
    data: JSON.stringify(event.data),
    occurredAt: event.occurredAt(work.now),
    createdAt: work.now,
  }));
  const columns = ["type", "memberId", "data", "occurredAt", "createdAt"] as const;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    work.tx.send(...insertAllInto("outbox_event", columns, some));
  }
}

const AUDITED = new Set(["operator", "admin", "service"]);

/** What an answer says of a person is for whoever asked, and not for a log that others read. */
const PERSONAL = new Set(["nickname", "phone", "email", "birthday"]);

function impersonal(answer: unknown): unknown {
  const text = JSON.stringify(answer, (name, value: unknown) =>
    PERSONAL.has(name) ? undefined : value,
  );
  return text === undefined ? undefined : JSON.parse(text);
}

function writeAudit(
  work: Work,
  notes: readonly AuditNote[],
  actionDefault: string | null,
  answer: unknown,
): void {
  // A write by an operator, an admin or a service always leaves a row, whether its service wrote a
  // note or not; a member's own leaves one where the service asks for it.
  let rows = notes;
  if (rows.length === 0) {
    if (actionDefault === null || !AUDITED.has(work.caller.kind)) return;
    rows = [{ action: actionDefault, memberId: work.subject, after: impersonal(answer) }];
  }
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  const written = rows.map((note) => ({
    actor: work.actor,
    action: note.action,
    memberId: note.memberId ?? null,
    target: note.target ?? null,
    reason: note.reason ?? null,
    before: text(note.before),
    after: text(note.after),
    requestId: work.requestId,
    createdAt: new Date(),
  }));
  work.tx.send(
    ...insertAllInto(
      "audit_log",
      [
        "actor",
        "action",
        "memberId",
        "target",
        "reason",
        "before",
        "after",
        "requestId",
        "createdAt",
      ],
      written,
    ),
  );
}

/**
 * Runs one act in a transaction of its own: for jobs, the replay and the seed.
 *
 * @param action names the act in the audit log; null for a read that only settles what fell due
 */
export async function runWork<T>(
  origin: Omit<WorkOrigin, "now"> & { now?: Date },
  action: string | null,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  await prefetchIdentityKey();
  return transaction(async (tx) => {
    const work = new Work(tx, { ...origin, now: origin.now ?? businessNow() });
    const result = await run(work);
    work.close(action);
    return result;
  }, turnOf(origin));
}
