"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PanelSection } from "@/ui/panel";
import { PermissionNotice } from "@/ui/permission-notice";
import type { Policy } from "./approval";
import { PolicyDialog } from "./policy-dialog";

/** Which acts want a second person, above what, and whose approval. */
export function PolicyPanel({ canChange }: { canChange: boolean }) {
  const t = useTranslations("approvals.policy");
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.approvals.policy.queryOptions({}));
  const [changed, setChanged] = useState<Policy | null>(null);
  const isChangeable = canChange && data.secondPerson;
  return (
    <PanelSection id="policy" title={t("title")} className="mt-6">
      <p className="mb-4 text-ink-soft text-sm">{t("lead")}</p>
      {canChange && !data.secondPerson ? (
        <PermissionNotice className="mb-4">{t("alone")}</PermissionNotice>
      ) : null}
      <ul>
        {data.items.map((policy) => (
          <PolicyLine
            key={policy.act}
            policy={policy}
            onChange={isChangeable ? () => setChanged(policy) : null}
          />
        ))}
      </ul>
      {changed ? <PolicyDialog policy={changed} onClose={() => setChanged(null)} /> : null}
    </PanelSection>
  );
}

function PolicyLine({ policy, onChange }: { policy: Policy; onChange: (() => void) | null }) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const { act, always, aboveMinor, dayMinor, decidedBy, waitDays } = policy;
  const amounts =
    aboveMinor === null || dayMinor === null
      ? null
      : { each: format.money(aboveMinor), day: format.money(dayMinor) };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-3 last:border-0 last:pb-0">
      <div className="min-w-0 grow basis-72">
        <p className="font-medium">{t(`kinds.${act}`)}</p>
        <p className="tabular text-ink-soft text-sm">
          {always
            ? t("policy.always")
            : amounts
              ? t("policy.above", amounts)
              : t(`policy.limits.${act}`)}
        </p>
        <p className="tabular text-ink-faint text-sm">
          {t("policy.who", { who: t(`policy.deciders.${decidedBy}`), days: waitDays })}
        </p>
      </div>
      {onChange && act !== "POLICY" ? (
        <Button
          size="sm"
          onClick={onChange}
          aria-label={`${t("policy.change")} ${t(`kinds.${act}`)}`}
        >
          {t("policy.change")}
        </Button>
      ) : null}
    </li>
  );
}
