import type { Tx } from "@/platform/db";
import type { PublishedEvent } from "@/platform/outbox";
import * as sold from "../store/sold";
import type { SalesTallies } from "./tallies";

/**
 * What became of coupons. Every use that a coupon brings stands as unused on its last day, until it is made
 * or voided; it stands there again when it comes back. So what is unused of a day that is over expired,
 * and no page looks at coupons.
 */
export async function addCoupons(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: SalesTallies,
): Promise<void> {
  await addIssued(tx, ofType(events, "coupon.issued"), tallies);
  await addUses(tx, ofType(events, "coupon.used", "coupon.returned"), tallies);
  for (const event of ofType(events, "coupon.voided", "member.closed")) {
    await addVoided(tx, event, tallies);
  }
}

const ofType = (events: readonly PublishedEvent[], ...types: string[]) =>
  events.filter(({ type }) => types.includes(type));

async function addIssued(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: SalesTallies,
): Promise<void> {
  const issueIds = [...new Set(events.map(({ data }) => Number(data.issueId)))];
  const known = await sold.usesOfIssues(tx, issueIds);
  const uses = new Map(known.map((row) => [row.issueId, row.uses]));
  for (const { data, occurredAt } of events) {
    const [definitionId, issued] = [Number(data.definitionId), Number(data.count)];
    tallies.coupons.add([definitionId, tallies.dayOf(occurredAt)], { issued });
    const unused = issued * (uses.get(Number(data.issueId)) ?? 1);
    const lastDay = tallies.lastDayOf(new Date(String(data.validUntil)));
    tallies.coupons.add([definitionId, lastDay], { unused });
  }
}

async function addUses(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: SalesTallies,
): Promise<void> {
  const couponIds = [...new Set(events.map(({ data }) => Number(data.couponId)))];
  const known = await sold.couponsById(tx, couponIds);
  const coupons = new Map(known.map((coupon) => [coupon.id, coupon]));
  for (const { type, data, occurredAt } of events) {
    const coupon = coupons.get(Number(data.couponId));
    if (!coupon?.validUntil) continue;
    const { definitionId, validUntil } = coupon;
    const sign = type === "coupon.used" ? 1 : -1;
    tallies.coupons.add([definitionId, String(data.usedOn)], {
      used: sign,
      discountMinor: sign * Number(data.discountMinor),
    });
    if (sign < 0 && wasVoid(coupon, occurredAt)) continue;
    tallies.coupons.add([definitionId, tallies.lastDayOf(validUntil)], { unused: -sign });
  }
}

/** What comes back of a coupon that was voided before its end can neither be used nor expire. */
function wasVoid({ status, validUntil, endedAt }: sold.CouponFacts, at: Date): boolean {
  if (status !== "VOIDED" || validUntil === null || endedAt === null) return false;
  return endedAt < at && validUntil > endedAt;
}

async function addVoided(
  tx: Tx,
  { type, data, memberId, occurredAt }: PublishedEvent,
  tallies: SalesTallies,
): Promise<void> {
  const by = voidedBy(type, data, memberId);
  for (const row of await sold.leftWhenVoided(tx, by, occurredAt)) {
    const { definitionId, validUntil, unused } = row;
    tallies.coupons.add([definitionId, tallies.dayOf(occurredAt)], { voided: unused });
    tallies.coupons.add([definitionId, tallies.lastDayOf(validUntil)], { unused: -unused });
  }
}

/** Coupons of who closes are voided without an event of their own. */
function voidedBy(type: string, data: PublishedEvent["data"], memberId: number | null) {
  if (type === "member.closed") return { column: "memberId" as const, value: memberId ?? 0 };
  return data.couponId === null
    ? { column: "issueId" as const, value: Number(data.issueId) }
    : { column: "id" as const, value: Number(data.couponId) };
}
