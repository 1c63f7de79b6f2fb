import type { Metadata } from "next";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { sayDate } from "@/i18n/format";
import { NICKNAME_MAX } from "@/modules/members/schema";
import { ApiProvider } from "@/trpc/client";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { CloseAccount } from "./close-account";
import { ProfileForm } from "./profile-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

export default async function ProfilePage() {
  await requirePerson();
  const [caller, t, tNav, tMenu, locale, timeZone] = await Promise.all([
    api(),
    getTranslations("profile"),
    getTranslations("common.nav"),
    getTranslations("common.menu"),
    getLocale(),
    getTimeZone(),
  ]);
  const [profile, ways, { items: consents }] = await Promise.all([
    caller.profile.get({}),
    caller.earning.ways({}),
    caller.profile.consents({}),
  ]);
  const birthday = ways.items.find(({ action }) => action === "BIRTHDAY");
  const facts = [
    { label: t("memberCode"), value: profile.memberCode },
    { label: t("joinedAt"), value: sayDate(profile.joinedAt, locale, timeZone) },
    ...(profile.externalId ? [{ label: t("externalId"), value: profile.externalId }] : []),
  ];
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading title={t("title")} back={{ href: "/membership/me", label: tNav("mine") }} />
      <ApiProvider>
        <div className="space-y-6">
          <ProfileForm
            nickname={profile.nickname}
            birthday={profile.birthday}
            birthdayChangeableAt={profile.birthdayChangeableAt}
            birthdayPoints={birthday?.points ?? 0}
            nicknameMax={NICKNAME_MAX}
            preferences={profile.preferences}
            consents={consents}
          />
          <PanelSection id="account" title={t("account")}>
            <dl className="divide-y divide-line">
              {facts.map(({ label, value }) => (
                <div
                  key={label}
                  className="flex flex-wrap justify-between gap-x-6 py-2.5 first:pt-0 last:pb-0"
                >
                  <dt className="shrink-0 text-ink-soft">{label}</dt>
                  <dd className="tabular [overflow-wrap:anywhere]">{value}</dd>
                </div>
              ))}
            </dl>
            <PageLink
              href="/membership/security"
              className={buttonClass("secondary", "md", "mt-5")}
            >
              {tMenu("security")}
            </PageLink>
          </PanelSection>
          <PanelSection id="data" title={t("data.title")}>
            <p className="-mt-2 mb-4 text-ink-soft text-sm">{t("data.text")}</p>
            <a
              className={buttonClass()}
              href="/api/v1/member-system/profile/export"
              download={`membership-${profile.memberCode}.json`}
            >
              {t("data.download")}
            </a>
            <p className="mt-6 mb-4 border-line border-t pt-6 text-ink-soft text-sm">
              {t("data.closeText")}
            </p>
            <CloseAccount
              memberCode={profile.memberCode}
              points={profile.points.available + profile.points.pending + profile.points.frozen}
            />
          </PanelSection>
        </div>
      </ApiProvider>
    </main>
  );
}
