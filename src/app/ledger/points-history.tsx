"use client";

import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { LedgerSummaryLine } from "@/modules/points/components/ledger-summary";
import type { Outputs } from "@/trpc/client";
import type { PagedQuery } from "@/trpc/use-pages";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { FileLink } from "./file-link";
import { ledgerFilterFrom, ledgerInput } from "./ledger-filter";
import { LedgerFilterBar } from "./ledger-filter-bar";
import { MonthGroups } from "./month-groups";

const noFilter = { type: undefined, from: undefined, to: undefined };

/** What the address asks for. @param memberId whose, where an operator looks */
export function useLedgerInput(memberId?: string) {
  const format = useFormats();
  const { read } = useAddress();
  return ledgerInput(ledgerFilterFrom(read), format.timeZone, memberId);
}

interface PointsHistoryProps {
  query: PagedQuery<Outputs["points"]["transactions"]>;
  /** One's own can be had as a file. */
  isOwn?: boolean;
  /** Where the shop shows an order. */
  orderUrl?: string | null;
}

/** The ledger as its member reads it. */
export function PointsHistory({ query, isOwn = false, orderUrl = null }: PointsHistoryProps) {
  const t = useTranslations("points.history");
  const { read, change } = useAddress();
  const filter = ledgerFilterFrom(read);
  const filtered = Boolean(filter.type || filter.from || filter.to);
  const clear = filtered ? (
    <Button size="sm" onClick={() => change(noFilter)}>
      {t("clear")}
    </Button>
  ) : null;

  return (
    <div>
      <LedgerFilterBar
        filter={filter}
        filtered={filtered}
        onChange={change}
        onClear={() => change(noFilter)}
      />
      {isOwn ? <FileLink filter={filter} /> : null}
      <PagedList
        query={query}
        empty={
          <EmptyState
            title={filtered ? t("emptyFiltered") : t("empty")}
            hint={filtered ? t("emptyFilteredHint") : t("emptyHint")}
            action={clear}
          />
        }
      >
        {(entries, [first, ...others]) => (
          <>
            {first ? <LedgerSummaryLine summary={first.summary} filtered={filtered} /> : null}
            <MonthGroups
              entries={entries}
              months={[first, ...others].flatMap((page) => page?.months ?? [])}
              orderUrl={orderUrl}
            />
          </>
        )}
      </PagedList>
    </div>
  );
}
