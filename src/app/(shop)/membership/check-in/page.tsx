import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { ReferralCard } from "@/modules/earning/components/referral-card";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
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
  const client = queryClientOfRequest();
  const caller = await api();
  const [t, profile, ways, invitations] = await Promise.all([
    getTranslations("earning"),
    caller.profile.get({}),
    caller.earning.ways({}),
    caller.earning.invitations({}),
    client.prefetchQuery(trpc.earning.checkIns.queryOptions({})),
    client.prefetchQuery(trpc.earning.checkIns.queryOptions(input)),
  ]);
  const { inviteCode } = invitations;
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <h1 className="mb-5 text-xl lg:mb-8 lg:text-2xl">{t("title")}</h1>
      <div className="grid gap-6 md:grid-cols-2">
        <div className="space-y-6">
          <Hydrate>
            <CheckInPanel linked={false} />
            <PanelSection id="calendar" title={t("checkIn.all")}>
              <CheckInCalendar />
            </PanelSection>
          </Hydrate>
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
