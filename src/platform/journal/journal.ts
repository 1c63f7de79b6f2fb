import type { Caller } from "../auth";
import type { Tx } from "../db";
import { identityKeyAtHand } from "../identity-key";
import { insertInto } from "../insert";
import { BEARER_CODE, type Draws, INVITE_CODE } from "./draws";
import { type ByPhone, Impersonal, type JournalRule } from "./impersonal";

/**
 * What came in from outside and decided something, as it came: enough to do all of it again, under these
 * rules or others. A row is written last in its act's own transaction, when the act holds every lock that
 * it takes; so of two acts that wait for one another the rows stand in the order in which they happened.
 */

/** A procedure that was called, or what a job or a reader did on its way. */
export interface Step {
  act: string;
  input: unknown;
  rule: JournalRule;
}

export interface Done {
  steps: readonly Step[];
  caller: Caller;
  subject: number | null;
  byPhone: ByPhone | undefined;
  now: Date;
  versionId: number | null;
  draws: Draws;
}

declare global {
  var __memberSystemImpersonal: { key: Buffer; impersonal: Impersonal } | undefined;
}

export function impersonalBy(key: Buffer): Impersonal {
  const known = globalThis.__memberSystemImpersonal;
  if (known?.key === key) return known.impersonal;
  const impersonal = new Impersonal(key);
  globalThis.__memberSystemImpersonal = { key, impersonal };
  return impersonal;
}

/** What of an external customer's caller is a name. */
function actorOf({ actor }: Caller, impersonal: Impersonal): string {
  const [kind = "", ...rest] = actor.split(":");
  return kind === "customer" ? `customer:${impersonal.pseudonym(rest.join(":"))}` : actor;
}

const COLUMNS = ["act", "caller", "input", "drawn", "versionId", "at", "createdAt"] as const;

/** Several steps of one work, which are done again together. */
export const STEPS = "steps";

/** Sends the row of an act. */
export function writeJournal(tx: Tx, done: Done): void {
  const { steps, caller, subject, byPhone, now, versionId, draws } = done;
  const [first, ...others] = steps;
  if (!first) return;
  const impersonal = impersonalBy(identityKeyAtHand());
  const { kind, personId, memberId, pointsPerDayMax } = caller;
  const by = [kind, actorOf(caller, impersonal), personId, memberId, pointsPerDayMax];
  const keptOf = ({ rule, input }: Step) => impersonal.kept(rule, input, subject, byPhone) ?? {};
  const several = () => steps.map((step) => ({ act: step.act, input: keptOf(step) }));
  tx.send(
    ...insertInto("journal", COLUMNS, {
      act: others.length > 0 ? STEPS : first.act,
      caller: JSON.stringify(by),
      input: JSON.stringify(others.length > 0 ? several() : keptOf(first)),
      drawn: drawnText(draws, impersonal),
      versionId,
      at: now,
      createdAt: new Date(),
    }),
  );
}

function drawnText(draws: Draws, impersonal: Impersonal): string | null {
  const all = Object.entries(draws.all);
  if (all.length === 0) return null;
  return JSON.stringify(
    Object.fromEntries(all.map(([of, drawn]) => [of, drawn.map((one) => kept(of, one))])),
  );

  function kept(of: string, drawn: string | number): string | number {
    if (of === BEARER_CODE) return impersonal.seal(String(drawn));
    return of === INVITE_CODE ? impersonal.inviteCode(String(drawn)) : drawn;
  }
}
