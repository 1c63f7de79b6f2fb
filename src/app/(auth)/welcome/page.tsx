import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "../auth-frame";
import { WelcomeForm } from "./welcome-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.welcome");
  return { title: t("title") };
}

/** Where links for staff lead: to join, or to set a password anew. */
export default async function WelcomePage() {
  const t = await getTranslations("accounts.welcome");
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      <WelcomeForm />
    </AuthFrame>
  );
}
