"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { defaultLocale, locales, writtenLocales } from "@/i18n/config";
import type { Rule } from "@/modules/segments/schema/rule";
import { createSegment } from "@/modules/segments/schema/segments";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { SegmentedControl } from "@/ui/segmented-control";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { draftFields } from "../form-draft";
import { LocalizedField } from "../localized-field";
import type { Choices } from "./condition-fields";
import { RuleEditor } from "./rule-editor";
import type { Segment } from "./segments-query";

interface SegmentDialogProps {
  /** Null for a new one. */
  segment: Segment | null;
  choices: Choices;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

const EMPTY: Rule = { match: "ALL", of: [] };

function draftOf(segment: Segment | null) {
  const name = Object.fromEntries(locales.map((locale) => [locale, segment?.name[locale] ?? ""]));
  return {
    name: name as Record<(typeof locales)[number], string>,
    kind: segment?.kind ?? ("RULE" as const),
    rule: segment?.rule ?? EMPTY,
    tells: segment?.tells ?? false,
    archived: false,
  };
}

/** What a segment is called and whom it is about. */
export function SegmentDialog({ segment, choices, onReload, onClose }: SegmentDialogProps) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async ({ archived }: { archived: boolean }) => {
      showToast("good", t(archived ? "archived" : segment ? "saved" : "created"));
      onClose();
      await queryClient.invalidateQueries(trpc.segments.pathFilter());
    },
  };
  const create = useMutation(trpc.segments.create.mutationOptions(done));
  const update = useMutation(trpc.segments.update.mutationOptions(done));
  const save = segment ? update : create;
  const read = draftOf(segment);
  const form = useProcedureForm({
    schema: createSegment,
    defaultValues: read,
    latest: read,
    toInput: ({ name, kind, rule, tells }) => ({
      name: Object.fromEntries(Object.entries(name).filter(([, text]) => text.trim() !== "")),
      rule: kind === "RULE" ? rule : null,
      tells,
    }),
    check: ({ kind, rule }) =>
      kind === "RULE" && rule.of.length === 0 ? { rule: t("noRule") } : {},
    mutation: {
      ...save,
      mutate(input) {
        if (!segment) return create.mutate(input);
        const { segmentId, revision } = segment;
        update.mutate({ ...input, segmentId, revision, archived: form.getValues("archived") });
      },
    },
  });
  const draft = form.watch();
  const { errorOf, change } = draftFields(form, {
    refused: (message) => message,
    fault: () => t("faulty"),
  });
  return (
    <FormDialog
      form={form}
      conflict={{ save, onReload }}
      title={t(segment ? "editTitle" : "createTitle")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <LocalizedField
          label={(language) => t("name", { language })}
          hint={t("nameHint")}
          maxLength={form.boundsOf(`name.${defaultLocale}`).maxLength}
          required={writtenLocales}
          typedIn={(locale) => draft.name[locale]}
          errorOf={(locale) => errorOf(`name.${locale}`)}
          onChange={(locale, typed) => change({ name: { ...draft.name, [locale]: typed } })}
        />
      </div>
      {segment ? null : (
        <SegmentedControl
          label={t("kind")}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          options={(["RULE", "STATIC"] as const).map((value) => ({
            value,
            label: t(`kinds.${value}`),
          }))}
        />
      )}
      {draft.kind === "RULE" ? (
        <RuleEditor
          rule={draft.rule}
          choices={choices}
          error={errorOf("rule")}
          onChange={(rule) => change({ rule })}
        />
      ) : (
        <p className="text-ink-soft text-sm">{t("listHint")}</p>
      )}
      <Checkbox
        label={t("tellsField")}
        checked={draft.tells}
        onChange={(event) => change({ tells: event.target.checked })}
      />
      {segment ? (
        <div>
          <Checkbox
            label={t("archive")}
            checked={draft.archived}
            onChange={(event) => change({ archived: event.target.checked })}
          />
          <p className="text-ink-faint text-sm">{t("archiveHint")}</p>
        </div>
      ) : null}
    </FormDialog>
  );
}
