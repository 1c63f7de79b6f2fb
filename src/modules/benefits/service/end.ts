import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { confirmStanding, requireStanding, standingOf } from "../../orders/service/standing";
import { type Account, openAccount } from "../../points/service/account";
import { takeBack } from "../../points/service/claw-back";
import type { Usage } from "../schema/benefits";
import * as store from "../store";
import { answer, emit, fulfil, hasLapsed, referenceOf, remaining } from "./use";

export { claimantsOn } from "../store";

/** How what was set aside or used ends. */

/** The usage and its member, locked. @throws DomainError USAGE_NOT_FOUND */
async function openUsage(work: Work, usageId: number) {
  const seen = await store.usageById(work.tx, usageId);
  if (!seen) throw new DomainError("USAGE_NOT_FOUND");
  const account = await openAccount(work, { memberId: seen.memberId });
  const usage = await store.usageById(work.tx, usageId);
  if (!usage) throw new DomainError("USAGE_NOT_FOUND");
  const status = hasLapsed(usage, work.now) ? ("EXPIRED" as const) : usage.status;
  return { account, usage: { ...usage, status } };
}

/** @throws DomainError USAGE_NOT_ACTIVE */
function requireLiving({ status }: store.UsageRow, ...living: store.UsageStatus[]): void {
  if (!living.includes(status)) throw new DomainError("USAGE_NOT_ACTIVE", { usageStatus: status });
}

/**
 * Uses what was set aside, whatever the rules say by now. The same again answers the same.
 *
 * Refusals in order: USAGE_NOT_FOUND, USAGE_NOT_ACTIVE (its order was cancelled or refunded in full, or is
 * another member's, among others), DUPLICATE_REFERENCE (the same, found out right now),
 * MEMBER_STATUS_INVALID (closed).
 */
export async function commitUsage(work: Work, usageId: number): Promise<Usage> {
  const { account, usage } = await openUsage(work, usageId);
  requireLiving(usage, "RESERVED", "USED");
  const left = () => remaining(work, account, usage);
  if (usage.status === "USED") return answer(usage, "USED", await left());
  const { orderId, memberId, orderAmountMinor } = usage;
  const act = { orderId, memberId, orderAmountMinor };
  const order = await standingOf(work.tx, orderId);
  requireStanding(order, act);
  requireNotClosed(account.member.status);
  store.commitUsage(work.tx, usage);
  await confirmStanding(work, order, act);
  await fulfil(work, account, usage);
  return answer(usage, "USED", await left());
}

/**
 * Takes a usage back, set aside or used: its quota or its pass's use returns, and so do points that came
 * with it. The
 * same again answers the same.
 *
 * Refusals in order: USAGE_NOT_FOUND, USAGE_NOT_ACTIVE (a reservation that ran out).
 */
export async function cancelUsage(work: Work, usageId: number): Promise<Usage> {
  const { account, usage } = await openUsage(work, usageId);
  requireLiving(usage, "RESERVED", "USED", "CANCELLED");
  if (usage.status !== "CANCELLED") await undo(work, account, usage);
  return answer(usage, "CANCELLED", await remaining(work, account, usage));
}

async function undo(work: Work, account: Account, usage: store.UsageRow): Promise<void> {
  store.endUsage(work.tx, usage.id, { status: "CANCELLED", endedAt: work.now });
  if (usage.status !== "USED") return;
  const { points, orderId, benefitId: id, type } = usage;
  if (points > 0) {
    const reference = referenceOf(usage);
    const breakdown = { orderId, benefit: { id, type } };
    const claw = { points, orderId, reference, earnedBy: [reference], breakdown, frozen: [] };
    await takeBack(work, account, claw);
  }
  emit(work, account, "benefit.cancelled", usage);
}

/**
 * An order was cancelled, refunded in full or is somebody else's: what the member used on it counts no
 * more.
 *
 * @param upToMinor only what said that the order is worth at most so much
 * @returns the points that each use had brought
 */
export async function releaseForOrder(
  work: Work,
  account: Account,
  orderId: string,
  upToMinor = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const all = await store.usagesOfOrder(work.tx, account.member.id, orderId);
  const ended = all.filter(({ orderAmountMinor }) => orderAmountMinor <= upToMinor);
  for (const usage of ended) await undo(work, account, usage);
  return ended.map(({ status, points }) => (status === "USED" ? points : 0));
}

/** A member closes: what they had set aside ends, what they used stays on record. */
export async function endForClosing(work: Work, account: Account): Promise<void> {
  const { id } = account.member;
  for (const usage of await store.livingReservations(work.tx, id, work.now)) {
    await undo(work, account, usage);
  }
}
