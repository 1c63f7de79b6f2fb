import type { useTranslations } from "next-intl";
import { yuanFor } from "@/i18n/currency";
import type { Formats } from "@/i18n/use-formats";
import { fieldIn, numberIn, textIn } from "@/platform/loose";
import { textOf } from "@/platform/text-fields";
import { type ActivitySaid, activitiesSaid } from "./activities-said";
import { type Cause, entryWord } from "./entry-kinds";
import { type Factor, type Reckoning, reckoningOf } from "./reckoning";

export interface Entry extends Cause {
  id: string;
  /** Of the entry as a whole, whatever of it is in the account that is looked at. */
  points: number;
  balanceAfter: number;
  /** Of staff: null for members. */
  reason: string | null;
  memberNote: string | null;
  referenceId: string;
  breakdown: Record<string, unknown> | null;
  expiresAt: string | null;
  createdAt: string;
}

interface Words {
  t: ReturnType<typeof useTranslations<"points.entry">>;
  tSum: ReturnType<typeof useTranslations<"points.reckoned">>;
  tActivity: ReturnType<typeof useTranslations<"points.activityOn">>;
  format: Formats;
}

/** The order that an entry is about; of a second redemption the reference has a number behind its id. */
export function orderIdOf({ breakdown, referenceType, referenceId }: Entry): string | null {
  return textIn(breakdown, "orderId") ?? (referenceType === "ORDER" ? referenceId : null);
}

/** The words for ledger entries: what each was, how its number came about, and what else is known. */
export function entryWordsBy({ t, tSum, tActivity, format }: Words) {
  function title(cause: Cause): string {
    const word = entryWord(cause);
    return word ? t(word) : cause.type;
  }

  /** What an activity added, and on which lines: "美妆双倍 ×2，+120（商品行 1、3）". */
  function added({ multiplierPct, points, lines, lineIds, said }: ActivitySaid): string {
    const of = {
      title: textOf(said, "title", format.locale) ?? "",
      points: format.points(points),
      lines,
      ids: lineIds.join(tActivity("and")),
      more: lines > lineIds.length ? "yes" : "no",
    };
    return multiplierPct === undefined
      ? tActivity("bonus", of)
      : tActivity("multiplied", { ...of, factor: format.multiplier(multiplierPct) });
  }

  /** "1.5 金牌会员", "2 双倍积分周" */
  function factorOf({ of, multiplierPct }: Factor, kept: unknown): string {
    const part = fieldIn(kept, of);
    const name =
      of === "activity"
        ? textOf((part as object | undefined) ?? {}, "title", format.locale)
        : textIn(part, "name");
    return tSum("factor", { factor: format.multiplier(multiplierPct), name: name ?? tSum(of) });
  }

  /** "339 元 × 1.5 金牌会员 × 2 双倍积分周 = 1,017" */
  function sumOf(reckoning: Reckoning, kept: unknown): string | null {
    const { base, isYuan, factors, fixedPoints, end } = reckoning;
    const points = format.points(reckoning.points);
    if (factors.length === 0 && fixedPoints === 0 && end === "exact") {
      return isYuan ? tSum("plain", { base: format.points(base), points }) : null;
    }
    const first = tSum(isYuan ? "yuan" : "points", { base: format.points(base) });
    const terms = [first, ...factors.map((factor) => factorOf(factor, kept))].join(" × ");
    const all = [
      terms,
      ...(fixedPoints > 0 ? [tSum("fixed", { points: format.points(fixedPoints) })] : []),
    ].join(" + ");
    return tSum(end, { terms: all, product: grouped(reckoning.product), points });
  }

  /** How the number came about, as far as the entry says so. */
  function sum({ type, referenceType, breakdown, points }: Entry): string | null {
    if (type === "EARN" && referenceType === "CHECKIN") {
      const [base, extra, days] = ["base", "extra", "streak"].map((of) => numberIn(breakdown, of));
      if (!base || !extra || !days || base + extra !== points) return null;
      return tSum("streak", { base, extra, days, points: format.points(points) });
    }
    const paid = fieldIn(breakdown, "paidAmountMinor");
    if (type === "EARN" && referenceType === "ORDER") {
      const reckoning = reckoningOf(breakdown, points, paid);
      return reckoning && sumOf(reckoning, breakdown);
    }
    if (referenceType !== "CHANGE") return null;
    const now = fieldIn(breakdown, "order");
    const reckoning = reckoningOf(now, numberIn(now, "points") ?? 0, paid);
    const said = reckoning && sumOf(reckoning, now);
    return said && tSum("edited", { sum: said });
  }

  /** What was paid, sent back and refunded, where points went back for it. */
  function moneyOf({ type, referenceType, breakdown }: Entry): string[] {
    const [paid, before, refunded, returned] = [
      ...["paidAmountMinor", "paidBeforeMinor", "refundedMinor", "amountMinor"],
    ].map((name) => numberIn(breakdown, name));
    if (referenceType === "RETURN" && returned !== undefined) {
      return [t("returned", { amount: format.money(returned) })];
    }
    if (paid === undefined || type === "EARN") return [];
    if (referenceType === "REFUND" && refunded !== undefined) {
      return [t("refunded", { paid: format.money(paid), refunded: format.money(refunded) })];
    }
    if (referenceType !== "CHANGE" || before === undefined || before === paid) return [];
    return [t("paidChanged", { before: format.money(before), after: format.money(paid) })];
  }

  /** What a closing or a merge did to what was owed. */
  function debtOf({ breakdown }: Entry): string[] {
    const [writtenOff = 0, debtPaid = 0] = ["writtenOff", "debtPaid"].map((name) =>
      numberIn(breakdown, name),
    );
    return [
      ...(writtenOff > 0 ? [t("writtenOff", { points: format.points(writtenOff) })] : []),
      ...(debtPaid > 0 ? [t("debtPaid", { points: format.points(debtPaid) })] : []),
    ];
  }

  function facts(entry: Entry): string[] {
    const { breakdown } = entry;
    const [before, after] = ["before", "after"].map((name) =>
      numberIn(fieldIn(breakdown, "points"), name),
    );
    const discountMinor = numberIn(breakdown, "discountMinor") ?? 0;
    const own = originalIn(breakdown);
    const { memberNote, reason } = entry;
    return [
      ...(before !== undefined && after !== undefined
        ? [t("changed", { before: format.points(before), after: format.points(after) })]
        : []),
      ...(fieldIn(breakdown, "asGuest") === true ? [t("asGuest")] : []),
      ...namesOf(entry),
      ...activitiesSaid(breakdown).map(added),
      ...activitiesSaid(fieldIn(breakdown, "order")).map(added),
      ...(discountMinor > 0 ? [t("discount", { amount: format.money(discountMinor) })] : []),
      ...moneyOf(entry),
      ...debtOf(entry),
      ...(own ? [originalSaid(own)] : []),
      ...(memberNote ? [memberNote] : []),
      ...(reason && reason !== memberNote ? [reason] : []),
    ];
  }

  /** The activity or the reward that a line is about, as the reader's language calls it. */
  function namesOf(entry: Entry): string[] {
    const { breakdown } = entry;
    const activity = fieldIn(breakdown, "activity");
    // One that multiplied the order stands in its sum already.
    const isSaid = numberIn(activity, "multiplierPct") !== undefined && sum(entry) !== null;
    const quantity = numberIn(breakdown, "quantity") ?? 1;
    const reward = breakdown ? textOf(breakdown, "rewardName", format.locale) : undefined;
    const names = [
      typeof activity === "object" && activity && !isSaid
        ? textOf(activity, "title", format.locale)
        : undefined,
      reward && quantity > 1 ? `${reward} × ${quantity}` : reward,
    ];
    return names.filter((name) => name !== undefined);
  }

  function originalSaid({ currency, rate, amountMinor }: Original): string {
    const amount = format.moneyIn(amountMinor, currency);
    return t("original", { amount, currency, yuan: yuanFor(rate, currency) });
  }

  const order = (entry: Entry) => {
    const id = orderIdOf(entry);
    return id === null ? null : { id, text: t("order", { id }) };
  };

  return { title, sum, facts, order };
}

interface Original {
  currency: string;
  rate: string;
  amountMinor: number;
}

/** What was told of an order in another currency, and what that was worth. */
function originalIn(breakdown: Entry["breakdown"]): Original | null {
  const own = fieldIn(breakdown, "original");
  const [currency, rate] = [textIn(own, "currency"), textIn(own, "rate")];
  const amountMinor = numberIn(own, "amountMinor");
  if (currency === undefined || rate === undefined || amountMinor === undefined) return null;
  return { currency, rate, amountMinor };
}

/** `grouped("1017.5")` → "1,017.5" */
const grouped = (decimal: string) => decimal.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
