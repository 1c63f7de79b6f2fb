import { addDays } from "@/platform/business-time";
import type { Tx } from "@/platform/db";
import type { PublishedEvent } from "@/platform/outbox";
import { ACTIVE_DAYS, activeDifference } from "../rules/active";
import { entryFigures, isActing } from "../rules/entry-figures";
import * as rollups from "../store/rollups";
import * as source from "../store/source";
import { addActivities } from "./activities-of-page";
import { Tallies } from "./tallies";

/** Adds the figures of a page of events to every rollup. */
export async function addPage(
  tx: Tx,
  events: readonly PublishedEvent[],
  timeZone: string,
): Promise<void> {
  const tallies = new Tallies(timeZone);
  addMembers(events, tallies);
  addBenefits(events, tallies);
  await addPoints(tx, events, tallies);
  await addOrders(tx, events, tallies);
  await addActivities(tx, events, tallies);
  await addSignals(tx, tallies);
  rollups.addTo(tx, "stat_day", tallies.days);
  rollups.addTo(tx, "stat_tier_day", tallies.tiers);
  rollups.addTo(tx, "stat_expiry", tallies.expiries);
  rollups.addTo(tx, "stat_member_day", tallies.signals);
  rollups.addTo(tx, "stat_benefit_day", tallies.benefits);
  rollups.addTo(tx, "stat_benefit_member", tallies.benefitMembers);
  rollups.addTo(tx, "stat_activity_day", tallies.activities);
  rollups.addTo(tx, "stat_activity_order", tallies.activityOrders);
}

function addMembers(events: readonly PublishedEvent[], tallies: Tallies): void {
  for (const { type, data, memberId, occurredAt } of events) {
    const day = tallies.dayOf(occurredAt);
    const move = (tierCode: unknown, members: number) =>
      tallies.tiers.add([day, String(tierCode)], { members });
    if (type === "member.enrolled") {
      tallies.days.add([day], { enrolled: 1 });
      move(data.tierCode, 1);
      tallies.signal(memberId, day);
    }
    if (type === "member.closed") {
      tallies.days.add([day], { closed: 1 });
      move(data.tierCode, -1);
    }
    // Whoever closed is in no tier any more, even where a refund still moves the anonymous one.
    if (type === "tier.changed" && data.closed !== true) {
      move(data.from, -1);
      move(data.to, 1);
    }
  }
}

/** Each entry that moves the points outstanding is named by one event, and by points.matured besides. */
async function addPoints(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: Tallies,
): Promise<void> {
  const ids = events
    .filter(({ type, data }) => type.startsWith("points.") && data.transactionId !== undefined)
    .filter(({ type }) => type !== "points.matured")
    .map(({ data }) => Number(data.transactionId));
  if (ids.length === 0) return;
  const [entries, lots] = await Promise.all([
    source.entriesById(tx, ids),
    source.lotChanges(tx, ids),
  ]);
  for (const entry of entries) {
    tallies.addDay(entry.effectiveAt, entryFigures(entry.type, entry));
    if (!isActing(entry.type, entry.referenceType)) continue;
    tallies.signal(entry.memberId, tallies.dayOf(entry.effectiveAt));
  }
  for (const { points, expiresAt } of lots) {
    tallies.expiries.add([tallies.monthOf(expiresAt)], { points });
  }
}

/** An order counts on the day it was paid, a refund on its own; a cancelled order counts nowhere. */
async function addOrders(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: Tallies,
): Promise<void> {
  const cancelled: string[] = [];
  for (const { type, data, memberId } of events) {
    if (type === "order.completed" || type === "order.cancelled") {
      const sign = type === "order.completed" ? 1 : -1;
      const day = tallies.dayOf(new Date(String(data.paidAt)));
      tallies.days.add([day], { orders: sign, spendMinor: sign * Number(data.amountMinor) });
      tallies.signal(memberId, day, sign);
      if (sign < 0) cancelled.push(String(data.orderId));
    }
    if (type === "order.changed") addChange(data, tallies);
    if (type === "order.refunded") {
      const refundedMinor = Number(data.amountMinor);
      tallies.addDay(new Date(String(data.refundedAt)), { refundedMinor });
    }
  }
  if (cancelled.length === 0) return;
  for (const { amountMinor, refundedAt } of await source.refundsOfOrders(tx, cancelled)) {
    tallies.addDay(refundedAt, { refundedMinor: -amountMinor });
  }
}

/** An edit counts where its order and its refunds do. */
function addChange(data: PublishedEvent["data"], tallies: Tallies): void {
  const spendMinor = Number(data.amountMinor) - Number(data.amountBeforeMinor);
  tallies.addDay(new Date(String(data.paidAt)), { spendMinor });
  for (const { refundedAt, changeMinor } of data.refunds as readonly RefundChange[]) {
    tallies.addDay(new Date(refundedAt), { refundedMinor: changeMinor });
  }
}

interface RefundChange {
  refundedAt: string;
  changeMinor: number;
}

function addBenefits(events: readonly PublishedEvent[], tallies: Tallies): void {
  for (const { type, data, memberId } of events) {
    if (type !== "benefit.used" && type !== "benefit.cancelled") continue;
    const sign = type === "benefit.used" ? 1 : -1;
    const day = String(data.usedOn);
    const key = [String(data.benefitId), day, String(data.tierCode)];
    tallies.benefits.add(key, {
      uses: sign,
      valueMinor: sign * Number(data.valueMinor),
      points: sign * Number(data.points),
    });
    tallies.benefitMembers.add([...key, memberId ?? 0], { uses: sign });
    tallies.signal(memberId, day, sign);
  }
}

/** Who became active or ceased to be by what the page says of their days. */
async function addSignals(tx: Tx, tallies: Tallies): Promise<void> {
  const byMember = new Map<number, { day: string; signals: number }[]>();
  for (const { key, sums } of tallies.signals.changes()) {
    const [memberId, day] = [Number(key[0]), String(key[1])];
    byMember.set(memberId, [...(byMember.get(memberId) ?? []), { day, signals: sums.signals }]);
  }
  await Promise.all(
    [...byMember].map(async ([memberId, changes]) => {
      const days = changes.map(({ day }) => day).sort();
      const from = addDays(days[0] ?? "", -ACTIVE_DAYS);
      const to = addDays(days.at(-1) ?? "", ACTIVE_DAYS);
      const known = await rollups.daysOfMember(tx, memberId, from, to);
      const active = () => [...known].filter(([, signals]) => signals > 0).map(([day]) => day);
      const before = active();
      for (const { day, signals } of changes) known.set(day, (known.get(day) ?? 0) + signals);
      for (const [day, activeDelta] of activeDifference(before, active())) {
        tallies.days.add([day], { activeDelta });
      }
    }),
  );
}
