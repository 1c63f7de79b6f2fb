import { useQuery } from "@tanstack/react-query";
import type { WorkKind } from "@/modules/worklist/schema";
import { type Outputs, useTRPC } from "@/trpc/client";

export type Work = Outputs["worklist"]["list"]["items"][number];

const REFRESH_MS = 60_000;

/** What waits, one question for the page and the navigation; asked again when one comes back to the window. */
export function useWork() {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.worklist.list.queryOptions({}),
    staleTime: 10_000,
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** Where what waits is looked after, and so where the navigation counts it. */
export const PLACES: Record<WorkKind, string | null> = {
  APPROVALS: "/console/approvals",
  PARCELS: "/console/fulfilment",
  JOBS: "/console/system",
  LEDGER: "/console/system",
  ENDPOINTS: "/console/webhooks",
  REFUSED: null,
  PARKED: null,
  STOCK: "/console/rewards",
  ENDING: "/console/activities",
  BUDGETS: "/console/activities",
  UNPUBLISHED: "/console/drafts",
  SCHEDULED: null,
};
