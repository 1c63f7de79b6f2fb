"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Panel, PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { DeskHeading } from "../desk-page";
import type { Benefit } from "./benefit";
import { BenefitDialog } from "./benefit-dialog";
import { BenefitsTable } from "./benefits-table";
import { RemoveDialog } from "./remove-dialog";
import { TiersMatrix } from "./tiers-matrix";

type Open = { edit: Benefit | null } | { remove: Benefit } | null;

/** What the program gives and to whom; one dialog at a time. */
export function BenefitsDesk({ canEdit }: { canEdit: boolean }) {
  const t = useTranslations("benefitsDesk");
  const trpc = useTRPC();
  const [open, setOpen] = useState<Open>(null);
  const benefits = useQuery(trpc.benefits.list.queryOptions({}));
  const tiers = useQuery(trpc.tiers.list.queryOptions({}));
  const broken = [benefits, tiers].find(({ isError }) => isError);
  const close = () => setOpen(null);
  // A dialog that stays open over a reload goes on with the benefit as it is now.
  const latest = (benefit: Benefit) =>
    benefits.data?.items.find(({ id }) => id === benefit.id) ?? benefit;
  return (
    <>
      <DeskHeading
        title={t("title")}
        lead={t(canEdit ? "lead" : "leadReadOnly")}
        action={
          canEdit ? (
            <Button variant="primary" size="sm" onClick={() => setOpen({ edit: null })}>
              <Plus aria-hidden="true" className="size-4" />
              {t("create")}
            </Button>
          ) : null
        }
      />
      {broken ? (
        <LoadFailed
          stale={Boolean(benefits.data && tiers.data)}
          error={broken.error}
          pending={broken.isFetching}
          onRetry={() => broken.refetch()}
        />
      ) : null}
      {!benefits.data || !tiers.data ? (
        broken ? null : (
          <Panel>
            <SkeletonRows label={t("loading")} />
          </Panel>
        )
      ) : (
        <>
          <PanelSection id="matrix" title={t("matrix.title")} className="mb-6">
            <TiersMatrix definitions={benefits.data} tiers={tiers.data.items} canEdit={canEdit} />
          </PanelSection>
          <PanelSection id="all" title={t("all")}>
            {benefits.data.items.length === 0 ? (
              <EmptyState title={t("empty")} hint={t("emptyHint")} />
            ) : (
              <BenefitsTable
                benefits={benefits.data.items}
                types={benefits.data.types}
                onEdit={canEdit ? (edit) => setOpen({ edit }) : null}
                onRemove={canEdit ? (remove) => setOpen({ remove }) : null}
              />
            )}
          </PanelSection>
        </>
      )}
      {open && "edit" in open && benefits.data ? (
        <BenefitDialog
          benefit={open.edit && latest(open.edit)}
          types={benefits.data.types}
          versionId={benefits.data.versionId}
          onReload={() => benefits.refetch()}
          onClose={close}
        />
      ) : null}
      {open && "remove" in open && benefits.data ? (
        <RemoveDialog
          benefit={latest(open.remove)}
          versionId={benefits.data.versionId}
          onReload={() => benefits.refetch()}
          onClose={close}
        />
      ) : null}
    </>
  );
}
