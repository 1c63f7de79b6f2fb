import type { Metadata } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { InvitedBanner } from "@/app/shell/invited-banner";
import { personAtBrowser } from "@/app/shell/person";
import { shopBrand } from "@/app/shell/shop-brand";
import { TierLadder } from "@/modules/tiers/components/tier-ladder";
import { homeUrl } from "@/trpc/home-url";
import { invitationAt } from "@/trpc/invitation";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { picture } from "./picture/picture";
import { TierCards } from "./tier-cards";
import { YearSlider } from "./year-slider";

export async function generateMetadata(): Promise<Metadata> {
  const [t, brand] = await Promise.all([getTranslations("tiers"), shopBrand()]);
  const said = { title: t("title"), description: t("lead") };
  const { path: url, width, height } = picture;
  const images = [{ url, width, height, alt: t("cards"), type: "image/png" }];
  return {
    ...said,
    metadataBase: homeUrl(),
    alternates: { canonical: "/tiers" },
    robots: { index: true },
    openGraph: { ...said, type: "website", url: "/tiers", siteName: brand.title, images },
    twitter: { ...said, card: "summary_large_image", images },
  };
}

interface TiersPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function TiersPage({ searchParams }: TiersPageProps) {
  const [caller, person, t, messages, query, requestHeaders] = await Promise.all([
    api(),
    personAtBrowser(),
    getTranslations(),
    getMessages(),
    searchParams,
    headers(),
  ]);
  const invitation = person ? null : invitationAt(query, requestHeaders.get("cookie") ?? "");
  const [ladder, profile, brand, offer, inviteTerms] = await Promise.all([
    caller.tiers.list({}),
    person?.role === "member" ? caller.profile.get({}) : null,
    shopBrand(),
    person ? null : caller.identity.signUpOffer({}),
    invitation && caller.earning.invitationTerms({}),
  ]);
  const canJoin = offer !== null && offer.signUpBy.length > 0;
  const { protectionMonths: months, qualifyingPeriod: period } = ladder.terms;
  const how = { months, period };
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <div className="mb-6 max-w-2xl lg:mb-8">
        <h1 className="text-xl lg:text-2xl">{t("tiers.title")}</h1>
        <p className="mt-2 text-ink-soft">{t("tiers.lead")}</p>
      </div>
      {invitation && inviteTerms ? (
        <div className="mb-6">
          <InvitedBanner invitation={invitation} terms={inviteTerms} isHere={canJoin} />
        </div>
      ) : null}
      <TierCards tiers={ladder.items} brand={brand.short} />
      <div className="mt-4 overflow-clip rounded-lg border border-line bg-surface md:px-2">
        <TierLadder tiers={ladder.items} ownCode={profile?.tier.code} caption={t("tiers.title")} />
      </div>
      <div className="mt-6">
        <NextIntlClientProvider messages={{ tiers: { year: messages.tiers.year } }}>
          <YearSlider
            tiers={ladder.items.map(({ code, name, discountRateBps, multiplierPct }) => ({
              code,
              name,
              discountRateBps,
              multiplierPct,
            }))}
            points={ladder.points}
            highestMinor={ladder.items.at(-1)?.thresholdMinor ?? 0}
          />
        </NextIntlClientProvider>
      </div>
      <div className="mt-8 grid gap-8 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-start">
        <section aria-labelledby="how-title">
          <h2 id="how-title" className="text-lg">
            {t("tiers.howTitle")}
          </h2>
          <ul className="mt-3 grid gap-x-8 gap-y-3 text-ink-soft text-sm md:grid-cols-3">
            {(["spend", "keep", "refund"] as const).map((rule) => (
              <li key={rule}>{t(`tiers.how.${rule}`, how)}</li>
            ))}
          </ul>
        </section>
        {person ? null : (
          <aside className="rounded-lg bg-sunken p-6 lg:w-72">
            {canJoin ? (
              <>
                <h2 className="text-lg">{t("tiers.joinTitle")}</h2>
                <p className="mt-1 mb-4 text-ink-soft text-sm">{t("tiers.joinText")}</p>
                <PageLink
                  href="/join?next=/membership"
                  className={buttonClass("primary", "md", "mb-6 w-full")}
                >
                  {t("tiers.join")}
                </PageLink>
              </>
            ) : null}
            <h2 className="text-lg">{t("tiers.guestTitle")}</h2>
            <p className="mt-1 mb-4 text-ink-soft text-sm">{t("tiers.guestText")}</p>
            <PageLink
              href="/sign-in?next=/membership"
              className={buttonClass(canJoin ? "secondary" : "primary", "md", "w-full")}
            >
              {t("common.menu.signIn")}
            </PageLink>
          </aside>
        )}
      </div>
    </main>
  );
}
