import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FactorSetup } from "@/app/security/factor-setup";
import { personAtBrowser } from "@/app/shell/person";
import { SignOutButton } from "@/app/shell/sign-out-button";
import { api } from "@/trpc/server";
import { AuthFrame } from "../auth-frame";
import { PasskeyButton } from "../sign-in/passkey-button";
import { safePath } from "../sign-in/safe-path";
import { FactorForm } from "./factor-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.factor");
  return { title: t("title") };
}

interface SecondFactorPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Between signing in and what was wanted, for staff: the code, or setting an app up. */
export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const [query, person, caller, t] = await Promise.all([
    searchParams,
    personAtBrowser(),
    api(),
    getTranslations("accounts.factor"),
  ]);
  const comeBackTo = safePath([query.next].flat().at(0));
  if (person) redirect(comeBackTo);
  const owed = await caller.identity.owed({});
  if (!owed) redirect(`/sign-in?next=${encodeURIComponent(comeBackTo)}`);
  const ways = {
    CODE: { lead: t("lead"), way: <FactorForm comeBackTo={comeBackTo} /> },
    PASSKEY: { lead: t("passkeyLead"), way: <PasskeyButton comeBackTo={comeBackTo} /> },
    ENROLMENT: {
      lead: t("setupLead"),
      way: <FactorSetup asksPassword={false} comeBackTo={comeBackTo} />,
    },
  };
  const { lead, way } = ways[owed.factor];
  return (
    <AuthFrame title={t("title")} lead={lead}>
      {way}
      <div className="mt-8 flex justify-center">
        <SignOutButton />
      </div>
    </AuthFrame>
  );
}
