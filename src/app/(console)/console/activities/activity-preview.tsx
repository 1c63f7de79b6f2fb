"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { ActivityCard } from "@/modules/activities/components/activity-card";
import { canJoin } from "@/modules/activities/components/taking-part";
import { textIn } from "@/platform/texts";
import { buttonClass } from "@/ui/button-class";
import { useCouponDefinitions } from "../coupons/coupon-select";
import type { ActivityDraft } from "./activity-draft";
import { previewOf, type Standing } from "./preview-of";

interface ActivityPreviewProps {
  draft: ActivityDraft;
  standing: Standing | null;
  tiers: readonly { code: string; name: string }[];
}

/** The card as a shopper will see it, while it is typed. */
export function ActivityPreview({ draft, standing, tiers }: ActivityPreviewProps) {
  const t = useTranslations("activityDesk.preview");
  const tCard = useTranslations("activities");
  const { locale, now, timeZone } = useFormats();
  const blank = { title: t("title"), description: t("text") };
  const chosen = useCouponDefinitions().data?.items.find(
    ({ definitionId }) => definitionId === draft.coupon,
  );
  const coupon = chosen ? textIn(chosen.name, locale) : null;
  const around = { now, timeZone, locale, tiers, standing, blank, coupon };
  const shown = previewOf(draft, around);
  return (
    <section aria-labelledby="preview-title">
      <h2 id="preview-title" className="mb-2 text-ink-faint text-sm">
        {t("label")}
      </h2>
      <ActivityCard
        activity={shown}
        title={shown.title}
        action={
          canJoin(shown) ? (
            <span aria-hidden="true" className={buttonClass("primary", "sm")}>
              {tCard("join")}
            </span>
          ) : null
        }
      />
    </section>
  );
}
