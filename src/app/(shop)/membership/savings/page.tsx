import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { savingCursor } from "@/modules/stats/schema";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel, PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { SavingsLines } from "./savings-lines";
import { SavingsParts } from "./savings-parts";
import { NextTierWorth, SavedTotal } from "./savings-total";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("savings");
  return { title: t("title") };
}

interface SavingsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const LINES_SHOWN = 30;

export default async function SavingsPage({ searchParams }: SavingsPageProps) {
  await requirePerson();
  const [caller, t, query] = await Promise.all([api(), getTranslations("savings"), searchParams]);
  const after = savingCursor.safeParse([query.after].flat().at(0)).data;
  const [savings, lines, ladder] = await Promise.all([
    caller.stats.savings({}),
    caller.stats.savingLines({
      limit: LINES_SHOWN,
      ...(after === undefined ? {} : { cursor: after }),
    }),
    caller.tiers.list({}),
  ]);
  const nothing = savings ? "empty" : "unknown";
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        back={{ href: "/membership", label: t("back") }}
      />
      <div className="space-y-4 md:space-y-6">
        {savings && savings.totalMinor > 0 ? (
          <>
            <Panel>
              <SavedTotal savings={savings} />
              <div className="mt-5">
                <SavingsParts parts={savings.parts} />
              </div>
            </Panel>
            <PanelSection id="lines" title={t("lines")}>
              <SavingsLines lines={lines.items} />
              <nav aria-label={t("lines")} className="mt-3 flex flex-wrap gap-2 empty:hidden">
                {after === undefined ? null : (
                  <PageLink
                    href="/membership/savings#lines"
                    className={buttonClass("secondary", "sm")}
                  >
                    {t("fromStart")}
                  </PageLink>
                )}
                {lines.nextCursor === null ? null : (
                  <PageLink
                    href={`/membership/savings?after=${lines.nextCursor}#lines`}
                    className={buttonClass("secondary", "sm")}
                  >
                    {t("more")}
                  </PageLink>
                )}
              </nav>
            </PanelSection>
          </>
        ) : (
          <EmptyState title={t(nothing)} hint={t(`${nothing}Hint`)} />
        )}
        {savings?.next ? (
          <Panel>
            <NextTierWorth next={savings.next} perYuanOff={ladder.points.perYuanOff} />
            <p className="mt-4">
              <PageLink href="/tiers" className={buttonClass("secondary", "sm")}>
                {t("toTiers")}
              </PageLink>
            </p>
          </Panel>
        ) : null}
      </div>
    </main>
  );
}
