import { useTranslations } from "next-intl";
import { formatPoints } from "@/i18n/format";
import { classNames } from "@/ui/class-names";
import { english } from "./english";
import type { Field } from "./fields";

interface FieldListProps {
  fields: readonly Field[];
  /** Answers always have all of their fields; there only what may be absent is worth a word. */
  answer?: boolean;
}

/** Fields with their types and bounds, one below the other. */
export function FieldList({ fields, answer = false }: FieldListProps) {
  const t = useTranslations("apiDocs.field");
  if (fields.length === 0) return <p className="text-ink-soft text-sm">{t("none")}</p>;
  return (
    <dl className="divide-y divide-line border-line border-y text-sm">
      {fields.map((field) => (
        <div key={field.name} className="py-2">
          <dt className="flex flex-wrap items-baseline gap-x-2">
            <code className="wrap-anywhere font-medium text-ink">{field.name}</code>
            <span className="text-ink-soft">
              {field.nullable ? t("nullable", { type: field.type }) : field.type}
            </span>
            {!answer && field.required ? (
              <span className="font-medium text-seal-ink">{t("required")}</span>
            ) : null}
            {answer && !field.required ? (
              <span className="text-ink-soft">{t("optional")}</span>
            ) : null}
          </dt>
          <FieldNotes field={field} />
        </div>
      ))}
    </dl>
  );
}

function FieldNotes({ field }: { field: Field }) {
  const t = useTranslations("apiDocs.field");
  const { length, range, values } = field;
  const notes: string[] = [];
  if (range?.min !== undefined && range.max !== undefined) {
    notes.push(t("between", { min: formatPoints(range.min), max: formatPoints(range.max) }));
  } else if (range?.min !== undefined) notes.push(t("atLeast", { min: formatPoints(range.min) }));
  else if (range?.max !== undefined) notes.push(t("atMost", { max: formatPoints(range.max) }));
  if (length?.max !== undefined) notes.push(t("length", { min: length.min, max: length.max }));
  if (field.itemsMax !== undefined) notes.push(t("items", { max: formatPoints(field.itemsMax) }));
  if (field.fallback !== undefined) notes.push(t("default", { value: field.fallback }));
  return (
    <>
      {field.description ? (
        <dd lang="en" className={classNames("text-ink-soft", english)}>
          {field.description}
        </dd>
      ) : null}
      {notes.length > 0 ? <dd className="tabular text-ink-soft">{notes.join(" · ")}</dd> : null}
      {values.length > 0 ? (
        <dd className="mt-1 flex flex-wrap gap-1">
          {values.map((value) => (
            <code key={value} className="rounded-xs bg-sunken px-1.5 text-ink-soft text-xs">
              {value}
            </code>
          ))}
        </dd>
      ) : null}
      {field.pattern ? (
        <dd>
          <code className="wrap-anywhere text-ink-soft text-xs">{field.pattern}</code>
        </dd>
      ) : null}
    </>
  );
}
