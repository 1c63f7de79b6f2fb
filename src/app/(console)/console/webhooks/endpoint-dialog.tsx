"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { createInput, type EventTypes } from "@/modules/webhooks/schema";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
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
  const trpc = useTRPC();
  const query = useQuery(trpc.webhooks.eventTypes.queryOptions({}));
  const known = query.data?.eventTypes ?? endpoint?.eventTypes ?? [];
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
  const form = useProcedureForm({
    // What can be ticked is what the server said there is.
    schema: createInput(known as unknown as EventTypes),
    defaultValues: {
      url: endpoint?.url ?? "",
      description: endpoint?.description ?? "",
      eventTypes: endpoint?.eventTypes ?? null,
    },
    toInput: ({ url, description, eventTypes }) => ({
      url: url.trim(),
      eventTypes,
      ...(description.trim() === "" ? {} : { description: description.trim() }),
    }),
    words: {
      // Whether it may be plain http is for the server to say.
      url: ({ type }) => t(type === "server" ? "urlRefused" : "urlInvalid"),
      eventTypes: t("typesMissing"),
    },
    mutation: {
      ...(endpoint ? update : create),
      mutate: (input) =>
        endpoint
          ? update.mutate({ endpointId: endpoint.endpointId, ...input })
          : create.mutate(input),
    },
  });

  return (
    <FormDialog
      form={form}
      title={t(endpoint ? "editTitle" : "createTitle")}
      description={t("createText")}
      submit={t(endpoint ? "editSubmit" : "createSubmit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-xl"
    >
      <FormField form={form} name="url" label={t("url")} hint={t("urlHint")}>
        {(control) => <Input {...control} type="url" inputMode="url" autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="description"
        label={t("description")}
        hint={t("descriptionHint")}
      >
        {(control) => <Input {...control} autoComplete="off" />}
      </FormField>
      <TypesField
        known={known}
        chosen={form.watch("eventTypes")}
        error={form.formState.errors.eventTypes?.message}
        onChange={(next) => form.change("eventTypes", next && [...next])}
      />
    </FormDialog>
  );
}
