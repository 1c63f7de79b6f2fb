import { randomUUID } from "node:crypto";
import { followEvents } from "@/modules/automations/service/follow";
import { sweepDue } from "@/modules/automations/service/sweep";
import { runBatches } from "@/modules/corrections/service/sweep";
import { runIssues } from "@/modules/coupons/service/issues";
import { ADMIN, SERVICE } from "@/testing/actors";
import { doorAt } from "@/testing/journalled";
import { HOME, NOTHING_MORE } from "@/testing/model/things";
import { publishAll } from "@/testing/receiver";
import { agreed, day, job, memberOf, order, tell } from "./busy-weeks";

/** Coupons given by automations, an activity and a list, lists of phones, and a parcel. */

export const PHONES = ["+8613912340001", "+8613912340002"] as const;

async function settled(now: Date, { approvalId }: { approvalId: string | null }): Promise<void> {
  if (approvalId !== null) await agreed(now, approvalId);
}

async function definition(now: Date): Promise<string> {
  const { create } = doorAt(ADMIN, now).coupons;
  const terms = { effect: { kind: "AMOUNT" as const, amountMinor: 500 }, validDays: 90 };
  return (await create({ name: { "zh-CN": "五元", en: "Five off" }, terms })).definitionId;
}

async function automations(now: Date, definitionId: string): Promise<void> {
  const { create, act } = doorAt(ADMIN, now).automations;
  const kinds = [
    { trigger: { kind: "JOINED" as const } },
    { trigger: { kind: "FIRST_ORDER" as const, minimumMinor: 10_000 } },
    {
      trigger: { kind: "BIRTHDAY" as const, on: "DAY" as const, daysBefore: 0 },
      conditions: { marketingOnly: true },
    },
  ];
  for (const kind of kinds) {
    const name = { "zh-CN": "自动发券", en: kind.trigger.kind };
    const made = await create({ name, definitionId, totalLimit: 20, ...kind });
    const { automationId, revision } = made;
    await settled(now, await act({ automationId, revision, action: "start" }));
  }
}

async function activity(now: Date, couponDefinitionId: string): Promise<void> {
  const made = await doorAt(ADMIN, now).activities.create({
    ...{ title: "首单券", titleEn: "First", description: "首单送券", descriptionEn: "First" },
    ...{ startsAt: day(21).toISOString(), endsAt: day(29).toISOString(), joining: "AUTOMATIC" },
    effect: {
      ...{ kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 20, orderMinimumMinor: 5000 },
      couponDefinitionId,
    },
    publish: true,
  });
  await settled(now, { approvalId: made.approvalId ?? null });
}

const follow = async (now: Date) => {
  await publishAll();
  await followEvents(job(now, "0"));
};

export async function couponWeek(): Promise<void> {
  const definitionId = await definition(day(20));
  await automations(day(20), definitionId);
  await activity(day(20), definitionId);
  const { create } = doorAt(SERVICE, day(22)).members;
  const given = { given: true, at: day(22).toISOString(), source: "till" };
  for (const [nth, phone] of PHONES.entries()) {
    const person = { externalId: `card-${nth}`, nickname: "周舟", phone, birthday: "1987-06-24" };
    await create({ ...person, consents: { marketing: given } });
  }
  await follow(day(22));
  await order(day(23), "card-0", "card-order-0", 300);
  await order(day(23), "card-1", "card-order-1", 200);
  await follow(day(23));
  await sweepDue(job(day(23)));
  await tell(day(24), "ORDER_REFUNDED", {
    ...{ externalId: "card-1", orderId: "card-order-1", refundId: "card-refund" },
    ...{ amountMinor: 19_000, refundedAt: day(24).toISOString() },
  });
  await lists(day(25), definitionId);
  await parcel(day(26));
  await undone(day(26));
  await tell(day(27), "USER_DELETED", { externalId: "card-1" });
  const again = doorAt(SERVICE, day(27)).members;
  await again.create({ externalId: "card-2", nickname: "周舟", phone: PHONES[1] });
  await follow(day(27));
}

/** A first order that comes back, with what it was given for, and the next one that is a first. */
async function undone(now: Date): Promise<void> {
  await tell(now, "ORDER_REFUNDED", {
    ...{ externalId: "card-0", orderId: "card-order-0", refundId: "card-refund-0" },
    ...{ amountMinor: 30_000, refundedAt: now.toISOString() },
  });
  await order(now, "card-0", "card-order-2", 250);
}

async function lists(now: Date, definitionId: string): Promise<void> {
  const { issueMany } = doorAt(ADMIN, now, randomUUID()).coupons;
  const members = [{ phone: "139 1234 0001" }, { externalId: "card-1" }];
  await settled(now, await issueMany({ definitionId, reason: "a list", members }));
  await runIssues(job(now));
  const rows = [...PHONES, "+8613912349999"].map((phone) => ({ phone, points: 15 }));
  const { createBatch } = doorAt(SERVICE, now, randomUUID()).points;
  await createBatch({ reason: "a list", dryRun: false, rows });
  await runBatches(job(now));
}

async function parcel(now: Date): Promise<void> {
  const { create, ship } = doorAt(ADMIN, now).rewards;
  const { redeem } = doorAt(SERVICE, now, randomUUID()).rewards;
  const made = await create({ ...NOTHING_MORE, pointsCost: 40, stock: 5 } as Parameters<
    typeof create
  >[0]);
  await settled(now, made);
  const asked = { memberId: await memberOf("card-0"), quantity: 1, deliveryAddress: HOME };
  const { redemptionId } = await redeem({ ...asked, rewardId: made.rewardId });
  await ship({ shipments: [{ redemptionId, carrier: "顺丰", trackingCode: "SF1400203001001" }] });
}
