import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { DraftView } from "./draft-view";

interface DraftPageProps {
  params: Promise<{ draftId: string }>;
}

const draftShown = cache(async (draftId: string) => {
  await requirePerson();
  if (!/^[1-9]\d{0,15}$/.test(draftId)) notFound();
  try {
    return await (await api()).drafts.get({ draftId });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: DraftPageProps): Promise<Metadata> {
  const [draft, t] = await Promise.all([
    draftShown((await params).draftId),
    getTranslations("draftDesk"),
  ]);
  return { title: `${draft.name} · ${t("title")}` };
}

export default async function DraftPage({ params }: DraftPageProps) {
  const person = await requirePerson();
  const { draftId } = await params;
  const [draft, t] = await Promise.all([draftShown(draftId), getTranslations("draftDesk")]);
  queryClientOfRequest().setQueryData(trpc.drafts.get.queryKey({ draftId }), draft);
  return (
    <DeskPage className="max-w-[74rem]" back={{ href: "/console/drafts", label: t("back") }}>
      <Hydrate>
        <DraftView
          draftId={draftId}
          canEdit={person.permissions.includes("program:draft")}
          canPublish={person.permissions.includes("program:publish")}
        />
      </Hydrate>
    </DeskPage>
  );
}
