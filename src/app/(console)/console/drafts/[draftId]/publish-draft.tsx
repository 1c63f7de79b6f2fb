"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { instantOf } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, useTRPC } from "@/trpc/client";
import { DateInput } from "@/ui/date-input";
import { Field } from "@/ui/field";
import { showToast } from "@/ui/toast-store";
import { ChangeList } from "../../program/change-list";
import { ReasonDialog } from "../../reason-dialog";
import { VersionConflict } from "../../version-conflict";
import type { Draft } from "../draft";
import { useProgramChanges } from "../use-program-changes";

/** The last look at a draft before it decides, now or at a time. */
export function PublishDraft({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const t = useTranslations("draftDesk.publish");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changes = useProgramChanges();
  const [time, setTime] = useState("");
  const { draftId, revision, base, content } = draft;
  const publish = useMutation(
    trpc.drafts.publish.mutationOptions({
      onSuccess: async ({ versionId, publishAt }) => {
        const words = publishAt
          ? t("scheduled", { time: format.dateTime(publishAt) })
          : versionId
            ? t("published", { version: versionId })
            : t("waits");
        showToast("good", words);
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const publishAt = time === "" ? undefined : instantOf(time, format.timeZone);
  const failure = failureOf(publish.error);
  const isConflict = failure.code === "VERSION_CONFLICT";
  const isUnread = publishAt === null;
  const isTooEarly = failure.fieldErrors.some(({ path }) => path === "publishAt");

  return (
    <ReasonDialog
      title={t("title")}
      description={t("text")}
      submit={t(time === "" ? "submit" : "schedule")}
      submitting={t("submitting")}
      act={{ isPending: publish.isPending, error: isConflict ? null : publish.error }}
      onReason={(reason) => {
        if (isUnread) return;
        publish.mutate({ draftId, revision, reason, ...(publishAt ? { publishAt } : {}) });
      }}
      onClose={onClose}
      className="sm:max-w-3xl"
      after={
        isConflict ? (
          <VersionConflict
            words={t("conflict")}
            onReload={async () => {
              await queryClient.invalidateQueries();
              onClose();
            }}
          />
        ) : null
      }
    >
      <div className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2">
        <ChangeList changes={changes(base, content)} />
      </div>
      <Field
        label={t("time")}
        hint={t("timeHint", { zone: format.timeZone })}
        {...(isUnread || isTooEarly ? { error: t("timeWrong") } : {})}
      >
        {(control) => <DateInput {...control} withTime value={time} onChange={setTime} />}
      </Field>
    </ReasonDialog>
  );
}
