import { settleReferrals } from "@/modules/earning/service/referral";
import { asDomainError } from "@/platform/errors";
import { activity } from "./activities";
import { as, keyed, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "./actors";
import { fresh } from "./factories";
import { race } from "./races";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

/**
 * A handful of members who want everything that hangs on orders at the same moment: activities with a
 * capacity and budgets, a mall with a stock, benefits with a quota, passes, and invitations.
 */

export const NOON = "2026-06-05T04:00:00Z";
const PAID_AT = "2026-06-05T03:00:00Z";
export const ORDER_MINOR = 6000;
export const CAPACITY = 4;
export const BONUS = { points: 30, members: 4 };
export const EXTRA = { points: 60, orders: 10 };
export const STOCK = { products: 5, passes: 4 };
export const QUOTA = 3;
export const PASS_USES = 2;

const usable = { enabled: true, validFrom: null, validUntil: null, quota: null };
const shipping = {
  ...usable,
  type: "FREE_SHIPPING",
  name: { "zh-CN": "免邮", en: "Free" },
  params: {},
};
export const BENEFITS = [
  { ...shipping, id: "SHIP", quota: { limit: QUOTA, per: "month" } },
  { ...shipping, id: "BY_PASS", params: { maximumMinor: 1_000_000 } },
  {
    ...usable,
    id: "GIFT",
    type: "BIRTHDAY_GIFT",
    name: { "zh-CN": "礼", en: "Gift" },
    quota: { limit: 1, per: "year" },
    params: { points: 20 },
  },
];

const service = as(SERVICE);
const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

export interface Person {
  id: number;
  memberId: string;
  externalId: string;
  /** The first is refunded in full, the second cancelled, the third refunded in part. */
  orders: string[];
}

export interface Scene {
  people: Person[];
  /** Is closed meanwhile. */
  leaver: Person;
  doubled: number;
  welcome: number;
  first: number;
  three: number;
  product: string;
  pass: string;
}

async function person(orders: number, inviteCode?: string): Promise<Person> {
  const externalId = fresh("u");
  const data = { externalId, birthday: "1990-06-15", ...(inviteCode ? { inviteCode } : {}) };
  await tell({ type: "USER_REGISTERED", timestamp: NOON, data });
  const { memberId } = await service.profile.get({ externalId });
  const gift = { event: "CUSTOM", points: 400, referenceId: fresh("c") } as const;
  await service.orders.earn({ memberId, ...gift });
  const named = Array.from({ length: orders }, () => fresh("o"));
  return { id: Number(memberId), memberId, externalId, orders: named };
}

const codeOf = async ({ id }: Person) =>
  (await as(memberCaller(id)).earning.invitations({})).inviteCode;

/** Six who want everything, of whom three invited one another, as far as that closes no circle. */
async function company() {
  const one = await person(5);
  const two = await person(4, await codeOf(one));
  const three = await person(5, await codeOf(two));
  const inviteCode = await codeOf(three);
  const again = { externalId: one.externalId, inviteCode };
  await tell({ type: "USER_REGISTERED", timestamp: NOON, data: again });
  const guests = [await person(4, await codeOf(one)), await person(5, await codeOf(one))];
  const people = [one, two, three, ...guests, await person(4, inviteCode)];
  return { people, leaver: await person(4, await codeOf(two)) };
}

export async function scene(): Promise<Scene> {
  const automatic = { joining: "AUTOMATIC" } as const;
  const bonus = { kind: "BONUS_POINTS", orderMinimumMinor: 0 } as const;
  const words = { name: { "zh-CN": "好物", en: "Thing" }, onShelf: true };
  const pass = { benefitId: "BY_PASS", passUses: PASS_USES, passDays: 30 };
  const { rewards } = as(OPERATOR);
  const product = { ...words, kind: "PRODUCT", pointsCost: 50, stock: STOCK.products } as const;
  const right = { ...words, kind: "BENEFIT_PASS", pointsCost: 30, stock: STOCK.passes } as const;
  return {
    ...(await company()),
    doubled: await activity({ ...automatic, pointsBudget: EXTRA.points * EXTRA.orders }),
    welcome: await activity({ effect: { ...bonus, on: "JOIN", points: 50 }, capacity: CAPACITY }),
    first: await activity({
      ...automatic,
      effect: { ...bonus, on: "FIRST_ORDER", points: BONUS.points },
      pointsBudget: BONUS.points * BONUS.members,
    }),
    three: await activity({
      ...automatic,
      effect: { kind: "CHALLENGE", goal: "ORDERS", target: 3, points: 40, orderMinimumMinor: 0 },
    }),
    product: (await rewards.create(product)).rewardId,
    pass: (await rewards.create({ ...right, ...pass })).rewardId,
  };
}

/** What a caller may be told instead of an answer; an event is always taken in. */
const REFUSALS = {
  event: [],
  join: ["ALREADY_JOINED", "ACTIVITY_UNAVAILABLE"],
  redeem: ["OUT_OF_STOCK"],
  "call off": [],
  use: ["BENEFIT_UNAVAILABLE", "DUPLICATE_REFERENCE"],
  end: ["USAGE_NOT_ACTIVE"],
  "check in": ["ALREADY_CHECKED_IN"],
  operate: ["VERSION_CONFLICT", "ACTIVITY_UNAVAILABLE"],
} as const satisfies Record<string, readonly string[]>;
type Kind = keyof typeof REFUSALS;

async function attempt<T>(kind: Kind, act: () => Promise<T>): Promise<T | null> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const code = asDomainError(error)?.domainCode;
      // Too many at once for a slow machine: nothing was done, and a caller comes again.
      if (code === "SERVICE_UNAVAILABLE") continue;
      const foreseen: readonly (string | undefined)[] = REFUSALS[kind];
      if (!foreseen.includes(code)) throw error;
      return null;
    }
  }
}

type Act = () => Promise<unknown>;

function eventsOf({ externalId, orders }: Person): Act[] {
  const [refunded = "", cancelled = "", inPart = ""] = orders;
  const about = (orderId: string) => ({ externalId, orderId });
  const paid = { paidAmountMinor: ORDER_MINOR, paidAt: PAID_AT };
  const refund = (orderId: string, amountMinor: number): ShopEvent => {
    const data = { ...about(orderId), refundId: fresh("r"), amountMinor, refundedAt: PAID_AT };
    return { type: "ORDER_REFUNDED", timestamp: NOON, data };
  };
  const named = (timestamp: string, nickname: string): ShopEvent => {
    return { type: "USER_UPDATED", timestamp, data: { externalId, nickname } };
  };
  const events: ShopEvent[] = [
    named(NOON, "late"),
    named(PAID_AT, "early"),
    ...[...orders, refunded].map(
      (orderId): ShopEvent => ({
        type: "ORDER_COMPLETED",
        timestamp: NOON,
        data: { ...about(orderId), ...paid },
      }),
    ),
    refund(refunded, 2000),
    refund(refunded, 4000),
    refund(inPart, 2000),
    { type: "ORDER_CANCELLED", timestamp: NOON, data: about(cancelled) },
  ];
  return events.map((event) => () => attempt("event", () => tell(event)));
}

const HOME = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

function wishesOf({ product, pass, welcome }: Scene, { id, memberId, orders }: Person): Act[] {
  const own = as(memberCaller(id));
  const activityId = String(welcome);
  const [refunded = "", cancelled = "", inPart = "", kept = ""] = orders;
  const amounts = { orderAmountMinor: ORDER_MINOR, shippingMinor: 1200 };
  const use = (benefitId: string, orderId: string, reserve = false) =>
    attempt("use", () =>
      service.benefits.use({ memberId, benefitId, orderId, reserve, ...amounts }),
    );
  const reserved = async (orderId: string, end: "commit" | "cancel") => {
    const usage = await use("SHIP", orderId, true);
    if (usage) await attempt("end", () => service.benefits[end]({ usageId: usage.usageId }));
  };
  const parcel = { rewardId: product, deliveryAddress: HOME };
  const called = async () => {
    const taken = await attempt("redeem", () => keyed(memberCaller(id)).rewards.redeem(parcel));
    if (!taken) return;
    const { redemptionId } = taken;
    const off = () => attempt("call off", () => own.rewards.cancel({ id: redemptionId }));
    await Promise.all([off(), off()]);
  };
  const byPass = async () => {
    await attempt("redeem", () => keyed(memberCaller(id)).rewards.redeem({ rewardId: pass }));
    await Promise.all([1, 2, 3].map(() => use("BY_PASS", fresh("p"))));
  };
  return [
    () => attempt("join", () => own.activities.join({ activityId })),
    () => attempt("join", () => service.activities.join({ activityId, memberId })),
    () => attempt("redeem", () => keyed(memberCaller(id)).rewards.redeem(parcel)),
    called,
    byPass,
    () => reserved(refunded, "commit"),
    () => use("SHIP", cancelled),
    () => use("SHIP", inPart),
    () => use("SHIP", kept),
    () => reserved(fresh("p"), "cancel"),
    () => use("GIFT", cancelled),
    () => use("GIFT", kept),
    () => attempt("check in", () => own.earning.checkIn({})),
    () => attempt("check in", () => service.earning.checkIn({ memberId })),
  ];
}

/** Operators stop and resume what orders from before are still counted for. */
function interruption(activityId: string): Act {
  const { activities } = as(OPERATOR);
  const act = async (action: "pause" | "resume") => {
    await attempt("operate", async () => {
      const { revision } = await activities.get({ activityId });
      await activities.change({ activityId, revision, action });
    });
  };
  return async () => {
    await act("pause");
    await act("resume");
  };
}

const job = () => ({ now: new Date(NOON), progress: null, stopping: () => false });

/** First everybody's first act, then everybody's second: those who share something meet. */
function inTurn(lists: readonly (readonly Act[])[]): Act[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => turn).flatMap((turn) =>
    lists.flatMap((list) => list[turn] ?? []),
  );
}

export async function allAtOnce(all: Scene): Promise<void> {
  const { people, leaver, doubled, first, three } = all;
  const data = { externalId: leaver.externalId };
  const leaving = () =>
    attempt("event", () => tell({ type: "USER_DELETED", timestamp: NOON, data }));
  const others = [
    ...[doubled, first, three].map((id) => interruption(String(id))),
    () => settleReferrals(job()),
    leaving,
  ];
  const told = people.map((one) => eventsOf(one));
  const wished = people.map((one) => wishesOf(all, one));
  const acts = inTurn([...told, ...wished, eventsOf(leaver), others]);
  await race(acts.length, 64, async () => void (await acts.shift()?.()));
  await settleReferrals(job());
}
