/** A line of a chart. Its stroke tells it apart as well as its colour. */
export interface Series {
  name: string;
  values: readonly number[];
  look: SeriesLook;
}

export type SeriesLook = "first" | "second" | "third";

export const strokes: Record<SeriesLook, { className: string; dashes?: string; dot: string }> = {
  first: { className: "stroke-seal", dot: "bg-seal" },
  second: { className: "stroke-ink", dashes: "5 4", dot: "bg-ink" },
  third: { className: "stroke-tier-5", dashes: "1 5", dot: "bg-tier-5" },
};

/** How a line looks, beside its name. */
export function SeriesSample({ look }: { look: SeriesLook }) {
  const { className, dashes } = strokes[look];
  return (
    <svg aria-hidden="true" viewBox="0 0 24 8" className="inline-block h-2 w-6 shrink-0">
      <line
        x1={1}
        x2={23}
        y1={4}
        y2={4}
        strokeWidth={2}
        strokeLinecap="round"
        strokeDasharray={dashes}
        className={className}
      />
    </svg>
  );
}
