import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember } from "../../members/service/members";
import { settledMember } from "../../points/service/view";
import { programOf } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";
import { wayToGoal } from "../rules/rewards";
import * as store from "../store/goals";
import { rewardById } from "../store/rewards";
import { viewsFor } from "./shelf";

/**
 * The reward that a member saves for, and how far it is by the rules in force. It stays theirs when the
 * shop takes it off the shelf, and is told as such.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function goalFor(ask: Ask, ref: MemberRef) {
  const member = await settledMember(ask, ref);
  const rewardId = await store.goalOf(ask.db, member.id);
  const row = rewardId === null ? undefined : await rewardById(ask.db, rewardId);
  const [reward] = row ? await viewsFor(ask, member, [row]) : [];
  if (!row || !reward) return { goal: null };
  const [{ rules }, ladder] = await Promise.all([programOf(ask), ladderOf(ask)]);
  const { multiplierPct } = rungOf(ladder, member.tierCode);
  const rate = { pointsPerYuan: rules.earn.pointsPerYuan, multiplierPct };
  return { goal: { reward, onShelf: row.onShelf, ...wayToGoal(row.pointsCost, member, rate) } };
}

/**
 * Pins a reward, instead of the one before, or none.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed), REWARD_NOT_FOUND (or off the
 * shelf).
 */
export async function setGoal(work: Work, ref: MemberRef, rewardId: number | null) {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const before = await store.goalOf(work.tx, member.id);
  if (before === rewardId) return { rewardId };
  if (rewardId === null) store.removeGoal(work.tx, member.id);
  else {
    const reward = await rewardById(work.tx, rewardId);
    if (!reward?.onShelf) throw new DomainError("REWARD_NOT_FOUND");
    store.saveGoal(work.tx, member.id, rewardId, work.now);
  }
  const named = (id: number | null) => (id === null ? null : String(id));
  work.audit({
    action: "rewards.setGoal",
    memberId: member.id,
    before: { rewardId: named(before) },
    after: { rewardId: named(rewardId) },
  });
  return { rewardId };
}
