"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { batchInput } from "@/modules/corrections/schema";
import { Button } from "@/ui/button";
import { FileInput } from "@/ui/file-input";
import { ReasonField, useReasonWords } from "../../reason-field";
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
  const chosen = useRef(0);
  const bytes = useRef(new Uint8Array());
  const isGood = stateOf(file) === "good";

  const form = useProcedureForm({
    schema: batchInput.pick({ reason: true }),
    open: !locked,
    // Rows are many, and judged where the file is read.
    defaultValues: { file: "none" as FileState, reason: "" },
    toInput: ({ reason }) => ({ reason: reason.trim() }),
    check: ({ file: state }) => ({
      file: state !== "good" && t(state === "bad" ? "form.fileBad" : "form.fileMissing"),
    }),
    words: { reason: useReasonWords() },
    mutation: {
      isPending: pending || locked,
      error: null,
      mutate: ({ reason }) => (file ? onSubmit({ file, reason }) : undefined),
    },
  });

  function show(read: BatchFile | null): void {
    setFile(read);
    form.change("file", stateOf(read));
  }

  async function choose(picked: File | undefined): Promise<void> {
    chosen.current += 1;
    const mine = chosen.current;
    onChanged();
    show(null);
    if (!picked) return;
    const found = new Uint8Array(await picked.arrayBuffer());
    const read = await readBatchFile(found);
    // Another file may have been chosen while this one was read.
    if (mine !== chosen.current) return;
    bytes.current = found;
    show(read);
  }

  /** It stays a guess that may be changed again, whatever came of it. */
  async function readAs(encoding: Encoding): Promise<void> {
    const mine = chosen.current;
    onChanged();
    const read = await readBatchFile(bytes.current, encoding);
    const named = { name: encoding, isAssumed: true };
    if (mine === chosen.current) show({ ...read, encoding: named });
  }

  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField
        form={form}
        name="file"
        label={t("form.file")}
        hint={t("form.fileHint")}
        error={file && !isGood ? t("form.fileBad") : undefined}
      >
        {({ id, "aria-invalid": invalid, "aria-describedby": describedBy }) => (
          <FileInput
            id={id}
            aria-invalid={invalid}
            aria-describedby={describedBy}
            accept=".csv,text/csv,text/plain"
            disabled={locked}
            onChoose={choose}
          />
        )}
      </FormField>
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
      <div role="status">{file && isGood ? <FileFound file={file} /> : null}</div>
      {file ? <FileReading file={file} onEncoding={readAs} /> : null}
      {file && !isGood ? <FileFaults file={file} /> : null}
      <ReasonField
        form={form}
        hint={tCorrection("batchReasonHint")}
        disabled={locked}
        onTyped={onChanged}
      />
      <Refusal error={error} />
      <Button type="submit" variant="primary" pending={pending} disabled={locked}>
        {t(pending ? "form.submitting" : "form.submit")}
      </Button>
    </form>
  );
}

type FileState = "none" | "bad" | "good";

function stateOf(file: BatchFile | null): FileState {
  if (file === null) return "none";
  return file.fault === null && file.rowFaults.length === 0 ? "good" : "bad";
}
