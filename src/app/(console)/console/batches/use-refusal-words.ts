import { useTranslations } from "next-intl";

const refusals = [
  "MEMBER_NOT_FOUND",
  "DUPLICATE_REFERENCE",
  "MEMBER_STATUS_INVALID",
  "INSUFFICIENT_POINTS",
] as const;

/** Why a row was refused, in words. */
export function useRefusalWords() {
  const t = useTranslations("batches.refusals");
  return (code: string | null): string => {
    if (code === null) return "";
    const known = refusals.find((refusal) => refusal === code);
    return known ? t(known) : t("other", { code });
  };
}
