"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import type { Benefit } from "../../../benefits/benefit";
import { BenefitsTable } from "../../../benefits/benefits-table";
import { useBenefitChanges } from "../../../benefits/use-benefit-changes";
import type { Content, Draft } from "../../draft";
import { editsOfBenefit } from "../../edits-between";
import { KeepDialog } from "../keep-dialog";
import { OpenDraft } from "../open-draft";
import { DraftBenefitDialog } from "./draft-benefit-dialog";

type Open = { edit: Benefit | null } | { remove: Benefit } | null;

/** What benefits do, as a draft has it; which tier has which is on the page of its tiers. */
export function DraftBenefits({ draftId, canEdit }: { draftId: string; canEdit: boolean }) {
  const t = useTranslations("draftDesk");
  const trpc = useTRPC();
  const inForce = useQuery(trpc.benefits.list.queryOptions({}));
  if (!inForce.data) {
    return inForce.isError ? (
      <LoadFailed
        error={inForce.error}
        pending={inForce.isFetching}
        onRetry={() => inForce.refetch()}
      />
    ) : (
      <SkeletonRows label={t("loading")} />
    );
  }
  const { items, types } = inForce.data;
  const priced = new Set(items.flatMap((one) => (one.isTierPrice ? [one.type] : [])));
  return (
    <OpenDraft draftId={draftId} canEdit={canEdit}>
      {(draft, isOpen) => (
        <Definitions
          draft={draft}
          benefits={benefitsOf(draft.content, priced)}
          types={types}
          isOpen={isOpen}
        />
      )}
    </OpenDraft>
  );
}

const benefitsOf = ({ rules, tiers }: Content, priced: ReadonlySet<string>): Benefit[] =>
  rules.benefits.map((definition) => ({
    ...definition,
    tiers: tiers.filter((tier) => tier.benefits.includes(definition.id)).map(({ code }) => code),
    isTierPrice: priced.has(definition.type),
    summary: "",
  }));

interface DefinitionsProps {
  draft: Draft;
  benefits: readonly Benefit[];
  types: Parameters<typeof BenefitsTable>[0]["types"];
  isOpen: boolean;
}

function Definitions({ draft, benefits, types, isOpen }: DefinitionsProps) {
  const t = useTranslations("benefitsDesk");
  const [open, setOpen] = useState<Open>(null);
  const changes = useBenefitChanges();
  const close = () => setOpen(null);
  const { draftId, content } = draft;
  // A dialog that stays open over a reload goes on with the benefit as the draft has it now.
  const latest = (benefit: Benefit) => benefits.find(({ id }) => id === benefit.id) ?? benefit;
  return (
    <PanelSection
      id="all"
      title={t("all")}
      aside={
        isOpen ? (
          <Button size="sm" onClick={() => setOpen({ edit: null })}>
            <Plus aria-hidden="true" className="size-4" />
            {t("create")}
          </Button>
        ) : null
      }
    >
      {benefits.length === 0 ? (
        <EmptyState title={t("empty")} hint={t("emptyHint")} />
      ) : (
        <BenefitsTable
          benefits={benefits}
          types={types}
          onEdit={isOpen ? (edit) => setOpen({ edit }) : null}
          onRemove={isOpen ? (remove) => setOpen({ remove }) : null}
        />
      )}
      {open && "edit" in open ? (
        <DraftBenefitDialog
          draft={draft}
          benefit={open.edit && latest(open.edit)}
          types={types}
          onClose={close}
        />
      ) : null}
      {open && "remove" in open ? (
        <KeepDialog
          draftId={draftId}
          changes={changes(
            content.rules.benefits,
            content.rules.benefits.filter(({ id }) => id !== open.remove.id),
          )}
          edits={editsOfBenefit(latest(open.remove), null)}
          onDone={close}
          onClose={close}
        />
      ) : null}
    </PanelSection>
  );
}
