import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { sayDateTime } from "@/i18n/format";
import { api } from "@/trpc/server";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.mailbox");
  return { title: t("title") };
}

const TONES = { WAITING: "neutral", SENT: "good", FAILED: "seal", EXPIRED: "warn" } as const;

/** What a development system sends. In production there is no such page. */
export default async function OutboxPage() {
  const [caller, t, locale, timeZone] = await Promise.all([
    api(),
    getTranslations("accounts.mailbox"),
    getLocale(),
    getTimeZone(),
  ]);
  const { items } = await caller.sending.mailbox({}).catch(() => notFound());
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-10 sm:px-6">
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div>
          <h1 className="text-2xl">{t("title")}</h1>
          <p className="mt-1 text-ink-soft">{t("lead")}</p>
        </div>
        <a href="/dev/outbox" className={buttonClass("secondary", "sm")}>
          {t("refresh")}
        </a>
      </div>
      {items.length === 0 ? (
        <Panel>
          <EmptyState title={t("empty")} hint={t("emptyHint")} />
        </Panel>
      ) : (
        <ul className="space-y-4">
          {items.map((item) => (
            <li key={item.messageId}>
              <Panel>
                <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
                  <Badge>{t(`channels.${item.channel}`)}</Badge>
                  <span className="min-w-0 break-all font-medium">
                    {t("to", { address: item.address })}
                  </span>
                  <Badge tone={TONES[item.status]}>{t(`statuses.${item.status}`)}</Badge>
                  <time dateTime={item.createdAt} className="tabular ml-auto text-ink-faint">
                    {sayDateTime(item.createdAt, locale, timeZone)}
                  </time>
                </p>
                {item.subject ? <h2 className="mt-3 text-lg">{item.subject}</h2> : null}
                <p className="mt-1 whitespace-pre-line text-ink-soft">{item.text ?? t("erased")}</p>
                {item.code ? (
                  <p className="mt-3">
                    <span className="text-ink-faint text-sm">{t("code")} </span>
                    <output className="tabular font-semibold text-2xl tracking-[0.2em]">
                      {item.code}
                    </output>
                  </p>
                ) : null}
              </Panel>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
