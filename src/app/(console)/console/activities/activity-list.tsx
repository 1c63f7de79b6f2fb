"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { useActivityWords } from "@/modules/activities/components/use-activity-words";
import { useTermWords } from "@/modules/activities/components/use-term-words";
import { textOf } from "@/platform/texts";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { buttonClass } from "@/ui/button-class";
import { chipClass } from "@/ui/chip-class";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { Select } from "@/ui/select";
import { DeskHeading } from "../desk-page";
import { activitiesInput, activityKinds, activityStatuses, attentions } from "./activities-query";
import { ActivityBadge, promised, useActivityFigures } from "./activity-status";
import { BudgetNotices } from "./budget-notices";

/** Every activity there is or was; what was asked is in the address. */
export function ActivityList({ notice }: { notice: ReactNode }) {
  const t = useTranslations("activityDesk");
  const format = useFormats();
  const words = useActivityWords();
  const terms = useTermWords();
  const figures = useActivityFigures();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { read, go } = useAddress();
  const input = activitiesInput(read);
  const isShown = (status: string | undefined) =>
    input.attention === undefined && status === input.status;
  const query = useInfiniteQuery(
    pagedOptions(trpc.activities.manage.infiniteQueryKey(input), (cursor) =>
      client.activities.manage.query({ ...input, ...cursor }),
    ),
  );
  const create = (
    <PageLink href="/console/activities/new" className={buttonClass("primary", "sm")}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </PageLink>
  );
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} action={create} />
      {notice}
      <BudgetNotices />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{t("filter")}</legend>
          {[undefined, ...activityStatuses].map((status) => (
            <button
              key={status ?? "all"}
              type="button"
              aria-pressed={isShown(status)}
              onClick={() => go({ status, attention: undefined })}
              className={chipClass(isShown(status))}
            >
              {status ? t(`statuses.${status}`) : t("all")}
            </button>
          ))}
          {attentions.map((attention) => (
            <button
              key={attention}
              type="button"
              aria-pressed={attention === input.attention}
              onClick={() => go({ status: undefined, attention })}
              className={chipClass(attention === input.attention)}
            >
              {t(`attentions.${attention}`)}
            </button>
          ))}
        </fieldset>
        <Select
          aria-label={t("fields.kind")}
          className={classNames(controlSmallClass, "w-auto pr-9")}
          value={input.kind ?? ""}
          onChange={(event) => go({ kind: event.target.value || undefined })}
        >
          <option value="">{t("allKinds")}</option>
          {activityKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </Select>
      </div>
      <Panel>
        <PagedList
          query={query}
          empty={<EmptyState title={t("empty")} hint={t("emptyHint")} action={create} />}
        >
          {(activities) => (
            <DataTable
              caption={t("title")}
              rows={activities}
              keyOf={({ activityId }) => activityId}
              columns={[
                {
                  header: t("column.activity"),
                  primary: true,
                  cell: (activity) => (
                    <>
                      <PageLink
                        href={`/console/activities/${activity.activityId}`}
                        className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                      >
                        {textOf(activity, "title", format.locale)}
                      </PageLink>
                      <span className="block font-normal text-ink-faint text-sm">
                        {[words.promise(promised(activity, format.locale)), terms.line(activity)]
                          .filter(Boolean)
                          .join(" · ")}
                      </span>
                    </>
                  ),
                },
                {
                  header: t("column.status"),
                  cell: (activity) => <ActivityBadge status={activity.status} />,
                },
                {
                  header: t("column.window"),
                  cell: ({ startsAt, endsAt }) =>
                    t("window", {
                      from: format.dateTimeShort(startsAt),
                      to: format.dateTimeShort(endsAt),
                    }),
                },
                { header: t("column.participants"), cell: figures.participants, figure: true },
                { header: t("column.given"), cell: figures.given, figure: true },
                { header: t("column.budgetLeft"), cell: figures.budgetLeft, figure: true },
              ]}
            />
          )}
        </PagedList>
      </Panel>
    </>
  );
}
