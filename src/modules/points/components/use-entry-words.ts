import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { entryWordsBy } from "./entry-words";

/** The words for ledger entries in the reader's language. */
export function useEntryWords() {
  const t = useTranslations("points.entry");
  const tSum = useTranslations("points.reckoned");
  const tActivity = useTranslations("points.activityOn");
  return entryWordsBy({ t, tSum, tActivity, format: useFormats() });
}
