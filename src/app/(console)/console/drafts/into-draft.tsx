"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { allLiving } from "./drafts-query";
import type { FieldEdits } from "./edits-between";

const NEW = "new";

interface IntoDraftProps {
  edits: FieldEdits;
  onKept: () => void;
}

/** Instead of publishing: what was typed goes into a draft, to be published with what else is in it. */
export function IntoDraft({ edits, onKept }: IntoDraftProps) {
  const t = useTranslations("draftDesk.into");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(NEW);
  const drafts = useQuery(trpc.drafts.list.queryOptions(allLiving));
  const open = (drafts.data?.items ?? []).filter(({ status }) => status !== "SCHEDULED");
  const keep = useMutation({
    mutationFn: async () => {
      const name = t("name", { time: format.dateTime(new Date().toISOString()) });
      const draftId =
        chosen === NEW ? (await client.drafts.create.mutate({ name })).draftId : chosen;
      // A second try goes into the one that is there by now.
      setChosen(draftId);
      return client.drafts.edit.mutate({ draftId, edits });
    },
    onSuccess: () => {
      showToast("good", t("kept"));
      onKept();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.drafts.pathKey() }),
  });
  const failure = failureOf(keep.error);
  const isConflict = failure.code === "VERSION_CONFLICT";
  return (
    <section aria-label={t("title")} className="rounded-md border border-line px-4 py-4">
      <Field
        label={t("title")}
        hint={t("hint")}
        {...(keep.error
          ? { error: isConflict ? t("conflict") : (failure.detail ?? t("failed")) }
          : {})}
      >
        {(control) => (
          <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            <option value={NEW}>{t("new")}</option>
            {open.map(({ draftId, name }) => (
              <option key={draftId} value={draftId}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {isConflict ? (
        <PageLink
          href={`/console/drafts/${chosen}`}
          className="mt-2 inline-block rounded-sm text-sm underline decoration-line-strong underline-offset-4"
        >
          {t("open")}
        </PageLink>
      ) : null}
      <Button
        size="sm"
        className="mt-3 block"
        pending={keep.isPending}
        onClick={() => keep.mutate()}
      >
        {t("submit")}
      </Button>
    </section>
  );
}
