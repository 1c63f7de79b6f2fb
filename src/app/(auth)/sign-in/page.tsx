import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { personAtBrowser } from "@/app/shell/person";
import { providerName } from "@/trpc/identity-sign-in";
import { api } from "@/trpc/server";
import { AuthFrame } from "../auth-frame";
import { QuietLink } from "../quiet-link";
import { PasskeyButton } from "./passkey-button";
import { ProviderButton } from "./provider-button";
import { refusalOf } from "./refusal-of";
import { safePath } from "./safe-path";
import { SignInWays } from "./sign-in-ways";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common.signIn");
  return { title: t("title") };
}

const providerCookies = ["__Secure-next-auth.callback-url", "next-auth.callback-url"];

/** What was wanted before the shop's identity provider led back here: it forgets it, its cookie doesn't. */
async function targetBefore(): Promise<string | undefined> {
  const jar = await cookies();
  const kept = providerCookies.map((name) => jar.get(name)?.value).find(Boolean);
  if (kept === undefined || !URL.canParse(kept)) return undefined;
  const { pathname, search } = new URL(kept);
  return `${pathname}${search}`;
}

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const [query, person, t, tAccounts] = await Promise.all([
    searchParams,
    personAtBrowser(),
    getTranslations("common"),
    getTranslations("accounts.signIn"),
  ]);
  const target = [query.next].flat().at(0) ?? (query.error ? await targetBefore() : undefined);
  const comeBackTo = safePath(target);
  if (person) redirect(comeBackTo);
  const caller = await api();
  const owed = await caller.identity.owed({});
  if (owed && !query.error) redirect(`/second-factor?next=${encodeURIComponent(comeBackTo)}`);
  const provider = providerName();
  const refusal = refusalOf([query.error].flat().at(0));
  const { codesBy, signUpBy, textsTo } = await caller.identity.signUpOffer({});
  return (
    <AuthFrame title={t("signIn.title")} lead={t("signIn.lead")}>
      {refusal ? (
        <p role="alert" className="mb-6 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {t(`signIn.refused.${refusal}`)}
        </p>
      ) : null}
      <SignInWays channels={codesBy} textsTo={textsTo} comeBackTo={comeBackTo} />
      <PasskeyButton comeBackTo={comeBackTo} />
      {provider ? <ProviderButton provider={provider} comeBackTo={comeBackTo} /> : null}
      <div className="mt-8 space-y-3 text-center text-ink-soft text-sm">
        {codesBy.length > 0 ? (
          <p>
            <QuietLink href={`/reset?next=${encodeURIComponent(comeBackTo)}`}>
              {tAccounts("forgot")}
            </QuietLink>
          </p>
        ) : null}
        {signUpBy.length > 0 ? (
          <p>
            {tAccounts.rich("noAccount", {
              link: (words) => (
                <QuietLink href={`/join?next=${encodeURIComponent(comeBackTo)}`}>{words}</QuietLink>
              ),
            })}
          </p>
        ) : null}
        <p>
          <QuietLink href="/tiers">{t("signIn.browseTiers")}</QuietLink>
        </p>
      </div>
    </AuthFrame>
  );
}
