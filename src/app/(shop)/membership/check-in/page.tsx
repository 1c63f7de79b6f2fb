import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { ReferralCard } from "@/modules/earning/components/referral-card";
import { api } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { CheckInCalendar } from "./check-in-calendar";
import { CheckInPanel } from "./check-in-panel";
import { checkInsInput } from "./check-ins-input";
import { WaysToEarn } from "./ways-to-earn";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("earning");
  return { title: t("title") };
}

interface CheckInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CheckInPage({ searchParams }: CheckInPageProps) {
  await requirePerson();
  const query = await searchParams;
  const input = checkInsInput([query.month].flat().at(0));
  const caller = await api();
  const [t, tNav, profile, ways, invitations, checkIns, shownMonth] = await Promise.all([
    getTranslations("earning"),
    getTranslations("common.nav"),
    caller.profile.get({}),
    caller.earning.ways({}),
    caller.earning.invitations({}),
    caller.earning.checkIns({}),
    caller.earning.checkIns(input),
  ]);
  const { inviteCode } = invitations;
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading title={t("title")} back={{ href: "/membership", label: tNav("membership") }} />
      <div className="grid gap-6 md:grid-cols-2">
        <div className="space-y-6">
          <CheckInPanel initial={checkIns} linked={false} />
          <PanelSection id="calendar" title={t("checkIn.all")}>
            <CheckInCalendar initial={shownMonth} />
          </PanelSection>
        </div>
        <div className="space-y-6">
          <PanelSection id="ways" title={t("ways.title")}>
            <WaysToEarn ways={ways.items} tier={profile.tier.name} />
          </PanelSection>
          {invitations.enabled ? (
            <PanelSection id="referral" title={t("referral.title")}>
              <ReferralCard
                referral={{
                  code: inviteCode,
                  path: `/tiers?invite=${inviteCode}`,
                  invited: invitations.invited,
                  rewarded: invitations.rewarded,
                  pointsEarned: invitations.points,
                  points: invitations.referralPoints,
                }}
              />
            </PanelSection>
          ) : null}
        </div>
      </div>
    </main>
  );
}
