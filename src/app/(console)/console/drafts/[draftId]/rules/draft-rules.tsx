"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { RulesForm } from "../../../program/rules-form";
import { editsBetween } from "../../edits-between";
import { KeepDialog } from "../keep-dialog";
import { OpenDraft } from "../open-draft";

/** The rules as a draft has them. */
export function DraftRules({ draftId, canEdit }: { draftId: string; canEdit: boolean }) {
  const t = useTranslations("draftDesk.edit");
  const { locale } = useFormats();
  return (
    <OpenDraft draftId={draftId} canEdit={canEdit}>
      {({ content: { rules, tiers } }, isOpen) => (
        <RulesForm
          rules={rules}
          canEdit={isOpen}
          tiers={tiers.map(({ name, multiplierPct }) => ({
            name: textIn(name, locale),
            multiplierPct,
          }))}
          submit={t("look")}
          lastStep={({ rules: typed, ...step }) => (
            <KeepDialog
              draftId={draftId}
              edits={editsBetween({ rules }, { rules: typed })}
              {...step}
            />
          )}
        />
      )}
    </OpenDraft>
  );
}
