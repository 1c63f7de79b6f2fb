import { useTranslations } from "next-intl";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import type { Scanned } from "./use-scan";
import { isDoubtful, useShipRefusals } from "./use-ship-refusals";

const tones = {
  SENDING: "neutral",
  SHIPPED: "good",
  REFUSED: "warn",
  FAILED: "warn",
  UNDONE: "neutral",
} as const;

interface ScannedListProps {
  scans: readonly Scanned[];
  onUndo: (scan: Scanned) => void;
  onSendAnyway: (scan: Scanned) => void;
}

/** What was scanned, the last first, and what came of it. */
export function ScannedList({ scans, onUndo, onSendAnyway }: ScannedListProps) {
  const t = useTranslations("mallDesk.fulfilment.scan");
  const why = useShipRefusals();
  if (scans.length === 0) return null;
  const shipped = scans.filter(({ state }) => state === "SHIPPED").length;
  return (
    <>
      <p className="tabular mt-4 font-medium">{t("count", { count: shipped })}</p>
      <ul aria-label={t("list")} className="mt-2 max-h-72 overflow-y-auto">
        {scans.map((scan) => {
          const { key, redemptionId, parcel, trackingCode, state, code } = scan;
          const named = t("named", { id: redemptionId });
          return (
            <li
              key={key}
              className="tabular flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2 last:border-0"
            >
              <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
              <span>{named}</span>
              <span className="min-w-0 grow break-words text-ink-soft text-sm">
                {[parcel?.rewardName, trackingCode].filter(Boolean).join(" · ")}
                {code === null ? null : (
                  <span className="block text-seal-ink">
                    {state === "REFUSED" ? why(code) : code}
                  </span>
                )}
              </span>
              {state === "SHIPPED" ? (
                <Button size="sm" variant="quiet" onClick={() => onUndo(scan)}>
                  {t("undo")}
                  <span className="sr-only">{named}</span>
                </Button>
              ) : null}
              {state === "REFUSED" && isDoubtful(code) ? (
                <Button size="sm" variant="quiet" onClick={() => onSendAnyway(scan)}>
                  {t("anyway")}
                  <span className="sr-only">{named}</span>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
