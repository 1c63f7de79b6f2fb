import { useQuery } from "@tanstack/react-query";
import { type Outputs, useTRPC } from "@/trpc/client";

export type ShownCarrier = Outputs["rewards"]["carriers"]["items"][number];

/** Carriers that parcels are sent by. */
export function useCarriers(): readonly ShownCarrier[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.rewards.carriers.queryOptions({}));
  return data?.items.filter(({ enabled }) => enabled) ?? [];
}
