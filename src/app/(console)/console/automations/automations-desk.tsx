"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import { AutomationDialog } from "./automation-dialog";
import { AutomationBadge, type TierName, useTriggerWords } from "./automation-words";
import { type Automation, automationStates, automationsInput } from "./automations-query";

interface AutomationsDeskProps {
  tiers: readonly TierName[];
  notice: ReactNode;
}

/** Every automation there is or was; what was asked is in the address. */
export function AutomationsDesk({ tiers, notice }: AutomationsDeskProps) {
  const t = useTranslations("automationDesk");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [isOpen, setOpen] = useState(false);
  const { read, go } = useAddress();
  const input = automationsInput(read);
  const query = useInfiniteQuery(
    pagedOptions(trpc.automations.list.infiniteQueryKey(input), (cursor) =>
      client.automations.list.query({ ...input, ...cursor }),
    ),
  );
  const create = (
    <Button variant="primary" size="sm" onClick={() => setOpen(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} action={create} />
      {notice}
      <fieldset className="mb-4 flex flex-wrap gap-2">
        <legend className="sr-only">{t("filter")}</legend>
        {[undefined, ...automationStates].map((state) => (
          <button
            key={state ?? "all"}
            type="button"
            aria-pressed={state === input.state}
            onClick={() => go({ state })}
            className={chipClass(state === input.state)}
          >
            {state ? t(`states.${state}`) : t("all")}
          </button>
        ))}
      </fieldset>
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(automations) => <AutomationsTable automations={automations} tiers={tiers} />}
        </PagedList>
      </Panel>
      {isOpen ? (
        <AutomationDialog
          automation={null}
          tiers={tiers}
          onReload={() => query.refetch()}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

interface AutomationsTableProps {
  automations: readonly Automation[];
  tiers: readonly TierName[];
}

function AutomationsTable({ automations, tiers }: AutomationsTableProps) {
  const t = useTranslations("automationDesk");
  const format = useFormats();
  const trigger = useTriggerWords(tiers);
  return (
    <DataTable
      caption={t("title")}
      rows={automations}
      keyOf={({ automationId }) => automationId}
      columns={[
        {
          header: t("column.automation"),
          primary: true,
          cell: (one) => (
            <>
              <PageLink
                href={`/console/automations/${one.automationId}`}
                className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
              >
                {textIn(one.name, format.locale)}
              </PageLink>
              <span className="block font-normal text-ink-faint text-sm">{trigger(one)}</span>
            </>
          ),
        },
        {
          header: t("column.coupon"),
          cell: ({ couponName }) => textIn(couponName, format.locale),
        },
        { header: t("column.state"), cell: ({ state }) => <AutomationBadge state={state} /> },
        {
          header: t("column.given"),
          figure: true,
          cell: ({ given, totalLimit }) =>
            totalLimit === null
              ? format.points(given)
              : t("figures.givenOf", {
                  given: format.points(given),
                  limit: format.points(totalLimit),
                }),
        },
        {
          header: t("column.taken"),
          figure: true,
          cell: ({ takenBack }) => format.points(takenBack),
        },
      ]}
    />
  );
}
