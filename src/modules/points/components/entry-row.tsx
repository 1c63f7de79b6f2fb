import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { entrySources, entryTypes } from "./entry-kinds";

export interface Entry {
  id: string;
  type: string;
  points: number;
  balanceAfter: number;
  reason: string | null;
  referenceType: string;
  referenceId: string;
  breakdown: Record<string, unknown> | null;
  expiresAt: string | null;
  createdAt: string;
}

/** One line of the ledger: what it was, when, how the number came about, and what was left. */
export function EntryRow({ entry }: { entry: Entry }) {
  const t = useTranslations("points");
  const format = useFormats();
  const said = useEntryWords();
  const facts = [format.dateTimeShort(entry.createdAt), ...said.facts(entry)];
  return (
    <li className="border-line border-b py-3.5 last:border-0">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 font-medium">{said.title(entry)}</p>
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
  const format = useFormats();

  function title(entry: Entry): string {
    const source = entrySources.find((known) => known === entry.referenceType);
    if (entry.type === "EARN" && source) return t(`EARN_${source}`);
    const type = entryTypes.find((known) => known === entry.type);
    return type ? t(type) : entry.type;
  }

  function facts(entry: Entry): string[] {
    const words: string[] = [];
    const orderId = entry.referenceType === "ORDER" ? entry.referenceId : entry.breakdown?.orderId;
    if (typeof orderId === "string") words.push(t("order", { id: orderId }));
    const formula = formulaOf(entry.breakdown);
    if (formula) {
      words.push(
        t("formula", {
          base: format.points(formula.base),
          factor: format.multiplier(formula.multiplierPct),
        }),
      );
    }
    const discountMinor = entry.breakdown?.discountMinor;
    if (typeof discountMinor === "number" && discountMinor > 0) {
      words.push(t("discount", { amount: format.money(discountMinor) }));
    }
    if (entry.reason) words.push(entry.reason);
    return words;
  }

  return { title, facts };
}

/** Base and multiplier, where the number was made from them and the multiplier did something. */
function formulaOf(breakdown: Entry["breakdown"]) {
  const base = breakdown?.base;
  const tier = breakdown?.tier;
  if (typeof base !== "number" || typeof tier !== "object" || tier === null) return null;
  const multiplierPct = (tier as { multiplierPct?: unknown }).multiplierPct;
  if (typeof multiplierPct !== "number" || multiplierPct === 100) return null;
  return { base, multiplierPct };
}
