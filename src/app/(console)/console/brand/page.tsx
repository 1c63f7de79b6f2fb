import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { BrandDesk } from "./brand-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("brandDesk");
  return { title: t("title") };
}

export default async function BrandPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("brandDesk"),
  ]);
  const mayManage = person.permissions.includes("access:manage");
  const [ladder] = await Promise.all([
    caller.tiers.list({}),
    ...(mayManage
      ? [queryClientOfRequest().prefetchQuery(trpc.brand.setting.queryOptions({}))]
      : []),
  ]);
  return (
    <DeskPage title={t("title")} lead={t("lead")} className="max-w-[74rem]">
      {mayManage ? (
        <Hydrate>
          <BrandDesk tier={ladder.items.at(-2) ?? ladder.items[0] ?? null} />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
