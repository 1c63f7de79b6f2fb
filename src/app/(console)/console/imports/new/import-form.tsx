"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { createImportInput, importKind } from "@/modules/imports/schema";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { FileInput } from "@/ui/file-input";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { ProgressBar } from "@/ui/progress-bar";
import { Select } from "@/ui/select";
import { ReasonField, useReasonWords } from "../../reason-field";
import { likelyMapping, type Mapping, mappingFault } from "../column-names";
import { type ReadAs, readTableFile, type TableFile } from "../table-file";
import { FileReading } from "./file-reading";
import { MappingTable } from "./mapping-table";
import { ImportRefused, type NewImport, sendImport } from "./send-import";

/** Which file, how it was read, what its columns mean; then its rows are sent and judged. Nothing moves yet. */
export function ImportForm() {
  const t = useTranslations("imports");
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const remembered = useQuery(trpc.imports.mappings.queryOptions({}));
  const [table, setTable] = useState<TableFile | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [sent, setSent] = useState(0);
  const picked = useRef<File>(undefined);

  const send = useMutation({
    mutationFn: (wanted: NewImport) => sendImport(wanted, locale, setSent),
    onSuccess: (importId) => router.push(`/console/imports/${importId}`),
  });
  const isLocked = send.isPending || send.isSuccess;

  const form = useProcedureForm({
    schema: createImportInput.pick({ kind: true, source: true, reason: true }),
    open: !isLocked,
    defaultValues: { kind: "MEMBERS", source: "", reason: "", file: "" },
    toInput: ({ kind, source, reason }) => ({
      kind: importKind.options.find((one) => one === kind),
      source: source.trim(),
      reason: reason.trim(),
    }),
    check: () => ({ file: faultOfFile() }),
    words: { reason: useReasonWords(), source: t("form.sourceInvalid") },
    mutation: {
      isPending: isLocked,
      error: null,
      mutate: (about) => {
        if (table) send.mutate({ ...about, fileName: nameOf(picked.current), table, mapping });
      },
    },
  });
  const kind = importKind.catch("MEMBERS").parse(form.watch("kind"));

  function faultOfFile(): string | false {
    if (table === null) return t("form.fileMissing");
    if (table.fault) return t("form.fileBad");
    const fault = mappingFault(kind, mapping);
    if (fault === "NO_NAME") return t("mapping.noName");
    return fault !== null && t("mapping.missing", { column: t(`columns.${fault}`) });
  }

  function guess(read: TableFile, of: typeof kind): void {
    const last = remembered.data?.items.find((one) => one.kind === of);
    setMapping(likelyMapping(of, read.header, last?.mapping));
  }

  async function read(as: ReadAs = {}): Promise<void> {
    const file = picked.current;
    const found = file ? await readTableFile(file, as).catch(() => null) : null;
    // Another one was chosen meanwhile.
    if (file !== picked.current) return;
    setTable(found);
    form.change("file", found ? "read" : "");
    if (found) guess(found, kind);
  }

  return (
    <form onSubmit={form.send} noValidate className="space-y-6">
      <PanelSection id="file" title={t("steps.file")}>
        <div className="space-y-5">
          <FormField form={form} name="kind" label={t("form.kind")} hint={t(`kindHints.${kind}`)}>
            {(control) => (
              <Select
                {...control}
                disabled={isLocked}
                onChange={(event) => {
                  control.onChange(event);
                  const chosen = importKind.catch("MEMBERS").parse(event.target.value);
                  if (table) guess(table, chosen);
                }}
              >
                {importKind.options.map((one) => (
                  <option key={one} value={one}>
                    {t(`kinds.${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </FormField>
          <FormField form={form} name="source" label={t("form.source")} hint={t("form.sourceHint")}>
            {(control) => <Input {...control} disabled={isLocked} placeholder="oldcrm" />}
          </FormField>
          <FormField form={form} name="file" label={t("form.file")} hint={t("form.fileHint")}>
            {({ id, "aria-invalid": invalid, "aria-describedby": describedBy }) => (
              <FileInput
                id={id}
                aria-invalid={invalid}
                aria-describedby={describedBy}
                accept=".csv,.txt,.tsv,.xlsx"
                disabled={isLocked}
                onChoose={(file) => {
                  picked.current = file;
                  setTable(null);
                  void read();
                }}
              />
            )}
          </FormField>
          {table ? <FileReading table={table} onReadAs={(as) => void read(as)} /> : null}
        </div>
      </PanelSection>
      {table && table.fault === null ? (
        <>
          <PanelSection id="mapping" title={t("steps.mapping")}>
            <MappingTable
              {...{ kind, table, mapping }}
              disabled={isLocked}
              onChange={(next) => {
                setMapping(next);
                form.change("file", "mapped");
              }}
            />
          </PanelSection>
          <PanelSection id="check" title={t("steps.check")}>
            <div className="space-y-5">
              <ReasonField form={form} disabled={isLocked} />
              <SendState sent={sent} of={table?.rows.length ?? 0} isShown={isLocked} />
              <Refusal error={send.error} />
              <Button type="submit" variant="primary" pending={isLocked}>
                {t(isLocked ? "form.submitting" : "form.submit")}
              </Button>
            </div>
          </PanelSection>
        </>
      ) : null}
    </form>
  );
}

const FILE_NAME_MAX = 120;

const nameOf = (file: File | undefined) => (file?.name ?? "file").slice(0, FILE_NAME_MAX);

function SendState({ sent, of, isShown }: { sent: number; of: number; isShown: boolean }) {
  const t = useTranslations("imports");
  const format = useFormats();
  if (!isShown) return null;
  const said = t("sent", { done: format.points(sent), of: format.points(of) });
  return (
    <div role="status">
      <p className="tabular text-ink-soft text-sm">{said}</p>
      <ProgressBar value={sent} max={of} label={t("form.submitting")} valueText={said} />
    </div>
  );
}

function Refusal({ error }: { error: unknown }) {
  const t = useTranslations();
  if (!error) return null;
  const failure = error instanceof ImportRefused ? error.failure : undefined;
  return (
    <p role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
      {failure?.detail ?? t("batches.unreachable")}
      {failure?.requestId ? (
        <span className="block text-xs">
          {t("common.state.reference", { requestId: failure.requestId })}
        </span>
      ) : null}
    </p>
  );
}
