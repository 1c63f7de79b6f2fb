"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { PointsHistory, useLedgerInput } from "@/app/ledger/points-history";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";

export function MemberHistory({ memberId }: { memberId: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = useLedgerInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.points.transactions.infiniteQueryKey(input), (cursor) =>
      client.points.transactions.query({ ...input, ...cursor }),
    ),
  );
  return <PointsHistory query={query} />;
}
