import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { scope, staffRole } from "@/modules/access/schema/access";
import type { ApprovalChange } from "@/modules/access/schema/approvals";
import { joining } from "@/modules/activities/schema/activity";

/** What a request would change, field by field. */
export function ApprovalChanges({ changes }: { changes: readonly ApprovalChange[] }) {
  const t = useTranslations("approvals");
  const tAccess = useTranslations("access");
  const tActivity = useTranslations("activityDesk");
  const format = useFormats();

  function textOf(field: ApprovalChange["field"], value: string | null): string {
    if (value === null) return t("none");
    switch (field) {
      case "scopes":
        return value
          .split(" ")
          .map((one) => tAccess(`keys.scopes.${scope.parse(one)}.label`))
          .join(" · ");
      case "role":
        return tAccess(`operators.roles.${staffRole.parse(value)}`);
      case "disabled":
      case "onShelf":
        return t(value === "true" ? "yes" : "no");
      case "largestRow":
      case "pointsGiven":
        return format.signedPoints(Number(value));
      case "pointsTaken":
        return format.signedPoints(-Number(value));
      case "startsAt":
      case "endsAt":
        return format.dateTime(value);
      case "joining":
        return tActivity(`joinings.${joining.parse(value)}`);
      case "name":
      case "minTierCode":
      case "benefitId":
      case "coupon":
        return value;
      case "multiplierPct":
        return `×${Number(value) / 100}`;
      case "referralWorthBps":
      case "giveBackBps":
      case "tierWorthBps":
      case "rateBps":
        return `${Number(value) / 100}%`;
      case "giftMinor":
      case "giftMinorPerDay":
      case "useMinorMax":
      case "worthMinor":
        return format.money(Number(value));
      default:
        return format.points(Number(value));
    }
  }

  if (changes.length === 0) return null;
  return (
    <ul className="tabular mt-1 text-ink-soft text-sm">
      {changes.map(({ field, before, after }) => (
        <li key={`${field}${before}${after}`}>
          {t(`fields.${field}`)}
          {t("colon")}
          {before === null || before === after
            ? textOf(field, after)
            : t("fromTo", { before: textOf(field, before), after: textOf(field, after) })}
        </li>
      ))}
    </ul>
  );
}
