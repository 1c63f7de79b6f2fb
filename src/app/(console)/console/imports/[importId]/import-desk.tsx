"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { rowStatus } from "@/modules/imports/schema";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { importInput, refetchAfterMs } from "../imports-query";
import { ImportRows } from "./import-rows";
import { ImportSummary } from "./import-summary";

/** How it goes on: asked for again every two seconds while its rows are decided. */
export function ImportDesk({ importId }: { importId: string }) {
  const t = useTranslations("imports");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { read, go } = useAddress();
  const status = rowStatus.safeParse(read("status")).data;
  const input = importInput(importId, status);
  const query = useInfiniteQuery({
    ...pagedOptions(trpc.imports.get.infiniteQueryKey(input), (cursor) =>
      client.imports.get.query({ ...input, ...cursor }),
    ),
    refetchInterval: ({ state }) =>
      refetchAfterMs(state.data?.pages.slice(0, 1).map((page) => page.status) ?? []),
  });
  const run = query.data?.pages[0];
  return (
    <>
      {run ? <ImportSummary run={run} /> : null}
      {run ? null : query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows label={tState("loading")} />
      )}
      {run ? (
        <PanelSection
          id="rows"
          className="mt-6"
          title={t("rowsTitle")}
          aside={
            <Select
              aria-label={t("filter")}
              className="h-9"
              value={status ?? ""}
              onChange={({ target }) => go({ status: target.value || undefined })}
            >
              <option value="">{t("allRows")}</option>
              {rowStatus.options.map((one) => (
                <option key={one} value={one}>
                  {t(`rowStatuses.${one}`)}
                </option>
              ))}
            </Select>
          }
        >
          <PagedList
            query={query}
            empty={<EmptyState title={t("noRows")} hint={t("noRowsHint")} />}
          >
            {(rows) => <ImportRows rows={rows} />}
          </PagedList>
        </PanelSection>
      ) : null}
    </>
  );
}
