"use client";

import { PointsHistory, useLedgerInput } from "@/app/ledger/points-history";
import type { Outputs } from "@/trpc/client";
import { ask } from "@/trpc/plain";
import { usePages } from "@/trpc/use-pages";

interface OwnHistoryProps {
  /** The first page, as it was made. */
  initial: Outputs["points"]["transactions"];
  orderUrl: string | null;
}

export function OwnHistory({ initial, orderUrl }: OwnHistoryProps) {
  const input = useLedgerInput();
  const query = usePages({
    name: JSON.stringify(input),
    initial,
    ask: (cursor) => ask("points", "transactions", { ...input, ...cursor }),
  });
  return <PointsHistory query={query} isOwn orderUrl={orderUrl} />;
}
