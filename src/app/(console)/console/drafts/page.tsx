import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { DraftsDesk } from "./drafts-desk";
import { livingDrafts } from "./drafts-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("draftDesk");
  return { title: t("title") };
}

export default async function DraftsPage() {
  const [person, caller] = await Promise.all([requirePerson(), api()]);
  await queryClientOfRequest().prefetchInfiniteQuery(
    pagedOptions(trpc.drafts.list.infiniteQueryKey(livingDrafts), () =>
      caller.drafts.list(livingDrafts),
    ),
  );
  return (
    <DeskPage>
      <Hydrate>
        <DraftsDesk canEdit={person.permissions.includes("program:draft")} />
      </Hydrate>
    </DeskPage>
  );
}
