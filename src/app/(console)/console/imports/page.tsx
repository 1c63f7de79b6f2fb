import { Upload } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { DeskPage } from "../desk-page";
import { ImportList } from "./import-list";
import { importsInput } from "./imports-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("title") };
}

export default async function ImportsPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("imports"),
  ]);
  if (!person.permissions.includes("imports:write")) {
    return (
      <DeskPage title={t("title")} lead={t("lead")}>
        <AdminsOnly />
      </DeskPage>
    );
  }
  await queryClientOfRequest().prefetchInfiniteQuery(
    pagedOptions(trpc.imports.list.infiniteQueryKey(importsInput), () =>
      caller.imports.list(importsInput),
    ),
  );
  return (
    <DeskPage
      title={t("title")}
      lead={t("lead")}
      action={
        <PageLink href="/console/imports/new" className={buttonClass("primary", "sm")}>
          <Upload aria-hidden="true" className="size-4" />
          {t("new")}
        </PageLink>
      }
    >
      <Panel>
        <Hydrate>
          <ImportList />
        </Hydrate>
      </Panel>
    </DeskPage>
  );
}
