import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BrandSeal } from "@/app/shell/brand-seal";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { NavLink } from "@/ui/nav-link";
import { PageLink } from "@/ui/page-link";

/**
 * The shop's frame without anything of whoever looks: these pages are rendered once and then copied to
 * everybody (trpc/page-copies.ts).
 */
export default async function ReferenceLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  return (
    <div className="pb-12">
      <header className="mx-auto flex h-18 max-w-[74rem] items-center justify-between gap-6 px-4 sm:px-6">
        <PageLink
          href="/"
          className="flex items-center gap-2.5 rounded-sm font-semibold font-serif text-lg"
        >
          <BrandSeal size="sm" />
          {t("brandName")}
        </PageLink>
        <nav aria-label={t("nav.label")} className="hidden sm:block">
          <NavLink
            href="/tiers"
            className="block rounded-full px-3.5 py-2 text-ink-soft transition-colors hover:text-ink"
            currentClassName="bg-sunken font-medium text-ink"
          >
            {t("nav.tiers")}
          </NavLink>
        </nav>
        <SettingsMenu placement="top-18 right-4 sm:right-6 xl:right-[calc((100vw-71rem)/2)]" />
      </header>
      {children}
    </div>
  );
}
