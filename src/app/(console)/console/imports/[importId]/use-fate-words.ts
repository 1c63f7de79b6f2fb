import { useTranslations } from "next-intl";
import { column } from "@/modules/imports/schema";
import type { ImportView } from "../imports-query";

/** Why a row has its fate, in words. */
export function useFateWords() {
  const t = useTranslations("imports");
  return ({ code, column: at, before, enrols }: ImportView["items"][number]): string => {
    if (before !== null) return t("before", { id: before });
    if (code === null) return enrols ? t("enrols") : "";
    const key = `codes.${code}` as "codes.MISSING";
    const why = t.has(key) ? t(key) : t("codes.other", { code });
    const known = column.safeParse(at).data;
    return known ? t("atColumn", { column: t(`columns.${known}`), why }) : why;
  };
}
