import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BrandSeal } from "@/app/shell/brand-seal";
import { personAtBrowser } from "@/app/shell/person";
import { ApiProvider } from "@/trpc/client";
import { safePath } from "../sign-in/safe-path";
import { Entrance } from "./entrance";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common.handoff");
  return { title: t("title"), robots: { index: false } };
}

interface HandoffPageProps {
  searchParams: Promise<{ to?: string | string[] }>;
}

/** Where the shop sends a customer whom it knows; the code of the link stands behind its `#`. */
export default async function HandoffPage({ searchParams }: HandoffPageProps) {
  const [{ to }, person] = await Promise.all([searchParams, personAtBrowser()]);
  return (
    <main id="main" className="mx-auto flex max-w-sm flex-col items-center px-4 py-20 text-center">
      <BrandSeal size="lg" />
      <ApiProvider>
        <Entrance to={safePath([to].flat().at(0))} present={person?.name ?? null} />
      </ApiProvider>
    </main>
  );
}
