import type { Reader } from "@/platform/db";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { takeGrant } from "../../access/service/grants";
import type { ProgramRules } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { liftedSpans, type SpendSpan } from "../rules/ladder";
import type { Ladder, PreviewInput, Rung } from "../schema";
import * as store from "../store/tiers";
import { programAndLadderOf } from "./ladder";

/** Whom an edit of the ladder or of what counts lifts or moves. */

export const isRolling = ({ tiers }: ProgramRules) => tiers.qualifyingPeriod !== "lifetime";

/** Who is below what all that they ever spent reaches: whom it lifts once all of it counts. */
export function reachedSpans(ladder: Ladder): SpendSpan[] {
  return ladder.flatMap(({ code, replaces }, at): SpendSpan[] => {
    const above = ladder[at + 1];
    if (!above) return [];
    return [{ codes: [code, ...replaces], fromMinor: above.thresholdMinor, toMinor: null }];
  });
}

/**
 * Whom a ladder gives a tier that their spend did not reach: by lower thresholds, and in place of a removed
 * one. Where twelve months count, what was ever spent is a bound from above only: of those who spent more
 * than the old threshold, it may be less that counts.
 */
export function affectedSpans(
  before: Ladder,
  after: readonly Rung[],
  rules: ProgramRules,
): SpendSpan[] {
  const moved = before.flatMap(({ code, replaces, thresholdMinor }): SpendSpan[] => {
    const to = after.find((rung) => rung.replaces.includes(code));
    if (!to || to.thresholdMinor <= thresholdMinor) return [];
    return [{ codes: [code, ...replaces], fromMinor: 0, toMinor: to.thresholdMinor }];
  });
  const spans = [...liftedSpans(before, after), ...moved];
  return isRolling(rules) ? spans.map((span) => ({ ...span, toMinor: null })) : spans;
}

/** Members lifted by an edit count on the day of whoever publishes it, as those lifted by hand do. */
export async function liftedBeyond(
  work: Work,
  spans: readonly SpendSpan[],
): Promise<ApprovalChange[]> {
  const { rules, timeZone } = await programOf(work);
  const { members, more } = await counted(work.tx, spans);
  const day = { limit: rules.limits.tierLiftsPerDay, timeZone };
  const grant = { kind: "lifts" as const, amount: more ? null : members };
  if ((await takeGrant(work, grant, day)).granted) return [];
  return [{ field: "membersLifted", before: null, after: String(members) }];
}

/** How many members a ladder would move within moments of being published, counted up to a bound. */
export async function previewLadder(ask: Ask, { tiers }: PreviewInput) {
  const { program, ladder } = await programAndLadderOf(ask);
  const gone = ladder.filter(({ code }) => tiers.every((tier) => tier.code !== code));
  const codes = gone.flatMap(({ code, replaces }) => [code, ...replaces]);
  const [lifted, moved] = await Promise.all([
    counted(ask.db, liftedSpans(ladder, tiers)),
    counted(ask.db, codes.length > 0 ? [{ codes, fromMinor: 0, toMinor: null }] : []),
  ]);
  // What counts of the last twelve months may be less than what was ever spent.
  return { lifted, moved, atMost: program.rules.tiers.qualifyingPeriod !== "lifetime" };
}

async function counted(db: Reader, spans: readonly SpendSpan[]) {
  const counts = await Promise.all(spans.map((span) => store.countMembers(db, span)));
  const sum = counts.reduce((all, count) => all + count, 0);
  return { members: Math.min(sum, store.COUNT_MAX), more: sum > store.COUNT_MAX };
}
