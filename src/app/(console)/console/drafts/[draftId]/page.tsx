import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { DeskPage } from "../../desk-page";
import { loadDraft, titleOfDraft } from "./draft-shown";
import { DraftView } from "./draft-view";

interface DraftPageProps {
  params: Promise<{ draftId: string }>;
}

export function generateMetadata({ params }: DraftPageProps): Promise<Metadata> {
  return titleOfDraft(params);
}

export default async function DraftPage({ params }: DraftPageProps) {
  const person = await requirePerson();
  const { draftId } = await params;
  const [t] = await Promise.all([getTranslations("draftDesk"), loadDraft(draftId)]);
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
