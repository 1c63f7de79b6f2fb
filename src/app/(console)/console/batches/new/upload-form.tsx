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
  const picked = useRef<File>(undefined);
  // Whoever is quick sends while it is read, which takes a reader that is still on its way.
  const reading = useRef<Promise<BatchFile | null>>(Promise.resolve(null));
  const isGood = stateOf(file) === "good";

  const form = useProcedureForm({
    schema: batchInput.pick({ reason: true }),
    open: !locked,
    // Rows are many, and judged where the file is read.
    defaultValues: { file: "none" as FileState, reason: "" },
    toInput: ({ reason }) => ({ reason: reason.trim() }),
    check: async () => {
      const state = stateOf(await lastRead());
      return { file: state !== "good" && t(state === "bad" ? "form.fileBad" : "form.fileMissing") };
    },
    words: { reason: useReasonWords() },
    mutation: {
      isPending: pending || locked,
      error: null,
      mutate: async ({ reason }) => {
        const read = await lastRead();
        if (read) onSubmit({ file: read, reason });
      },
    },
  });

  function show(read: BatchFile | null): void {
    setFile(read);
    form.change("file", stateOf(read));
  }

  /** The file that was chosen last, where another was chosen while one was read. */
  async function lastRead(): Promise<BatchFile | null> {
    const latest = reading.current;
    const read = await latest;
    return latest === reading.current ? read : lastRead();
  }

  function read(found: Promise<BatchFile | null>): void {
    reading.current = found;
    onChanged();
    void found.then((read) => {
      if (found === reading.current) show(read);
    });
  }

  function choose(file: File | undefined): void {
    picked.current = file;
    show(null);
    read(readPicked(file));
  }

  /** It stays a guess that may be changed again, whatever came of it. */
  function readAs(encoding: Encoding): void {
    const named = { name: encoding, isAssumed: true };
    read(readPicked(picked.current, encoding).then((read) => read && { ...read, encoding: named }));
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

/** Null too where nobody could read it: it was taken away meanwhile, or what reads it does not load. */
async function readPicked(file: File | undefined, encoding?: Encoding): Promise<BatchFile | null> {
  try {
    return file ? await readBatchFile(new Uint8Array(await file.arrayBuffer()), encoding) : null;
  } catch {
    return null;
  }
}

function stateOf(file: BatchFile | null): FileState {
  if (file === null) return "none";
  return file.fault === null && file.rowFaults.length === 0 ? "good" : "bad";
}
