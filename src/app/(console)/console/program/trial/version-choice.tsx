"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";

interface VersionChoiceProps {
  value: string;
  onChange: (versionId: string) => void;
}

const latest = { limit: 100 };

/** One of the last versions that were published. */
export function VersionChoice({ value, onChange }: VersionChoiceProps) {
  const t = useTranslations("program.trial");
  const tHistory = useTranslations("program.history");
  const format = useFormats();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.program.versions.queryOptions(latest));
  return (
    <Field label={t("version")} className="sm:max-w-md">
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{t("versionNone")}</option>
          {(data?.items ?? []).map(({ versionId, publishedAt, reason, actor }) => (
            <option key={versionId} value={versionId}>
              {t("versionOption", {
                version: versionId,
                date: format.date(publishedAt),
                reason: actor === "system" ? tHistory("initial") : reason,
              })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
