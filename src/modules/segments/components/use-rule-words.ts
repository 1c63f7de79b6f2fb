import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { type Condition, isGroup, type NUMBERS, type Rule } from "../schema/rule";

/** What conditions name by their codes, as people call it. */
export interface Named {
  tiers: ReadonlyMap<string, string>;
  activities: ReadonlyMap<string, string>;
  attributes: ReadonlyMap<string, string>;
}

type OfFigure = Extract<Condition, { field: (typeof NUMBERS)[number] }>;
type OfDays = Extract<Condition, { field: "joined" | "lastOrder" }>;

const MONEY: readonly string[] = ["spend", "spend90", "spend365"];

/** The conditions of a rule in words, as chips say them. */
export function useRuleWords({ tiers, activities, attributes }: Named) {
  const t = useTranslations("segments");
  const format = useFormats();

  const list = (words: readonly string[]) => words.join(t("or"));
  const called = (names: ReadonlyMap<string, string>, codes: readonly string[]) =>
    list(codes.map((code) => names.get(code) ?? code));

  /** "≥ 90", "30–90", "≤ 30", "5" */
  function bounds(min: string | undefined, max: string | undefined): string {
    if (min === undefined) return t("atMost", { value: max ?? "" });
    if (max === undefined) return t("atLeast", { value: min });
    return min === max ? min : t("between", { min, max });
  }

  function figure({ field, min, max }: OfFigure): string {
    const say = (value: number | undefined) => {
      if (value === undefined) return undefined;
      return MONEY.includes(field) ? format.moneyShort(value) : format.points(value);
    };
    return bounds(say(min), say(max));
  }

  function days({ min, max }: OfDays): string {
    const value = bounds(min?.toString(), max?.toString());
    return t("daysAgo", { value });
  }

  function months(of: Extract<Condition, { field: "birthday" }>["in"]): string {
    return list(
      of.map((one) => (typeof one === "number" ? t("month", { month: one }) : t(`months.${one}`))),
    );
  }

  function scores({ r, f, m }: Extract<Condition, { field: "rfm" }>): string {
    const parts = [
      ["R", r],
      ["F", f],
      ["M", m],
    ] as const;
    return parts.flatMap(([name, of]) => (of ? [`${name} ${of.join("/")}`] : [])).join(" · ");
  }

  function attribute(asked: Extract<Condition, { field: "attribute" }>): string {
    const { key, in: words, min, max, from, until } = asked;
    const isBounded = min !== undefined || max !== undefined;
    const isDated = from !== undefined || until !== undefined;
    const value = words
      ? list(words)
      : isBounded
        ? bounds(min?.toString(), max?.toString())
        : isDated
          ? bounds(from, until)
          : t("isSet");
    return `${attributes.get(key) ?? key} ${value}`;
  }

  function value(one: Condition): string {
    switch (one.field) {
      case "tier":
        return called(tiers, one.in);
      case "status":
        return list(one.in.map((status) => t(`statuses.${status}`)));
      case "joined":
      case "lastOrder":
        return days(one);
      case "joinedOn":
        return bounds(one.min, one.max);
      case "birthday":
        return months(one.in);
      case "rfm":
        return scores(one);
      case "marketing":
        return "";
      case "store":
      case "tag":
        return list(one.in);
      case "activity":
        return called(activities, one.in);
      case "attribute":
        return attribute(one);
      default:
        return figure(one);
    }
  }

  /** "近 90 天订单 ≥ 3"; what is negated says so first. */
  function condition(one: Condition): string {
    const said = [t(`fields.${one.field}`), value(one)].filter(Boolean).join(" ");
    return one.not ? t("not", { said }) : said;
  }

  /** A condition, or a group of them in brackets. */
  function part(node: Rule["of"][number]): string {
    if (!isGroup(node)) return condition(node);
    return t("group", { said: node.of.map(condition).join(t(`joins.${node.match}`)) });
  }

  return { part, rule: ({ match, of }: Rule) => of.map(part).join(t(`joins.${match}`)) };
}
