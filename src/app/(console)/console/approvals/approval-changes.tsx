import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { scope, staffRole } from "@/modules/access/schema/access";
import type { ApprovalChange } from "@/modules/access/schema/approvals";
import { useActivityWords } from "@/modules/activities/components/use-activity-words";
import { useTermWords } from "@/modules/activities/components/use-term-words";
import { effect, joining } from "@/modules/activities/schema/activity";
import { frequency, hours, stacking } from "@/modules/activities/schema/terms";
import { conditions, trigger } from "@/modules/automations/schema";
import { orderScope } from "@/modules/orders/schema/cart";
import { useTRPC } from "@/trpc/client";
import { useConditionWords, useTriggerWords } from "../automations/automation-words";
import { usePartWords } from "./use-part-words";

/** What a request keeps as JSON. */
const filled = <Of,>(schema: { parse: (value: unknown) => Of }, value: string): Of =>
  schema.parse(JSON.parse(value));

/** What an automation does, in words; with the names of its tiers once they are there. */
function useAutomationWords(changes: readonly ApprovalChange[]) {
  const trpc = useTRPC();
  const enabled = changes.some(({ field }) => field === "trigger");
  const tiers = useQuery({ ...trpc.tiers.list.queryOptions({}), enabled });
  const names = tiers.data?.items ?? [];
  return { trigger: useTriggerWords(names), conditions: useConditionWords(names) };
}

/** What a request would change, field by field. */
export function ApprovalChanges({ changes }: { changes: readonly ApprovalChange[] }) {
  const t = useTranslations("approvals");
  const tAccess = useTranslations("access");
  const tActivity = useTranslations("activityDesk");
  const format = useFormats();
  const terms = useTermWords();
  const activity = useActivityWords();
  const automation = useAutomationWords(changes);
  const partWords = usePartWords(changes.some(({ field }) => field === "programPart"));

  const coupon = changes.find(({ field }) => field === "coupon")?.after ?? null;

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
      case "policyDecidedBy":
        return t(`policy.deciders.${value === "STAFF" ? "STAFF" : "ADMIN"}`);
      case "disabled":
      case "policyAlways":
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
      case "orderScope":
        return terms.goods(filled(orderScope, value));
      case "hours":
        return terms.hours(filled(hours, value));
      case "frequency":
        return terms.often(filled(frequency, value));
      case "effect":
        return activity.promise({ effect: filled(effect, value), scope: null, coupon });
      case "stacking":
        return terms.stacking(filled(stacking, value));
      case "trigger":
        return automation.trigger({ trigger: filled(trigger, value) });
      case "conditions":
        return automation.conditions(filled(conditions, value)) || t("allMembers");
      case "againAfterDays":
        return value === "" ? t("once") : t("days", { count: Number(value) });
      case "programPart":
      case "currencyRate":
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
      case "worthEachMinor":
      case "spendMinor":
      case "policyAboveMinor":
      case "policyDayMinor":
        return format.money(Number(value));
      default:
        return format.points(Number(value));
    }
  }

  function said(change: ApprovalChange) {
    const { field, before, after } = change;
    if (field === "programPart") return partWords(change);
    const isNew = before === null || before === after;
    const label = t(`fields.${field}`);
    return { label, before: isNew ? null : textOf(field, before), after: textOf(field, after) };
  }

  if (changes.length === 0) return null;
  return (
    <ul className="tabular mt-1 text-ink-soft text-sm">
      {changes.map((change) => {
        const { label, before, after } = said(change);
        return (
          <li key={`${change.field}${change.before}${change.after}`}>
            {label}
            {t("colon")}
            {before === null ? after : t("fromTo", { before, after })}
          </li>
        );
      })}
    </ul>
  );
}
