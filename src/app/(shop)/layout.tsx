import { Award, ContactRound, Gift, Sparkles, Store } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BrandSeal } from "@/app/shell/brand-seal";
import { InboxBell } from "@/app/shell/inbox-bell";
import { personAtBrowser } from "@/app/shell/person";
import { PocketOwner } from "@/app/shell/pocket/pocket-owner";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { ShopLinks } from "@/app/shell/shop-links";
import { buttonClass } from "@/ui/button-class";
import { NavLink } from "@/ui/nav-link";
import { PageLink } from "@/ui/page-link";

/** What is reached from "mine" and from no other place of the bar. */
const MINE = ["addresses", "coupons", "inbox", "invite", "profile", "savings", "security"].map(
  (page) => `/membership/${page}`,
);

interface Place {
  href: string;
  label: string;
  deep: boolean;
  also?: readonly string[];
}

export default async function ShopLayout({ children }: { children: ReactNode }) {
  const [person, t] = await Promise.all([personAtBrowser(), getTranslations("common")]);
  const isMember = person?.role === "member";
  const places = [
    { href: "/membership", label: t("nav.membership"), Icon: Award, deep: false },
    { href: "/membership/benefits", label: t("nav.benefits"), Icon: Sparkles, deep: true },
    { href: "/membership/activities", label: t("nav.activities"), Icon: Gift, deep: true },
    { href: "/membership/mall", label: t("nav.mall"), Icon: Store, deep: true },
    { href: "/membership/me", label: t("nav.mine"), Icon: ContactRound, deep: false, also: MINE },
  ];
  const tiers = { href: "/tiers", label: t("nav.tiers"), deep: false };
  const history = { href: "/membership/history", label: t("nav.history"), deep: false };
  // A window has room for two more than a thumb reaches; "mine" stays last.
  const entries: readonly Place[] = isMember
    ? [...places.slice(0, -1), history, tiers, ...places.slice(-1)]
    : [tiers];
  return (
    <div className={isMember ? "pb-18 lg:pb-12" : "pb-12"}>
      <PocketOwner ownerId={person?.memberId ?? null} />
      <header className="mx-auto flex h-18 max-w-[74rem] items-center justify-between gap-6 px-4 sm:px-6">
        <PageLink
          href="/"
          className="flex items-center gap-2.5 rounded-sm font-semibold font-serif text-lg"
        >
          <BrandSeal size="sm" />
          {t("brandName")}
        </PageLink>
        <nav
          aria-label={t("nav.label")}
          className={isMember ? "hidden lg:block" : "hidden sm:block"}
        >
          <ul className="flex gap-1">
            {entries.map(({ href, deep, also, label }) => (
              <li key={href}>
                <NavLink
                  href={href}
                  deep={deep}
                  also={also}
                  className="block rounded-full px-3.5 py-2 text-ink-soft transition-colors hover:text-ink"
                  currentClassName="bg-sunken font-medium text-ink"
                >
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="flex items-center gap-3">
          {person && !isMember ? (
            <PageLink href="/console" className={buttonClass("secondary", "sm")}>
              {t("nav.console")}
            </PageLink>
          ) : null}
          {person ? null : (
            <PageLink href="/sign-in" className={buttonClass("primary", "sm")}>
              {t("menu.signIn")}
            </PageLink>
          )}
          {isMember ? <InboxBell /> : null}
          <SettingsMenu
            person={person}
            placement="top-18 right-4 sm:right-6 xl:right-[calc((100vw-71rem)/2)]"
          />
        </div>
      </header>
      {children}
      <footer className="mx-auto max-w-[74rem] px-4 pt-4 sm:px-6 sm:pt-10">
        <ShopLinks />
      </footer>
      {isMember ? (
        <nav
          aria-label={t("nav.label")}
          className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
        >
          <ul className="mx-auto grid max-w-md auto-cols-fr grid-flow-col">
            {places.map(({ href, deep, also, label, Icon }) => (
              <li key={href}>
                <NavLink
                  href={href}
                  deep={deep}
                  also={also}
                  className="group flex h-15 flex-col items-center justify-center gap-0.5 text-ink-soft text-xs max-[22rem]:text-[0.6875rem]"
                  currentClassName="font-semibold text-seal-ink"
                >
                  <Icon aria-hidden="true" className="size-5" strokeWidth={1.75} />
                  {label}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </div>
  );
}
