"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { FileInput } from "@/ui/file-input";
import { Textarea } from "@/ui/textarea";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { templateRows } from "../batch-columns";
import { type BatchFile, readBatchFile } from "../batch-file";
import type { Encoding } from "../batch-text";
import { saveCsv } from "../save-csv";
import { FileFaults, FileFound, FileReading } from "./file-findings";
import { Refusal } from "./refusal";
import type { Upload } from "./upload";

interface UploadFormProps {
  pending: boolean;
  locked: boolean;
  error: unknown;
  /** The file or the reason is another one: what was judged before no longer counts. */
  onChanged: () => void;
  onSubmit: (upload: Upload) => void;
}

export function UploadForm({ pending, locked, error, onChanged, onSubmit }: UploadFormProps) {
  const t = useTranslations("batches");
  const tCorrection = useTranslations("shell.correction");
  const [file, setFile] = useState<BatchFile | null>(null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const chosen = useRef(0);
  const bytes = useRef(new Uint8Array());
  const isGood = file !== null && file.fault === null && file.rowFaults.length === 0;

  useUnsavedWork((file !== null || reason !== "") && !locked);

  async function choose(picked: File | undefined): Promise<void> {
    chosen.current += 1;
    const mine = chosen.current;
    onChanged();
    setFile(null);
    if (!picked) return;
    const found = new Uint8Array(await picked.arrayBuffer());
    const read = await readBatchFile(found);
    // Another file may have been chosen while this one was read.
    if (mine !== chosen.current) return;
    bytes.current = found;
    setFile(read);
  }

  /** It stays a guess that may be changed again, whatever came of it. */
  async function readAs(encoding: Encoding): Promise<void> {
    const mine = chosen.current;
    onChanged();
    const read = await readBatchFile(bytes.current, encoding);
    const named = { name: encoding, isAssumed: true };
    if (mine === chosen.current) setFile({ ...read, encoding: named });
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (pending || locked) return;
    if (!isGood || reason.trim() === "") {
      const form = event.currentTarget;
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid]")?.focus());
      return;
    }
    onSubmit({ file, reason: reason.trim() });
  }

  const fileError = file
    ? isGood
      ? undefined
      : t("form.fileBad")
    : tried
      ? t("form.fileMissing")
      : undefined;
  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <Field label={t("form.file")} hint={t("form.fileHint")} error={fileError}>
        {(control) => (
          <FileInput
            {...control}
            accept=".csv,text/csv,text/plain"
            disabled={locked}
            onChoose={choose}
          />
        )}
      </Field>
      <p className="-mt-2">
        <button
          type="button"
          onClick={() => saveCsv("points-batch-template.csv", templateRows)}
          className="touch inline-flex items-center gap-1.5 rounded-sm text-seal-ink text-sm underline underline-offset-4"
        >
          <Download aria-hidden="true" className="size-4" />
          {t("form.template")}
        </button>
      </p>
      <div role="status">{isGood ? <FileFound file={file} /> : null}</div>
      {file ? <FileReading file={file} onEncoding={readAs} /> : null}
      {file && !isGood ? <FileFaults file={file} /> : null}
      <Field
        label={t("form.reason")}
        hint={tCorrection("batchReasonHint")}
        error={tried && reason.trim() === "" ? t("form.reasonMissing") : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            required
            maxLength={200}
            disabled={locked}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              onChanged();
            }}
          />
        )}
      </Field>
      <Refusal error={error} />
      <Button type="submit" variant="primary" pending={pending} disabled={locked}>
        {t(pending ? "form.submitting" : "form.submit")}
      </Button>
    </form>
  );
}
