import { useTranslations } from "next-intl";
import { Badge } from "@/ui/badge";
import type { TrackingFile, TrackingRow } from "./tracking-file";
import { useShipRefusals } from "./use-ship-refusals";

/** What becomes, or became, of a row. */
export interface Fate {
  row: TrackingRow;
  state: "READY" | "SHIPPED" | "REPEATED" | "REFUSED";
  code: string | null;
}

const tones = { READY: "seal", SHIPPED: "good", REPEATED: "neutral", REFUSED: "warn" } as const;
const states = ["READY", "SHIPPED", "REPEATED", "REFUSED"] as const;

interface UploadFatesProps extends Pick<TrackingFile, "faults" | "left"> {
  fates: readonly Fate[];
}

/** Every row of the file, those at fault first. */
export function UploadFates({ fates, faults, left }: UploadFatesProps) {
  const t = useTranslations("mallDesk.fulfilment.upload");
  const why = useShipRefusals();
  const counted = states.flatMap((state) => {
    const count = fates.filter((fate) => fate.state === state).length;
    return count > 0 ? [`${t(`states.${state}`)} ${count}`] : [];
  });
  const shown = [...fates].sort(
    (a, b) => Number(b.state === "REFUSED") - Number(a.state === "REFUSED"),
  );
  return (
    <>
      <p role="status" className="tabular">
        {[
          ...counted,
          ...(faults.length > 0 ? [t("unreadable", { count: faults.length })] : []),
          ...(left > 0 ? [t("left", { count: left })] : []),
        ].join(" · ")}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <ul tabIndex={0} aria-label={t("rows")} className="max-h-72 overflow-y-auto">
        {faults.map(({ line, fault, value }) => (
          <li key={line} className="flex flex-wrap gap-x-4 border-line border-b py-2">
            <Badge tone="warn">{t("lineOf", { line })}</Badge>
            <span className="min-w-0 break-words">
              {t(`rowFaults.${fault}`)} {value}
            </span>
          </li>
        ))}
        {shown.map(({ row, state, code }) => (
          <li
            key={row.line}
            className="tabular flex flex-wrap gap-x-4 border-line border-b py-2 last:border-0"
          >
            <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
            <span>{t("lineOf", { line: row.line })}</span>
            <span className="min-w-0 grow break-words">
              {row.redemptionId} · {row.carrier} {row.trackingCode}
              {code === null ? null : <span className="block text-warn">{why(code)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
