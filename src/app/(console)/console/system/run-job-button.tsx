"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";

interface RunJobButtonProps {
  name: string;
  /** As people call the job. */
  words: string;
  label: string;
}

/** Runs a job now and waits until it is through. */
export function RunJobButton({ name, words, label }: RunJobButtonProps) {
  const t = useTranslations("system.run");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const run = useMutation(
    trpc.system.runNow.mutationOptions({
      onSuccess: ({ started }) =>
        showToast(started ? "good" : "bad", t(started ? "done" : "busy", { name: words })),
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("failed")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <Button
      size="sm"
      pending={run.isPending}
      aria-label={run.isPending ? t("running", { name: words }) : `${label}: ${words}`}
      onClick={() => run.mutate({ name })}
    >
      {run.isPending ? null : <Play aria-hidden="true" className="size-3.5" />}
      {label}
    </Button>
  );
}
