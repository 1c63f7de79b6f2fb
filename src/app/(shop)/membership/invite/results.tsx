import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { gainOf } from "./terms";

/** What a member's invitations brought in all, and how the one stands that they came by. */
export function Results({ invitations }: { invitations: Outputs["earning"]["invitations"] }) {
  const t = useTranslations("inviting");
  const format = useFormats();
  const { invited, rewarded, points, own, enabled } = invitations;
  const figures = [
    { label: t("figures.invited"), value: t("figures.people", { count: invited }) },
    { label: t("figures.rewarded"), value: t("figures.people", { count: rewarded }) },
    { label: t("figures.points"), value: format.points(points) },
  ];
  const isSaid = own === "REWARDED" || (enabled && (own === "JOINED" || own === "WAITING"));
  return (
    <>
      <dl className="grid grid-cols-3 gap-4">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular font-semibold text-lg">{value}</dd>
          </div>
        ))}
      </dl>
      {enabled ? (
        <p className="mt-3 text-ink-soft text-sm">
          {t("month", {
            done: invitations.rewardedThisMonth,
            max: invitations.referralsPerMonthMax,
          })}
        </p>
      ) : null}
      {isSaid ? (
        <p className="mt-4 rounded-md bg-sunken px-4 py-3 text-sm">
          {t(`own.${own}`, gainOf(invitations, format))}
        </p>
      ) : null}
    </>
  );
}
