"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadFailed } from "@/app/shell/load-failed";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Skeleton } from "@/ui/skeleton";
import { BrandForm } from "./brand-form";

interface BrandDeskProps {
  /** Whose card is shown. */
  tier: Outputs["tiers"]["list"]["items"][number] | null;
}

/** What the shop calls itself and looks like, and how its customers will see it. */
export function BrandDesk({ tier }: BrandDeskProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.brand.setting.queryOptions({}));
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  if (!query.data) return <Skeleton className="h-96" />;
  return <BrandForm setting={query.data} tier={tier} />;
}
