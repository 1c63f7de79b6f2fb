import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client";

/** Corrections of more points than this want a second admin; null until it is known. */
export function useApprovalThreshold(): number | null {
  const trpc = useTRPC();
  const query = useQuery(trpc.program.current.queryOptions({}));
  return query.data?.rules.adjust.approvalAbovePoints ?? null;
}
