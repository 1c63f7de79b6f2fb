import { randomUUID } from "node:crypto";
import { runBatches } from "@/modules/corrections/service/sweep";
import { grantBirthdays } from "@/modules/earning/service/birthdays";
import { settleReferrals } from "@/modules/earning/service/referral";
import { claimGuestOrders } from "@/modules/guests/service/claim";
import { guestKeyOf, guestSecretOf } from "@/modules/guests/service/key";
import { takeInKept } from "@/modules/intake/service/claims";
import { settleDueMembers } from "@/modules/points/service/sweeps";
import { closeMember } from "@/modules/profile/service/close-member";
import { followPublished, reviewTiers } from "@/modules/tiers/service/review";
import { reader } from "@/platform/db";
import {
  ADMIN,
  at,
  memberCaller,
  OPERATOR,
  SECOND_ADMIN,
  SERVICE,
  WEBHOOK,
} from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { doorAt } from "@/testing/journalled";
import { CURRENCY_RATE } from "@/testing/model/vocabulary";

/** What the model does not know of, through the procedures and jobs: some weeks of a shop, in their order. */

export const JUNE = new Date("2025-06-01T04:00:00Z");
export const day = (nth: number) => new Date(JUNE.getTime() + nth * 86_400_000);
export const job = (now: Date, progress: string | null = null) => ({
  ...{ now, progress },
  stopping: () => false,
});

async function activeVersion(): Promise<number> {
  const row = await reader.row<{ id: number }>("SELECT activeVersionId AS id FROM program_state");
  return row?.id ?? 0;
}

/** Publishes as two persons do; the second where one is not enough. */
export async function published(now: Date, sections: object): Promise<void> {
  const expectedVersion = String(await activeVersion());
  const { publishRules } = doorAt(ADMIN, now).program;
  const input = { expectedVersion, reason: "a test", ...sections };
  const { approvalId } = await publishRules(input as Parameters<typeof publishRules>[0]);
  if (approvalId !== null) await agreed(now, approvalId);
}

export async function agreed(now: Date, approvalId: string): Promise<void> {
  const decision = { approvalId, approve: true, reason: "a test" };
  await decideOn(doorAt(SECOND_ADMIN, now), decision);
}

export const tell = (now: Date, type: string, data: object) => {
  const { event } = doorAt(WEBHOOK, now).orders;
  return event({ type, timestamp: now.toISOString(), data } as Parameters<typeof event>[0]);
};

export const order = (now: Date, externalId: string, orderId: string, yuan: number) =>
  tell(now, "ORDER_COMPLETED", {
    ...{ externalId, orderId, paidAmountMinor: yuan * 100 },
    paidAt: now.toISOString(),
  });

export async function memberOf(externalId: string): Promise<string> {
  const sql = "SELECT id FROM member WHERE externalId = ?";
  return String((await reader.row<{ id: number }>(sql, [externalId]))?.id);
}

/** The rate that orders of the model need, and a budget that two want at once. */
export async function firstWeek(): Promise<void> {
  await published(day(0), { currencies: { rates: [CURRENCY_RATE] } });
  const { create } = doorAt(ADMIN, day(0)).activities;
  const made = await create({
    ...{ title: "双倍", titleEn: "Twice", description: "双倍积分", descriptionEn: "Twice" },
    ...{ startsAt: day(1).toISOString(), endsAt: day(9).toISOString(), joining: "AUTOMATIC" },
    effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
    ...{ pointsBudget: 150, publish: true },
  } as Parameters<typeof create>[0]);
  if (made.approvalId != null) await agreed(day(0), made.approvalId);
  for (const [nth, yuan] of [100, 100, 80].entries()) {
    await order(day(2 + nth), `wave-${nth}`, `wave-order-${nth}`, yuan);
  }
  await tell(day(6), "ORDER_REFUNDED", {
    ...{ externalId: "wave-0", orderId: "wave-order-0", refundId: "wave-refund" },
    ...{ amountMinor: 5000, refundedAt: day(6).toISOString() },
  });
  await order(day(7), "wave-2", "wave-order-3", 90);
}

/** Friends, birthdays, check-ins, a list of corrections and a guest. */
export async function secondWeek(): Promise<void> {
  const referrer = memberCaller(Number(await memberOf("wave-0")));
  const { inviteCode } = await doorAt(referrer, day(10)).earning.invitations({});
  const birthday = "1988-06-13";
  await tell(day(10), "USER_REGISTERED", { externalId: "friend", inviteCode, birthday });
  await order(day(11), "friend", "friend-order", 700);
  await grantBirthdays(job(day(12)));
  await grantBirthdays(job(day(20), "2025-06-11"));
  await doorAt(referrer, day(11)).earning.checkIn({});
  await doorAt(referrer, day(12)).earning.checkIn({});
  await settleReferrals(job(day(12)));
  const rows = [
    { externalId: "friend", points: 30 },
    { memberId: await memberOf("wave-1"), points: 5 },
  ];
  const { createBatch } = doorAt(OPERATOR, day(13)).points;
  const batch = await createBatch({
    ...{ reason: "a test", dryRun: false },
    rows: rows.map((row, nth) => ({ ...row, reference: `row-${nth}` })),
  } as Parameters<typeof createBatch>[0]);
  const waiting = await reader.row<{ id: number }>(
    "SELECT id FROM approval WHERE batchId = ? AND status = 'WAITING'",
    [Number(batch.batchId)],
  );
  if (waiting) await agreed(day(13), String(waiting.id));
  await runBatches(job(day(13)));
  await guest();
  await order(day(16), "twin", "twin-order", 250);
  const pair = { memberId: await memberOf("wave-1"), fromMemberId: await memberOf("twin") };
  const { version } = await doorAt(SERVICE, day(17)).members.mergePreview(pair);
  await doorAt(SERVICE, day(17)).members.merge({ ...pair, version, reason: "a test" });
  await order(day(18), "twin", "twin-order-2", 60);
}

async function guest(): Promise<void> {
  const address = "guest@shop.example";
  const guestKey = guestKeyOf(await guestSecretOf(reader), address);
  const data = { guestKey, orderId: "guest-order", paidAmountMinor: 12_300 };
  await tell(day(14), "ORDER_COMPLETED", { ...data, paidAt: day(14).toISOString() });
  const memberId = Number(await memberOf("wave-1"));
  await at(day(15), (work) => claimGuestOrders(work, memberId, [address]));
  const kept = await reader.rows<{ id: number }>("SELECT id FROM guest_event");
  for (const { id } of kept) await at(day(15), (work) => takeInKept(work, id));
}

/** The ladder is lowered and members follow, tiers are reviewed, somebody goes. */
export async function later(now: Date): Promise<void> {
  const before = await activeVersion();
  const { items } = await doorAt(ADMIN, now).tiers.ladder({});
  const { publish } = doorAt(ADMIN, now).tiers;
  const tiers = items.map((rung) => ({
    ...rung,
    rank: undefined,
    thresholdMinor: Math.floor(rung.thresholdMinor / 2),
  }));
  const input = { expectedVersion: String(before), reason: "a test", tiers };
  const { approvalId } = await publish(
    JSON.parse(JSON.stringify(input)) as Parameters<typeof publish>[0],
  );
  if (approvalId !== null) await agreed(now, approvalId);
  await followPublished(job(now, String(before)));
  const inAYear = new Date(now.getTime() + 400 * 86_400_000);
  await reviewTiers(job(inAYear));
  await settleDueMembers(job(new Date(inAYear.getTime() + 800 * 86_400_000)));
  await order(inAYear, "wave-1", `late-${randomUUID()}`, 40);
  const memberId = Number(await memberOf("wave-2"));
  await at(inAYear, (work) => closeMember(work, { memberId }, "a test"), OPERATOR);
  await tell(inAYear, "USER_DELETED", { externalId: "wave-0" });
  const asked = { memberId: await memberOf("friend"), tierCode: "GOLD", reason: "a test" };
  await doorAt(SERVICE, inAYear).tiers.assign(asked as never);
}
