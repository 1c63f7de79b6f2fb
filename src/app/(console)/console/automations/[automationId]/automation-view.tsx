"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import type { AutomationAction } from "@/modules/automations/schema";
import { USED_OF_LAST } from "@/modules/coupons/schema/given";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { AutomationDialog } from "../automation-dialog";
import { AutomationBadge, type TierName, useTriggerWords } from "../automation-words";
import type { AutomationDetail } from "../automations-query";
import { ActionDialog } from "./action-dialog";
import { GiftsList } from "./gifts-list";

interface AutomationViewProps {
  automationId: string;
  tiers: readonly TierName[];
}

const actionsOf: Record<AutomationDetail["state"], readonly AutomationAction[]> = {
  DRAFT: ["start"],
  RUNNING: ["pause", "end"],
  PAUSED: ["start", "end"],
  ENDED: [],
};

/** One automation: what it has done and would do, and what can be done with it. */
export function AutomationView({ automationId, tiers }: AutomationViewProps) {
  const t = useTranslations("automationDesk");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const trigger = useTriggerWords(tiers);
  const [open, setOpen] = useState<AutomationAction | "edit" | null>(null);
  const query = useQuery(trpc.automations.get.queryOptions({ automationId }));
  const automation = query.data;
  if (query.isError && !automation) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  if (!automation) return <SkeletonRows label={t("loading")} />;
  const { state } = automation;
  const close = () => setOpen(null);
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div>
          <h1 className="text-2xl">{textIn(automation.name, locale)}</h1>
          <p className="mt-1.5">
            <AutomationBadge state={state} />
          </p>
          <p className="mt-1.5 text-ink-soft text-sm">
            {[trigger(automation), textIn(automation.couponName, locale)].join(" · ")}
          </p>
          <Span automation={automation} />
          {automation.couponOver ? (
            <p className="mt-1.5 text-seal-ink text-sm">{t("couponOver")}</p>
          ) : null}
        </div>
        <fieldset className="flex flex-wrap items-center gap-2">
          <legend className="sr-only">{t("actionsLabel")}</legend>
          {state === "DRAFT" || state === "PAUSED" ? (
            <Button size="sm" onClick={() => setOpen("edit")}>
              {t("edit")}
            </Button>
          ) : null}
          {actionsOf[state].map((one) => (
            <Button
              key={one}
              size="sm"
              variant={one === "start" ? "primary" : "secondary"}
              onClick={() => setOpen(one)}
            >
              {t(`actions.${one}`)}
            </Button>
          ))}
        </fieldset>
      </div>
      <Figures automation={automation} />
      <PanelSection id="gifts" title={t("gifts")}>
        <GiftsList automationId={automationId} />
      </PanelSection>
      {open === "edit" ? (
        <AutomationDialog
          automation={automation}
          tiers={tiers}
          onReload={() => query.refetch()}
          onClose={close}
        />
      ) : null}
      {open !== null && open !== "edit" ? (
        <ActionDialog automation={automation} action={open} onClose={close} />
      ) : null}
    </>
  );
}

function Span({ automation }: { automation: AutomationDetail }) {
  const t = useTranslations("automationDesk");
  const format = useFormats();
  const { startsAt, endsAt, countsFrom } = automation;
  const at = (instant: string | null) => (instant ? format.dateTime(instant) : t("open"));
  const said = [
    ...(startsAt || endsAt ? [t("window", { from: at(startsAt), to: at(endsAt) })] : []),
    ...(countsFrom ? [t("counts", { from: at(countsFrom) })] : []),
  ];
  return said.length > 0 ? (
    <p className="mt-1.5 text-ink-faint text-sm">{said.join(" · ")}</p>
  ) : null;
}

function Figures({ automation }: { automation: AutomationDetail }) {
  const t = useTranslations("automationDesk.figures");
  const format = useFormats();
  const trpc = useTRPC();
  const { automationId, given, totalLimit, used, takenBack, notGiven, trigger } = automation;
  const { data } = useQuery(trpc.automations.prospects.queryOptions({ automationId }));
  const isTimed = trigger.kind === "BIRTHDAY" || trigger.kind === "QUIET";
  const count = data?.members ?? 0;
  const facts = [
    {
      label: t(isTimed ? "prospects" : "prospectsYesterday"),
      value: data ? t(data.isMore ? "more" : "members", { count }) : "–",
    },
    {
      label: t("given"),
      value:
        totalLimit === null
          ? format.points(given)
          : t("givenOf", { given: format.points(given), limit: format.points(totalLimit) }),
    },
    {
      label: t("used"),
      value:
        given > USED_OF_LAST
          ? t("usedOfLast", { used: format.points(used), last: format.points(USED_OF_LAST) })
          : format.points(used),
    },
    { label: t("takenBack"), value: format.points(takenBack) },
    {
      label: t("notGiven"),
      value: notGiven === USED_OF_LAST ? `${format.points(notGiven)}+` : format.points(notGiven),
    },
  ];
  return (
    <dl className="mb-6 grid gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {facts.map(({ label, value }) => (
        <div key={label} className="rounded-lg border border-line bg-surface px-5 py-4">
          <dt className="text-ink-faint text-sm">{label}</dt>
          <dd className="tabular mt-0.5 font-semibold font-serif text-xl">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
