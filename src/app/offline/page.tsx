import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { BrandSeal } from "@/app/shell/brand-seal";
import { shopBrand } from "@/app/shell/shop-brand";
import { pickMessages } from "@/i18n/load-messages";
import { OfflineCard } from "./offline-card";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("offline");
  return { title: t("title") };
}

/** What the service worker (public/sw.js) shows where there is no connection: the same page for everybody. */
export default async function OfflinePage() {
  const [t, messages, brand] = await Promise.all([
    getTranslations("offline"),
    getMessages(),
    shopBrand(),
  ]);
  const { perks } = messages.tiers;
  const { card } = messages.membership;
  return (
    <main id="main" className="mx-auto max-w-md px-4 pt-6 pb-16 sm:px-6">
      <p className="mb-6 flex items-center gap-2.5 font-semibold font-serif text-lg">
        <BrandSeal size="sm" />
        {brand.title}
      </p>
      <h1 className="text-xl">{t("title")}</h1>
      <NextIntlClientProvider
        messages={{
          ...pickMessages(messages, ["offline"]),
          tiers: { perks },
          membership: { card },
        }}
      >
        <OfflineCard />
      </NextIntlClientProvider>
    </main>
  );
}
