"use client";

import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { COUNTED_MAX } from "@/modules/worklist/schema";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { useWork, type Work } from "./use-work";
import { listOf, pageOf, useWorkWords } from "./use-work-words";

const LINK = "underline decoration-line-strong underline-offset-4 hover:decoration-seal";

/** Each kind of what waits: how many, the first to be looked at, and the way to all of them. */
export function WorkList() {
  const t = useTranslations("worklist");
  const query = useWork();
  const items = query.data?.items ?? [];
  return (
    <PanelSection id="work" title={t("waiting")}>
      {query.isPending ? <SkeletonRows label={t("loading")} /> : null}
      {query.isError ? (
        <LoadFailed
          stale={query.data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.data && items.length === 0 ? <NothingWaits /> : null}
      {items.length > 0 ? (
        <ul className="divide-y divide-line">
          {items.map((work) => (
            <WorkRow key={work.kind} work={work} />
          ))}
        </ul>
      ) : null}
    </PanelSection>
  );
}

function NothingWaits() {
  const t = useTranslations("worklist");
  return (
    <div className="flex items-start gap-3 py-2">
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-good" />
      <div>
        <p className="font-medium">{t("empty")}</p>
        <p className="text-ink-soft text-sm">{t("emptyHint")}</p>
      </div>
    </div>
  );
}

/** Known beforehand, it is no fault. */
const isAhead = (kind: Work["kind"]) => kind === "SCHEDULED" || kind === "ENDING";

function WorkRow({ work }: { work: Work }) {
  const t = useTranslations("worklist");
  const format = useFormats();
  const words = useWorkWords();
  const { kind, count, late, worst } = work;
  const list = listOf(kind);
  const shown = format.points(count);
  return (
    <li className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-x-3 py-3.5 first:pt-0 last:pb-0 sm:grid-cols-[3.5rem_minmax(0,12.5rem)_minmax(0,1fr)]">
      <p
        className={classNames(
          "tabular row-span-2 font-semibold font-serif text-2xl leading-tight sm:row-span-1",
          isAhead(kind) ? "text-ink-soft" : "text-seal-ink",
        )}
      >
        {count >= COUNTED_MAX ? t("orMore", { count: shown }) : shown}
      </p>
      <div className="pt-0.5">
        <h3 className="font-medium text-base">
          {list === null ? (
            words.kind(kind)
          ) : (
            <PageLink href={list} className={LINK}>
              {words.kind(kind)}
            </PageLink>
          )}
        </h3>
        {late ? (
          <p className="tabular text-seal-ink text-sm">
            {t("late", { count: format.points(late) })}
          </p>
        ) : null}
      </div>
      <ul className="col-start-2 min-w-0 space-y-1 pt-1 text-sm sm:col-start-3">
        {worst.map((item) => (
          <WorkItem key={item.id} kind={kind} item={item} />
        ))}
      </ul>
    </li>
  );
}

function WorkItem({ kind, item }: { kind: Work["kind"]; item: Work["worst"][number] }) {
  const words = useWorkWords();
  const page = pageOf(kind, item);
  const name = words.name(kind, item);
  return (
    <li className="flex flex-wrap justify-between gap-x-4">
      {page === null ? (
        <span className="min-w-0 break-words">{name}</span>
      ) : (
        <PageLink href={page} className={classNames("min-w-0 break-words", LINK)}>
          {name}
        </PageLink>
      )}
      <span className="tabular text-ink-soft">{words.detail(kind, item)}</span>
    </li>
  );
}
