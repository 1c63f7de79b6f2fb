import { joinActivity } from "@/modules/activities/service/join";
import { cancelUsage } from "@/modules/benefits/service/end";
import { useBenefit } from "@/modules/benefits/service/use";
import { adjustPoints } from "@/modules/corrections/service/adjust";
import { checkIn } from "@/modules/earning/service/check-in";
import { makeUp } from "@/modules/earning/service/make-up";
import { holdPoints } from "@/modules/points/service/holds";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { settleDueMembers } from "@/modules/points/service/sweeps";
import { closeMember } from "@/modules/profile/service/close-member";
import { cancelOrder } from "@/modules/purchases/service/cancel";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { rejectReturn, requestReturn } from "@/modules/purchases/service/returns";
import { assignTier } from "@/modules/tiers/service/assign";
import { addDays, businessDate } from "@/platform/business-time";
import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { at } from "./actors";
import { enrolled, fresh } from "./factories";
import { openFor } from "./model/opening";

const DAY_MS = 86_400_000;

interface Known {
  orderId: string;
  memberId: number;
  paidMinor: number;
}

/** The same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 7), 61 | state) ^ state;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A made-up history of a shop: orders told late and out of order, refunds before and after them,
 * cancellations, returns, redemptions, holds that run out, corrections, benefits, activities, closed
 * accounts, over years, so that points expire on the way. What the rules refuse is part of it.
 */
export class History {
  now: Date;
  private readonly random: () => number;
  private readonly members: number[] = [];
  private readonly orders: Known[] = [];
  private readonly returns: (Known & { returnId: string; amountMinor: number })[] = [];
  private readonly usages: number[] = [];
  /** What was carried out, by name. */
  readonly done = new Map<string, number>();

  constructor(
    seed: number,
    start: string,
    private readonly activityIds: readonly number[],
  ) {
    this.random = dice(seed);
    this.now = new Date(start);
  }

  async go(steps: number): Promise<void> {
    const acts = Object.entries(this.acts);
    for (let step = 0; step < steps; step++) {
      this.now = new Date(this.now.getTime() + Math.ceil(this.random() * 2.5 * DAY_MS));
      if (this.members.length < 6 || this.random() < 0.06) await this.enrol();
      const [name, act] = this.pick(acts);
      await this.attempt(name, act);
      if (step % 40 === 39) await this.sweep();
    }
    await this.sweep();
  }

  private async enrol(): Promise<void> {
    this.members.push((await enrolled(this.now)).id);
  }

  private sweep() {
    return settleDueMembers({ now: this.now, progress: null, stopping: () => false });
  }

  private async attempt(name: string, act: (work: Work) => Promise<unknown>): Promise<void> {
    try {
      await at(this.now, act);
      this.done.set(name, (this.done.get(name) ?? 0) + 1);
    } catch (error) {
      if (!asDomainError(error)) throw error;
    }
  }

  private pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.random() * from.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  }

  private upTo(most: number): number {
    return 1 + Math.floor(this.random() * most);
  }

  private get member() {
    return { memberId: this.pick(this.members) };
  }

  private earlier(days: number): Date {
    return new Date(this.now.getTime() - Math.floor(this.random() * days * DAY_MS));
  }

  private orderOf(): Known {
    const isNew = this.orders.length < 3 || this.random() < 0.2;
    if (!isNew) return this.pick(this.orders.slice(-25));
    const order = this.newOrder();
    this.orders.push(order);
    return order;
  }

  private newOrder(): Known {
    const paidMinor = this.random() < 0.1 ? 0 : this.upTo(300_000);
    return { orderId: fresh("o"), ...this.member, paidMinor };
  }

  private complete = (work: Work) => {
    const { orderId, memberId, paidMinor } = this.orderOf();
    const paidAt = this.random() < 0.4 ? this.earlier(300) : this.now;
    return completeOrder(work, { memberId }, { orderId, paidAmountMinor: paidMinor, paidAt });
  };

  private refund = (work: Work) => {
    const { orderId, memberId, paidMinor } = this.orderOf();
    const amountMinor = this.random() < 0.3 ? Math.max(1, paidMinor) : this.upTo(60_000);
    const refund = { orderId, refundId: fresh("r"), amountMinor, returnId: null };
    return refundOrder(work, { memberId }, { ...refund, refundedAt: this.earlier(60) });
  };

  private cancel = (work: Work) => {
    const { orderId, memberId } = this.orderOf();
    return cancelOrder(work, { memberId }, orderId);
  };

  /** Somebody of whom something is true, where there is anybody: most have neither points nor benefits. */
  private async memberWith(work: Work, condition: string) {
    const rows = await work.tx.rows<{ id: number; available: number }>(
      `SELECT id, available FROM member WHERE status = 'ACTIVE' AND ${condition} ORDER BY id`,
    );
    if (rows.length === 0) return { ...this.member, available: 0 };
    const { id, available } = this.pick(rows);
    return { memberId: id, available };
  }

  private redeem = async (work: Work) => {
    const { memberId, available } = await this.memberWith(work, "available >= 100");
    // Whoever spends all they have owes what a refund then takes back.
    const points = this.random() < 0.5 ? Math.max(1, available) : this.upTo(200);
    const use = { points, orderId: fresh("o"), orderAmountMinor: 1_000_000 };
    const order = { orderId: use.orderId, memberId, paidMinor: 90_000 };
    this.orders.push(order);
    return payWithPoints(work, order, use);
  };

  private useBenefit = async (work: Work) => {
    // Half of the orders are never told of, so nothing takes these uses back but their cancelling.
    const orderId = this.random() < 0.5 ? fresh("o") : this.orderOf().orderId;
    const request = { orderId, orderAmountMinor: 50_000, shippingMinor: 1_200, reserve: false };
    const benefitId = this.pick(["DISCOUNT", "FREE_SHIPPING", "BIRTHDAY_GIFT"]);
    const who = await this.memberWith(work, "tierCode <> 'REGISTERED'");
    const used = await useBenefit(work, who, { ...request, benefitId });
    this.usages.push(Number(used.usageId));
  };

  private readonly acts: Record<string, (work: Work) => Promise<unknown>> = {
    complete: this.complete,
    completeMore: this.complete,
    completeMost: this.complete,
    refund: this.refund,
    refundMore: this.refund,
    cancel: this.cancel,
    askReturn: async (work) => {
      const order = this.orderOf();
      const request = { returnId: fresh("t"), amountMinor: this.upTo(40_000) };
      this.returns.push({ ...order, ...request });
      const { orderId } = order;
      await requestReturn(work, order, { orderId, ...request, requestedAt: this.earlier(9) });
    },
    rejectReturn: async (work) => {
      const [first] = this.returns.splice(0, 1);
      if (!first) return;
      const { orderId, returnId, amountMinor } = first;
      const request = { orderId, returnId, amountMinor, requestedAt: this.now };
      await rejectReturn(work, { memberId: first.memberId }, request);
    },
    redeem: this.redeem,
    redeemMore: this.redeem,
    hold: (work) => {
      const request = { points: this.upTo(300), orderId: fresh("o"), orderAmountMinor: 100_000 };
      return holdPoints(work, this.member, { ...request, ttlSeconds: 86_400 });
    },
    adjust: (work) => {
      const points = this.upTo(400) * (this.random() < 0.5 ? -1 : 1);
      return adjustPoints(work, this.member, { points, reason: "made up", reference: fresh("a") });
    },
    open: async (work) => {
      const opening = { points: this.upTo(400), reference: fresh("i") };
      const expiresAt = this.now.getTime() + this.upTo(600) * DAY_MS;
      await openFor(work, this.member, { ...opening, expiresAt });
    },
    benefit: this.useBenefit,
    benefitMore: this.useBenefit,
    cancelBenefit: async (work) => {
      if (this.random() < 0.5) return;
      const [first] = this.usages.splice(0, 1);
      if (first !== undefined) await cancelUsage(work, first);
    },
    join: (work) => joinActivity(work, this.member, this.pick(this.activityIds)),
    checkIn: (work) => checkIn(work, this.member),
    makeUp: (work) => {
      const today = businessDate(this.now, "Asia/Shanghai");
      return makeUp(work, this.member, addDays(today, -this.upTo(6)));
    },
    assign: (work) => {
      const tierCode = this.pick(["BRONZE", "GOLD"]);
      return assignTier(work, this.member, { tierCode, reason: "made up", keepUntil: null });
    },
    close: async (work) => {
      if (this.random() < 0.6) return;
      const condition = this.pick(["owed > 0", "owed > 0", "available > 0", "spendMinor >= 0"]);
      const { memberId } = await this.memberWith(work, condition);
      await closeMember(work, { memberId }, null);
    },
  };
}
