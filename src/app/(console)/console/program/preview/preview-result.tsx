"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { SegmentedControl } from "@/ui/segmented-control";
import { OrderPreview } from "./order-preview";
import { PreviewMembers } from "./preview-members";
import { TierCounts } from "./tier-counts";
import { TierFlow } from "./tier-flow";
import { type Horizon, tiersIn, type WholePreview } from "./whole-preview";

const horizons: readonly Horizon[] = ["NOW", "LATER"];

/** What the edit would do: at once, and when the protection that members have now is over. */
export function PreviewResult({ preview }: { preview: WholePreview }) {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const { figures, previewId } = preview;
  const [horizon, setHorizon] = useState<Horizon>(
    hasMoves(figures.now) || !hasMoves(figures.later) ? "NOW" : "LATER",
  );
  const flows = horizon === "NOW" ? figures.now : figures.later;
  const tiers = tiersIn(preview.tiers, flows.cells);
  const counts = [
    t("up", { count: flows.up }),
    t("down", { count: flows.down }),
    ...(flows.level > 0 ? [t("level", { count: flows.level })] : []),
  ];
  return (
    <div className="mt-4">
      <SegmentedControl
        label={t("horizon")}
        value={horizon}
        options={horizons.map((value) => ({ value, label: t(`horizons.${value}`) }))}
        onChange={setHorizon}
      />
      <p className="mt-3 text-ink-soft text-sm">{t(`horizonText.${horizon}`)}</p>
      <p className="tabular mt-2 font-medium" role="status">
        {hasMoves(flows) ? counts.join(t("semicolon")) : t("nobody")}
      </p>
      {horizon === "LATER" ? (
        <p className="mt-1 text-ink-soft text-sm">
          {t("falls", {
            draft: format.points(figures.falls.draft),
            inForce: format.points(figures.falls.inForce),
          })}
        </p>
      ) : null}
      {figures.members > 0 ? <TierFlow tiers={tiers} cells={flows.cells} /> : null}
      <TierCounts caption={t(`horizons.${horizon}`)} tiers={tiers} cells={flows.cells} />
      {hasMoves(flows) ? (
        <PreviewMembers
          key={horizon}
          previewId={previewId}
          horizon={horizon}
          flows={flows}
          tiers={tiers}
        />
      ) : null}
      <OrderPreview previewId={previewId} tiers={preview.tiers} />
    </div>
  );
}

const hasMoves = ({ up, down, level }: { up: number; down: number; level: number }) =>
  up + down + level > 0;
