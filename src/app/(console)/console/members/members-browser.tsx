"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Download, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Spinner } from "@/ui/spinner";
import { addressOfView } from "../list/list-address";
import type { ListColumn } from "../list/list-column";
import { useChosen } from "../list/use-chosen";
import { useListViews } from "../list/use-list-views";
import { ViewsBar } from "../list/views-bar";
import { useMemberColumns } from "./member-columns";
import { MemberRows } from "./member-rows";
import type { MembersDialog } from "./members-dialogs";
import { MembersFilterBar } from "./members-filter-bar";
import { membersInput } from "./members-query";

// Loaded when the first is opened: looking through members needs none of them.
const MembersDialogs = lazy(async () => ({
  default: (await import("./members-dialogs")).MembersDialogs,
}));

interface MembersBrowserProps {
  tiers: readonly { code: string; name: string }[];
  mayExport: boolean;
}

const unfiltered = { q: undefined, tier: undefined, status: undefined };
const firstPage = { cursor: undefined, page: undefined };

/** Every member there is, a page at a time; what was asked is in the address. */
export function MembersBrowser({ tiers, mayExport }: MembersBrowserProps) {
  const t = useTranslations("console.members");
  const tExport = useTranslations("lists.export");
  const trpc = useTRPC();
  const { read, change, go, goTo, search } = useAddress();
  const [dialog, setDialog] = useState<MembersDialog | null>(null);
  const query = useQuery(
    trpc.members.list.queryOptions(membersInput(read), { placeholderData: keepPreviousData }),
  );
  const columns = useMemberColumns();
  const views = useListViews("members", read("view"));
  const address = addressOfView(search);
  const chosen = useChosen(address);
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
        <span className="ml-auto flex flex-wrap gap-2">
          {mayExport ? (
            <Button size="sm" onClick={() => setDialog("export")}>
              <Download aria-hidden="true" className="size-4" />
              {tExport("button")}
            </Button>
          ) : null}
          <Button size="sm" onClick={() => setDialog("new")}>
            <UserPlus aria-hidden="true" className="size-4" />
            {t("new")}
          </Button>
        </span>
      </div>
      <Suspense fallback={null}>
        {dialog === null ? null : (
          <MembersDialogs
            {...{ dialog, chosen, columns, read }}
            layout={views.layout}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
      <ViewsBar
        list="members"
        columns={columns as readonly ListColumn<never>[]}
        shown={views}
        address={address}
        onLook={(next, viewId) =>
          goTo([next, viewId && `view=${viewId}`].filter(Boolean).join("&"))
        }
      />
      <MembersFilterBar
        tiers={tiers}
        read={read}
        filtered={filtered}
        onChange={(changes) => change({ ...changes, ...firstPage })}
        onClear={() => change({ ...unfiltered, ...firstPage })}
      />
      {query.isError ? (
        <LoadFailed
          stale={query.data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.isError && query.data === undefined ? null : query.data?.items.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface px-1 sm:px-3">
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
        </div>
      ) : (
        <MemberRows
          data={query.data}
          isStale={query.isPlaceholderData}
          layout={views.layout}
          {...{ columns, chosen, read, change }}
          onAct={setDialog}
        />
      )}
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
