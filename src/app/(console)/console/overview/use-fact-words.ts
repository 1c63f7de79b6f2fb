import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";

/** Beyond it a share says nothing but that there was next to nothing before. */
const MANYFOLD = 9;

/** How figures are said: money by its name's ending, all others as counts. */
export function useFactWords() {
  const t = useTranslations("overview");
  const format = useFormats();
  const isMoney = (name: string) => name.endsWith("Minor");
  return {
    textOf: (name: string, value: number) =>
      isMoney(name) ? format.moneyShort(value) : format.points(value),
    short: (name: string, value: number) =>
      isMoney(name) ? `¥${format.compact(value / 100)}` : format.compact(value),
    /** For a spreadsheet: money in yuan. */
    raw: (name: string, value: number) => (isMoney(name) ? value / 100 : value),
    /** "+12.3%": what became of it since the range before; nothing where there was none. */
    change: (now: number, before: number) => {
      if (before <= 0) return "";
      const share = (now - before) / before;
      if (share > MANYFOLD) return t("manyfold");
      return t("change", { share: `${share > 0 ? "+" : ""}${format.percent(share)}` });
    },
  };
}
