import { useTranslations } from "next-intl";
import { entrySources } from "./entry-kinds";

/** Of lots that hold what came back after its own lot had expired. */
const RESTORED = ["REVERSAL", "REFUND", "CANCEL", "CAP", "CLAIM"];

/** Where a lot came from: what was done for it and the order or reference it names. */
export function useLotSource() {
  const t = useTranslations("points.entry");
  return (lot: { referenceType: string; referenceId: string }): string => {
    const source = entrySources.find((known) => known === lot.referenceType);
    if (source === "ORDER") return `${t("EARN_ORDER")} · ${t("order", { id: lot.referenceId })}`;
    if (source) return t(`EARN_${source}`);
    if (lot.referenceType === "ADJUSTMENT") return t("ADJUST");
    return RESTORED.includes(lot.referenceType) ? t("RESTORE") : t("EARN");
  };
}
