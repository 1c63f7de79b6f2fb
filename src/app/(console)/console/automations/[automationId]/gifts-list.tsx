"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { giftsInput } from "./gifts-input";

type Gift = Outputs["automations"]["gifts"]["items"][number];

/** What came of each occasion, and why nothing did. */
export function GiftsList({ automationId }: { automationId: string }) {
  const t = useTranslations("automationDesk");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = giftsInput(automationId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.automations.gifts.infiniteQueryKey(input), (cursor) =>
      client.automations.gifts.query({ ...input, ...cursor }),
    ),
  );
  function result({ status, reason, used }: Gift): string {
    if (reason !== null) return `${t(`statuses.${status}`)} · ${t(`reasons.${reason}`)}`;
    return status === "GIVEN" && used ? t("used") : t(`statuses.${status}`);
  }
  return (
    <PagedList query={query} empty={<EmptyState title={t("noGifts")} />}>
      {(gifts) => (
        <DataTable
          caption={t("gifts")}
          rows={gifts}
          keyOf={({ giftId }) => giftId}
          columns={[
            {
              header: t("column.member"),
              primary: true,
              cell: ({ memberId, memberCode, nickname }) => (
                <>
                  <PageLink
                    href={`/console/members/${memberId}`}
                    className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                  >
                    {nickname ?? memberCode}
                  </PageLink>
                  {nickname === null ? null : (
                    <span className="tabular block font-normal text-ink-faint text-sm">
                      {memberCode}
                    </span>
                  )}
                </>
              ),
            },
            {
              header: t("column.day"),
              cell: ({ occasionOn }) => format.calendarDate(occasionOn),
            },
            { header: t("column.result"), cell: result },
            { header: t("column.at"), cell: ({ createdAt }) => format.dateTime(createdAt) },
          ]}
        />
      )}
    </PagedList>
  );
}
