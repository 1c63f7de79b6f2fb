import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { ShownBenefit } from "./shown-benefit";

/** Types with a sign of their own; another is shown by the first letter of its name. */
const signed = [
  "DISCOUNT",
  "FREE_SHIPPING",
  "POINTS_MULTIPLIER",
  "BIRTHDAY_GIFT",
  "DEDICATED_SERVICE",
  "PRIORITY_DISPATCH",
  "COUPON",
] as const;

/** Reasons there is a sentence for. */
const explained = [
  "MEMBER_STATUS_INVALID",
  "DISABLED",
  "QUOTA_USED_UP",
  "BIRTHDAY_UNKNOWN",
] as const;

/** A benefit in words: how much of it is left, and why not now. */
export function useBenefitWords() {
  const t = useTranslations("myBenefits");
  const format = useFormats();

  function glyph({ type, name }: ShownBenefit): string {
    const known = signed.find((one) => one === type);
    return known ? t(`glyph.${known}`) : name.slice(0, 1);
  }

  /** "本月还可用 2 次"; nothing where it isn't counted, or where a pass is what counts. */
  function quota({ quota: counted, usable, by }: ShownBenefit): string | null {
    if (!counted || !usable || by === "pass") return null;
    const left = Math.max(0, counted.limit - counted.used);
    return t(`quota.${counted.per}`, { count: counted.per === "order" ? counted.limit : left });
  }

  /** What is left of a pass, whatever the tier gives beside it. */
  function pass({ pass: held, by }: ShownBenefit): string | null {
    if (!held) return null;
    const facts = { count: held.usesLeft, date: format.lastDateBefore(held.validUntil) };
    return t(by === "tier" ? "passBeside" : "pass", facts);
  }

  function birthdayMonth({ facts }: ShownBenefit): string {
    return t("reason.NOT_BIRTHDAY_MONTH", { month: format.monthOfYear(Number(facts.month)) });
  }

  /** The short word at the end of the row: "不限次", "12月1日重置", "5 月可用", "再消费 ¥500 解锁". */
  function state(benefit: ShownBenefit, awayMinor: number | null = null): string {
    const { usable, by, quota: counted, unlockedBy } = benefit;
    if (unlockedBy && awayMinor !== null && awayMinor > 0) {
      return t("state.away", { amount: format.moneyShort(awayMinor) });
    }
    if (unlockedBy) return t("state.locked");
    if (!usable && benefit.reason === "NOT_BIRTHDAY_MONTH") return birthdayMonth(benefit);
    if (!usable) return t(`state.${benefit.reason === "QUOTA_USED_UP" ? "usedUp" : "notNow"}`);
    if (by === "pass") return t("state.usable");
    if (!counted) return t("state.unlimited");
    return counted.resetsAt
      ? t("state.resets", { date: format.dateShort(counted.resetsAt) })
      : t("state.usable");
  }

  /** What stands in the way, in two or three words: "钻石会员解锁", "5 月可用". */
  function brief(benefit: ShownBenefit): string {
    const { unlockedBy } = benefit;
    return unlockedBy ? t("state.unlockedBy", { tier: unlockedBy.name }) : state(benefit);
  }

  /** Why it can't be used now, or what brings it; nothing where it can. */
  function reason(benefit: ShownBenefit): string | null {
    const { usable, unlockedBy, validFrom, quota: counted } = benefit;
    if (unlockedBy) return t("reason.locked", { tier: unlockedBy.name });
    // Of the month of the birthday its state says it already.
    if (usable || benefit.reason === "NOT_BIRTHDAY_MONTH") return null;
    if (benefit.reason === "NOT_IN_WINDOW") {
      return validFrom && new Date(validFrom) > format.now
        ? t("reason.notYet", { date: format.date(validFrom) })
        : t("reason.over");
    }
    const known = explained.find((one) => one === benefit.reason);
    const date = counted?.resetsAt ? format.date(counted.resetsAt) : null;
    if (known === "QUOTA_USED_UP" && date) return t("reason.resets", { date });
    return known ? t(`reason.${known}`) : t("reason.other");
  }

  /** Until when, where it ends. */
  function validity({ validUntil, usable }: ShownBenefit): string | null {
    return validUntil && usable
      ? t("validUntil", { date: format.lastDateBefore(validUntil) })
      : null;
  }

  return { glyph, quota, pass, state, brief, reason, validity };
}
