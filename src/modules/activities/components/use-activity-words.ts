import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Effect } from "../schema/activity";
import type { ShownActivity } from "./shown-activity";
import { howOf, placesOf } from "./taking-part";

/** Reasons worth a sentence; the others its facts already say, or they are none for a shopper. */
const spoken = [
  "PAUSED",
  "MEMBER_STATUS_INVALID",
  "TIER_TOO_LOW",
  "NOT_IN_SEGMENT",
  "FULL",
  "BUDGET_SPENT",
  "COUPON_UNAVAILABLE",
  "KNOWN_PERSON",
] as const;

/** Of certain channels and stores it may still be about all goods. */
function isOfSomeGoods(scope: ShownActivity["scope"]): boolean {
  if (scope === null) return false;
  return [scope.include, scope.exclude].some((lists) =>
    Object.values(lists).some((words) => words.length > 0),
  );
}

type Promised = Pick<ShownActivity, "effect" | "scope"> & { coupon?: string | null };

/** Of what a member earns once: points, a coupon, or both. */
function awardOf({ points, couponDefinitionId }: Exclude<Effect, { kind: "POINTS_MULTIPLIER" }>) {
  if (couponDefinitionId === undefined) return { award: "points" } as const;
  return { award: points === 0 ? "coupon" : "both" } as const;
}

/** An activity in words: what it gives, how long it goes on, and why not. */
export function useActivityWords() {
  const t = useTranslations("activities");
  const format = useFormats();

  /** "每单积分 ×2", "完成 3 单，送 500 积分" */
  function promise({ effect, scope, coupon }: Promised): string {
    const goods = isOfSomeGoods(scope) ? "some" : "all";
    if (effect.kind === "POINTS_MULTIPLIER") {
      return t("promise.multiplier", { goods, factor: format.multiplier(effect.multiplierPct) });
    }
    const points = format.points(effect.points);
    const given = { ...awardOf(effect), points, coupon: coupon ?? "" };
    const minimum = format.moneyShort(effect.orderMinimumMinor);
    const isAbove = effect.orderMinimumMinor > 0;
    if (effect.kind === "BONUS_POINTS") {
      if (effect.on === "JOIN") return t("promise.join", given);
      if (effect.on === "EACH_ORDER") {
        return t(isAbove ? "promise.eachOrderAbove" : "promise.eachOrder", {
          goods,
          points,
          minimum,
        });
      }
      return t(isAbove ? "promise.firstOrderAbove" : "promise.firstOrder", { ...given, minimum });
    }
    if (effect.goal === "SPEND") {
      return t("promise.spend", {
        ...given,
        amount: format.moneyShort(effect.target),
      });
    }
    const count = effect.target;
    return t(isAbove ? "promise.ordersAbove" : "promise.orders", { ...given, count, minimum });
  }

  /** What the activity is worth, in two or three signs: "×2", "+500". */
  function badge(effect: Effect): string {
    if (effect.kind === "POINTS_MULTIPLIER") return `×${format.multiplier(effect.multiplierPct)}`;
    return effect.points === 0 ? t("couponBadge") : format.signedPoints(effect.points);
  }

  function time({ status, startsAt, endsAt }: ShownActivity): string {
    if (status === "ENDED") return t("time.ended", { date: format.lastDateBefore(endsAt) });
    if (status === "SCHEDULED") return t("time.starts", { date: format.dateTimeShort(startsAt) });
    return timeLeft(new Date(endsAt).getTime() - format.now.getTime());
  }

  /** `timeLeft(54 h)` → "还剩 2 天 6 小时" */
  function timeLeft(ms: number): string {
    const minutes = Math.max(1, Math.floor(ms / 60_000));
    const hours = Math.floor(minutes / 60);
    if (hours >= 24) return t("time.days", { days: Math.floor(hours / 24), hours: hours % 24 });
    return hours > 0 ? t("time.hours", { hours }) : t("time.minutes", { minutes });
  }

  function reason({ reason: why, minTier }: ShownActivity): string | null {
    const known = spoken.find((one) => one === why);
    return known ? t(`reason.${known}`, { tier: minTier?.name ?? "" }) : null;
  }

  /** What it takes to take part, as things stand for the reader: "点「报名」即可，积分立即到账". */
  function how(activity: ShownActivity): string {
    const { key, moment } = howOf(activity);
    const { effect } = activity;
    const award = effect.kind === "POINTS_MULTIPLIER" ? "points" : awardOf(effect).award;
    return t(`how.${key}`, { moment, award });
  }

  /** "共 500，还剩 463", once it is over "共 500，已报名 37"; null where any number may join. */
  function places(activity: ShownActivity): string | null {
    const message = placesOf(activity);
    if (!message) return null;
    const { key, capacity, count } = message;
    return t(`capacity.${key}`, {
      capacity: format.points(capacity),
      count: format.points(count),
    });
  }

  /** How far the member is: "已完成 2 / 3 单". */
  function progress({ effect, progress: made }: ShownActivity): string | null {
    if (effect.kind !== "CHALLENGE" || !made) return null;
    return effect.goal === "ORDERS"
      ? t("progress.orders", { done: made.orders, target: made.target })
      : t("progress.spend", {
          done: format.moneyShort(made.spendMinor),
          target: format.moneyShort(made.target),
        });
  }

  /** Whom it is for: "金牌会员及以上", "钻石会员专享". */
  function from({ name, isHighest }: NonNullable<ShownActivity["minTier"]>): string {
    return t("from", { tier: name, highest: isHighest ? "yes" : "no" });
  }

  return {
    from,
    promise,
    badge,
    time,
    reason,
    how,
    places,
    progress,
    glyph: (kind: Effect["kind"]) => t(`glyph.${kind}`),
  };
}
