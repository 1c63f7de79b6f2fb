import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { prefetchSecurity } from "@/app/security/prefetch-security";
import { SecurityPanels } from "@/app/security/security-panels";
import { requirePerson } from "@/app/shell/require-person";
import { AskingPart } from "@/trpc/asking-part";
import { PageHeading } from "../page-heading";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.security");
  return { title: t("title") };
}

export default async function SecurityPage() {
  await requirePerson();
  const [t, tNav] = await Promise.all([
    getTranslations("accounts.security"),
    getTranslations("common.nav"),
    prefetchSecurity(),
  ]);
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        back={{ href: "/membership/me", label: tNav("mine") }}
      />
      <AskingPart>
        <SecurityPanels comeBackTo="/membership/security" />
      </AskingPart>
    </main>
  );
}
