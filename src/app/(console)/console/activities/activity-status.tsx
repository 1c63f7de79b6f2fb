import { useTranslations } from "next-intl";
import type { Locale } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { budgetLeft } from "@/modules/activities/rules/pace";
import { USED_OF_LAST } from "@/modules/coupons/schema/given";
import { textIn } from "@/platform/texts";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";

export type ManagedActivity = Outputs["activities"]["get"];

const tones = {
  DRAFT: "neutral",
  SCHEDULED: "warn",
  RUNNING: "good",
  PAUSED: "warn",
  ENDED: "neutral",
} as const;

export function ActivityBadge({ status }: Pick<ManagedActivity, "status">) {
  const t = useTranslations("activityDesk");
  return <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>;
}

/** What it promises, with its coupon by name. */
export function promised({ effect, scope, coupon }: ManagedActivity, locale: Locale) {
  return { effect, scope, coupon: coupon && textIn(coupon.name, locale) };
}

/** What an activity has done so far, in figures. */
export function useActivityFigures() {
  const t = useTranslations("activityDesk");
  const format = useFormats();
  return {
    participants: ({ joinedCount, capacity }: ManagedActivity) =>
      capacity === null
        ? format.points(joinedCount)
        : t("ofCapacity", {
            joined: format.points(joinedCount),
            capacity: format.points(capacity),
          }),
    coupons: ({ given, returned, used }: NonNullable<ManagedActivity["coupon"]>) =>
      [
        t("coupon.figures", { given: format.points(given), returned }),
        ...(used === null
          ? []
          : [
              t(given > USED_OF_LAST ? "coupon.usedOfLast" : "coupon.used", {
                used: format.points(used),
                last: format.points(USED_OF_LAST),
              }),
            ]),
      ].join(" · "),
    given: ({ pointsGiven }: ManagedActivity) => format.points(pointsGiven),
    budgetLeft: ({ pointsBudget, budgetSpent, ...given }: ManagedActivity) => {
      if (pointsBudget === null) return t("unlimited");
      const left = format.points(Math.max(0, budgetLeft({ pointsBudget, ...given })));
      return budgetSpent ? t("budgetSpent", { points: left }) : left;
    },
  };
}
