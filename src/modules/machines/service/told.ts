import type { Locale } from "@/i18n/config";
import { formatMoney, formatPoints } from "@/i18n/format";
import { machineText } from "@/i18n/machine-text";
import { textIn } from "@/platform/texts";
import { rungOf } from "../../tiers/rules/ladder";
import { rungName } from "../../tiers/schema";
import { type Act, carriedOut } from "../rules/acts";
import type { BenefitUse } from "../rules/benefits";
import { type Buying, paymentOf, refundOf } from "../rules/orders";
import type { Found } from "../rules/search";
import { bookOf, newWorld, type World } from "../rules/world";
import { type Gain, ofHundredYuan, pricesOf } from "../rules/worth";
import type { ShownNote, ShownSequence } from "../schema/machines";
import type { Subject } from "../schema/subject";

/** What was found, in words and figures. */

/** As it is kept: acts alone, from which everything follows. */
export interface Sequence {
  tier: string;
  acts: readonly Act[];
  from: number;
  gain: Gain;
}

export interface Result {
  machine: Sequence | null;
  debt: Sequence | null;
}

export const asKept = ({ tier, steps, from, gain }: Found): Sequence => ({
  ...{ tier, from, gain },
  acts: steps.map(({ act }) => act),
});

const MEMBERS = ["memberA", "memberB"] as const;

/** What a book still has after half of what was sent back says nothing to people: which order it was does. */
const orderOf = (order: number) => order + 1;

class Telling {
  constructor(
    private readonly locale: Locale,
    private readonly subject: Subject,
  ) {}

  say(kind: Parameters<typeof machineText>[1], facts: Record<string, string | number> = {}) {
    return machineText(this.locale, kind, facts);
  }

  private who(who: number): string {
    return this.say(MEMBERS[who] ?? "memberA");
  }

  private couponName(at: number): string {
    const coupon = this.subject.coupons[at];
    return coupon ? textIn(coupon.name, this.locale) : "";
  }

  step(act: Act, before: World, after: World): string {
    switch (act.kind) {
      case "GIVEN":
        return this.say("given", { who: this.who(act.who), coupon: this.couponName(act.coupon) });
      case "JOIN": {
        const title = this.subject.activities[act.activity]?.title;
        const activity = title ? textIn(title, this.locale) : "";
        return this.say("join", { who: this.who(act.who), activity });
      }
      case "INVITE":
        return this.say("invite", { who: this.who(0), friend: this.who(1) });
      case "BUY":
        return this.buying(act, before);
      case "CHECK_IN":
        return this.say("checkIn", { who: this.who(act.who) });
      case "MAKE_UP": {
        const { streakDays: days, makeUpCostPoints: cost } = this.subject.rules.earn;
        return this.say("makeUp", {
          who: this.who(act.who),
          days,
          points: formatPoints(days * cost),
        });
      }
      case "WAIT":
        return this.say("wait", { days: act.days });
      case "TAKE": {
        const reward = this.subject.rewards[act.reward];
        const name = reward ? textIn(reward.name, this.locale) : "";
        const points = formatPoints(reward?.pointsCost ?? 0);
        return this.say("take", { who: this.who(act.who), reward: name, points });
      }
      case "RETURN":
        return this.sendingBack(act, before);
      case "CANCEL": {
        const refund = formatMoney(after.moneyMinor - before.moneyMinor);
        const { who } = bookOf(before, act.order);
        return this.say("cancel", { who: this.who(who), order: orderOf(act.order), refund });
      }
    }
  }

  private buying(act: Buying, before: World): string {
    const payment = paymentOf(this.subject, before, act);
    const goods = act.goods.lines
      .map(({ quantity, unitAmountMinor }) => formatMoney(quantity * unitAmountMinor))
      .join(" + ");
    const order = orderOf(before.books.length);
    const facts = { who: this.who(act.who), order, goods };
    const told = [this.say("buy", facts)];
    if (act.coupon !== null) {
      const off = formatMoney(payment?.couponOffMinor ?? 0);
      told.push(this.say("withCoupon", { coupon: this.couponName(act.coupon), off }));
    }
    if (act.benefit !== null) told.push(this.using(act.benefit, payment?.benefit ?? null));
    if (act.withPoints) {
      const points = formatPoints(payment?.points ?? 0);
      told.push(this.say("withPoints", { points, off: formatMoney(payment?.pointsOffMinor ?? 0) }));
    }
    told.push(this.say("paying", { paid: formatMoney(payment?.paidMinor ?? 0) }));
    return told.join("");
  }

  private using(benefitId: string, use: BenefitUse | null): string {
    const known = this.subject.rules.benefits.find(({ id }) => id === benefitId);
    const benefit = known ? textIn(known.name, this.locale) : benefitId;
    const { offMinor = 0, points = 0 } = use ?? {};
    return points > 0
      ? this.say("withGift", { benefit, points: formatPoints(points) })
      : this.say("withBenefit", { benefit, off: formatMoney(offMinor) });
  }

  private sendingBack({ order, what }: Extract<Act, { kind: "RETURN" }>, before: World): string {
    const book = bookOf(before, order);
    const refund = formatMoney(refundOf(book, what) ?? 0);
    const facts = { who: this.who(book.who), order: orderOf(order), refund };
    if (typeof what !== "object")
      return this.say(what === "REST" ? "returnAll" : "returnPart", facts);
    const line = book.lines[what.line]?.line;
    const goods = formatMoney((line?.quantity ?? 0) * (line?.unitAmountMinor ?? 0));
    return this.say("returnLine", { ...facts, goods });
  }

  gain({ from, gain }: Sequence): string {
    const minor = formatMoney(Math.floor(gain.minor));
    const step = from + 1;
    return gain.goodsMinor > 0
      ? this.say("freeGoods", { step, goods: formatMoney(gain.goodsMinor), minor })
      : this.say("profit", { step, minor });
  }
}

function membersOf({ hands }: World) {
  return hands.map(({ accounts: { available, pending, owed }, tier, coupons }) => ({
    ...{ available, pending, owed, tierCode: tier },
    coupons: coupons.reduce((sum, uses) => sum + uses, 0),
  }));
}

/** The same acts once more, for what each of them does. */
export function shownSequence(locale: Locale, subject: Subject, sequence: Sequence): ShownSequence {
  const { coupons: promises } = pricesOf(subject);
  const telling = new Telling(locale, subject);
  const { tier, acts, from, gain } = sequence;
  const rung = rungOf(subject.ladder, tier);
  let world = newWorld(subject, tier === subject.ladder[0].code ? undefined : tier);
  const steps = acts.map((act) => {
    const before = world;
    world = carriedOut(subject, before, act, promises) ?? before;
    const text = telling.step(act, before, world);
    return { kind: act.kind, text, moneyMinor: world.moneyMinor, members: membersOf(world) };
  });
  const { goodsMinor, moneyMinor, points, owed } = gain;
  return {
    ...{ steps, from: from + 1, text: telling.gain(sequence) },
    tier: { code: rung.code, name: rungName(rung, locale) },
    gain: { minor: Math.floor(gain.minor), goodsMinor, moneyMinor, points, owed },
  };
}

/** What is no machine, and what was not looked at. */
export function shownNotes(locale: Locale, subject: Subject, { debt }: Result): ShownNote[] {
  const telling = new Telling(locale, subject);
  const prices = pricesOf(subject);
  const notes: ShownNote[] = [];
  const plain = (kind: ShownNote["kind"], text: string) =>
    notes.push({ kind, text, sequence: null });
  if (debt) {
    const owed = formatPoints(debt.gain.owed);
    const text = telling.say("debtLeft", { owed });
    notes.push({ kind: "DEBT_LEFT", text, sequence: shownSequence(locale, subject, debt) });
  }
  const early = ofHundredYuan(subject, prices);
  if (subject.rules.earn.pendingDays === 0 && early > 0) {
    plain("SPENT_FIRST", telling.say("spentFirst", { worth: formatMoney(early) }));
  }
  for (const { label, gives } of subject.rules.goods.rules) {
    if (gives.kind !== "PER_PIECE" || gives.points === 0) continue;
    const price = formatMoney(Math.floor(gives.points * prices.pointMinor));
    plain("PIECES", telling.say("pieces", { label, points: formatPoints(gives.points), price }));
  }
  const unpriced = subject.rewards.filter(
    ({ coupon }, at) => coupon === null && (prices.rewards[at] ?? 0) === 0,
  );
  if (unpriced.length > 0) plain("UNPRICED", telling.say("unpriced", { count: unpriced.length }));
  return notes;
}
