import type { Locale } from "@/i18n/config";
import { plusMonths } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { once, type View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import { reachedAt, spendSince } from "../../orders/service/standing";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { ladderFaults } from "../rules/ladder";
import { type Ladder, type Rung, rungName } from "../schema";
import * as store from "../store/tiers";

export { changesOf } from "../store/tiers";

/** A version's ladder never changes, so it is kept for ever. */
const ladders = new Map<number, Ladder>();

export async function ladderOfVersion(db: Reader, programVersionId: number): Promise<Ladder> {
  const known = ladders.get(programVersionId);
  if (known) return known;
  const [first, ...others] = await store.rungs(db, programVersionId);
  invariant(first, `program version ${programVersionId} has a ladder`);
  const ladder: Ladder = [first, ...others];
  ladders.set(programVersionId, ladder);
  return ladder;
}

/** The ladder of the version that decides in a request. */
export function ladderOf(view: View): Promise<Ladder> {
  return once(view, "ladder", async () =>
    ladderOfVersion(view.db, (await programOf(view)).versionId),
  );
}

/** Both that decide in a request. */
export async function programAndLadderOf(
  view: View,
): Promise<{ program: Program; ladder: Ladder }> {
  const [program, ladder] = await Promise.all([programOf(view), ladderOf(view)]);
  return { program, ladder };
}

/** The tier that something is open from, as the reader's language calls it; null where it is for all. */
export function minimumTierOf(code: string | null, ladder: Ladder, locale: Locale) {
  if (code === null) return null;
  const rung = ladder.find((candidate) => candidate.code === code);
  const isHighest = ladder.every(({ rank }) => rung !== undefined && rank <= rung.rank);
  return { code, name: rung ? rungName(rung, locale) : code, isHighest };
}

/** Writes the ladder of a new program version. */
export function insertLadder(work: Work, programVersionId: number, ladder: readonly Rung[]): void {
  const [fault] = ladderFaults(ladder);
  invariant(fault === undefined, `a ladder that was checked: ${fault?.path} ${fault?.fault}`);
  store.insertRungs(work.tx, programVersionId, ladder);
}

/**
 * When the order was paid by which the orders that count at a moment reach a rung, or null where they
 * don't: the same in whatever order they were told of.
 */
export function reachedBy(
  db: Reader,
  program: Program,
  member: Pick<Member, "id">,
  { rung, moment }: { rung: Rung; moment: Date },
): Promise<Date | null> {
  const rolling = program.rules.tiers.qualifyingPeriod === "rolling12Months";
  const since = rolling ? plusMonths(moment, -12, program.timeZone) : null;
  return reachedAt(db, member.id, rung.thresholdMinor, since);
}

/** What counts for the tier at a moment: everything, or the twelve months before it. */
export async function qualifyingSpend(
  db: Reader,
  program: Program,
  member: Pick<Member, "id" | "spendMinor">,
  moment: Date,
): Promise<number> {
  if (program.rules.tiers.qualifyingPeriod === "lifetime") return member.spendMinor;
  const since = plusMonths(moment, -12, program.timeZone);
  return spendSince(db, member.id, since);
}
