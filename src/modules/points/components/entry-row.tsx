import { useTranslations } from "next-intl";
import type { Locale } from "@/i18n/config";
import { yuanFor } from "@/i18n/currency";
import { useFormats } from "@/i18n/use-formats";
import { textOf } from "@/platform/texts";
import { classNames } from "@/ui/class-names";
import { type ActivitySaid, activitiesSaid } from "./activities-said";
import { type Cause, entryWord } from "./entry-kinds";

export interface Entry extends Cause {
  id: string;
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

/** One line of the ledger: what it was, when, how the number came about, and what was left. */
export function EntryRow({ entry }: { entry: Entry }) {
  const t = useTranslations("points");
  const format = useFormats();
  const words = useEntryWords();
  const facts = [format.dateTimeShort(entry.createdAt), ...words.facts(entry)];
  return (
    <li className="border-line border-b py-3.5 last:border-0">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 font-medium">{words.title(entry)}</p>
        <p
          className={classNames(
            "tabular shrink-0 font-semibold",
            entry.points < 0 ? "text-seal-ink" : "text-ink",
          )}
        >
          {format.signedPoints(entry.points)}
        </p>
      </div>
      <div className="flex items-baseline justify-between gap-4 text-ink-faint text-sm">
        <p className="tabular min-w-0">{facts.join(" · ")}</p>
        <p className="tabular shrink-0">
          {t("history.balance", { points: format.points(entry.balanceAfter) })}
        </p>
      </div>
    </li>
  );
}

/** The words for a ledger entry, from its type, its reference and its breakdown. */
export function useEntryWords() {
  const t = useTranslations("points.entry");
  const tActivity = useTranslations("points.activityOn");
  const format = useFormats();

  function title(cause: Cause): string {
    const word = entryWord(cause);
    return word ? t(word) : cause.type;
  }

  /** What an activity added, and on which lines: "美妆双倍 ×2，+120（商品行 1、3）". */
  function added({ multiplierPct, points, lines, lineIds, ...activity }: ActivitySaid): string {
    const of = {
      title: textOf(activity, "title", format.locale) ?? "",
      points: format.points(points),
      lines,
      ids: lineIds.join(tActivity("and")),
      more: lines > lineIds.length ? "yes" : "no",
    };
    return multiplierPct === undefined
      ? tActivity("bonus", of)
      : tActivity("multiplied", { ...of, factor: format.multiplier(multiplierPct) });
  }

  function facts(entry: Entry): string[] {
    const words: string[] = [];
    // Of a second redemption on an order the reference has a number behind the order's id.
    const orderId =
      entry.breakdown?.orderId ?? (entry.referenceType === "ORDER" ? entry.referenceId : undefined);
    if (typeof orderId === "string") words.push(t("order", { id: orderId }));
    const [before, after] = ["before", "after"].map((name) =>
      fieldOf(entry.breakdown?.points, name),
    );
    if (typeof before === "number" && typeof after === "number") {
      words.push(t("changed", { before: format.points(before), after: format.points(after) }));
    }
    if (entry.breakdown?.asGuest === true) words.push(t("asGuest"));
    const formula = formulaOf(entry.breakdown);
    if (formula) {
      const [base, ...factors] = formula;
      const factor = factors.map(format.multiplier).join(" × ");
      words.push(t("formula", { base: format.points(base), factor }));
    }
    words.push(...namesIn(entry.breakdown, format.locale));
    words.push(...activitiesSaid(entry.breakdown).map(added));
    const discountMinor = entry.breakdown?.discountMinor;
    if (typeof discountMinor === "number" && discountMinor > 0) {
      words.push(t("discount", { amount: format.money(discountMinor) }));
    }
    const own = originalIn(entry.breakdown);
    if (own) {
      const { currency, rate, amountMinor } = own;
      const amount = format.moneyIn(amountMinor, currency);
      words.push(t("original", { amount, currency, yuan: yuanFor(rate, currency) }));
    }
    if (entry.memberNote) words.push(entry.memberNote);
    if (entry.reason && entry.reason !== entry.memberNote) words.push(entry.reason);
    return words;
  }

  return { title, facts };
}

/** Base and the multipliers that did something, where the number was made from them. */
function formulaOf(breakdown: Entry["breakdown"]): [number, ...number[]] | null {
  const base = breakdown?.base;
  if (typeof base !== "number") return null;
  const factors = [breakdown?.tier, breakdown?.benefit, breakdown?.activity]
    .map((part) => fieldOf(part, "multiplierPct"))
    .filter((pct) => typeof pct === "number" && pct !== 100);
  return factors.length > 0 ? [base, ...(factors as number[])] : null;
}

/** What was told of an order in another currency, and what that was worth. */
function originalIn(breakdown: Entry["breakdown"]) {
  const [currency, rate, amountMinor] = ["currency", "rate", "amountMinor"].map((name) =>
    fieldOf(breakdown?.original, name),
  );
  const isSaid = typeof currency === "string" && typeof rate === "string";
  return isSaid && typeof amountMinor === "number" ? { currency, rate, amountMinor } : null;
}

/** The activity or the reward that a line is about, as the reader's language calls it. */
function namesIn(breakdown: Entry["breakdown"], locale: Locale): string[] {
  const activity = breakdown?.activity;
  const names = [
    typeof activity === "object" && activity ? textOf(activity, "title", locale) : undefined,
    breakdown ? textOf(breakdown, "rewardName", locale) : undefined,
  ];
  return names.filter((name) => name !== undefined);
}

function fieldOf(part: unknown, name: string): unknown {
  return typeof part === "object" && part !== null
    ? (part as Record<string, unknown>)[name]
    : undefined;
}
