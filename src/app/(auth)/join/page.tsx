import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { personAtBrowser } from "@/app/shell/person";
import { api } from "@/trpc/server";
import { EmptyState } from "@/ui/empty-state";
import { AuthFrame } from "../auth-frame";
import { QuietLink } from "../quiet-link";
import { safePath } from "../sign-in/safe-path";
import { JoinForm } from "./join-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.join");
  return { title: t("title") };
}

interface JoinPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function JoinPage({ searchParams }: JoinPageProps) {
  const [query, person, caller, t] = await Promise.all([
    searchParams,
    personAtBrowser(),
    api(),
    getTranslations("accounts.join"),
  ]);
  const comeBackTo = safePath([query.next].flat().at(0));
  if (person) redirect(comeBackTo);
  const { signUpBy, textsTo, termsUrl } = await caller.identity.signUpOffer({});
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      {signUpBy.length === 0 ? (
        <EmptyState title={t("closedTitle")} hint={t("closedHint")} />
      ) : (
        <JoinForm
          channels={signUpBy}
          textsTo={textsTo}
          termsUrl={termsUrl}
          comeBackTo={comeBackTo}
        />
      )}
      <p className="mt-8 text-center text-ink-soft text-sm">
        {t.rich("haveAccount", {
          link: (words) => (
            <QuietLink href={`/sign-in?next=${encodeURIComponent(comeBackTo)}`}>{words}</QuietLink>
          ),
        })}
      </p>
    </AuthFrame>
  );
}
