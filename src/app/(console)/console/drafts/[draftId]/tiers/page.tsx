import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../../desk-page";
import { loadDraft, titleOfDraft } from "../draft-shown";
import { DraftTiers } from "./draft-tiers";

interface DraftTiersPageProps {
  params: Promise<{ draftId: string }>;
}

export function generateMetadata({ params }: DraftTiersPageProps): Promise<Metadata> {
  return titleOfDraft(params);
}

export default async function DraftTiersPage({ params }: DraftTiersPageProps) {
  const person = await requirePerson();
  const { draftId } = await params;
  const [t, { name }] = await Promise.all([
    getTranslations("draftDesk"),
    loadDraft(draftId),
    queryClientOfRequest().prefetchQuery(trpc.benefits.list.queryOptions({})),
  ]);
  return (
    <DeskPage
      className="max-w-[74rem]"
      back={{ href: `/console/drafts/${draftId}`, label: name }}
      title={t("places.tiers")}
      lead={t("edit.lead", { name })}
    >
      <Hydrate>
        <DraftTiers draftId={draftId} canEdit={person.permissions.includes("program:draft")} />
      </Hydrate>
    </DeskPage>
  );
}
