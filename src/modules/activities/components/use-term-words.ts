import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Span, Stacking, Terms } from "../schema/terms";

/** A Monday: the names of the days follow from it. */
const weekday = (day: number) => `2026-06-0${day}`;

const DAYS = 7;

/** By what single orders are judged, in words. */
export function useTermWords() {
  const t = useTranslations("activities.terms");
  const format = useFormats();
  const listed = (words: readonly string[]) => words.join(t("and"));

  const weekdayName = (day: number) => format.weekday(weekday(day));

  function days({ weekdays }: Span): string {
    if (weekdays.length === DAYS) return t("daily");
    return t("weekly", { days: listed(weekdays.toSorted((a, b) => a - b).map(weekdayName)) });
  }

  /** "每周三 18:00–22:00", "每天 22:00–次日 02:00", "每周六、周日全天" */
  function span(one: Span): string {
    const { from, until } = one;
    if (from === until && from === "00:00") return t("allDay", { days: days(one) });
    const isOver = until <= from;
    // The end of a day is no other day's beginning to whoever reads it.
    if (until === "00:00") return t("hours", { days: days(one), from, until: "24:00" });
    return t(isOver ? "overnight" : "hours", { days: days(one), from, until });
  }

  /** "美妆类目", "雅诗品牌", "APP 渠道", "不含礼盒" */
  function goods({ include, exclude, channels, stores }: NonNullable<Terms["scope"]>): string[] {
    const { categories, brands, skus } = include;
    const except = [...exclude.categories, ...exclude.brands];
    const said: [string, readonly string[]][] = [
      ["categories", categories],
      ["brands", brands],
      ["channels", channels],
      ["stores", stores],
      ["except", except],
    ];
    return [
      ...said.flatMap(([key, words]) =>
        words.length > 0 ? [t(key as "categories", { words: listed(words) })] : [],
      ),
      ...(skus.length > 0 ? [t("skus", { count: skus.length })] : []),
      ...(exclude.skus.length > 0 ? [t("exceptSkus", { count: exclude.skus.length })] : []),
    ];
  }

  /** "每人每天限 1 单" */
  function often({ limit, per }: NonNullable<Terms["frequency"]>): string {
    return t(`often.${per}`, { limit });
  }

  function stacking(of: Stacking): string {
    return of.mode === "PRIORITY"
      ? t("stacking.PRIORITY", { group: of.group, priority: of.priority })
      : t(`stacking.${of.mode}`);
  }

  const hoursSaid = (hours: Terms["hours"]) => (hours ?? []).map(span).join(t("semicolon"));
  const goodsSaid = (scope: Terms["scope"]) => (scope ? goods(scope) : []).join(" · ");

  /** When, for what and how often, in one line; empty where it is about every order. */
  function line({ scope, hours, frequency }: Pick<Terms, "scope" | "hours" | "frequency">): string {
    return [hoursSaid(hours), goodsSaid(scope), frequency ? often(frequency) : ""]
      .filter((part) => part !== "")
      .join(" · ");
  }

  return { line, hours: hoursSaid, goods: goodsSaid, often, stacking, weekday: weekdayName };
}
