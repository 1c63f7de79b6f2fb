"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PagedQuery } from "@/trpc/use-pages";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { LoadFailed } from "./load-failed";
import { useEndInView } from "./use-end-in-view";

interface PagedListProps<Page extends { items: readonly unknown[] }> {
  query: PagedQuery<Page>;
  empty: ReactNode;
  children: (items: Page["items"][number][], pages: readonly Page[]) => ReactNode;
}

/** A list that goes on when its end is reached: waiting, empty, broken, more, and the end. */
export function PagedList<Page extends { items: readonly unknown[] }>({
  query,
  empty,
  children,
}: PagedListProps<Page>) {
  const t = useTranslations("common.list");
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const canGoOn = query.hasNextPage && !query.isFetching && !query.isError;
  const end = useEndInView<HTMLDivElement>(canGoOn, () => query.fetchNextPage());

  return (
    <>
      {query.isPending ? <SkeletonRows label={t("loading")} /> : null}
      {query.isSuccess && items.length === 0 ? empty : null}
      {items.length > 0 ? children(items, pages) : null}
      {query.isError ? (
        <LoadFailed
          stale={items.length > 0}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
        />
      ) : null}
      <div ref={end} className="pt-4 text-center text-ink-faint text-sm empty:hidden">
        {query.hasNextPage && !query.isError ? (
          <Button
            size="sm"
            pending={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t("loading") : t("more")}
          </Button>
        ) : null}
        {items.length > 0 && !query.hasNextPage && !query.isError ? t("end") : null}
      </div>
      <p role="status" className="sr-only">
        {items.length > 0 ? t("loaded", { count: items.length }) : ""}
      </p>
    </>
  );
}
