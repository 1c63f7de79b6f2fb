import { useTranslations } from "next-intl";
import { column } from "@/modules/imports/schema";
import type { ImportView } from "../imports-query";

/** Those that there are words for. */
const codes = [
  "MISSING",
  "ID_INVALID",
  "PHONE_INVALID",
  "EMAIL_INVALID",
  "NICKNAME_INVALID",
  "POINTS_NOT_WHOLE",
  "POINTS_NEGATIVE",
  "POINTS_TOO_LARGE",
  "POINTS_MISSING",
  "AMOUNT_INVALID",
  "DATE_INVALID",
  "DATE_UNCLEAR",
  "DATE_AHEAD",
  "DATE_PAST",
  "DATE_TOO_FAR",
  "CONSENT_UNCLEAR",
  "DUPLICATE_ROW",
  "MEMBER_NOT_FOUND",
  "MEMBER_STATUS_INVALID",
  "PHONE_TAKEN",
  "EXTERNAL_ID_TAKEN",
  "TIER_NOT_FOUND",
  "INVALID_TIER_CHANGE",
  "DUPLICATE_REFERENCE",
  "INTERNAL_ERROR",
] as const;

/** Why a row has its fate, in words. */
export function useFateWords() {
  const t = useTranslations("imports");
  return ({ code, column: at, before, enrols }: ImportView["items"][number]): string => {
    if (before !== null) return t("before", { id: before });
    if (code === null) return enrols ? t("enrols") : "";
    const known = codes.find((one) => one === code);
    const why = known ? t(`codes.${known}`) : t("codes.other", { code });
    const cell = column.safeParse(at).data;
    return cell ? t("atColumn", { column: t(`columns.${cell}`), why }) : why;
  };
}
