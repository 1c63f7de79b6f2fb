import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { textFieldOf } from "@/platform/texts";
import { useLanguageNames } from "../localized-field";

/** Each of these is a field for each language. */
const TEXTS = ["name", "title", "description"] as const;

const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** What an audit row says, in words where there are any, else as it is written. */
export function useAuditWords() {
  const t = useTranslations("auditLog");
  const format = useFormats();
  const { price } = useTierWords();
  const language = useLanguageNames();

  function action(name: string): string {
    const [noun, verb] = name.split(".");
    const key = `actions.${noun}.${verb}` as "actions.points.adjust";
    return t.has(`actions.${noun}.${verb}` as typeof key) ? t(key) : name;
  }

  /** "GOLD.thresholdMinor" → "GOLD 累计消费满" */
  function field(key: string): string {
    return key
      .split(".")
      .map((part) => {
        const text = textFieldOf(part, TEXTS);
        if (text) return t(`fields.${text.field}`, { language: language(text.locale) });
        const key = `fields.${part}` as "fields.points";
        return t.has(`fields.${part}` as typeof key) ? t(key) : part;
      })
      .join(" ");
  }

  function figure(key: string, value: number): string {
    if (key.endsWith("Minor")) return format.money(value);
    if (key.endsWith("RateBps")) return price(value);
    if (key.endsWith("Bps")) return `${value / 100}%`;
    if (key.endsWith("Pct")) return `×${format.multiplier(value)}`;
    return format.points(value);
  }

  function textOf(key: string, value: unknown): string {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "number") return figure(key, value);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    if (Array.isArray(value)) return value.map((part) => textOf(key, part)).join(t("comma")) || "–";
    if (typeof value !== "string") return JSON.stringify(value);
    const status = `statuses.${value}` as "statuses.ACTIVE";
    const isStatus = key.endsWith("status") || key === "outcome";
    if (isStatus && t.has(`statuses.${value}` as typeof status)) return t(status);
    return isInstant.test(value) ? format.dateTime(value) : value;
  }

  /** "approval:7" → "申请 7" */
  function target(named: string): string {
    const [type = "", ...id] = named.split(":");
    const key = `targets.${type}` as "targets.approval";
    return t.has(`targets.${type}` as typeof key) ? t(key, { id: id.join(":") }) : named;
  }

  return { action, field, target, said: textOf };
}
