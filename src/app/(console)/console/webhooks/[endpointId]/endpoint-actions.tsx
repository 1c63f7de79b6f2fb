"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { EndpointDialog } from "../endpoint-dialog";
import type { Endpoint } from "../endpoint-status";
import { SecretDialog } from "../secret-dialog";
import { useFailureWords } from "../use-failure-words";
import { RemoveDialog } from "./remove-dialog";
import { ResendDialog } from "./resend-dialog";
import { RotateDialog } from "./rotate-dialog";

type DialogName = "edit" | "rotate" | "resendSince" | "remove";

/** What can be done with an endpoint; what can't be undone asks first. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations("webhooks");
  const failureWords = useFailureWords();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [openDialog, setOpenDialog] = useState<DialogName | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const { endpointId } = endpoint;
  const isPaused = endpoint.status === "PAUSED";

  const withToast = (words: string) => ({
    onSuccess: () => showToast("good", words),
    onError: failed,
    onSettled: () => queryClient.invalidateQueries(),
  });
  const pause = useMutation(trpc.webhooks.pause.mutationOptions(withToast(t("paused"))));
  const resume = useMutation(trpc.webhooks.resume.mutationOptions(withToast(t("resumed"))));
  const toggle = isPaused ? resume : pause;
  const ping = useMutation(
    trpc.webhooks.ping.mutationOptions({
      onSuccess: ({ delivered, statusCode, durationMs, error }) =>
        delivered
          ? showToast("good", t("ping.delivered", { statusCode: statusCode ?? 0, durationMs }))
          : showToast("bad", t("ping.refused", { reason: failureWords(error, statusCode) })),
      onError: failed,
    }),
  );

  function failed(error: unknown): void {
    showToast("bad", failureOf(error).detail ?? t("failedAct"));
  }

  function done(newSecret: string | null = null): void {
    setOpenDialog(null);
    setSecret(newSecret);
    void queryClient.invalidateQueries();
  }

  const close = () => setOpenDialog(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, and this is none
    <div role="group" aria-label={t("actions.label")} className="flex flex-wrap gap-2">
      <Button
        size="sm"
        variant={isPaused ? "primary" : "secondary"}
        pending={toggle.isPending}
        onClick={() => toggle.mutate({ endpointId })}
      >
        {t(isPaused ? "actions.resume" : "actions.pause")}
      </Button>
      <Button size="sm" pending={ping.isPending} onClick={() => ping.mutate({ endpointId })}>
        {t("actions.ping")}
      </Button>
      {(["edit", "rotate", "resendSince", "remove"] as const).map((act) => (
        <Button key={act} size="sm" onClick={() => setOpenDialog(act)}>
          {t(`actions.${act}`)}
        </Button>
      ))}
      {openDialog === "edit" ? (
        <EndpointDialog endpoint={endpoint} onClose={close} onDone={() => done()} />
      ) : null}
      {openDialog === "rotate" ? (
        <RotateDialog endpointId={endpointId} onClose={close} onDone={done} />
      ) : null}
      {openDialog === "resendSince" ? (
        <ResendDialog endpointId={endpointId} onClose={close} onDone={() => done()} />
      ) : null}
      {openDialog === "remove" ? (
        <RemoveDialog
          endpointId={endpointId}
          onClose={close}
          onDone={() => router.push("/console/webhooks")}
        />
      ) : null}
      {secret ? <SecretDialog secret={secret} onClose={() => setSecret(null)} /> : null}
    </div>
  );
}
