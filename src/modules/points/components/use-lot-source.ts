import { useTranslations } from "next-intl";
import { entryWord } from "./entry-kinds";

/** Where a lot came from: what was done for it and the order that it names. */
export function useLotSource() {
  const t = useTranslations("points.entry");
  return (lot: { type: string | null; referenceType: string; referenceId: string }): string => {
    const words = t(entryWord({ ...lot, type: lot.type ?? "EARN" }) ?? "EARN");
    return lot.referenceType === "ORDER" && lot.type === "EARN"
      ? `${words} · ${t("order", { id: lot.referenceId })}`
      : words;
  };
}
