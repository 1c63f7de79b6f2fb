import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { ImportForm } from "./import-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports");
  return { title: t("new") };
}

export default async function NewImportPage() {
  const [person, t] = await Promise.all([requirePerson(), getTranslations("imports")]);
  const mayImport = person.permissions.includes("imports:write");
  if (mayImport) {
    await api();
    await queryClientOfRequest().prefetchQuery(trpc.imports.mappings.queryOptions({}));
  }
  return (
    <DeskPage
      className="max-w-[60rem]"
      back={{ href: "/console/imports", label: t("back") }}
      title={t("new")}
      lead={t("newLead")}
    >
      {mayImport ? (
        <Hydrate>
          <ImportForm />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
