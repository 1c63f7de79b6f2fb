"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { UNREAD_NOTICES } from "./activities-query";

/** How far budgets have gone, until the reader has read it. */
export function BudgetNotices() {
  const t = useTranslations("activityDesk.notices");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useQuery(trpc.activities.notices.queryOptions(UNREAD_NOTICES));
  const read = useMutation(
    trpc.activities.readNotices.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.activities.notices.queryFilter()),
      onError: () => showToast("bad", t("failed")),
    }),
  );
  const notices = data?.items ?? [];
  if (notices.length === 0) return null;
  const readThem = (noticeIds: string[]) => {
    if (!read.isPending) read.mutate({ noticeIds });
  };
  return (
    <Panel className="mb-4">
      <section aria-labelledby="budget-notices">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="budget-notices" className="flex items-center gap-3 text-lg">
            {t("title")}
            <Badge tone="warn">{t("unread", { count: notices.length })}</Badge>
          </h2>
          {notices.length > 1 ? (
            <Button
              size="sm"
              variant="quiet"
              pending={read.isPending}
              onClick={() => readThem(notices.map(({ noticeId }) => noticeId))}
            >
              {t("readAll")}
            </Button>
          ) : null}
        </div>
        <ul className="mt-2 divide-y divide-line">
          {notices.map(({ noticeId, activityId, title, reachedPct, ...notice }) => (
            <li
              key={noticeId}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2.5"
            >
              <div>
                <PageLink
                  href={`/console/activities/${activityId}`}
                  className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                >
                  {title}
                </PageLink>
                <p className="tabular text-ink-soft text-sm">
                  {[
                    t("reached", { reachedPct }),
                    t("figures", {
                      given: format.points(notice.pointsGiven),
                      budget: format.points(notice.pointsBudget),
                    }),
                    format.dateTimeShort(notice.createdAt),
                  ].join(" · ")}
                </p>
              </div>
              <Button
                size="sm"
                aria-label={t("readOne", { title, reachedPct })}
                onClick={() => readThem([noticeId])}
              >
                {t("read")}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </Panel>
  );
}
