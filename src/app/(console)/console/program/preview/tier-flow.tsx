import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { type FlowBand, type FlowNode, flowLayout } from "./flow-layout";
import type { Flows, PreviewedTier } from "./whole-preview";

const rowHeight = 38;

const swatches: Record<string, string> = {
  REGISTERED: "var(--tier-1)",
  BRONZE: "var(--tier-2)",
  SILVER: "var(--tier-3)",
  GOLD: "var(--tier-4)",
  DIAMOND: "var(--tier-5)",
};
const colourOf = (code: string) => swatches[code] ?? "var(--ink-faint)";

const percent = (share: number) => Math.round(share * 10_000) / 100;

/** A band from the left edge to the right one, in a box of 100 × 100 that is stretched. */
function pathOf({ left, right }: FlowBand): string {
  const [l, r] = [percent(left.top), percent(right.top)];
  const [lower, end] = [percent(left.top + left.height), percent(right.top + right.height)];
  return `M0 ${l}C50 ${l} 50 ${r} 100 ${r}V${end}C50 ${end} 50 ${lower} 0 ${lower}Z`;
}

interface TierFlowProps {
  tiers: readonly PreviewedTier[];
  cells: Flows["cells"];
}

/** From which tier to which, drawn; the table beside it says the same. */
export function TierFlow({ tiers, cells }: TierFlowProps) {
  const t = useTranslations("program.preview");
  const { before, after, bands } = flowLayout(tiers, cells);
  const height = Math.max(before.length, after.length) * rowHeight + 40;
  return (
    <div aria-hidden="true" className="mt-4">
      <div className="mb-1 flex justify-between text-ink-faint text-xs">
        <span>{t("before")}</span>
        <span>{t("after")}</span>
      </div>
      <div
        className="grid grid-cols-[minmax(0,auto)_0.5rem_minmax(3rem,1fr)_0.5rem_minmax(0,auto)]"
        style={{ height }}
      >
        <Names nodes={before} />
        <Bars nodes={before} />
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="size-full"
          role="presentation"
        >
          {bands.map((band) => (
            <path
              key={`${band.from}>${band.to}`}
              d={pathOf(band)}
              fill={band.from === band.to ? "var(--bar)" : colourOf(band.to)}
              fillOpacity={band.from === band.to ? 0.45 : 0.85}
            />
          ))}
        </svg>
        <Bars nodes={after} />
        <Names nodes={after} isEnd />
      </div>
    </div>
  );
}

function Names({ nodes, isEnd = false }: { nodes: readonly FlowNode[]; isEnd?: boolean }) {
  const format = useFormats();
  return (
    <div className={isEnd ? "pl-2" : "pr-2 text-right"}>
      {nodes.map(({ tier, members, height }) => (
        <div
          key={tier.code}
          className="flex flex-col justify-center overflow-hidden text-xs leading-4"
          style={{ height: `${percent(height)}%` }}
        >
          <span className="truncate">{tier.name}</span>
          <span className="tabular text-ink-faint">{format.points(members)}</span>
        </div>
      ))}
    </div>
  );
}

function Bars({ nodes }: { nodes: readonly FlowNode[] }) {
  return (
    <div>
      {nodes.map(({ tier, height }) => (
        <div key={tier.code} className="py-px" style={{ height: `${percent(height)}%` }}>
          <div className="size-full rounded-xs" style={{ background: colourOf(tier.code) }} />
        </div>
      ))}
    </div>
  );
}
