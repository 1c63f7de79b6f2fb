"use client";

import { type PointerEvent, type ReactNode, useState } from "react";

export interface Tick {
  /** Down from the top, in hundredths of the height. */
  at: number;
  label: string;
}

interface PlotProps {
  /** What the chart shows, for those who hear it; its figures are in a table elsewhere. */
  label: string;
  /** From left to right: days, months. */
  places: readonly string[];
  /** The middle of a place, in hundredths of the width. */
  middleOf: (index: number) => number;
  ticks: readonly Tick[];
  /** A place as the axis says it. */
  labelOf: (index: number) => string;
  /** What a place says when it is pointed at. */
  tip: (index: number) => ReactNode;
  /** The drawing, in a box of 100 × 100 that is stretched to the place there is. */
  children: ReactNode;
  /** What is drawn in true proportion above a place that is pointed at. */
  marks?: (index: number) => ReactNode;
  /** Places at which something happened beside the figures. */
  pins?: readonly number[];
}

const LABELS_MAX = 5;

/**
 * The frame of a chart: lines for the figures, labels below, and what the pointer is at. The drawing
 * stretches with the page and needs no measuring, so the server draws it as the browser does.
 */
export function Plot({
  label,
  places,
  middleOf,
  ticks,
  labelOf,
  tip,
  children,
  marks,
  pins = [],
}: PlotProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const index = pointed === null ? null : Math.min(pointed, places.length - 1);

  function point({ clientX, currentTarget }: PointerEvent): void {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointed(nearest(places.length, middleOf, ((clientX - left) / width) * 100));
  }

  return (
    <div role="img" aria-label={label} className="tabular text-ink-faint text-xs">
      <div
        aria-hidden="true"
        className="relative mt-3 ml-12 h-52 touch-pan-y"
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPointed(null)}
      >
        {ticks.map(({ at, label: tickLabel }) => (
          <span
            key={tickLabel}
            className="absolute inset-x-0 border-line border-t"
            style={{ top: `${at}%` }}
          >
            <span className="absolute right-full -translate-y-1/2 whitespace-nowrap pr-2">
              {tickLabel}
            </span>
          </span>
        ))}
        <svg
          aria-hidden="true"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {pins.map((place) => (
            <line
              key={place}
              x1={middleOf(place)}
              x2={middleOf(place)}
              y1={0}
              y2={100}
              strokeDasharray="2 3"
              vectorEffect="non-scaling-stroke"
              className="stroke-line-strong"
            />
          ))}
          {children}
          {index === null ? null : (
            <line
              x1={middleOf(index)}
              x2={middleOf(index)}
              y1={0}
              y2={100}
              vectorEffect="non-scaling-stroke"
              className="stroke-line-strong"
            />
          )}
        </svg>
        {pins.map((place) => (
          <span
            key={place}
            className="absolute top-0 size-1.5 -translate-1/2 rounded-full bg-ink-soft"
            style={{ left: `${middleOf(place)}%` }}
          />
        ))}
        {index === null ? null : marks?.(index)}
        {index === null ? null : (
          <div
            className="pointer-events-none absolute top-0 z-10 mx-3 w-max max-w-56 rounded-md border border-line bg-surface px-3 py-2 text-ink-soft shadow-raised"
            style={{
              left: `${middleOf(index)}%`,
              transform: middleOf(index) > 50 ? "translateX(calc(-100% - 1.5rem))" : undefined,
            }}
          >
            <p className="mb-1 font-medium text-ink">{places[index]}</p>
            {tip(index)}
          </div>
        )}
      </div>
      <div aria-hidden="true" className="relative mt-3 ml-12 h-4.5">
        {labelled(places.length).map((at, order, all) => (
          <span
            key={places[at]}
            className="absolute top-0 whitespace-nowrap"
            style={edge(order, all.length) ?? { left: `${middleOf(at)}%`, translate: "-50%" }}
          >
            {labelOf(at)}
          </span>
        ))}
      </div>
    </div>
  );
}

function nearest(count: number, middleOf: (index: number) => number, position: number): number {
  let best = 0;
  for (let index = 1; index < count; index++) {
    const isNearer = Math.abs(middleOf(index) - position) < Math.abs(middleOf(best) - position);
    if (isNearer) best = index;
  }
  return best;
}

/** Places that are named below: the first, the last, and some between, evenly. */
function labelled(count: number): number[] {
  const labels = Math.min(count, LABELS_MAX);
  const between = Array.from({ length: labels }, (_, order) =>
    labels === 1 ? 0 : Math.round((order * (count - 1)) / (labels - 1)),
  );
  return [...new Set(between)];
}

/** The first label begins with the drawing and the last ends with it, so that none sticks out. */
function edge(order: number, count: number): { left: 0 } | { right: 0 } | null {
  if (count === 1) return null;
  if (order === 0) return { left: 0 };
  return order === count - 1 ? { right: 0 } : null;
}
