import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";

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

/** The draft of a page, kept for the browser; or that there is none. */
export async function loadDraft(draftId: string) {
  const draft = await draftShown(draftId);
  queryClientOfRequest().setQueryData(trpc.drafts.get.queryKey({ draftId }), draft);
  return draft;
}

export async function titleOfDraft(params: Promise<{ draftId: string }>) {
  const [draft, t] = await Promise.all([
    draftShown((await params).draftId),
    getTranslations("draftDesk"),
  ]);
  return { title: `${draft.name} · ${t("title")}` };
}
