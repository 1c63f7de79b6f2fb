import {
  Award,
  Bell,
  CalendarCheck,
  ContactRound,
  Languages,
  MapPin,
  Package,
  PiggyBank,
  ReceiptText,
  ShieldCheck,
  Ticket,
  UserPlus,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { daysUntil } from "./days-until";
import { HubPanel, type Way } from "./hub-panel";

/** The ways to everything of a member's, each with how it stands. */
export function Hub({ hub }: { hub: Outputs["profile"]["hub"] }) {
  const t = useTranslations("mine");
  const format = useFormats();
  const { nickname, memberCode, tier, coupons, parcels, nextTier, invitations } = hub;
  const days = coupons.endsAt === null ? null : daysUntil(coupons.endsAt, format);
  const endsSoon = days !== null && days <= SOON_DAYS;

  const taken: Way[] = [
    {
      href: "/membership/mall/redemptions",
      label: t("redemptions"),
      Icon: Package,
      facts: [
        parcels.shipped > 0 && t("shipped", { count: parcels.shipped }),
        parcels.pending > 0 && t("pending", { count: parcels.pending }),
      ],
    },
    {
      href: "/membership/coupons",
      label: t("coupons"),
      Icon: Ticket,
      facts: [
        coupons.count > 0 && t("usable", { count: coupons.count }),
        endsSoon && t("ends", { days }),
      ],
      urgent: endsSoon,
    },
  ];
  const growth: Way[] = [
    {
      href: "/membership/history",
      label: t("history"),
      Icon: ReceiptText,
      facts: [t("available", { points: format.points(hub.available) })],
    },
    {
      href: "/tiers",
      label: t("tiers"),
      Icon: Award,
      facts: [
        nextTier
          ? t("toNext", { amount: format.money(nextTier.remainingMinor), tier: nextTier.name })
          : t("top"),
      ],
    },
    {
      href: "/membership/invite",
      label: t("invite"),
      Icon: UserPlus,
      facts:
        invitations.invited > 0
          ? [
              t("invited", { count: invitations.invited }),
              invitations.points > 0 && t("earned", { points: format.points(invitations.points) }),
            ]
          : [invitations.enabled && t("inviteNone")],
    },
    { href: "/membership/check-in", label: t("checkIn"), Icon: CalendarCheck, facts: [] },
    { href: "/membership/savings", label: t("savings"), Icon: PiggyBank, facts: [] },
  ];
  const account: Way[] = [
    {
      href: "/membership/inbox",
      label: t("inbox"),
      Icon: Bell,
      facts: [hub.unread > 0 && t("unread", { count: hub.unread })],
      urgent: hub.unread > 0,
    },
    { href: "/membership/profile", label: t("profile"), Icon: ContactRound, facts: [] },
    { href: "/membership/addresses", label: t("addresses"), Icon: MapPin, facts: [] },
    { href: "/membership/security", label: t("security"), Icon: ShieldCheck, facts: [] },
    { popover: "settings", label: t("display"), Icon: Languages, facts: [] },
  ];

  return (
    <>
      <div className="mb-5 lg:mb-8">
        <h1 className="text-xl lg:text-2xl">{nickname ?? t("title")}</h1>
        <p className="tabular mt-1 text-ink-soft">
          {t("card", { tier: tier.name, code: memberCode })}
        </p>
      </div>
      <div className="grid gap-3 md:grid-cols-2 md:items-start md:gap-6 xl:grid-cols-3">
        <HubPanel id="taken" title={t("groups.taken")} ways={taken} />
        <HubPanel id="growth" title={t("groups.growth")} ways={growth} />
        <HubPanel id="account" title={t("groups.account")} ways={account} />
      </div>
    </>
  );
}

/** What ends within a week is said. */
const SOON_DAYS = 7;
