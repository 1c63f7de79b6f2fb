import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api } from "@/trpc/server";
import { EmptyState } from "@/ui/empty-state";
import { AuthFrame } from "../auth-frame";
import { QuietLink } from "../quiet-link";
import { safePath } from "../sign-in/safe-path";
import { ResetForm } from "./reset-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.reset");
  return { title: t("title") };
}

interface ResetPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** For whoever is signed in too: who signed up without a password sets one here. */
export default async function ResetPage({ searchParams }: ResetPageProps) {
  const [query, caller, t] = await Promise.all([
    searchParams,
    api(),
    getTranslations("accounts.reset"),
  ]);
  const comeBackTo = safePath([query.next].flat().at(0));
  const { codesBy, textsTo } = await caller.identity.signUpOffer({});
  return (
    <AuthFrame title={t("title")} lead={t("lead")}>
      {codesBy.length === 0 ? (
        <EmptyState title={t("closedTitle")} hint={t("closedHint")} />
      ) : (
        <ResetForm channels={codesBy} textsTo={textsTo} comeBackTo={comeBackTo} />
      )}
      <p className="mt-8 text-center text-ink-soft text-sm">
        {t.rich("back", {
          link: (words) => (
            <QuietLink href={`/sign-in?next=${encodeURIComponent(comeBackTo)}`}>{words}</QuietLink>
          ),
        })}
      </p>
    </AuthFrame>
  );
}
