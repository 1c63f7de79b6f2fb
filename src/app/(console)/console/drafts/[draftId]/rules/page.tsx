import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { DeskPage } from "../../../desk-page";
import { loadDraft, titleOfDraft } from "../draft-shown";
import { DraftRules } from "./draft-rules";

interface DraftRulesPageProps {
  params: Promise<{ draftId: string }>;
}

export function generateMetadata({ params }: DraftRulesPageProps): Promise<Metadata> {
  return titleOfDraft(params);
}

export default async function DraftRulesPage({ params }: DraftRulesPageProps) {
  const person = await requirePerson();
  const { draftId } = await params;
  const [t, { name }] = await Promise.all([getTranslations("draftDesk"), loadDraft(draftId)]);
  return (
    <DeskPage
      className="max-w-[74rem]"
      back={{ href: `/console/drafts/${draftId}`, label: name }}
      title={t("places.rules")}
      lead={t("edit.lead", { name })}
    >
      <Hydrate>
        <DraftRules draftId={draftId} canEdit={person.permissions.includes("program:draft")} />
      </Hydrate>
    </DeskPage>
  );
}
