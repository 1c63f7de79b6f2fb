import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { MembersBrowser } from "./members-browser";
import { membersInput } from "./members-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("console.members");
  return { title: t("title") };
}

interface MembersPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MembersPage({ searchParams }: MembersPageProps) {
  const person = await requirePerson();
  const query = await searchParams;
  const caller = await api();
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    queryClientOfRequest().prefetchQuery(trpc.lists.views.queryOptions({ list: "members" })),
    queryClientOfRequest().prefetchQuery(
      trpc.members.list.queryOptions(membersInput((name) => [query[name]].flat().at(0))),
    ),
  ]);
  return (
    <DeskPage className="max-w-none">
      <Hydrate>
        <MembersBrowser
          tiers={ladder.items.map(({ code, name }) => ({ code, name }))}
          mayExport={person.permissions.includes("lists:export")}
        />
      </Hydrate>
    </DeskPage>
  );
}
