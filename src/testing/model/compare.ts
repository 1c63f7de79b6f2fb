import { isDeepStrictEqual } from "node:util";
import { balanceOf, settledMember, transactionsOf } from "@/modules/points/service/view";
import { reader } from "@/platform/db";
import { askAt } from "../program";
import { type Difference, differenceOfBooks } from "./books";
import { carryOut, idOf, type Realm } from "./driver";
import { apply, subjectOf } from "./model";
import { memberOf, type World } from "./state";
import { comparable, factsOf } from "./sums";
import type { MemberFacts, Operation, Outcome } from "./vocabulary";

/** What the model says and the real system answers must be the same after every operation. */

interface MemberRow extends Omit<MemberFacts, "lots"> {
  id: number;
}

interface LotRow {
  memberId: number;
  remaining: number;
  frozen: number;
  matured: number;
  expiresAt: Date;
}

/** The real members as they are stored, in one look. */
export async function storedFacts(ids: number[]): Promise<MemberFacts[]> {
  const marks = ids.map(() => "?").join(",");
  const [members, lots] = await Promise.all([
    reader.rows<MemberRow>(
      `SELECT id, available, pending, frozen, owed, spendMinor, orderCount, tierCode AS tier
         FROM member WHERE id IN (${marks})`,
      ids,
    ),
    reader.rows<LotRow>(
      `SELECT memberId, remaining, frozen, matured, expiresAt FROM points_lot
        WHERE memberId IN (${marks}) AND (remaining <> 0 OR frozen <> 0)`,
      ids,
    ),
  ]);
  return ids.map((id) => {
    const found = members.find((member) => member.id === id);
    if (!found) throw new Error(`member ${id} is not there`);
    const { id: _, ...facts } = found;
    return { ...facts, lots: comparable(lots.filter((lot) => lot.memberId === id).map(lotFacts)) };
  });
}

const lotFacts = ({ remaining, frozen, matured, expiresAt }: LotRow) => ({
  remaining,
  frozen,
  matured: Boolean(matured),
  expiresAt: expiresAt.getTime(),
});

/** Carries an operation out on both sides. Null: they agree. */
export async function differenceAfter(
  world: World,
  realm: Realm,
  op: Operation,
): Promise<Difference | null> {
  const expected = apply(world, op);
  const subject = subjectOf(world, op).index;
  const outcome = await carryOut(realm, op).catch((error: unknown) => ({ crash: String(error) }));
  if (!isDeepStrictEqual(outcome, expected)) {
    return { what: "the answer", model: expected, real: outcome };
  }
  if (!hasSettled(op, expected)) {
    await settledMember(askAt(new Date(op.at)), { memberId: idOf(realm, subject) });
  }
  return (await differenceOfSums(realm, subject, new Date(op.at))) ?? differenceOf(world, realm);
}

/** What the member's history is summed up to, and what they have by it. */
async function differenceOfSums(
  realm: Realm,
  subject: number,
  now: Date,
): Promise<Difference | null> {
  const memberId = idOf(realm, subject);
  const [{ summary }, { available, pending, frozen, owed }] = await Promise.all([
    transactionsOf(askAt(now), { memberId }, { limit: 1 }),
    balanceOf(askAt(now), { memberId }),
  ]);
  const came = summary.earned + summary.restored + summary.adjusted + summary.transferred;
  const went = summary.redeemed + summary.clawedBack + summary.expired + summary.forfeited;
  const real = { net: came - went, change: summary.change };
  const has = { available, pending, frozen, owed };
  const model = { net: available + pending + frozen - owed, change: has };
  return isDeepStrictEqual(real, model) ? null : { what: "the history’s sum", model, real };
}

/**
 * Whether the act itself had to carry out what had fallen due. A refusal rolls that back again, and
 * what moves no points leaves it to the next read.
 */
function hasSettled({ kind }: Operation, outcome: Outcome): boolean {
  if ("refusal" in outcome || outcome.figures.waits === true) return false;
  return kind !== "look" && kind !== "status" && kind !== "decide";
}

/** All members of a world: what happens to one must leave the others alone. */
export async function differenceOf(world: World, realm: Realm): Promise<Difference | null> {
  const stored = await storedFacts(realm.members.map(({ id }) => id));
  for (const [index, real] of stored.entries()) {
    // Of one who was merged nothing is left.
    if (memberOf(world, index).index !== index) continue;
    const model = factsOf(world, memberOf(world, index));
    if (!isDeepStrictEqual(real, model)) return { what: `member ${index}`, model, real };
  }
  return null;
}

/** Once everybody is settled: the members, and what is written of everything they did. */
export async function differenceAtEnd(
  world: World,
  realm: Realm,
  now: number,
): Promise<Difference | null> {
  for (const by of world.members.keys()) {
    const difference = await differenceAfter(world, realm, { kind: "look", by, at: now });
    if (difference) return difference;
  }
  return differenceOfBooks(world, realm);
}
