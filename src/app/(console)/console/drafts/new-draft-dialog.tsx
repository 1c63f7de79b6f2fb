"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { presetName } from "@/modules/drafts/schema";
import { failureOf, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { FileInput } from "@/ui/file-input";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { DialogFooter } from "../dialog-footer";
import type { From } from "./draft";

const starts = ["IN_FORCE", ...presetName.options, "FILE"] as const;
type Start = (typeof starts)[number];

/** A file as JSON; null where it is none. The server says what is wrong in it. */
async function readFile(file: File | null): Promise<From | null> {
  try {
    return { document: JSON.parse(await (file ?? new Blob()).text()) };
  } catch {
    return null;
  }
}

/** Begins a draft: of what is in force, of a preset, or of a file. */
export function NewDraftDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("draftDesk.new");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [start, setStart] = useState<Start>("IN_FORCE");
  const [file, setFile] = useState<File | null>(null);
  const [isBroken, setBroken] = useState(false);
  const create = useMutation(
    trpc.drafts.create.mutationOptions({
      onSuccess: async ({ draftId }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.drafts.list.pathKey() });
        router.push(`/console/drafts/${draftId}`);
      },
    }),
  );
  const faults = failureOf(create.error).fieldErrors;

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (start === "IN_FORCE") return create.mutate({ name });
    if (start !== "FILE") return create.mutate({ name, from: { preset: start } });
    const from = await readFile(file);
    setBroken(from === null);
    if (from) create.mutate({ name, from });
  }

  return (
    <Dialog
      open
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
      onOpenChange={(next) => (next ? undefined : onClose())}
      unsaved={name !== ""}
    >
      <form onSubmit={send} className="space-y-5">
        <Field label={t("name")}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={80}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("start")} hint={t(`hints.${start}`)}>
          {(control) => (
            <Select
              {...control}
              value={start}
              onChange={(event) => {
                const chosen = starts.find((one) => one === event.target.value);
                if (chosen) setStart(chosen);
              }}
            >
              {starts.map((one) => (
                <option key={one} value={one}>
                  {t(`starts.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {start === "FILE" ? (
          <Field label={t("file")} {...(isBroken ? { error: t("broken") } : {})}>
            {(control) => (
              <FileInput
                {...control}
                accept=".json,application/json"
                onChoose={(chosen) => setFile(chosen ?? null)}
              />
            )}
          </Field>
        ) : null}
        {faults.length > 0 ? (
          <ul role="alert" className="space-y-1 break-words text-seal-ink text-sm">
            {faults.map(({ path, message }) => (
              <li key={path}>{t("fault", { path: path.replace(/^from\./, ""), message })}</li>
            ))}
          </ul>
        ) : null}
        <DialogFooter
          error={create.error}
          pending={create.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
