import type { Metadata } from "next";
import { cookies } from "next/headers";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { personAtBrowser } from "@/app/shell/person";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { providerName } from "@/trpc/identity-sign-in";
import { api } from "@/trpc/server";
import { Seal } from "@/ui/seal";
import { CardFan } from "./card-fan";
import { ProviderButton } from "./provider-button";
import { refusalOf } from "./refusal-of";
import { safePath } from "./safe-path";
import { SignInForm } from "./sign-in-form";

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
  const [query, person, t] = await Promise.all([
    searchParams,
    personAtBrowser(),
    getTranslations("common"),
  ]);
  const target = [query.next].flat().at(0) ?? (query.error ? await targetBefore() : undefined);
  const comeBackTo = safePath(target);
  if (person) redirect(comeBackTo);
  const provider = providerName();
  const refusal = refusalOf([query.error].flat().at(0));
  const ladder = await (await api()).tiers.list({});
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-2">
      <div>
        <header className="flex h-18 items-center justify-end px-4 sm:px-6 lg:justify-start">
          <SettingsMenu
            person={null}
            placement="top-18 right-4 sm:right-6 lg:right-auto lg:left-6"
          />
        </header>
        <main id="main" className="mx-auto w-full max-w-sm px-4 pt-6 pb-16 sm:pt-14">
          <Seal text="素" size="lg" className="stamp -rotate-3" />
          <h1 className="mt-6 text-2xl">{t("signIn.title")}</h1>
          <p className="mt-1 mb-8 text-ink-soft">{t("signIn.lead")}</p>
          {refusal ? (
            <p
              role="alert"
              className="mb-6 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm"
            >
              {t(`signIn.refused.${refusal}`)}
            </p>
          ) : null}
          <SignInForm comeBackTo={comeBackTo} />
          {provider ? <ProviderButton provider={provider} comeBackTo={comeBackTo} /> : null}
          <p className="mt-8 text-center text-sm">
            <Link
              href="/tiers"
              className="text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
            >
              {t("signIn.browseTiers")}
            </Link>
          </p>
        </main>
      </div>
      <div className="hidden items-center overflow-hidden bg-sunken lg:flex">
        <CardFan tiers={ladder.items} />
      </div>
    </div>
  );
}
