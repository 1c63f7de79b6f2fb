"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import {
  type AttributeValue,
  type AttributeView,
  labelsInput,
  TEXT_MAX,
} from "@/modules/segments/schema/labels";
import { textIn } from "@/platform/texts";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { DateInput } from "@/ui/date-input";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";

interface LabelsPanelProps {
  memberId: string;
  isOpen: boolean;
}

/** The tags and attributes of a member, set by hand. */
export function LabelsPanel({ memberId, isOpen }: LabelsPanelProps) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const labels = useQuery(trpc.members.labels.queryOptions({ memberId })).data;
  const kinds = useQuery(trpc.members.attributes.queryOptions({})).data?.items ?? [];
  if (!labels || (!isOpen && labels.tags.length === 0)) return null;
  const shown = kinds.filter(({ key, archived }) => !archived || key in labels.attributes);
  return (
    <section aria-label={t("labels")} className="mb-5 space-y-4 border-line border-b pb-5">
      <Tags memberId={memberId} isOpen={isOpen} tags={labels.tags} />
      {isOpen && shown.length > 0 ? (
        <Attributes
          // Saved ones are another form: what was typed is what is there.
          key={JSON.stringify(labels.attributes)}
          memberId={memberId}
          kinds={shown}
          values={labels.attributes}
        />
      ) : null}
    </section>
  );
}

function useSet(onDone: () => void) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.members.setLabels.mutationOptions({
      onSuccess: async () => {
        onDone();
        showToast("good", t("labelsSaved"));
        await queryClient.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
}

function Tags({ memberId, isOpen, tags }: LabelsPanelProps & { tags: readonly string[] }) {
  const t = useTranslations("segments");
  const set = useSet(() => form.reset({ tag: "" }));
  const form = useProcedureForm({
    schema: labelsInput,
    defaultValues: { tag: "" },
    toInput: ({ tag }) => ({ memberId, addTags: [tag.trim()] }),
    words: { tag: t("tagWrong") },
    shownAt: { "addTags.0": "tag", addTags: "tag" },
    mutation: set,
  });
  const typed = form.watch("tag");
  const { errors } = form.formState;
  return (
    <>
      <ul className="flex flex-wrap gap-2" aria-label={t("tags")}>
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex items-center gap-1 rounded-full bg-sunken py-1 pr-1 pl-3 text-sm"
          >
            {tag}
            {isOpen ? (
              <button
                type="button"
                className="touch rounded-full p-1 text-ink-faint hover:text-ink"
                aria-label={t("removeTag", { tag })}
                onClick={() => set.mutate({ memberId, removeTags: [tag] })}
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {isOpen ? (
        <form onSubmit={form.send} noValidate className="flex flex-wrap items-end gap-3">
          <Field label={t("newTag")} error={errors.tag?.message}>
            {(control) => (
              <Input
                {...control}
                name="tag"
                autoComplete="off"
                value={typed}
                onChange={(event) => form.change("tag", event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" size="sm" pending={set.isPending}>
            {t("addTag")}
          </Button>
          <Failure of={form.failure} />
        </form>
      ) : null}
    </>
  );
}

function Failure({ of: failure }: { of: unknown }) {
  const t = useTranslations("segments");
  if (!failure) return null;
  return (
    <p role="alert" className="w-full text-seal-ink text-sm">
      {failureOf(failure).detail ?? t("labelsFailed")}
    </p>
  );
}

interface AttributesProps {
  memberId: string;
  kinds: readonly AttributeView[];
  values: Readonly<Record<string, AttributeValue>>;
}

/** As it stands in a field; empty for none. */
const typedOf = (value: AttributeValue | undefined) => (value === undefined ? "" : String(value));

function valueIn(kind: AttributeView["kind"], typed: string): AttributeValue | null {
  const text = typed.trim();
  if (text === "") return null;
  if (kind === "NUMBER") return Number(text);
  return kind === "BOOLEAN" ? text === "true" : text;
}

function Attributes({ memberId, kinds, values }: AttributesProps) {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  const set = useSet(() => {});
  const read = Object.fromEntries(kinds.map(({ key }) => [key, typedOf(values[key])]));
  const form = useProcedureForm({
    schema: labelsInput,
    defaultValues: read,
    toInput: (typed) => ({
      memberId,
      attributes: Object.fromEntries(
        kinds
          .filter(({ key }) => typed[key] !== read[key])
          .map(({ key, kind }) => [key, valueIn(kind, typed[key] ?? "")]),
      ),
    }),
    words: Object.fromEntries(kinds.map(({ key }) => [key, t("faulty")])),
    shownAt: Object.fromEntries(kinds.map(({ key }) => [`attributes.${key}`, key])),
    mutation: set,
  });
  const draft = form.watch();
  return (
    <form onSubmit={form.send} noValidate className="space-y-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {kinds.map((one) => (
          <Field
            key={one.key}
            label={textIn(one.name, locale)}
            error={form.formState.errors[one.key]?.message?.toString()}
          >
            {(control) => (
              <AttributeInput
                control={control}
                attribute={one}
                value={draft[one.key] ?? ""}
                onChange={(value) => form.change(one.key, value)}
              />
            )}
          </Field>
        ))}
      </div>
      <Failure of={form.failure} />
      <Button type="submit" size="sm" pending={set.isPending}>
        {t("saveLabels")}
      </Button>
    </form>
  );
}

interface AttributeInputProps {
  control: Parameters<Parameters<typeof Field>[0]["children"]>[0];
  attribute: AttributeView;
  value: string;
  onChange: (value: string) => void;
}

function AttributeInput({ control, attribute, value, onChange }: AttributeInputProps) {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  const { kind, choices } = attribute;
  if (kind === "DATE") return <DateInput {...control} value={value} onChange={onChange} />;
  if (kind !== "BOOLEAN" && kind !== "CHOICE") {
    return (
      <Input
        {...control}
        inputMode={kind === "NUMBER" ? "decimal" : undefined}
        maxLength={TEXT_MAX}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  const offered =
    kind === "CHOICE"
      ? choices.map((one) => ({ value: one.value, label: textIn(one.name, locale) }))
      : (["true", "false"] as const).map((one) => ({ value: one, label: t(`bool.${one}`) }));
  return (
    <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t("none")}</option>
      {offered.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </Select>
  );
}
