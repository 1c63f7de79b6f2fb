import type { Reader } from "@/platform/db";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Member } from "../../members/service/members";
import type { Pair } from "../../members/service/merge";
import { programOf } from "../../program/service";
import { type HeldTier, type MergedTier, mergedTier } from "../rules/merge";
import { moveReasons } from "../store/tiers";
import { changeTier, floorCodeOf, protectionFrom } from "./change";
import { ladderOf, qualifyingSpend, reachedBy } from "./ladder";

type Reading = View & { now: Date; db: Reader };

/** What the tier of two will be, by what both have spent in the qualifying period. */
export async function tierAfterMerge(view: Reading, { from, into }: Pair) {
  const [program, ladder] = await Promise.all([programOf(view), ladderOf(view)]);
  const spent = await Promise.all(
    [from, into].map((member) => qualifyingSpend(view.db, program, member, view.now)),
  );
  const qualifyingMinor = spent.reduce((sum, minor) => sum + minor, 0);
  const held = (member: Member): HeldTier => heldTier(member, view.now);
  const tier = mergedTier(ladder, [held(into), held(from)], qualifyingMinor);
  return { tier, qualifyingMinor, ladder };
}

function heldTier(member: Member, now: Date): HeldTier {
  const { tierCode: code, tierProtectedUntil: protectedUntil, tierKeepUntil: until } = member;
  const floorCode = floorCodeOf(member, now);
  return { code, protectedUntil, floor: floorCode && until ? { code: floorCode, until } : null };
}

/**
 * Sets the tier once the orders of both are one's. Protection counts as if all of them had always been, and
 * is never shorter than whoever held the tier had it.
 */
export async function mergeTiers(
  work: Work,
  { from, into }: Pair,
  { tier, qualifyingMinor }: { tier: MergedTier; qualifyingMinor: number },
): Promise<void> {
  const program = await programOf(work);
  const { rung, floor } = tier;
  const since = tier.isReached
    ? await reachedBy(work.tx, program, into, { rung, moment: work.now })
    : null;
  const byOrders = since && protectionFrom(work, program, rung, since);
  const ends = [byOrders, tier.protectedUntil].filter((end) => end !== null);
  if (rung.code !== into.tierCode) {
    await changeTier(work, into, program, { to: rung, cause: "MERGED", qualifyingMinor, since });
  }
  if (ends.length > 0) {
    into.tierProtectedUntil = new Date(Math.max(...ends.map((end) => end.getTime())));
  }
  into.tierFloorCode = floor?.code ?? null;
  into.tierKeepUntil = floor?.until ?? null;
  moveReasons(work.tx, from.id, into.id);
}
