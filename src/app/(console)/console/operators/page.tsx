import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { OperatorsDesk } from "./operators-desk";
import { operatorsInput } from "./operators-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("access.operators");
  return { title: t("title") };
}

export default async function OperatorsPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("access.operators"),
  ]);
  const mayManage = person.permissions.includes("access:manage");
  if (mayManage) {
    await queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.access.operators.infiniteQueryKey(operatorsInput), () =>
        caller.access.operators(operatorsInput),
      ),
    );
  }
  return (
    <DeskPage title={t("title")} lead={t("lead")}>
      {mayManage ? (
        <Hydrate>
          <OperatorsDesk />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
