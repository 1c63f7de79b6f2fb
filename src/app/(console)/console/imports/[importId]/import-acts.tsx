"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { showToast } from "@/ui/toast-store";
import type { ImportView } from "../imports-query";

/** What can be done as it stands. */
export function ImportActs({ run }: { run: ImportView }) {
  const t = useTranslations("imports");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { importId, status } = run;
  const done = (words: string) => ({
    onSuccess: () => {
      showToast("good", words);
      void queryClient.invalidateQueries();
    },
    onError: (error: unknown) => showToast("bad", failureOf(error).detail ?? t("actFailed")),
  });
  const start = useMutation(trpc.imports.start.mutationOptions(done(t("started"))));
  const drop = useMutation(trpc.imports.drop.mutationOptions(done(t("dropped"))));
  const accepted = run.fates.ACCEPTED?.rows ?? 0;
  return (
    <>
      {status === "CHECKED" && accepted > 0 ? (
        <Button
          size="sm"
          variant="primary"
          pending={start.isPending}
          onClick={() => start.mutate({ importId })}
        >
          {t("start")}
        </Button>
      ) : null}
      {status === "WAITING_FOR_APPROVAL" ? (
        <PageLink href="/console/approvals" className={buttonClass("secondary", "sm")}>
          {t("toApprovals")}
        </PageLink>
      ) : null}
      {status === "OPEN" || status === "CHECKED" ? (
        <Button size="sm" pending={drop.isPending} onClick={() => drop.mutate({ importId })}>
          {t("drop")}
        </Button>
      ) : null}
    </>
  );
}
