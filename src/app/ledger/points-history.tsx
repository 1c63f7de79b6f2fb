"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { LedgerSummaryLine } from "@/modules/points/components/ledger-summary";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { FileLink } from "./file-link";
import { ledgerFilterFrom, ledgerInput } from "./ledger-filter";
import { LedgerFilterBar } from "./ledger-filter-bar";
import { MonthGroups } from "./month-groups";

const noFilter = { type: undefined, from: undefined, to: undefined };

interface PointsHistoryProps {
  /** Whose, where an operator looks. */
  memberId?: string;
  /** Where the shop shows an order. */
  orderUrl?: string | null;
}

/** The ledger as its member reads it. */
export function PointsHistory({ memberId, orderUrl = null }: PointsHistoryProps) {
  const t = useTranslations("points.history");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { read, change } = useAddress();
  const filter = ledgerFilterFrom(read);
  const filtered = Boolean(filter.type || filter.from || filter.to);
  const input = ledgerInput(filter, format.timeZone, memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.points.transactions.infiniteQueryKey(input), (cursor) =>
      client.points.transactions.query({ ...input, ...cursor }),
    ),
  );
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
      {memberId === undefined ? <FileLink filter={filter} /> : null}
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
