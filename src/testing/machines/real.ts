import { joinActivity } from "@/modules/activities/service/join";
import { useBenefit } from "@/modules/benefits/service/use";
import { issueToMember } from "@/modules/coupons/service/issue";
import { checkIn } from "@/modules/earning/service/check-in";
import { invitationsOf } from "@/modules/earning/service/invite";
import { makeUp } from "@/modules/earning/service/make-up";
import { settleReferrals } from "@/modules/earning/service/referral";
import { type Act, missedRound } from "@/modules/machines/rules/acts";
import { type Buying, paymentOf, refundOf } from "@/modules/machines/rules/orders";
import { handOf, momentOf, type World } from "@/modules/machines/rules/world";
import type { Subject } from "@/modules/machines/schema/subject";
import { openAccount } from "@/modules/points/service/account";
import { payWithPoints } from "@/modules/points/service/pay-with-points";
import { cancelOrder } from "@/modules/purchases/service/cancel";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { takeReward } from "@/modules/rewards/service/take-reward";
import { assignTier } from "@/modules/tiers/service/assign";
import { businessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { ADMIN, as, at, SERVICE } from "../actors";
import { walletOf } from "../coupons";
import { accountsOf, countOf, enrolled, fresh } from "../factories";
import { askAt } from "../program";

/** What the search says, carried out by the product itself, act by act. */
export class Played {
  private readonly members: number[] = [];
  private readonly orders: string[] = [];
  private seconds = 0;

  private constructor(private readonly subject: Subject) {}

  static async begin(subject: Subject, tier: string): Promise<Played> {
    const played = new Played(subject);
    const { id: memberId } = await enrolled(subject.at);
    await bornThen(memberId, subject);
    played.members.push(memberId);
    if (tier !== subject.ladder[0].code) {
      const assignment = { tierCode: tier, reason: "for a test", keepUntil: null };
      await at(subject.at, (work) => assignTier(work, { memberId }, assignment), ADMIN);
    }
    return played;
  }

  private ref(who: number) {
    return { memberId: this.members[who] ?? 0 };
  }

  /** @param before what the search had before the act */
  async act(act: Act, before: World): Promise<void> {
    const { subject } = this;
    this.seconds += 1;
    const now = new Date(momentOf(subject, before.day).getTime() + this.seconds * 1000);
    switch (act.kind) {
      case "GIVEN": {
        const definitionId = subject.coupons[act.coupon]?.id ?? 0;
        const giving = { definitionId, reason: "for a test" };
        await at(now, (work) => issueToMember(work, this.ref(act.who), giving), SERVICE);
        return;
      }
      case "JOIN": {
        const activityId = subject.activities[act.activity]?.id ?? 0;
        await at(now, (work) => joinActivity(work, this.ref(act.who), activityId));
        return;
      }
      case "INVITE":
        return this.invite(now);
      case "BUY":
        return this.buy(act, before, now);
      case "CHECK_IN":
        await at(now, (work) => checkIn(work, this.ref(act.who)));
        return;
      case "MAKE_UP":
        for (const date of missedRound(subject, before)) {
          await at(now, (work) => makeUp(work, this.ref(act.who), date));
        }
        return;
      case "WAIT":
        return this.wait(new Date(now.getTime() + act.days * 86_400_000));
      case "TAKE": {
        const rewardId = subject.rewards[act.reward]?.id ?? 0;
        const taking = { rewardId, quantity: 1, deliveryAddress: undefined };
        await at(now, (work) => takeReward(work, this.ref(act.who), taking));
        return;
      }
      case "RETURN":
        return this.sendBack(act, before, now);
      case "CANCEL": {
        const who = before.books[act.order]?.who ?? 0;
        const orderId = this.orders[act.order] ?? "";
        await at(now, (work) => cancelOrder(work, this.ref(who), orderId));
      }
    }
  }

  private async invite(now: Date): Promise<void> {
    const { inviteCode } = await invitationsOf(askAt(now), this.ref(0));
    const friend = { externalId: fresh("u"), inviteCode };
    const { memberId } = await as(SERVICE).members.create(friend);
    this.members.push(Number(memberId));
    await bornThen(Number(memberId), this.subject);
  }

  private async buy(buying: Buying, before: World, now: Date): Promise<void> {
    const payment = paymentOf(this.subject, before, buying);
    if (!payment) throw new Error("the search bought what can't be paid");
    const { points, pointsOffMinor, paidMinor, benefit } = payment;
    const orderId = fresh("o");
    this.orders.push(orderId);
    const member = this.ref(buying.who);
    if (buying.benefit !== null) {
      const orderAmountMinor = paidMinor + pointsOffMinor + (benefit?.offMinor ?? 0);
      const use = { benefitId: buying.benefit, orderId, orderAmountMinor, shippingMinor: 0 };
      await at(now, (work) => useBenefit(work, member, { ...use, reserve: false }), SERVICE);
    }
    if (points > 0) {
      const use = { points, orderId, orderAmountMinor: paidMinor + pointsOffMinor };
      await at(now, (work) => payWithPoints(work, member, use), SERVICE);
    }
    const { channel, store } = buying.goods;
    const order = {
      ...{ orderId, paidAmountMinor: paidMinor, paidAt: now, lines: [...payment.lines] },
      ...{ channel, store, coupons: await this.codes(buying) },
    };
    await at(now, (work) => completeOrder(work, member, order));
  }

  private async codes({ who, coupon }: Buying): Promise<string[]> {
    if (coupon === null) return [];
    const { memberId } = this.ref(who);
    const definition = String(this.subject.coupons[coupon]?.id);
    const used = new Set((await usesOf(memberId)).map(({ couponId }) => String(couponId)));
    const all = await walletOf(memberId, "ALL");
    const own = all.filter((one) => one.definitionId === definition && one.state === "ACTIVE");
    const code = own.find(({ couponId }) => !used.has(couponId))?.code ?? own[0]?.code;
    return code ? [code] : [];
  }

  private async sendBack(
    { order, what }: Extract<Act, { kind: "RETURN" }>,
    before: World,
    now: Date,
  ): Promise<void> {
    const book = before.books[order];
    const minor = book && refundOf(book, what);
    if (!minor) throw new Error("the search sent back what is not there");
    const line = typeof what === "object" ? book.lines[what.line]?.line.lineId : undefined;
    const refund = {
      ...{ orderId: this.orders[order] ?? "", refundId: fresh("r") },
      ...{ refundedAt: now, returnId: null },
      ...(line ? { lines: [{ lineId: line, quantity: 1 }] } : { amountMinor: minor }),
    };
    await at(now, (work) => refundOrder(work, this.ref(book.who), refund));
  }

  /** What time has decided is carried out by the next act, one that moves nothing too, and by jobs. */
  private async wait(until: Date): Promise<void> {
    for (const memberId of this.members) {
      await at(until, (work) => openAccount(work, { memberId }));
    }
    await settleReferrals({ now: until, progress: null, stopping: () => false });
  }

  /** What the ledger, the ladder and the wallet say of each member by now. */
  async ends() {
    return Promise.all(
      this.members.map(async (memberId) => {
        const { available, pending, owed, tierCode, spendMinor } = await accountsOf(memberId);
        const couponsUsed = (await usesOf(memberId)).length;
        const wallet = await walletOf(memberId);
        const usesLeft = wallet.reduce((sum, coupon) => sum + coupon.usesLeft, 0);
        const benefitsUsed = await countOf("benefit_usage", "memberId = ? AND status = 'USED'", [
          memberId,
        ]);
        const own = { available, pending, owed, tier: tierCode, spendMinor };
        return { ...own, couponsUsed, usesLeft, benefitsUsed };
      }),
    );
  }
}

/** On the day of the year on which it all begins. */
async function bornThen(memberId: number, { at: begins, timeZone }: Subject): Promise<void> {
  const birthday = `1990${businessDate(new Date(begins), timeZone).slice(4)}`;
  await reader.write("UPDATE member SET birthday = ? WHERE id = ?", [birthday, memberId]);
}

function usesOf(memberId: number) {
  return reader.rows<{ couponId: number }>(
    "SELECT couponId FROM coupon_use WHERE memberId = ? AND status = 'USED'",
    [memberId],
  );
}

/** The same as the search has it. */
export function endsOf(world: World) {
  return world.hands.map((_, who) => {
    const { accounts, tier, spendMinor, coupons } = handOf(world, who);
    const own = world.books.filter((book) => book.who === who);
    const { available, pending, owed } = accounts;
    return {
      ...{ available, pending, owed, tier, spendMinor },
      couponsUsed: own.filter(({ coupon }) => coupon !== null).length,
      usesLeft: coupons.reduce((sum, uses) => sum + uses, 0),
      benefitsUsed: own.reduce((sum, { uses }) => sum + uses.benefits.length, 0),
    };
  });
}
