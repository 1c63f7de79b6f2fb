import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api } from "@/trpc/server";
import { DeskPage } from "../../../desk-page";
import { MergePreview } from "./merge-preview";
import { TwinSearch } from "./twin-search";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("merging");
  return { title: t("title") };
}

interface MergePageProps {
  params: Promise<{ memberId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const IS_ID = /^\d{1,19}$/;

/** First the other one is found, then both are seen side by side as they are and as they will be. */
export default async function MergePage({ params, searchParams }: MergePageProps) {
  await requirePerson();
  const [{ memberId }, query, t, caller] = await Promise.all([
    params,
    searchParams,
    getTranslations("merging"),
    api(),
  ]);
  const read = (name: string) => [query[name]].flat().at(0) ?? "";
  const fromMemberId = read("from");
  if (!IS_ID.test(memberId)) notFound();
  const profile = await found(() => caller.profile.get({ memberId }));
  const name = profile.nickname ?? profile.memberCode;
  return (
    <DeskPage
      back={{ href: `/console/members/${memberId}`, label: t("back") }}
      title={t("title")}
      lead={t("lead", { name })}
    >
      {IS_ID.test(fromMemberId) ? (
        <MergePreview
          preview={await found(() => caller.members.mergePreview({ memberId, fromMemberId }))}
        />
      ) : (
        <TwinSearch memberId={memberId} words={read("q").trim()} />
      )}
    </DeskPage>
  );
}

/** A page about somebody who isn't there is not there. */
async function found<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
