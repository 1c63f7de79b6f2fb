import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";

export type Savings = NonNullable<Outputs["stats"]["savings"]>;

/** What the year saved so far, as one line that leads to all of it; nothing where there is nothing to say. */
export function SavingsStrip({ savings }: { savings: Savings | null }) {
  const { savedWords, nextWords } = useSavingsWords();
  const format = useFormats();
  if (!savings || (savings.totalMinor === 0 && !savings.next)) return null;
  return (
    <div className="mt-4 border-line border-t pt-3 text-sm">
      {savings.totalMinor > 0 ? (
        <PageLink
          href="/membership/savings"
          className="touch flex items-center justify-between gap-3 rounded-sm text-ink-soft hover:text-ink"
        >
          {savedWords(savings)}
          <span className="flex items-center gap-1">
            <strong className="tabular font-semibold font-serif text-ink text-lg">
              {format.money(savings.totalMinor)}
            </strong>
            <ChevronRight aria-hidden="true" className="size-4 text-ink-faint" />
          </span>
        </PageLink>
      ) : null}
      {savings.next ? (
        <p className="mt-1 text-ink-soft text-xs">{nextWords(savings.next)}</p>
      ) : null}
    </div>
  );
}

/** The two statements, in the reader's words. */
export function useSavingsWords() {
  const t = useTranslations("savings");
  const format = useFormats();
  return {
    savedWords: ({ year, from }: Savings) =>
      t("saved", {
        whole: String(from === `${year}-01-01`),
        date: format.calendarDate(from),
      }),
    nextWords: ({ tier, basis, moreMinor }: NonNullable<Savings["next"]>) =>
      t("next", { basis, tier: tier.name, amount: format.moneyShort(moreMinor) }),
  };
}
