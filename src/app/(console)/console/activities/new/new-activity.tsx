"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { newDraft, settingsOf } from "../activity-draft";
import { ActivityForm } from "../activity-form";

interface NewActivityProps {
  tiers: readonly { code: string; name: string }[];
}

/** A new activity: kept as a draft, or published at once. */
export function NewActivity({ tiers }: NewActivityProps) {
  const t = useTranslations("activityDesk");
  const { now, timeZone } = useFormats();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const initial = useRef(newDraft(now, timeZone));
  const publishes = useRef(false);
  const create = useMutation(
    trpc.activities.create.mutationOptions({
      onSuccess: async ({ activityId, status, approvalId }) => {
        const kept = approvalId === null ? "draftKept" : "waits";
        showToast("good", t(status === "DRAFT" ? kept : "done.publish"));
        await queryClient.invalidateQueries();
        router.push(`/console/activities/${activityId}`);
      },
    }),
  );
  const isDone = create.isPending || create.isSuccess;
  return (
    <ActivityForm
      activityId={null}
      initial={initial.current}
      tiers={tiers}
      error={create.error}
      saving={isDone}
      onSave={(draft) => {
        if (isDone) return;
        create.mutate({ ...settingsOf(draft, timeZone), publish: publishes.current });
      }}
      actions={() => (
        <>
          <Button
            type="submit"
            pending={isDone && !publishes.current}
            onClick={() => {
              publishes.current = false;
            }}
          >
            {t("keepDraft")}
          </Button>
          <Button
            type="submit"
            variant="primary"
            pending={isDone && publishes.current}
            onClick={() => {
              publishes.current = true;
            }}
          >
            {t("actions.publish")}
          </Button>
        </>
      )}
    />
  );
}
