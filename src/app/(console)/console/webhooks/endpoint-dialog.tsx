"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
import type { Endpoint } from "./endpoint-status";
import { TypesField } from "./types-field";

interface EndpointDialogProps {
  /** Null for a new one. */
  endpoint: Endpoint | null;
  onClose: () => void;
  /** With the secret of a new one. */
  onDone: (secret: string | null) => void;
}

export function EndpointDialog({ endpoint, onClose, onDone }: EndpointDialogProps) {
  const t = useTranslations("webhooks.form");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [types, setTypes] = useState<readonly string[] | null>(endpoint?.eventTypes ?? null);
  const [tried, setTried] = useState(false);
  const known = useQuery(trpc.webhooks.eventTypes.queryOptions({}));
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      onSuccess: ({ secret }) => {
        showToast("good", t("created"));
        onDone(secret);
      },
    }),
  );
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: () => {
        showToast("good", t("saved"));
        onDone(null);
      },
    }),
  );
  const save = endpoint ? update : create;
  const isRefused = failureOf(save.error).fieldErrors.some(({ path }) => path === "url");
  const isTyped =
    url !== (endpoint?.url ?? "") ||
    description !== (endpoint?.description ?? "") ||
    types?.join() !== endpoint?.eventTypes?.join();
  const urlError = isWebAddress(url) ? undefined : t("urlInvalid");
  const typesError = types?.length === 0 ? t("typesMissing") : undefined;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (save.isPending) return;
    if (urlError || typesError) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const note = description.trim();
    const wanted = {
      url: url.trim(),
      // What can be ticked is what the server said there is.
      eventTypes: types as Parameters<typeof create.mutate>[0]["eventTypes"],
      ...(note === "" ? {} : { description: note }),
    };
    if (endpoint) update.mutate({ endpointId: endpoint.endpointId, ...wanted });
    else create.mutate(wanted);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(endpoint ? "editTitle" : "createTitle")}
      description={t("createText")}
      closeLabel={tState("close")}
      unsaved={isTyped && !save.isPending}
      className="sm:max-w-xl"
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("url")}
          hint={t("urlHint")}
          error={tried && urlError ? urlError : isRefused ? t("urlRefused") : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              inputMode="url"
              autoComplete="off"
              required
              maxLength={500}
              value={url}
              onChange={(event) => {
                setUrl(event.target.value);
                if (save.isError) save.reset();
              }}
            />
          )}
        </Field>
        <Field label={t("description")} hint={t("descriptionHint")}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={200}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <TypesField
          known={known.data?.eventTypes ?? types ?? []}
          chosen={types}
          error={tried ? typesError : undefined}
          onChange={setTypes}
        />
        <DialogFooter
          error={isRefused ? null : save.error}
          pending={save.isPending}
          submit={t(endpoint ? "editSubmit" : "createSubmit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** Whether it may be plain http is for the server to say. */
function isWebAddress(text: string): boolean {
  return URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);
}
