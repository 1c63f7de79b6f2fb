import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { ImportDesk } from "./import-desk";

interface ImportPageProps {
  params: Promise<{ importId: string }>;
}

/** Null for who may not see any. */
const requireImport = cache(async (importId: string): Promise<boolean> => {
  const person = await requirePerson();
  if (!person.permissions.includes("imports:write")) return false;
  // What can't be an id isn't an import, and needs no question.
  if (!/^[1-9]\d{0,15}$/.test(importId)) notFound();
  try {
    await (await api()).imports.get({ importId, limit: 1 });
    return true;
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: ImportPageProps): Promise<Metadata> {
  const [{ importId }, t] = await Promise.all([params, getTranslations("imports")]);
  await requireImport(importId);
  return { title: t("numbered", { id: importId }) };
}

export default async function ImportPage({ params }: ImportPageProps) {
  await requirePerson();
  const [{ importId }, t] = await Promise.all([params, getTranslations("imports")]);
  const isSeen = await requireImport(importId);
  return (
    <DeskPage back={{ href: "/console/imports", label: t("back") }}>
      {isSeen ? (
        <Hydrate>
          <ImportDesk importId={importId} />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
