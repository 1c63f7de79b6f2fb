import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { InvitedBanner } from "@/app/shell/invited-banner";
import { personAtBrowser } from "@/app/shell/person";
import { invitationAt } from "@/trpc/invitation";
import { api } from "@/trpc/server";
import { EmptyState } from "@/ui/empty-state";
import { AuthFrame } from "../auth-frame";
import { QuietLink } from "../quiet-link";
import { safePath } from "../sign-in/safe-path";
import { CodeTyped } from "./code-typed";
import { JoinForm } from "./join-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.join");
  return { title: t("title") };
}

interface JoinPageProps {
  searchParams: Promise<{ next?: string | string[]; invite?: string | string[] }>;
}

export default async function JoinPage({ searchParams }: JoinPageProps) {
  const [query, person, caller, t, requestHeaders] = await Promise.all([
    searchParams,
    personAtBrowser(),
    api(),
    getTranslations("accounts.join"),
    headers(),
  ]);
  const comeBackTo = safePath([query.next].flat().at(0));
  if (person) redirect(comeBackTo);
  const [{ signUpBy, textsTo, termsUrl }, inviteTerms] = await Promise.all([
    caller.identity.signUpOffer({}),
    caller.earning.invitationTerms({}),
  ]);
  const invitation = invitationAt(query, requestHeaders.get("cookie") ?? "");
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      {invitation && signUpBy.length > 0 ? (
        <div className="mb-6">
          <InvitedBanner invitation={invitation} terms={inviteTerms} isHere />
        </div>
      ) : null}
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
      {signUpBy.length > 0 && inviteTerms.enabled && !invitation ? (
        <CodeTyped typed={[query.invite].flat().at(0) ?? ""} comeBackTo={comeBackTo} />
      ) : null}
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
