import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

type Line = Outputs["stats"]["savingLines"]["items"][number];

/** Each thing that took something off an order, the last first. */
export function SavingsLines({ lines }: { lines: readonly Line[] }) {
  const t = useTranslations("savings");
  const format = useFormats();
  return (
    <ul>
      {lines.map(({ lineId, kind, name, orderId, day, valueMinor }) => (
        <li
          key={lineId}
          className="flex items-baseline justify-between gap-4 border-line border-b py-3 last:border-0"
        >
          <span className="min-w-0">
            <span className="block [overflow-wrap:anywhere]">{name ?? t(`kind.${kind}`)}</span>
            <span className="block text-ink-faint text-sm [overflow-wrap:anywhere]">
              {format.calendarDate(day)} · {t("order", { orderId })}
            </span>
          </span>
          <span className="tabular shrink-0 font-semibold">{format.money(valueMinor)}</span>
        </li>
      ))}
    </ul>
  );
}
