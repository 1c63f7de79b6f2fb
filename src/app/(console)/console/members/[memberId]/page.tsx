import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTimeZone, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ledgerFilterFrom, ledgerInput } from "@/app/ledger/ledger-filter";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { PageLink } from "@/ui/page-link";
import { DeskPage } from "../../desk-page";
import { AuditList } from "./audit-list";
import { BenefitUsesTable } from "./benefit-uses-table";
import { ConsentsList } from "./consents-list";
import { ExplainPanel } from "./explain-panel";
import { explainInput } from "./explain-query";
import { LabelsPanel } from "./labels-panel";
import { LotsTable } from "./lots-table";
import { MemberActions } from "./member-actions";
import { MemberHeading } from "./member-heading";
import { MemberHistory } from "./member-history";
import { MemberSummary } from "./member-summary";
import { listInput, type MemberTab, memberTabFrom, memberTabs, ordersInput } from "./member-tab";
import { MergedNotice } from "./merged-notice";
import { NotesPanel } from "./notes-panel";
import { OrdersTable } from "./orders-table";
import { ParticipationsTable } from "./participations-table";
import { RedemptionList } from "./redemption-list";
import { TabStrip } from "./tab-strip";
import { TierHistoryList } from "./tier-history-list";
import { TrialPanel } from "./trial-panel";
import { WaitingCorrections } from "./waiting-corrections";
import { waitingInput } from "./waiting-query";

interface MemberPageProps {
  params: Promise<{ memberId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const memberShown = cache(async (memberId: string) => {
  await requirePerson();
  // What can't be an id isn't a member, and needs no question.
  if (!/^\d{1,19}$/.test(memberId)) notFound();
  try {
    const caller = await api();
    return await caller.profile.get({ memberId });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: MemberPageProps): Promise<Metadata> {
  const profile = await memberShown((await params).memberId);
  return { title: profile.nickname ?? profile.memberCode };
}

export default async function MemberPage({ params, searchParams }: MemberPageProps) {
  await requirePerson();
  const [{ memberId }, query, t, timeZone, caller] = await Promise.all([
    params,
    searchParams,
    getTranslations("console.member"),
    getTimeZone(),
    api(),
  ]);
  const read = (name: string) => [query[name]].flat().at(0);
  const tab = memberTabFrom(read("tab"));
  const filter = ledgerFilterFrom(read);
  // First alone: for somebody who isn't there, every other question fails too.
  const profile = await memberShown(memberId);
  const [balance, history, ladder, merged] = await Promise.all([
    caller.points.balance({ memberId }),
    // For what all lines add up to.
    caller.points.transactions({ memberId, limit: 1 }),
    caller.tiers.list({}),
    caller.members.mergedFrom({ memberId }),
    queryClientOfRequest().prefetchQuery(trpc.approvals.list.queryOptions(waitingInput(memberId))),
    tab === "explain"
      ? prefetchExplained(explainInput(read, timeZone, memberId))
      : prefetchTab(tab, {
          memberId,
          ledger: ledgerInput(filter, timeZone, memberId),
          orders: ordersInput(memberId, read("order")),
        }),
  ]);
  const tiers = ladder.items.map(({ code, name }) => ({ code, name }));

  return (
    <DeskPage back={{ href: "/console/members", label: t("back") }}>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <MemberHeading profile={profile} />
        <MemberActions
          memberId={memberId}
          name={profile.nickname ?? profile.memberCode}
          status={profile.status}
          tierCode={profile.tier.code}
          available={balance.available}
          tiers={tiers}
        />
      </div>
      <MergedNotice intoId={profile.mergedIntoId} from={merged.items} />
      <MemberSummary profile={profile} balance={balance} sum={history.summary} />
      <Hydrate>
        <WaitingCorrections memberId={memberId} />
      </Hydrate>
      <TabStrip label={t("tabs.label")} current={tab}>
        <ul className="flex gap-1 border-line border-b">
          {memberTabs.map((name) => (
            <li key={name}>
              <PageLink
                href={name === "ledger" ? `/console/members/${memberId}` : `?tab=${name}`}
                scroll={false}
                data-tab={name}
                aria-current={name === tab ? "page" : undefined}
                className="block whitespace-nowrap rounded-t-sm border-transparent border-b-2 px-3 py-2.5 text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-seal aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {t(`tabs.${name}`)}
              </PageLink>
            </li>
          ))}
        </ul>
      </TabStrip>
      <section
        aria-label={t(`tabs.${tab}`)}
        className="rounded-lg border border-line bg-surface p-5 sm:p-6"
      >
        <Hydrate>
          {tab === "ledger" ? <MemberHistory memberId={memberId} /> : null}
          {tab === "explain" ? <ExplainPanel memberId={memberId} tiers={tiers} /> : null}
          {tab === "lots" ? <LotsTable memberId={memberId} /> : null}
          {tab === "tiers" ? <TierHistoryList memberId={memberId} /> : null}
          {tab === "orders" ? <OrdersTable memberId={memberId} /> : null}
          {tab === "trial" ? <TrialPanel memberId={memberId} /> : null}
          {tab === "benefits" ? <BenefitUsesTable memberId={memberId} /> : null}
          {tab === "redemptions" ? <RedemptionList memberId={memberId} /> : null}
          {tab === "activities" ? <ParticipationsTable memberId={memberId} /> : null}
          {tab === "notes" ? (
            <>
              <LabelsPanel memberId={memberId} isOpen={profile.status !== "CLOSED"} />
              <NotesPanel memberId={memberId} isOpen={profile.status !== "CLOSED"} />
            </>
          ) : null}
          {tab === "consents" ? <ConsentsList memberId={memberId} /> : null}
          {tab === "audit" ? <AuditList memberId={memberId} /> : null}
        </Hydrate>
      </section>
    </DeskPage>
  );
}

async function prefetchExplained(input: ReturnType<typeof explainInput>): Promise<void> {
  await queryClientOfRequest().prefetchQuery(trpc.points.explain.queryOptions(input));
}

/** The first page of the list that is looked at comes with the page itself. */
async function prefetchTab(
  tab: Exclude<MemberTab, "explain">,
  {
    memberId,
    ledger,
    orders,
  }: {
    memberId: string;
    ledger: ReturnType<typeof ledgerInput>;
    orders: ReturnType<typeof ordersInput>;
  },
): Promise<void> {
  const [caller, client] = [await api(), queryClientOfRequest()];
  const { members, points, benefits, rewards, activities } = caller;
  const input = listInput(memberId);
  const keys = trpc.members;
  switch (tab) {
    case "ledger":
      return client.prefetchInfiniteQuery(
        pagedOptions(trpc.points.transactions.infiniteQueryKey(ledger), () =>
          points.transactions(ledger),
        ),
      );
    case "lots":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.lots.infiniteQueryKey(input), () => members.lots(input)),
      );
    case "tiers":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.tierHistory.infiniteQueryKey(input), () => members.tierHistory(input)),
      );
    case "orders":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.orders.infiniteQueryKey(orders), () => members.orders(orders)),
      );
    case "trial":
      return;
    case "benefits":
      return client.prefetchInfiniteQuery(
        pagedOptions(trpc.benefits.usages.infiniteQueryKey(input), () => benefits.usages(input)),
      );
    case "redemptions":
      return client.prefetchInfiniteQuery(
        pagedOptions(trpc.rewards.redemptions.infiniteQueryKey(input), () =>
          rewards.redemptions(input),
        ),
      );
    case "activities":
      return client.prefetchInfiniteQuery(
        pagedOptions(trpc.activities.participations.infiniteQueryKey(input), () =>
          activities.participations(input),
        ),
      );
    case "notes":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.notes.infiniteQueryKey(input), () => members.notes(input)),
      );
    case "consents":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.consents.infiniteQueryKey(input), () => members.consents(input)),
      );
    case "audit":
      return client.prefetchInfiniteQuery(
        pagedOptions(keys.audit.infiniteQueryKey(input), () => members.audit(input)),
      );
  }
}
