import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { prefetchSecurity } from "@/app/security/prefetch-security";
import { SecurityPanels } from "@/app/security/security-panels";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.security");
  return { title: t("title") };
}

export default async function SecurityPage() {
  await requirePerson();
  const [t] = await Promise.all([getTranslations("accounts.security"), prefetchSecurity()]);
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <h1 className="text-xl lg:text-2xl">{t("title")}</h1>
      <p className="mt-1 mb-6 text-ink-soft lg:mb-8">{t("lead")}</p>
      <Hydrate>
        <SecurityPanels comeBackTo="/membership/security" />
      </Hydrate>
    </main>
  );
}
