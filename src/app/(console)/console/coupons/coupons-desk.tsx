"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { useCouponWords } from "@/modules/coupons/components/use-coupon-words";
import { textIn } from "@/platform/texts";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import { type CouponDefinition, definitionsInput } from "./coupon-definition";
import { DefinitionDialog } from "./definition-dialog";
import { FindCoupon } from "./find-coupon";
import { IssueDialog } from "./issue-dialog";
import { IssuesList } from "./issues-list";

type Open = { edit: CouponDefinition | null } | { issue: CouponDefinition } | null;

/** What coupons there are, what was issued of them, and one by its code; one dialog at a time. */
export function CouponsDesk({ tiers }: { tiers: readonly { code: string; name: string }[] }) {
  const t = useTranslations("couponDesk");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [open, setOpen] = useState<Open>(null);
  const query = useInfiniteQuery(
    pagedOptions(trpc.coupons.definitions.infiniteQueryKey(definitionsInput), (cursor) =>
      client.coupons.definitions.query({ ...definitionsInput, ...cursor }),
    ),
  );
  const definitions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // A dialog that stays open over a reload goes on with the coupon as it is now.
  const latest = (one: CouponDefinition) =>
    definitions.find(({ definitionId }) => definitionId === one.definitionId) ?? one;
  const close = () => setOpen(null);
  return (
    <>
      <DeskHeading
        title={t("title")}
        lead={t("lead")}
        action={
          <Button variant="primary" size="sm" onClick={() => setOpen({ edit: null })}>
            <Plus aria-hidden="true" className="size-4" />
            {t("create")}
          </Button>
        }
      />
      <PanelSection id="find" title={t("find.title")} className="mb-6">
        <FindCoupon />
      </PanelSection>
      <PanelSection id="definitions" title={t("definitions")} className="mb-6">
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(items) => (
            <DefinitionsTable
              definitions={items}
              onEdit={(edit) => setOpen({ edit })}
              onIssue={(issue) => setOpen({ issue })}
            />
          )}
        </PagedList>
      </PanelSection>
      <PanelSection id="issues" title={t("issues")}>
        <IssuesList />
      </PanelSection>
      {open && "edit" in open ? (
        <DefinitionDialog
          definition={open.edit && latest(open.edit)}
          tiers={tiers}
          onReload={() => query.refetch()}
          onClose={close}
        />
      ) : null}
      {open && "issue" in open ? (
        <IssueDialog definition={latest(open.issue)} onClose={close} />
      ) : null}
    </>
  );
}

interface DefinitionsTableProps {
  definitions: readonly CouponDefinition[];
  onEdit: (definition: CouponDefinition) => void;
  onIssue: (definition: CouponDefinition) => void;
}

function DefinitionsTable({ definitions, onEdit, onIssue }: DefinitionsTableProps) {
  const t = useTranslations("couponDesk");
  const format = useFormats();
  const words = useCouponWords();
  const nameOf = ({ name }: CouponDefinition) => textIn(name, format.locale);
  function validity({ terms: { validDays, validUntil } }: CouponDefinition): string {
    const parts = [
      ...(validDays === null ? [] : [t("days", { count: validDays })]),
      ...(validUntil === null ? [] : [t("until", { date: format.date(validUntil) })]),
    ];
    return parts.join(" · ");
  }
  return (
    <DataTable
      caption={t("definitions")}
      rows={definitions}
      keyOf={({ definitionId }) => definitionId}
      columns={[
        {
          header: t("column.coupon"),
          primary: true,
          cell: (one) => (
            <>
              {nameOf(one)}
              <span className="block font-normal text-ink-faint text-sm">
                {words.effect(one.terms)}
              </span>
            </>
          ),
        },
        { header: t("column.validity"), cell: validity },
        {
          header: t("column.worth"),
          figure: true,
          cell: ({ worthMinor }) =>
            worthMinor === null ? t("unbounded") : format.money(worthMinor),
        },
        {
          header: t("column.state"),
          cell: ({ enabled }) => (
            <Badge tone={enabled ? "good" : "neutral"}>{t(enabled ? "enabled" : "disabled")}</Badge>
          ),
        },
        {
          header: t("column.actions"),
          cell: (one) => (
            <span className="flex flex-wrap gap-1.5">
              {one.enabled ? (
                <Button size="sm" onClick={() => onIssue(one)}>
                  {t("issue.open")}
                  <span className="sr-only">{nameOf(one)}</span>
                </Button>
              ) : null}
              <Button size="sm" variant="quiet" onClick={() => onEdit(one)}>
                {t("edit")}
                <span className="sr-only">{nameOf(one)}</span>
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}
