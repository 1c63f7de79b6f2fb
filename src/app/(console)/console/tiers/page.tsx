import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TierLadder } from "@/modules/tiers/components/tier-ladder";
import { api } from "@/trpc/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("console.ladder");
  return { title: t("title") };
}

export default async function ConsoleTiersPage() {
  const [caller, t] = await Promise.all([api(), getTranslations("console.ladder")]);
  const ladder = await caller.tiers.list({});
  return (
    <main id="main" className="max-w-[74rem] px-4 py-6 sm:px-8 lg:py-7">
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mt-1 mb-6 text-ink-soft">{t("lead")}</p>
      <div className="overflow-hidden rounded-lg border border-line bg-surface md:px-2">
        <TierLadder tiers={ladder.items} caption={t("title")} />
      </div>
    </main>
  );
}
