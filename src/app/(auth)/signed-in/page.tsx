import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BrandSeal } from "@/app/shell/brand-seal";
import { requirePerson } from "@/app/shell/require-person";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.session");
  return { title: t("backTitle") };
}

/** Where signing in beside a page ends: that page goes on in its own tab. */
export default async function SignedInPage() {
  await requirePerson();
  const [t, tState] = await Promise.all([
    getTranslations("shell.session"),
    getTranslations("common.state"),
  ]);
  return (
    <main id="main" className="mx-auto flex max-w-xl flex-col items-center px-4 py-20 text-center">
      <BrandSeal size="lg" />
      <h1 className="mt-6 text-xl">{t("backTitle")}</h1>
      <p className="mt-2 mb-8 text-ink-soft">{t("backText")}</p>
      <PageLink href="/" className={buttonClass("secondary")}>
        {tState("home")}
      </PageLink>
    </main>
  );
}
