import { useTranslations } from "next-intl";

const errors = [
  "ADDRESS_NOT_ALLOWED",
  "NAME_NOT_FOUND",
  "CONNECTION_FAILED",
  "TLS_FAILED",
  "TIMEOUT",
  "REDIRECT",
  "STATUS",
  "SECRET_UNREADABLE",
] as const;

/** Why an attempt did not count, in words. */
export function useFailureWords() {
  const t = useTranslations("webhooks.errors");
  return (error: string | null, statusCode: number | null): string => {
    const known = errors.find((name) => name === error);
    return known ? t(known, { statusCode: statusCode ?? 0 }) : t("unknown");
  };
}
