import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { partsOfSum } from "@/modules/points/components/summed-up";
import { heldUntil } from "@/modules/tiers/components/held-until";
import type { Outputs } from "@/trpc/client";

interface MemberSummaryProps {
  profile: Outputs["profile"]["get"];
  balance: Outputs["points"]["balance"];
  sum: Outputs["points"]["transactions"]["summary"];
}

/** The four figures one looks for first, and the facts beside them. */
export function MemberSummary({ profile, balance, sum }: MemberSummaryProps) {
  const t = useTranslations();
  const format = useFormats();
  const { spend, tier, nextTier, preferences } = profile;
  const held = heldUntil(tier.code, tier);
  const consents = (["email", "sms", "marketing"] as const).filter((name) => preferences[name]);
  const aside = [
    `${t("points.pending")} ${format.points(balance.pending)}`,
    `${t("points.frozen")} ${format.points(balance.frozen)}`,
    ...(balance.owed > 0 ? [`${t("points.owed")} ${format.points(balance.owed)}`] : []),
  ];
  const figures = [
    {
      label: t("points.available"),
      value: format.points(balance.available),
      note: [t("points.worth", { amount: format.money(balance.worthMinor) }), ...aside].join(" · "),
    },
    {
      label: t("console.member.facts.lifetime"),
      value: format.money(spend.lifetimeMinor),
      note: t("console.member.ordersCount", { count: spend.orders }),
    },
    {
      label: t("console.member.facts.qualifying"),
      value: format.money(spend.qualifyingMinor),
      note: nextTier
        ? t("console.member.toNext", {
            amount: format.money(nextTier.remainingMinor),
            tier: nextTier.name,
          })
        : t("console.member.topTier"),
    },
    {
      label: t("points.lifetime.earned"),
      value: format.points(sum.earned),
      // All that became of them, so that what is earned and these make what there is.
      note: partsOfSum(sum)
        .filter(({ group }) => group !== "EARN")
        .map(
          (part) =>
            `${t(`points.history.groups.${part.group}`)} ${format.signedPoints(part.points)}`,
        )
        .join(" · "),
    },
  ];
  const facts = [
    { label: t("console.member.facts.externalId"), value: profile.externalId },
    {
      label: t("console.member.facts.birthday"),
      value: profile.birthday && format.calendarDate(profile.birthday),
    },
    { label: t("console.member.facts.joined"), value: format.date(profile.joinedAt) },
    { label: t("console.member.facts.tierSince"), value: format.date(tier.since) },
    {
      label: t("console.member.facts.protectedUntil"),
      value:
        held.until &&
        t(held.byHand ? "console.member.byHand" : "console.member.byItself", {
          date: format.lastDateBefore(held.until),
        }),
    },
    ...(tier.floor && tier.floor.code !== tier.code
      ? [
          {
            label: t("console.member.facts.floor"),
            value: t("console.member.floorUntil", {
              tier: tier.floor.name,
              date: format.lastDateBefore(tier.floor.until),
            }),
          },
        ]
      : []),
    {
      label: t("console.member.facts.consents"),
      value: consents
        .map((name) => t(`console.member.consents.${name}`))
        .join(t("console.member.comma")),
    },
  ];
  return (
    <section aria-label={t("console.member.summary")}>
      <dl className="grid grid-cols-2 gap-3 xl:grid-cols-4">
        {figures.map(({ label, value, note }) => (
          <div
            key={label}
            className="rounded-lg border border-line bg-surface px-4 py-3.5 sm:px-5 sm:py-4"
          >
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd>
              <span className="tabular block font-semibold font-serif text-xl sm:text-2xl">
                {value}
              </span>
              <span className="tabular block text-ink-soft text-sm">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3 px-1 text-sm sm:grid-cols-3 xl:grid-cols-6">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint">{label}</dt>
            <dd className="tabular truncate">{value || "–"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
