"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { ReasonDialog } from "../../../reason-dialog";

/** Asks once more, and why. What has changed since it was shown is shown anew, never merged unseen. */
export function ConfirmMerge({ preview }: { preview: Outputs["members"]["mergePreview"] }) {
  const t = useTranslations("merging.confirm");
  const { from, into, version } = preview;
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const format = useFormats();
  const [isOpen, setIsOpen] = useState(false);
  const ids = { memberId: into.memberId, fromMemberId: from.memberId };
  const merge = useMutation(
    trpc.members.merge.mutationOptions({
      onSuccess: () => {
        setIsOpen(false);
        showToast("good", t("done"));
        void queryClient.invalidateQueries();
        router.push(`/console/members/${into.memberId}`);
        router.refresh();
      },
      onError: () => router.refresh(),
    }),
  );
  const nameOf = (side: typeof from) => side.nickname ?? side.memberCode;
  const { available, pending, frozen, owed } = from.points;
  const points = format.points(available + pending + frozen - owed);
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        {t("open")}
      </Button>
      <ReasonDialog
        open={isOpen}
        title={t("title")}
        description={t("text", { from: nameOf(from), into: nameOf(into), points })}
        submit={t("submit")}
        submitting={t("submitting")}
        destructive
        act={merge}
        onReason={(reason) => merge.mutate({ ...ids, version, reason })}
        onClose={() => setIsOpen(false)}
      />
    </>
  );
}
