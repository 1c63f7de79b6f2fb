"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, locales, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import {
  type AttributeKind,
  type AttributeView,
  attributeKind,
  createAttribute,
} from "@/modules/segments/schema/labels";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { DataTable } from "@/ui/data-table";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/panel";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { draftFields } from "../form-draft";
import { LocalizedField } from "../localized-field";

/** The attributes that members may have. */
export function AttributesPanel() {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const query = useQuery(trpc.members.attributes.queryOptions({}));
  const attributes = query.data?.items ?? [];
  const [opened, setOpened] = useState<AttributeView | "NEW" | null>(null);
  return (
    <Panel className="mt-6">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-serif text-lg">{t("attributes")}</h2>
        <Button size="sm" onClick={() => setOpened("NEW")}>
          <Plus aria-hidden="true" className="size-4" />
          {t("newAttribute")}
        </Button>
      </div>
      {attributes.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("noAttributes")}</p>
      ) : (
        <DataTable
          caption={t("attributes")}
          rows={attributes}
          keyOf={({ key }) => key}
          columns={[
            {
              header: t("attribute.name"),
              primary: true,
              cell: (one) => (
                <button
                  type="button"
                  className="text-left underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                  onClick={() => setOpened(one)}
                >
                  {textIn(one.name, locale)}
                </button>
              ),
            },
            { header: t("attribute.key"), cell: ({ key }) => <code>{key}</code> },
            {
              header: t("attribute.kind"),
              cell: ({ kind, archived }) =>
                [t(`attribute.kinds.${kind}`), ...(archived ? [t("attribute.archived")] : [])].join(
                  " · ",
                ),
            },
          ]}
        />
      )}
      {opened ? (
        <AttributeDialog
          attribute={opened === "NEW" ? null : opened}
          onReload={() => query.refetch()}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Panel>
  );
}

interface AttributeDialogProps {
  attribute: AttributeView | null;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

function draftOf(attribute: AttributeView | null) {
  const name = Object.fromEntries(locales.map((one) => [one, attribute?.name[one] ?? ""]));
  return {
    name: name as Record<(typeof locales)[number], string>,
    key: attribute?.key ?? "",
    kind: attribute?.kind ?? ("TEXT" as AttributeKind),
    choices: (attribute?.choices ?? []).map(({ value }) => value).join("，"),
    archived: attribute?.archived ?? false,
  };
}

/** A choice that is there keeps what it is called; a new one is called by its value. */
function choicesOf(typed: string, known: AttributeView["choices"]) {
  const values = typed.split(/[,，\n]/).map((word) => word.trim());
  return [...new Set(values)]
    .filter((value) => value !== "")
    .map((value) => ({
      value,
      name:
        known.find((one) => one.value === value)?.name ??
        Object.fromEntries(locales.map((one) => [one, value])),
    }));
}

function AttributeDialog({ attribute, onReload, onClose }: AttributeDialogProps) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async () => {
      showToast("good", t("attribute.saved"));
      onClose();
      await queryClient.invalidateQueries(trpc.members.attributes.queryFilter());
    },
  };
  const define = useMutation(trpc.members.defineAttribute.mutationOptions(done));
  const change = useMutation(trpc.members.changeAttribute.mutationOptions(done));
  const save = attribute ? change : define;
  const read = draftOf(attribute);
  const form = useProcedureForm({
    schema: createAttribute,
    defaultValues: read,
    latest: read,
    toInput: ({ name, key, kind, choices }) => ({
      name: Object.fromEntries(Object.entries(name).filter(([, text]) => text.trim() !== "")),
      key: key.trim(),
      kind,
      choices: kind === "CHOICE" ? choicesOf(choices, attribute?.choices ?? []) : [],
    }),
    mutation: {
      ...save,
      mutate(input) {
        if (!attribute) return define.mutate(input);
        const { kind: _, ...rest } = input;
        const { revision } = attribute;
        change.mutate({ ...rest, revision, archived: form.getValues("archived") });
      },
    },
  });
  const draft = form.watch();
  const fields = draftFields(form, {
    refused: (message) => message,
    fault: (field) => t(field === "key" ? "attribute.keyWrong" : "faulty"),
  });
  return (
    <FormDialog
      form={form}
      conflict={{ save, onReload }}
      title={t(attribute ? "attribute.edit" : "newAttribute")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
    >
      <LocalizedField
        label={(language) => t("name", { language })}
        maxLength={form.boundsOf(`name.${defaultLocale}`).maxLength}
        required={writtenLocales}
        typedIn={(locale) => draft.name[locale]}
        errorOf={(locale) => fields.errorOf(`name.${locale}`)}
        onChange={(locale, typed) => fields.change({ name: { ...draft.name, [locale]: typed } })}
      />
      <Field label={t("attribute.key")} hint={t("attribute.keyHint")} error={fields.errorOf("key")}>
        {(control) => (
          <Input
            {...control}
            name="key"
            readOnly={attribute !== null}
            value={draft.key}
            onChange={(event) => fields.change({ key: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("attribute.kind")}>
        {(control) => (
          <Select
            {...control}
            disabled={attribute !== null}
            value={draft.kind}
            onChange={(event) => fields.change({ kind: attributeKind.parse(event.target.value) })}
          >
            {attributeKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {t(`attribute.kinds.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.kind === "CHOICE" ? (
        <Field
          label={t("attribute.choices")}
          hint={t("wordsHint")}
          error={fields.errorOf("choices")}
        >
          {(control) => (
            <Input
              {...control}
              name="choices"
              value={draft.choices}
              onChange={(event) => fields.change({ choices: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {attribute ? (
        <Checkbox
          label={t("attribute.archive")}
          checked={draft.archived}
          onChange={(event) => fields.change({ archived: event.target.checked })}
        />
      ) : null}
    </FormDialog>
  );
}
