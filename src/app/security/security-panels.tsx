"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { Skeleton } from "@/ui/skeleton";
import { ContactList } from "./contact-list";
import { PasskeyPanel } from "./passkey-panel";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";

// Of staff alone: shoppers don’t bring it along.
const FactorPanel = lazy(async () => ({ default: (await import("./factor-panel")).FactorPanel }));

/** How somebody signs in and where they are signed in, for shoppers and staff alike. */
export function SecurityPanels({ comeBackTo }: { comeBackTo: string }) {
  const t = useTranslations("accounts.security");
  const trpc = useTRPC();
  const query = useQuery(trpc.access.sessions.queryOptions({}));
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  if (!query.data) return <Skeleton className="h-64" />;
  const { email, phone, hasPassword, setsByCode, items } = query.data;
  return (
    <div className="space-y-6">
      <PanelSection id="contacts" title={t("contacts")}>
        <ContactList email={email} phone={phone} mayChange={setsByCode} />
      </PanelSection>
      <PanelSection id="sessions" title={t("sessions")}>
        <SessionList sessions={items} />
      </PanelSection>
      <PasskeyPanel hasPassword={hasPassword} />
      {setsByCode ? null : (
        <Suspense fallback={<Skeleton className="h-40" />}>
          <FactorPanel hasPassword={hasPassword} />
        </Suspense>
      )}
      <PanelSection id="password" title={t("passwordTitle")}>
        {hasPassword ? (
          <PasswordForm />
        ) : !setsByCode ? (
          <p className="-mt-2 text-ink-soft text-sm">{t("noStaffPassword")}</p>
        ) : (
          <>
            <p className="-mt-2 mb-4 text-ink-soft text-sm">{t("noPassword")}</p>
            <PageLink
              href={`/reset?next=${encodeURIComponent(comeBackTo)}`}
              className={buttonClass("secondary")}
            >
              {t("setByCode")}
            </PageLink>
          </>
        )}
      </PanelSection>
    </div>
  );
}
