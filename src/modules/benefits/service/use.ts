import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { requireActive } from "../../members/rules";
import { confirmStanding, requireStanding, standingOf } from "../../orders/service/standing";
import { type Account, openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { ladderOf } from "../../tiers/service/ladder";
import { benefitEvent } from "../events";
import { type By, judgeFor, type OfferedBenefit, offered, remainingOf } from "../rules";
import type { Usage, UseInput } from "../schema/benefits";
import * as store from "../store";
import { holderOf, usedBy } from "./holder";
import { passesOf } from "./passes";

export type UseRequest = Pick<
  UseInput,
  "benefitId" | "orderId" | "orderAmountMinor" | "shippingMinor" | "reserve" | "ttlSeconds"
>;

/**
 * Uses a benefit on an order, or sets it aside for a while. One usage for each benefit and order: the
 * same call again answers the same.
 *
 * Refusals in order: MEMBER_NOT_FOUND, DUPLICATE_REFERENCE (used on the order otherwise),
 * BENEFIT_NOT_FOUND, DUPLICATE_REFERENCE (the order is another member's, was cancelled or is refunded in
 * full), MEMBER_STATUS_INVALID, BENEFIT_UNAVAILABLE with the reason.
 */
export async function useBenefit(work: Work, ref: MemberRef, request: UseRequest): Promise<Usage> {
  const account = await openAccount(work, ref);
  const { benefitId, orderId } = request;
  const [known, order] = await Promise.all([
    store.usageOnOrder(work.tx, benefitId, orderId),
    standingOf(work.tx, orderId),
  ]);
  const act = { orderId, memberId: account.member.id, orderAmountMinor: request.orderAmountMinor };
  if (known && !hasLapsed(known, work.now)) return repeated(work, account, known, request);
  const benefit = benefitOf(account, benefitId);
  if (!benefit) throw new DomainError("BENEFIT_NOT_FOUND", { benefitId });
  requireStanding(order, act);
  requireActive(account.member.status);
  const worth = await requireUsable(work, account, benefit, request);
  if (known) store.endUsage(work.tx, known.id, { status: "EXPIRED", endedAt: work.now });
  const usage = await record(work, account, benefit, { ...request, ...worth });
  await confirmStanding(work, order, act);
  if (usage.status === "USED") await fulfil(work, account, usage);
  account.member.lastActiveAt = work.now;
  return answer(usage, usage.status, worth.remaining);
}

function benefitOf({ program }: Account, benefitId: string): OfferedBenefit | undefined {
  return offered(program.rules.benefits).find(({ id }) => id === benefitId);
}

/** A reservation past its moment counts as nothing, whether a job has marked it or not. */
export function hasLapsed({ status, expiresAt }: store.UsageRow, now: Date): boolean {
  return status === "RESERVED" && expiresAt !== null && expiresAt <= now;
}

async function repeated(
  work: Work,
  account: Account,
  known: store.UsageRow,
  request: UseRequest,
): Promise<Usage> {
  const isSame =
    known.memberId === account.member.id &&
    known.orderAmountMinor === request.orderAmountMinor &&
    known.shippingMinor === request.shippingMinor &&
    (known.expiresAt !== null) === request.reserve;
  if (!isSame) {
    const { orderId, benefitId } = request;
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, benefitId });
  }
  return answer(known, known.status, await remaining(work, account, known));
}

/**
 * Uses left after what is written by now, of the passes where it was used by one; null without a quota
 * and for benefits that are gone.
 */
export async function remaining(
  work: Work,
  account: Account,
  { benefitId, passId }: Pick<store.UsageRow, "benefitId" | "passId">,
): Promise<number | null> {
  if (passId !== null) {
    const held = await passesOf(work.tx, account.member.id, work.now);
    return held.get(benefitId)?.usesLeft ?? 0;
  }
  const benefit = benefitOf(account, benefitId);
  if (!benefit) return null;
  return remainingOf(benefit.quota, await usedIn(work, account, benefit));
}

/** An order counts for itself: its only use is the one under way. */
async function usedIn(work: Work, account: Account, benefit: OfferedBenefit): Promise<number> {
  const { member, program } = account;
  const ladder = await ladderOf(work);
  const holder = holderOf(member, program, ladder, work.now);
  return (await usedBy(work.tx, member.id, [benefit], holder)).get(benefit.id) ?? 0;
}

/** @throws DomainError BENEFIT_UNAVAILABLE with the reason and its facts */
async function requireUsable(
  work: Work,
  account: Account,
  benefit: OfferedBenefit,
  request: UseRequest,
) {
  const { member, program } = account;
  const benefitId = benefit.id;
  if (benefit.does.multiplierPct !== undefined) {
    throw new DomainError("BENEFIT_UNAVAILABLE", { benefitId, reason: "APPLIES_BY_ITSELF" });
  }
  const ladder = await ladderOf(work);
  const holder = holderOf(member, program, ladder, work.now);
  const [used, passes] = await Promise.all([
    usedIn(work, account, benefit),
    passesOf(work.tx, member.id, work.now),
  ]);
  const pass = passes.get(benefitId);
  const { orderAmountMinor: amountMinor, shippingMinor } = request;
  const order = { amountMinor, shippingMinor };
  const { judged, by } = judgeFor(benefit, holder, order, { used, pass });
  if (!judged.usable) {
    const { reason, facts } = judged;
    throw new DomainError("BENEFIT_UNAVAILABLE", { benefitId, reason, ...facts });
  }
  const { valueMinor, points } = judged;
  const worth = { valueMinor, points, tierCode: holder.rung.code, usedOn: holder.today };
  if (by === "pass" && pass) return { ...worth, passId: pass.id, remaining: pass.usesLeft - 1 };
  return { ...worth, passId: null, remaining: remainingOf(benefit.quota, used + 1) };
}

type Recorded = UseRequest &
  Pick<store.NewUsage, "valueMinor" | "points" | "passId" | "tierCode" | "usedOn">;

async function record(
  work: Work,
  { member, program }: Account,
  benefit: Pick<OfferedBenefit, "id" | "type">,
  use: Recorded,
): Promise<store.UsageRow> {
  const ttlSeconds = use.ttlSeconds ?? program.rules.redeem.holdTtlSeconds;
  const usage = {
    memberId: member.id,
    benefitId: benefit.id,
    type: benefit.type,
    orderId: use.orderId,
    tierCode: use.tierCode,
    status: use.reserve ? ("RESERVED" as const) : ("USED" as const),
    orderAmountMinor: use.orderAmountMinor,
    shippingMinor: use.shippingMinor,
    valueMinor: use.valueMinor,
    points: use.points,
    passId: use.passId,
    usedOn: use.usedOn,
    expiresAt: use.reserve ? new Date(work.now.getTime() + ttlSeconds * 1000) : null,
  };
  const row = { ...usage, programVersionId: program.versionId };
  return { ...usage, id: await store.insertUsage(work.tx, row, work.now) };
}

/** A use that nobody asked for: a benefit that applied to an order by itself. */
export async function recordApplied(
  work: Work,
  account: Account,
  benefit: Pick<OfferedBenefit, "id" | "type">,
  order: { orderId: string; orderAmountMinor: number; tierCode: string; usedOn: string },
): Promise<void> {
  const use = { ...order, benefitId: benefit.id, shippingMinor: 0, reserve: false };
  const usage = await record(work, account, benefit, {
    ...use,
    valueMinor: 0,
    points: 0,
    passId: null,
  });
  emit(work, account, "benefit.used", usage);
}

export function referenceOf(usage: store.UsageRow) {
  return { type: "BENEFIT" as const, id: String(usage.id) };
}

/** What goes with a use that counts from now on: the gift's points, and the event. */
export async function fulfil(work: Work, account: Account, usage: store.UsageRow): Promise<void> {
  const { points, benefitId, type, orderId } = usage;
  if (points > 0) {
    await earnPoints(work, account, {
      points,
      earnedAt: work.now,
      reference: referenceOf(usage),
      reason: null,
      breakdown: { base: points, orderId, benefit: { id: benefitId, type } },
    });
  }
  emit(work, account, "benefit.used", usage);
}

export function emit(
  work: Work,
  { member }: Account,
  type: "benefit.used" | "benefit.cancelled",
  usage: store.UsageRow,
): void {
  work.emit(
    benefitEvent(type, member.id, {
      externalId: member.externalId,
      usageId: usage.id,
      benefitId: usage.benefitId,
      type: usage.type,
      orderId: usage.orderId,
      tierCode: usage.tierCode,
      valueMinor: usage.valueMinor,
      points: usage.points,
      by: byOf(usage),
      usedOn: usage.usedOn,
    }),
  );
}

const byOf = ({ passId }: store.UsageRow): By => (passId === null ? "tier" : "pass");

export function answer(
  usage: store.UsageRow,
  status: store.UsageStatus,
  left: number | null,
): Usage {
  return {
    usageId: usage.id,
    status: status === "EXPIRED" ? "CANCELLED" : status,
    valueMinor: usage.valueMinor,
    points: usage.points,
    by: byOf(usage),
    remaining: left,
    expiresAt: status === "RESERVED" ? usage.expiresAt : null,
  };
}
