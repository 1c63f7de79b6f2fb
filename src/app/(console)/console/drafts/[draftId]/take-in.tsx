"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { ChangeList } from "../../program/change-list";
import type { Content, Draft } from "../draft";
import { withFieldOf } from "../one-field";
import { useProgramChanges } from "../use-program-changes";

type Side = "theirs" | "mine";
const sides = ["theirs", "mine"] as const;

/** What was published meanwhile; where the draft changes the same otherwise, one chooses field by field. */
export function TakeIn({ draft, canEdit }: { draft: Draft; canEdit: boolean }) {
  const t = useTranslations("draftDesk.takeIn");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changes = useProgramChanges();
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  const { draftId, revision, base, content, conflicts, inForce } = draft;
  const { versionId } = inForce;
  const take = useMutation(
    trpc.drafts.takeIn.mutationOptions({
      onSuccess: () => showToast("good", t("done", { version: versionId })),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const choices = conflicts.flatMap((field) => {
    const side = chosen[field];
    return side ? [{ field, take: side }] : [];
  });
  const said = (field: string, from: Content): string => {
    const [change] = changes(base, withFieldOf(base, from, field));
    return change ? `${change.label}: ${change.after ?? t("gone")}` : field;
  };
  return (
    <PanelSection id="take-in" title={t("title", { version: versionId })} className="mb-6">
      <p className="-mt-2 mb-3 text-ink-soft text-sm">{t("lead")}</p>
      <div className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2">
        <ChangeList changes={changes(base, inForce.content)} />
      </div>
      {conflicts.map((field) => (
        <fieldset key={field} disabled={!canEdit} className="mt-4">
          <legend className="mb-1 font-medium text-sm">{t("both")}</legend>
          {sides.map((side) => (
            <label key={side} className="touch flex items-center gap-2 py-1 text-sm">
              <input
                type="radio"
                name={field}
                className="size-4 accent-seal"
                checked={chosen[field] === side}
                onChange={() => setChosen({ ...chosen, [field]: side })}
              />
              {t(side, { what: said(field, side === "mine" ? content : inForce.content) })}
            </label>
          ))}
        </fieldset>
      ))}
      {canEdit ? (
        <Button
          size="sm"
          variant="primary"
          className="mt-4"
          pending={take.isPending}
          disabled={choices.length < conflicts.length}
          onClick={() => take.mutate({ draftId, revision, versionId, choices })}
        >
          {t("submit")}
        </Button>
      ) : null}
      {take.error ? (
        <p role="alert" className="mt-2 text-seal-ink text-sm">
          {failureOf(take.error).detail ?? t("failed")}
        </p>
      ) : null}
    </PanelSection>
  );
}
