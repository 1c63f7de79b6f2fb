import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { AwardMove } from "../../earning/service/referral";
import type { Account } from "../../points/service/account";
import { takeBack } from "../../points/service/claw-back";
import { earnPoints } from "../../points/service/earn";
import type { Ladder } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import { type AwardPlan, earnsWhole, planBonus, planChallenge, planWhole } from "../rules/award";
import { notEligible } from "../rules/take-part";
import type { Effect } from "../schema/activity";
import type { ActivityRow } from "../store/activities";
import * as store from "../store/participations";
import { couponDue, giveCoupon, missCoupon, withdrawCoupon } from "./award-coupon";
import { claim, giveBackPoints } from "./claim";
import { takeAsPerson } from "./person";
import { joinTermsOf, named, ranAt, segmentsFor, standingOf } from "./standing";
import { tell } from "./tell";

/** The order whose state has changed. */
export interface Followed {
  orderId: string;
  paidAt: Date;
}

type Move =
  | AwardMove
  | { action: "COUPON_ISSUED"; couponId: number }
  | { action: "COUPON_VOIDED"; used: boolean };

type Bonus = Extract<Effect, { kind: "BONUS_POINTS" }>;
type Earned = ActivityRow & { effect: { kind: "BONUS_POINTS" | "CHALLENGE" } };

const isEarnedByOrders = (activity: ActivityRow): activity is Earned =>
  activity.effect.kind === "CHALLENGE" ||
  (activity.effect.kind === "BONUS_POINTS" && activity.effect.on === "FIRST_ORDER");

/**
 * Brings the bonuses and challenges that an order counts for in line with the member's orders as they
 * stand now. What is held follows from the orders alone, so the order of events does not matter; the
 * activity's state of today does not either, only whether it ran when the order was paid.
 */
export async function followOrders(work: Work, account: Account, order: Followed): Promise<Move[]> {
  const activities = (await ranAt(work, order.paidAt)).filter(isEarnedByOrders);
  if (activities.length === 0) return [];
  const ids = activities.map(({ id }) => id);
  const [ladder, joined, segments] = await Promise.all([
    ladderOf(work),
    store.participationsOf(work.tx, account.member.id, ids),
    segmentsFor(work.tx, account.member.id, activities),
  ]);
  const moves: Move[] = [];
  for (const activity of activities) {
    const part = joined.find((row) => row.activityId === activity.id);
    if (!part && !mayBegin(account, activity, ladder, segments)) continue;
    const following = new Following(work, account, activity, part, order);
    moves.push(...(await following.run()));
  }
  return moves;
}

/** Whether an order makes the member a participant by itself. */
function mayBegin(
  { member }: Account,
  activity: Earned,
  ladder: Ladder,
  segments: ReadonlySet<number>,
): boolean {
  if (activity.joining !== "AUTOMATIC") return false;
  const standing = standingOf(member, ladder, segments);
  return notEligible(joinTermsOf(activity, ladder), standing) === null;
}

class Following {
  private readonly moves: Move[] = [];

  constructor(
    private readonly work: Work,
    private readonly account: Account,
    private readonly activity: Earned,
    private part: store.ParticipationRow | undefined,
    private readonly order: Followed,
  ) {}

  async run(): Promise<Move[]> {
    const { plan, orderId, earnedAt } = await this.plan();
    if (plan.claw > 0 || plan.withdraw) await this.claw(plan.claw);
    const closed = this.account.member.status === "CLOSED";
    if (plan.award && !closed) await this.award(plan.award, orderId, earnedAt);
    return this.moves;
  }

  /** Orders count from the joining on; where nobody has to join, from the start. */
  private get since(): Date {
    const { joining, startsAt } = this.activity;
    return joining === "CHOICE" && this.part ? this.part.joinedAt : startsAt;
  }

  private async plan(): Promise<{ plan: AwardPlan; orderId: string; earnedAt: Date }> {
    const { activity, part, since } = this;
    const { effect } = activity;
    const { tx } = this.work;
    const memberId = this.account.member.id;
    if (effect.kind === "BONUS_POINTS") return this.planOfBonus(effect);
    invariant(effect.kind === "CHALLENGE", "orders earn bonuses and challenges only");
    const counted = await store.progressOf(tx, activity, memberId, since);
    if (!part && counted.orders > 0) await this.begin();
    const done = effect.goal === "ORDERS" ? counted.orders : counted.spendMinor;
    const reached = done >= effect.target && this.part !== undefined;
    const plan = planChallenge(effect.points, this.held, reached);
    return {
      plan,
      orderId: this.order.orderId,
      earnedAt: counted.lastPaidAt ?? this.order.paidAt,
    };
  }

  private get held() {
    const { awardPoints = 0, awardClawed = 0, couponState = null } = this.part ?? {};
    return { points: awardPoints, clawed: awardClawed, coupon: couponState === "HELD" };
  }

  private async planOfBonus({ points, orderMinimumMinor: minimumMinor }: Bonus) {
    const { activity, part, since, held } = this;
    const { tx } = this.work;
    const isWhole = activity.couponVersionId !== null;
    const heldFor = part?.awardOrderId ?? null;
    const terms = { since, points, minimumMinor, isWhole };
    const [earner, next] = await Promise.all([
      heldFor === null ? undefined : store.earnerOf(tx, heldFor),
      store.firstOrder(tx, activity, this.account.member.id, terms),
    ]);
    // An edited order may be worth too little by now.
    const earns = earner && earner.paidAmountMinor >= minimumMinor ? earner : undefined;
    const stands = earner !== undefined && earnsWhole(earner, minimumMinor);
    const plan = isWhole
      ? planWhole(points, held, stands, next !== undefined)
      : { ...planBonus(points, held, earns, next), withdraw: false };
    const by = next ?? this.order;
    return { plan, orderId: by.orderId, earnedAt: by.paidAt };
  }

  /** The first order that counts takes a place in a challenge that nobody has to join. */
  private async begin(): Promise<void> {
    if (!(await claim(this.work, this.activity, { places: 1, points: 0 }))) return;
    this.part = await this.insertPart();
  }

  private insertPart(): Promise<store.ParticipationRow> {
    const { work, activity, account } = this;
    return store.insertParticipation(work.tx, activity.id, account.member.id, work.now);
  }

  /** What names one award of this member for ever. */
  private reference(part: store.ParticipationRow) {
    const id = `${this.activity.id}:${part.memberId}`;
    return {
      type: "ACTIVITY" as const,
      id: part.awardCount === 1 ? id : `${id}:${part.awardCount}`,
    };
  }

  private async claw(points: number): Promise<void> {
    const { work, part } = this;
    invariant(part, "what is taken back was given to a participant");
    const hadCoupon = part.couponState === "HELD";
    const couponBack = await withdrawCoupon(work, part);
    if (hadCoupon) this.moves.push({ action: "COUPON_VOIDED", used: part.couponState === "USED" });
    const owed = points > 0 ? await this.clawPoints(part, points) : 0;
    this.giveBack(part, points - owed + couponBack);
    store.saveAward(work.tx, part);
  }

  private async clawPoints(part: store.ParticipationRow, points: number): Promise<number> {
    const { work, account, activity } = this;
    const earnedBy = this.reference(part);
    part.awardClawed += points;
    const { entryId, owed } = await takeBack(work, account, {
      points,
      orderId: this.order.orderId,
      earnedBy: [earnedBy],
      // How much is taken in all only ever grows, so it tells one taking from the next.
      reference: { type: "ACTIVITY", id: `${earnedBy.id}-${part.awardClawed}` },
      breakdown: { orderId: this.order.orderId, activity: named(activity) },
      frozen: [],
    });
    this.moves.push({ action: "POINTS_CLAWED_BACK", points, transactionId: entryId });
    return owed;
  }

  /** What is undone of an award is room in the budget again, as far as it is there to be taken back. */
  private giveBack(part: store.ParticipationRow, most: number): void {
    const live = part.awardPoints - part.awardClawed + part.couponPoints;
    const back = Math.min(most, Math.max(0, part.claimedPoints - live));
    giveBackPoints(this.work, this.activity, back);
    part.claimedPoints -= back;
  }

  /** All of it or nothing: what the budget no longer covers is not given. */
  private async award(
    { points, clawed }: { points: number; clawed: number },
    orderId: string,
    earnedAt: Date,
  ): Promise<void> {
    const { work, account, activity } = this;
    const due = await couponDue(work, activity, this.part);
    if (due === "missing") return missCoupon(work, activity);
    const couponPoints = due === "kept" ? (this.part?.couponPoints ?? 0) : activity.couponPoints;
    const cost = points + (couponPoints ?? 0);
    // What was spent of an award before, and awards of before the budget got anything back, are charged already.
    const charged = Math.max(0, cost - (this.part?.claimedPoints ?? 0));
    const demand = { places: this.part ? 0 : 1, points: charged } as const;
    const taken = await takeAsPerson(work, account.member, { activity, part: this.part });
    if (!taken) return;
    if (!(await claim(work, activity, demand))) return taken.forget();
    this.part ??= await this.insertPart();
    const { part } = this;
    part.awardCount += 1;
    part.awardPoints = points;
    part.awardClawed = clawed;
    part.awardOrderId = activity.kind === "BONUS_POINTS" ? orderId : null;
    part.awardedAt = work.now;
    part.claimedPoints = cost;
    if (due === "kept") part.couponState = "HELD";
    const couponIds = due === "new" ? await giveCoupon(work, account, activity, part) : [];
    this.giveBack(part, clawed);
    store.saveAward(work.tx, part);
    if (points > 0) await this.earn({ points, clawed }, orderId, earnedAt);
    for (const couponId of couponIds) {
      this.moves.push({ action: "COUPON_ISSUED", couponId });
    }
    if (charged > 0 || couponIds.length > 0) {
      tell(work, account, activity, { orderId, points, couponIds });
    }
  }

  private async earn(
    { points, clawed }: { points: number; clawed: number },
    orderId: string,
    earnedAt: Date,
  ): Promise<void> {
    const { work, account, activity, part } = this;
    invariant(part, "an award is a participant's");
    const earned = await earnPoints(work, account, {
      points: points - clawed,
      earnedAt,
      reference: this.reference(part),
      reason: null,
      breakdown: { base: points, orderId, activity: named(activity) },
    });
    invariant(earned.entryId !== null, "an award has points");
    const transactionId = earned.entryId;
    this.moves.push({ action: "POINTS_EARNED", points: earned.points, transactionId });
  }
}
