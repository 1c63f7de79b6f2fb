import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { formatPoints } from "@/i18n/format";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { ApprovalsInbox } from "./approvals-inbox";
import { approvalsInput } from "./approvals-query";
import { PolicyPanel } from "./policy-panel";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

interface ApprovalsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ApprovalsPage({ searchParams }: ApprovalsPageProps) {
  const [query, person, caller, t] = await Promise.all([
    searchParams,
    requirePerson(),
    api(),
    getTranslations("approvals"),
  ]);
  const input = approvalsInput((name) => [query[name]].flat().at(0));
  const [program] = await Promise.all([
    caller.program.current({}),
    queryClientOfRequest().prefetchQuery(trpc.approvals.policy.queryOptions({})),
    queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.approvals.list.infiniteQueryKey(input), () => caller.approvals.list(input)),
    ),
  ]);
  const { adjust, limits } = program.rules;
  const points = formatPoints(adjust.approvalAbovePoints);
  const perDay = formatPoints(limits.pointsPerDay);
  return (
    <DeskPage className="max-w-[64rem]" title={t("title")} lead={t("lead", { points, perDay })}>
      <Hydrate>
        <ApprovalsInbox canDecide={person.permissions.includes("points:approve")} />
        <PolicyPanel canChange={person.permissions.includes("access:manage")} />
      </Hydrate>
    </DeskPage>
  );
}
