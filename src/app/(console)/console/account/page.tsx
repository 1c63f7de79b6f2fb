import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { prefetchSecurity } from "@/app/security/prefetch-security";
import { SecurityPanels } from "@/app/security/security-panels";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { DeskPage } from "../desk-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.security");
  return { title: t("title") };
}

export default async function AccountPage() {
  await requirePerson();
  const [t] = await Promise.all([getTranslations("accounts.security"), prefetchSecurity()]);
  return (
    <DeskPage title={t("title")} lead={t("lead")} className="max-w-3xl">
      <Hydrate>
        <SecurityPanels comeBackTo="/console/account" />
      </Hydrate>
    </DeskPage>
  );
}
