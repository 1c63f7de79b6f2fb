"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Spinner } from "@/ui/spinner";
import { MembersFilterBar } from "./members-filter-bar";
import { membersInput } from "./members-query";
import { MembersTable } from "./members-table";

// Loaded when it is first opened: looking through members needs none of it.
const NewMemberDialog = lazy(async () => ({
  default: (await import("./new-member-dialog")).NewMemberDialog,
}));

interface MembersBrowserProps {
  tiers: readonly { code: string; name: string }[];
}

const unfiltered = { q: undefined, tier: undefined, status: undefined };
const firstPage = { cursor: undefined, page: undefined };

/** Every member there is, a page at a time; what was asked is in the address. */
export function MembersBrowser({ tiers }: MembersBrowserProps) {
  const t = useTranslations("console.members");
  const trpc = useTRPC();
  const { read, change, go } = useAddress();
  const [dialog, setDialog] = useState<"never" | "closed" | "open">("never");
  const query = useQuery(
    trpc.members.list.queryOptions(membersInput(read), { placeholderData: keepPreviousData }),
  );
  const page = Math.max(1, Math.floor(Number(read("page") ?? 1)) || 1);
  // Cursors only lead onwards, so the way back is remembered: page number → its cursor.
  const seen = useRef(new Map<number, string | undefined>());
  seen.current.set(page, read("cursor"));
  const filtered = Boolean(read("q") || read("tier") || read("status"));

  function turnTo(next: number, cursor: string | undefined): void {
    go(next > 1 && cursor ? { cursor, page: String(next) } : firstPage);
    window.scrollTo({ top: 0 });
  }

  return (
    <>
      <div className="mb-5 flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-2xl">{t("title")}</h1>
        <p role="status" className="tabular text-ink-faint text-sm">
          {query.data
            ? t(query.data.totalIsBounded ? "totalAtLeast" : "total", { count: query.data.total })
            : ""}
        </p>
        {query.isPlaceholderData ? (
          <span className="text-ink-faint">
            <Spinner className="size-3.5" />
            <span className="sr-only">{t("updating")}</span>
          </span>
        ) : null}
        <Button size="sm" className="ml-auto" onClick={() => setDialog("open")}>
          <UserPlus aria-hidden="true" className="size-4" />
          {t("new")}
        </Button>
      </div>
      <Suspense fallback={null}>
        {dialog === "never" ? null : (
          <NewMemberDialog open={dialog === "open"} onClose={() => setDialog("closed")} />
        )}
      </Suspense>
      <MembersFilterBar
        tiers={tiers}
        read={read}
        filtered={filtered}
        onChange={(changes) => change({ ...changes, ...firstPage })}
        onClear={() => change({ ...unfiltered, ...firstPage })}
      />
      <div className="rounded-lg border border-line bg-surface px-1 sm:px-3">
        {query.isError ? (
          <LoadFailed
            stale={query.data !== undefined}
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        ) : null}
        {query.isError && query.data === undefined ? null : query.data?.items.length === 0 ? (
          <EmptyState
            title={t("empty")}
            hint={t("emptyHint")}
            action={
              filtered ? (
                <Button size="sm" onClick={() => change({ ...unfiltered, ...firstPage })}>
                  {t("clear")}
                </Button>
              ) : null
            }
          />
        ) : (
          <MembersTable members={query.data?.items} stale={query.isPlaceholderData} />
        )}
      </div>
      {page > 1 || query.data?.nextCursor ? (
        <nav aria-label={t("pages")} className="mt-4 flex items-center justify-between gap-3">
          <Button
            size="sm"
            disabled={page === 1}
            onClick={() => turnTo(page - 1, seen.current.get(page - 1))}
          >
            <ChevronLeft aria-hidden="true" className="size-4" />
            {page > 2 && !seen.current.get(page - 1) ? t("first") : t("previous")}
          </Button>
          <span className="tabular text-ink-soft text-sm">{t("page", { page })}</span>
          <Button
            size="sm"
            disabled={!query.data?.nextCursor || query.isPlaceholderData}
            onClick={() => turnTo(page + 1, query.data?.nextCursor ?? undefined)}
          >
            {t("next")}
            <ChevronRight aria-hidden="true" className="size-4" />
          </Button>
        </nav>
      ) : null}
    </>
  );
}
