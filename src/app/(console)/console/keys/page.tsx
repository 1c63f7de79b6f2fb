import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { KeysDesk } from "./keys-desk";
import { keysInput } from "./keys-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("access.keys");
  return { title: t("title") };
}

export default async function KeysPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("access.keys"),
  ]);
  const mayManage = person.permissions.includes("access:manage");
  if (mayManage) {
    await queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.access.keys.infiniteQueryKey(keysInput), () =>
        caller.access.keys(keysInput),
      ),
    );
  }
  return (
    <DeskPage title={t("title")} lead={t("lead")}>
      {mayManage ? (
        <Hydrate>
          <KeysDesk />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
