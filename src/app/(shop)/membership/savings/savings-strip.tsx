import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";

export type Savings = NonNullable<Outputs["stats"]["savings"]>;

/** What the year saved so far, as one line that leads to all of it; nothing where there is nothing to say. */
export function SavingsStrip({ savings }: { savings: Savings | null }) {
  const { savedWords, nextWords } = useSavingsWords();
  const format = useFormats();
  if (!savings || (savings.totalMinor === 0 && !savings.next)) return null;
  return (
    <div className="mt-2 border-line border-t text-sm sm:mt-4 sm:pt-2">
      {savings.totalMinor > 0 ? (
        <PageLink
          href="/membership/savings"
          className="flex min-h-11 items-center justify-between gap-3 rounded-sm text-ink-soft hover:text-ink"
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
        // A phone has it on the page behind the line above.
        <p
          className={classNames(
            "text-ink-soft text-xs",
            savings.totalMinor > 0 ? "max-sm:hidden" : "pt-2",
          )}
        >
          {nextWords(savings.next)}
        </p>
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
