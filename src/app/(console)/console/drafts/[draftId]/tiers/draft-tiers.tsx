"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { TierLadder } from "@/modules/tiers/components/tier-ladder";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { LadderForm } from "../../../tiers/ladder-form";
import type { Content } from "../../draft";
import { editsBetween } from "../../edits-between";
import { KeepDialog } from "../keep-dialog";
import { OpenDraft } from "../open-draft";

/** The tiers as a draft has them, each with its benefits. */
export function DraftTiers({ draftId, canEdit }: { draftId: string; canEdit: boolean }) {
  const t = useTranslations("draftDesk");
  const { locale } = useFormats();
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
  const shown = ({ tiers, rules }: Content) =>
    tiers.map((tier, at) => ({
      ...tier,
      name: textIn(tier.name, locale),
      rank: at + 1,
      benefits: rules.benefits
        .filter(({ id, enabled }) => enabled && tier.benefits.includes(id))
        .map(({ type, name }) => ({ type, name: textIn(name, locale) })),
    }));
  const priced = new Set(inForce.data.items.flatMap((one) => (one.isTierPrice ? [one.id] : [])));
  return (
    <OpenDraft draftId={draftId} canEdit={canEdit}>
      {({ base, content }, isOpen) =>
        isOpen ? (
          <LadderForm
            rungs={content.tiers}
            before={base.tiers}
            said={content.removed}
            benefits={content.rules.benefits.map(({ id, name }) => ({
              id,
              name,
              isTierPrice: priced.has(id),
            }))}
            submit={t("edit.look")}
            lastStep={({ edited, ...step }) => (
              <KeepDialog
                draftId={draftId}
                edits={editsBetween({ tiers: content.tiers, removed: content.removed }, edited)}
                {...step}
              />
            )}
          />
        ) : (
          <div className="overflow-hidden rounded-lg border border-line bg-surface md:px-2">
            <TierLadder tiers={shown(content)} caption={t("places.tiers")} />
          </div>
        )
      }
    </OpenDraft>
  );
}
