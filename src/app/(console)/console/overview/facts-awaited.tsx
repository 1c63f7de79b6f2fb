import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { Panel } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";

type Awaited = Pick<
  UseQueryResult<unknown, Parameters<typeof LoadFailed>[0]["error"]>,
  "isPending" | "isFetching" | "error" | "refetch"
>;

/** In place of figures that are on their way, or did not come. */
export function FactsAwaited({ query }: { query: Awaited }) {
  const t = useTranslations("common.state");
  return (
    <Panel>
      {query.isPending ? (
        <SkeletonRows rows={4} label={t("loading")} />
      ) : (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      )}
    </Panel>
  );
}
