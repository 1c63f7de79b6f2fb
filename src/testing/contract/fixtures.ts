import { randomInt } from "node:crypto";
import fc from "fast-check";
import { runImports } from "@/modules/imports/service/sweep";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { ADMIN, as, keyed, memberCaller, SERVICE } from "../actors";
import { bought, enrolled, fresh } from "../factories";
import { LABEL, RULE } from "./particular";
import type { Fields } from "./valid";

/** Members, orders and holds that make generated calls succeed. */

export interface Owner {
  id: number;
  externalId: string;
  memberCode: string;
  /** A reward that this member can have. */
  rewardId: string;
  /** A coupon that is issued. */
  definitionId: string;
  /** One of the member's own, which is never used up. */
  couponId: string;
}

const PAID_AT = () => new Date(Date.now() - 3_600_000);

/** A member with something to spend. */
async function buyer() {
  const { id, externalId, memberCode } = await enrolled(PAID_AT());
  await bought(id, { yuan: 9000, now: PAID_AT() });
  return { id, externalId: externalId ?? "", memberCode };
}

export async function owner(): Promise<Owner> {
  const [rewardId, definitionId] = [await newReward(), await newDefinition()];
  const buying = await buyer();
  const lasting = await newDefinition({ uses: 10_000, amountMinor: 1 });
  const wanted = { memberId: String(buying.id), definitionId: lasting, reason: "for a test" };
  const { couponId } = await keyed(SERVICE).coupons.issue(wanted);
  return { ...buying, rewardId, definitionId, couponId };
}

const checkout = () => ({ points: 200, orderId: fresh("o"), orderAmountMinor: 500_000 });

async function newReward(stock = 10): Promise<string> {
  const reward = {
    kind: "PRODUCT",
    name: { "zh-CN": "帆布袋", en: "Canvas bag" },
    pointsCost: 10,
    stock,
    onShelf: true,
  } as const;
  return (await as(ADMIN).rewards.create(reward)).rewardId;
}

/** Of a reward of its own: what the member takes elsewhere leaves it on the shelf. */
async function newRedemption({ id }: Owner): Promise<string> {
  const deliveryAddress = {
    name: "林夏",
    phone: "13800000000",
    region: "杭州",
    line: "文三路 1 号",
  };
  const redeem = { rewardId: await newReward(1), quantity: 1, deliveryAddress };
  return (await keyed(memberCaller(id)).rewards.redeem(redeem)).redemptionId;
}

async function newShipped(whose: Owner): Promise<string> {
  const redemptionId = await newRedemption(whose);
  await as(SERVICE).rewards.ship({ shipments: [{ redemptionId, ...LABEL }] });
  return redemptionId;
}

async function newAddress({ id }: Owner): Promise<string> {
  const deliveryAddress = {
    name: "林夏",
    phone: "13800000000",
    region: "杭州",
    line: fresh("文三路"),
  };
  return (await as(memberCaller(id)).rewards.addAddress({ deliveryAddress })).addressId;
}

/** Running for an hour already, and a member decides whether to take part. */
async function newActivity(): Promise<string> {
  const activity = {
    title: "加入有礼",
    titleEn: "Join and get",
    description: "加入即得积分。",
    descriptionEn: "Points for joining.",
    startsAt: new Date(Date.now() - 3_600_000).toISOString(),
    endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    effect: { kind: "BONUS_POINTS", points: 2, on: "JOIN" },
    joining: "CHOICE",
    capacity: 20,
    publish: true,
  } as const;
  return (await as(ADMIN).activities.create(activity)).activityId;
}

/** A draft, which gives nothing. */
async function newAutomation({ definitionId }: Owner): Promise<string> {
  const name = { "zh-CN": "新会员礼", en: "Welcome gift" };
  const wanted = { name, definitionId, trigger: { kind: "JOINED" as const } };
  return (await as(ADMIN).automations.create(wanted)).automationId;
}

/** Of members who ordered; a list where it is put members on. */
async function newSegment(isList = false): Promise<string> {
  const name = { "zh-CN": fresh("人群"), en: fresh("s") };
  const rule = isList ? null : RULE;
  return (await as(ADMIN).segments.create({ name, rule })).segmentId;
}

/** Of somebody whom no other call gives another tier. */
async function newUsage(): Promise<string> {
  const { id } = await buyer();
  const usage = { benefitId: "FREE_SHIPPING", orderId: fresh("o"), orderAmountMinor: 90_000 };
  const whose = { memberId: String(id), shippingMinor: 1_200, reserve: true };
  return (await as(SERVICE).benefits.use({ ...usage, ...whose })).usageId;
}

async function newDefinition({ amountMinor = 100, uses = 1 } = {}): Promise<string> {
  const effect = { kind: "AMOUNT" as const, amountMinor };
  const terms = { effect, validDays: 7, uses, combinable: uses > 1 };
  const name = { "zh-CN": "满减券", en: "A coupon" };
  return (await as(ADMIN).coupons.create({ name, terms })).definitionId;
}

async function newCoupon({ id }: Pick<Owner, "id">): Promise<string> {
  const definitionId = await newDefinition();
  const wanted = { memberId: String(id), definitionId, reason: "for a call" };
  return (await keyed(SERVICE).coupons.issue(wanted)).code ?? "";
}

async function newCouponUse(whose: Owner): Promise<string> {
  const order = { memberId: String(whose.id), orderId: fresh("o"), orderAmountMinor: 90_000 };
  const code = await newCoupon(whose);
  return (await as(SERVICE).coupons.use({ ...order, code, reserve: true })).useId;
}

async function newBatch(): Promise<string> {
  const rows = [{ externalId: fresh("u"), points: 5, note: "a row" }];
  const { batchId } = await as(ADMIN).points.createBatch({ reason: "checked", dryRun: true, rows });
  return batchId;
}

/** One with a row, as far as it has come. */
async function newImport(isChecked = false): Promise<string> {
  const { create, addRows, check } = as(ADMIN).imports;
  const { importId } = await create({ kind: "MEMBERS", source: "pos", reason: "checked" });
  await addRows({ importId, part: "1", rows: [{ line: 2, externalId: fresh("u") }] });
  if (!isChecked) return importId;
  await check({ importId, rows: 1 });
  await runImports({ now: new Date(), progress: null, stopping: () => false });
  return importId;
}

const LIVING_MAX = 4;

/** A hold of the member's own; only so many may live, calls before may have made some, so the oldest are let go. */
async function newHold({ id }: Owner): Promise<string> {
  const living = await reader.rows<{ id: number }>(
    "SELECT id FROM points_hold WHERE memberId = ? AND status = 'HELD' ORDER BY id DESC",
    [id],
  );
  for (const { id: holdId } of living.slice(LIVING_MAX - 1)) {
    await as(SERVICE)
      .points.release({ holdId: String(holdId) })
      .catch(asDomainError);
  }
  return (await as(memberCaller(id)).points.hold(checkout())).holdId;
}

/**
 * One line for each path parameter, or for an operation whose parameter has a common name: something
 * new of that member, so that the call can succeed.
 */
export const PATH_VALUES: Record<string, (whose: Owner) => Promise<string>> = {
  memberId: async ({ id }) => String(id),
  holdId: newHold,
  // By the service itself, so that it may be captured whether an order is named or not.
  points_capture: async ({ id }) =>
    (await as(SERVICE).points.hold({ memberId: String(id), ...checkout() })).holdId,
  points_reverse: async ({ id }) =>
    (await as(SERVICE).points.use({ memberId: String(id), ...checkout() })).transactionId,
  batchId: newBatch,
  importId: () => newImport(),
  part: async () => "7",
  imports_start: () => newImport(true),
  usageId: newUsage,
  code: newCoupon,
  useId: newCouponUse,
  activityId: newActivity,
  automationId: newAutomation,
  segmentId: () => newSegment(),
  segments_listMembers: () => newSegment(true),
  rewards_cancel: newRedemption,
  rewards_readdress: newRedemption,
  rewards_finish: newShipped,
  rewards_correctLabel: newShipped,
  rewards_undoShipment: newShipped,
  rewards_returnParcel: newShipped,
  rewards_get: async ({ rewardId }) => rewardId,
  addressId: newAddress,
};

/** One line for each field whose values have to be somebody’s, or sensible, to get anywhere. */
export function fieldsOf({ id, externalId, rewardId, definitionId, couponId }: Owner): Fields {
  const recent = fc.integer({ min: 1, max: 30 }).map((days) => {
    return new Date(PAID_AT().getTime() - days * 86_400_000).toISOString();
  });
  return {
    memberId: fc.constant(String(id)),
    // With oneself: it says that it is refused.
    fromMemberId: fc.constant(String(id)),
    externalId: fc.constant(externalId),
    rewardId: fc.constant(rewardId),
    definitionId: fc.constant(definitionId),
    couponId: fc.constant(couponId),
    // Said in words; what is kept has a number that each member has alone.
    addressId: fc.constant(undefined),
    benefitId: fc.constantFrom("FREE_SHIPPING", "DISCOUNT", "NO_SUCH_BENEFIT"),
    orderId: fc.integer().map(() => fresh("o")),
    referenceId: fc.integer().map(() => fresh("ref")),
    refundId: fc.integer().map(() => fresh("r")),
    reviewId: fc.integer().map(() => fresh("v")),
    shareId: fc.integer().map(() => fresh("s")),
    reference: fc.integer().map(() => fresh("ref")),
    points: fc.integer({ min: 1, max: 15 }),
    orderAmountMinor: fc.integer({ min: 20_000, max: 90_000 }),
    paidAmountMinor: fc.integer({ min: 0, max: 90_000 }),
    tierCode: fc.constantFrom("BRONZE", "SILVER", "GOLD", "PLATINUM"),
    birthday: fc.constantFrom("1990-02-28", "1988-02-29"),
    reason: fc.constantFrom("checked", "核对"),
    nickname: fc.constantFrom("林夏", "Lin"),
    email: fc.constantFrom("lin@shop.example", "Xia@Shop.example"),
    at: recent,
    paidAt: recent,
    refundedAt: recent,
    timestamp: recent,
    // A moment for some operations, a date for others.
    from: fc.oneof(
      recent,
      recent.map((moment) => moment.slice(0, 10)),
    ),
    to: fc.constant(undefined),
    month: fc.constantFrom("2026-11", "2026-02"),
    cursor: fc.constant(undefined),
    inviteCode: fc.constant(undefined),
    segmentId: fc.constant(undefined),
    addTags: fc.constantFrom(["VIP"], ["团购", "VIP"], []),
    removeTags: fc.constantFrom(["VIP"], []),
    // As it is, and whichever words: what was read before is another by the next call.
    version: fc.constant(undefined),
    textVersion: fc.constant(undefined),
    // Nobody has it yet: it may be given to who enrols, and a parcel may be called about it.
    phone: fc.integer().map(() => `+8613${String(randomInt(1e9)).padStart(9, "0")}`),
  };
}
