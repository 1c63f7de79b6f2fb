"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import type { FieldsProps } from "../activities/fields-props";

/** Whom an activity is for: everybody, or who is in a segment. */
export function SegmentField({
  draft,
  isFixed,
  onChange,
}: Pick<FieldsProps, "draft" | "isFixed" | "onChange">) {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const segments = useQuery(trpc.segments.list.queryOptions({})).data?.items ?? [];
  const isGone =
    draft.segmentId !== "" && !segments.some(({ segmentId }) => segmentId === draft.segmentId);
  return (
    <Field label={t("audience")}>
      {(control) => (
        <Select
          {...control}
          disabled={isFixed("segmentId")}
          value={draft.segmentId}
          onChange={(event) => onChange({ segmentId: event.target.value })}
        >
          <option value="">{t("everybody")}</option>
          {isGone ? <option value={draft.segmentId}>{draft.segmentId}</option> : null}
          {segments.map(({ segmentId, name }) => (
            <option key={segmentId} value={segmentId}>
              {textIn(name, locale)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
