"use client";

import { useTranslations } from "next-intl";
import { instantOf } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { ActivityCard } from "@/modules/activities/components/activity-card";
import { buttonClass } from "@/ui/button-class";
import { type ActivityDraft, effectOf, settingsOf } from "./activity-draft";

interface ActivityPreviewProps {
  draft: ActivityDraft;
  tiers: readonly { code: string; name: string }[];
}

/** The card as a shopper will see it, while it is typed. */
export function ActivityPreview({ draft, tiers }: ActivityPreviewProps) {
  const t = useTranslations("activityDesk.preview");
  const tCard = useTranslations("activities");
  const { locale, now, timeZone } = useFormats();
  const { capacity } = settingsOf(draft, timeZone);
  const startsAt = instantOf(draft.startsAt, timeZone) ?? now.toISOString();
  const endsAt = instantOf(draft.endsAt, timeZone) ?? now.toISOString();
  const english = locale === "en";
  const title = (english ? draft.titleEn : draft.title).trim() || t("title");
  const tier = tiers.find(({ code }) => code === draft.minTierCode);
  const minimum = tier ? { ...tier, isHighest: tier === tiers.at(-1) } : null;
  const nowText = now.toISOString();
  const status = endsAt <= nowText ? "ENDED" : startsAt > nowText ? "SCHEDULED" : "RUNNING";
  return (
    <section aria-labelledby="preview-title" className="xl:sticky xl:top-6">
      <h2 id="preview-title" className="mb-2 text-ink-faint text-sm">
        {t("label")}
      </h2>
      <ActivityCard
        activity={{
          activityId: "1",
          kind: draft.kind,
          title,
          description: (english ? draft.descriptionEn : draft.description).trim() || t("text"),
          status,
          startsAt,
          endsAt,
          effect: effectOf(draft),
          minTier: minimum,
          joining: draft.joining,
          capacity,
          remainingCapacity: capacity,
          budgetSpent: false,
          eligible: true,
          reason: null,
          joined: false,
          participationId: null,
          joinedAt: null,
          pointsAwarded: 0,
          progress: null,
        }}
        title={title}
        action={
          draft.joining === "CHOICE" ? (
            <span aria-hidden="true" className={buttonClass("primary", "sm")}>
              {tCard("join")}
            </span>
          ) : null
        }
      />
    </section>
  );
}
