import { decideApproval } from "@/modules/approvals/service/decide";
import { adjustPoints } from "@/modules/corrections/service/adjust";
import { earnByAction } from "@/modules/earning/service/earn-action";
import { handleEvent } from "@/modules/intake/service/events";
import { setStatus } from "@/modules/members/service/members";
import { captureHold } from "@/modules/points/service/capture";
import { holdPoints } from "@/modules/points/service/holds";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { releaseHold } from "@/modules/points/service/release";
import { reverseRedemption } from "@/modules/points/service/reverse";
import { mergeMembers } from "@/modules/profile/service/merge";
import { previewMerge } from "@/modules/profile/service/merge-preview";
import type { ShopEvent } from "@/modules/purchases/schema/events";
import { cancelRedemption } from "@/modules/rewards/service/fulfil";
import { createReward } from "@/modules/rewards/service/manage";
import { takeReward } from "@/modules/rewards/service/take-reward";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import { ADMIN, at, memberCaller, OPERATOR, SERVICE, SYSTEM, WEBHOOK } from "../actors";
import { enrolled, fresh } from "../factories";
import { askAt } from "../program";
import { moved } from "./answers";
import { couponOf } from "./coupons";
import { claimedKey, isAsGuest } from "./guests";
import { amountOf, goodsOf, hasCoupon } from "./lines";
import { openFor } from "./opening";
import { HOME, NOTHING_MORE } from "./things";
import {
  BEGINNING,
  type Kind,
  MEMBERS_IN_WORLD,
  type Of,
  type Operation,
  type Outcome,
} from "./vocabulary";

/** Carries operations out on the real system, on members of their own. */

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

/** Ids that no row has. */
const NOBODY = 900_000_000_000;

/** What the labels of a world are called in the real system. */
export interface Realm {
  prefix: string;
  members: { id: number; externalId: string; guestKey: string }[];
  holds: Map<string, { id: number; order: string }>;
  transactions: Map<string, number>;
  /** Things of the points mall by their price, and what was bought of them by label. */
  rewards: Map<number, number>;
  purchases: Map<string, number>;
  approvals: Map<string, number>;
  /** Codes by whose they are and the order that they were given for. */
  coupons: Map<string, string>;
  /** Who stayed, by the place of who went: an account signs in as them. */
  staying: Map<number, number>;
}

export async function newRealm(): Promise<Realm> {
  const members: Realm["members"] = [];
  for (let index = 0; index < MEMBERS_IN_WORLD; index++) {
    const { id, externalId } = await enrolled(new Date(BEGINNING));
    const guestKey = await claimedKey(id);
    members.push({ id, externalId: externalId ?? "", guestKey });
  }
  return {
    prefix: fresh("w"),
    members,
    holds: new Map(),
    transactions: new Map(),
    rewards: new Map(),
    purchases: new Map(),
    approvals: new Map(),
    coupons: new Map(),
    staying: new Map(),
  };
}

export async function carryOut(realm: Realm, op: Operation): Promise<Outcome> {
  try {
    const perform = PERFORM[op.kind] as (realm: Realm, op: Operation) => Promise<Figures>;
    return { figures: await perform(realm, op) };
  } catch (error) {
    const refusal = asDomainError(error)?.domainCode;
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

const instant = (ms: number) => new Date(ms);
const msOf = (instant: Date | null) => instant?.getTime() ?? null;

export function idOf(realm: Realm, index: number): number {
  const member = realm.members[index];
  if (!member) throw new Error(`no member ${index} in this realm`);
  return member.id;
}

const caller = (realm: Realm, op: { by: number; asService: boolean }): Caller =>
  op.asService ? SERVICE : memberCaller(idOf(realm, realm.staying.get(op.by) ?? op.by));

const who = (realm: Realm, op: { by: number }) => ({ memberId: idOf(realm, op.by) });

/** What was spent on an order last: the answer to an earlier act, told again, changes nothing. */
function spentIn(realm: Realm, order: string, transactionId: number): void {
  const known = realm.transactions.get(order) ?? 0;
  realm.transactions.set(order, Math.max(known, transactionId));
}

const PERFORM: { [K in Kind]: (realm: Realm, op: Of<K>) => Promise<Figures> } = {
  complete: async (realm, op) =>
    tell(realm, op, {
      type: "ORDER_COMPLETED",
      data: {
        orderId: realm.prefix + op.order,
        ...goodsOf(op),
        paidAt: instant(op.paidAt),
        ...(hasCoupon(op) && { coupons: [await couponOf(realm, op)] }),
      },
    }),
  change: (realm, op) =>
    tell(realm, op, {
      type: "ORDER_CHANGED",
      data: {
        ...{ orderId: realm.prefix + op.order, version: op.version, ...goodsOf(op) },
        changedAt: instant(op.changedAt),
      },
    }),
  cancel: (realm, op) =>
    tell(realm, op, { type: "ORDER_CANCELLED", data: { orderId: realm.prefix + op.order } }),
  refund: (realm, op) =>
    tell(realm, op, {
      type: "ORDER_REFUNDED",
      data: {
        orderId: realm.prefix + op.order,
        refundId: realm.prefix + op.refund,
        ...amountOf(op.order, op.refund, op.amount),
        refundedAt: instant(op.refundedAt),
        ...(op.return === null ? {} : { returnId: realm.prefix + op.return }),
      },
    }),
  "ask-return": (realm, op) =>
    tell(
      realm,
      { ...op, toldAt: op.askedAt },
      {
        type: "RETURN_REQUESTED",
        data: returnData(realm, op),
      },
    ),
  "reject-return": (realm, op) =>
    tell(realm, op, { type: "RETURN_REJECTED", data: returnData(realm, op) }),
  use: async (realm, op) => {
    const { points, amount: orderAmountMinor } = op;
    const asked = { points, orderAmountMinor, orderId: realm.prefix + op.order };
    const run = act(op, (work) => payWithPoints(work, who(realm, op), asked), SERVICE);
    const { transactionId, original: _, ...figures } = await run;
    spentIn(realm, op.order, transactionId);
    return figures;
  },
  hold: async (realm, op) => {
    const { points, amount: orderAmountMinor, ttlSeconds } = op;
    const asked = { points, orderAmountMinor, ttlSeconds, orderId: realm.prefix + op.order };
    const run = act(op, (work) => holdPoints(work, who(realm, op), asked), caller(realm, op));
    const { holdId, discountMinor, available, expiresAt } = await run;
    realm.holds.set(op.hold, { id: holdId, order: op.order });
    return { points, discountMinor, available, expiresAt: msOf(expiresAt) };
  },
  capture: async (realm, op) => {
    const held = realm.holds.get(op.hold) ?? { id: NOBODY, order: "" };
    const { points, amount: orderAmountMinor } = op;
    const asked = { points, orderAmountMinor, orderId: realm.prefix + held.order };
    const run = act(op, (work) => captureHold(work, held.id, asked), SERVICE);
    const { transactionId, holdId: _, status: __, original: ___, ...figures } = await run;
    spentIn(realm, held.order, transactionId);
    return figures;
  },
  release: async (realm, op) => {
    const { id } = realm.holds.get(op.hold) ?? { id: NOBODY };
    const run = act(op, (work) => releaseHold(work, id), caller(realm, op));
    return { available: (await run).available };
  },
  reverse: async (realm, op) => {
    const id = realm.transactions.get(op.order) ?? NOBODY;
    const asked = { points: op.points, reference: null, reason: "a test" };
    const run = act(op, (work) => reverseRedemption(work, id, asked), SERVICE);
    const { pointsRestored, available } = await run;
    return { pointsRestored, available };
  },
  buy: async (realm, op) => {
    const asked = { rewardId: await rewardAt(realm, op), quantity: 1, deliveryAddress: HOME };
    const run = act(op, (work) => takeReward(work, who(realm, op), asked), SERVICE);
    const { redemptionId, pointsCost, available } = await run;
    realm.purchases.set(op.thing, redemptionId);
    return { pointsCost, available };
  },
  "call-off": async (realm, op) => {
    const id = realm.purchases.get(op.thing) ?? NOBODY;
    const { pointsRestored, available } = await act(
      op,
      (work) => cancelRedemption(work, id, null),
      SERVICE,
    );
    return { pointsRestored, available };
  },
  custom: async (realm, op) => {
    const { points } = op;
    const asked = { event: "CUSTOM" as const, points, referenceId: realm.prefix + op.reference };
    const run = act(op, (work) => earnByAction(work, who(realm, op), asked), SERVICE);
    const { pointsEarned, available, expiresAt, duplicate } = await run;
    return { pointsEarned, available, duplicate, expiresAt: msOf(expiresAt) };
  },
  adjust: async (realm, op) => {
    const { points } = op;
    const asked = { points, reason: op.reference, reference: realm.prefix + op.reference };
    const run = act(op, (work) => adjustPoints(work, who(realm, op), asked), somebody());
    const { available, approvalId, status } = await run;
    if (approvalId !== null) realm.approvals.set(op.reference, approvalId);
    return { points, available, waits: status === "WAITING_FOR_APPROVAL" };
  },
  open: async (realm, op) => {
    const opening = { ...op, reference: realm.prefix + op.reference };
    return act(op, (work) => openFor(work, who(realm, op), opening), SYSTEM);
  },
  decide: async (realm, op) => {
    const id = realm.approvals.get(op.reference) ?? NOBODY;
    const decision = { approve: op.approve, reason: "a test" };
    const decider = op.asAsker ? OPERATOR : ADMIN;
    await act(op, (work) => decideApproval(work, id, decision), decider);
    return {};
  },
  status: async (realm, op) => {
    await act(op, (work) => setStatus(work, who(realm, op), op.status, "a test"), OPERATOR);
    return {};
  },
  merge: async (realm, op) => {
    const from = (op.by + 1) % MEMBERS_IN_WORLD;
    const pair = { memberId: idOf(realm, op.by), fromMemberId: idOf(realm, from) };
    const { version } = await previewMerge(askAt(instant(op.at)), pair);
    const asked = { ...pair, version, reason: "a test" };
    const { duplicate } = await act(op, (work) => mergeMembers(work, asked), SERVICE);
    realm.staying.set(from, op.by);
    return { duplicate };
  },
  look: async () => ({}),
};

let people = 1000;

/** An operator whose day is theirs alone: how much one person gives a day is no part of this model. */
function somebody(): Caller {
  people += 1;
  return { ...OPERATOR, personId: people };
}

/** A thing that costs so many points. */
async function rewardAt(realm: Realm, op: Of<"buy">): Promise<number> {
  const known = realm.rewards.get(op.points);
  if (known !== undefined) return known;
  const plain = { ...NOTHING_MORE, pointsCost: op.points };
  const made = await act(op, (work) => createReward(work, plain), SYSTEM);
  realm.rewards.set(op.points, made.rewardId);
  return made.rewardId;
}

const act = <T>(op: Operation, run: Parameters<typeof at<T>>[1], caller: Caller) =>
  at(new Date(op.at), run, caller);

const returnData = (realm: Realm, op: Of<"ask-return" | "reject-return">) => ({
  orderId: realm.prefix + op.order,
  returnId: realm.prefix + op.return,
  ...amountOf(op.order, op.return, op.amount),
});

type Told = { [T in ShopEvent["type"]]: { type: T; data: Omit<DataOf<T>, "externalId"> } };
type DataOf<T> = Extract<ShopEvent, { type: T }>["data"];

async function tell(
  realm: Realm,
  op: Operation & { toldAt?: number },
  told: Told[ShopEvent["type"]],
): Promise<Figures> {
  const { externalId = ANONYMOUS.actor, guestKey } = realm.members[op.by] ?? {};
  const whose = guestKey && isAsGuest(op.at, told.data) ? { guestKey } : { externalId };
  const timestamp = instant(op.toldAt ?? op.at);
  const event = { ...told, timestamp, data: { ...told.data, ...whose } } as ShopEvent;
  const { orderId } = told.data as { orderId: string };
  const order = orderId.slice(realm.prefix.length);
  return moved(await act(op, (work) => handleEvent(work, event), WEBHOOK), order);
}
