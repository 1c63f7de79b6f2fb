"use client";

import { area, line } from "d3-shape";
import { Plot } from "./plot";
import { heightScale, ticksOf } from "./scale";
import { type Series, SeriesSample, strokes } from "./series";

interface LineChartProps {
  label: string;
  places: readonly string[];
  labelOf: (index: number) => string;
  /** The first one's area is tinted. */
  series: readonly Series[];
  /** A figure in full, and as short as an axis wants it. */
  textOf: (value: number) => string;
  shortTextOf: (value: number) => string;
  /** What happened at a place beside the figures. */
  notesOf?: (index: number) => readonly string[];
  /** The last place is not over, so its figures still grow. */
  isOpen?: boolean;
}

const nothing = () => [];
/** Of what is not over. */
const OPEN_DASHES = "1 4";

/** Figures over days or months, as lines. */
export function LineChart({
  label,
  places,
  labelOf,
  series,
  textOf,
  shortTextOf,
  notesOf = nothing,
  isOpen = false,
}: LineChartProps) {
  const y = heightScale(series.flatMap(({ values }) => values));
  const x = (index: number) => (places.length > 1 ? (index / (places.length - 1)) * 100 : 50);
  const drawn = line<number>()
    .x((_, index) => x(index))
    .y((value) => y(value));
  const isOpenEnded = isOpen && places.length > 2;
  const last = places.length - 1;
  const settled = (values: readonly number[]) => (isOpenEnded ? values.slice(0, -1) : values);
  const tinted = area<number>()
    .x((_, index) => x(index))
    .y0(y(0))
    .y1((value) => y(value));
  const dots = (index: number) =>
    series.map(({ name, values, look }) => (
      <span
        key={name}
        className={`absolute size-2 -translate-1/2 rounded-full border border-surface ${strokes[look].dot}`}
        style={{ left: `${x(index)}%`, top: `${y(values[index] ?? 0)}%` }}
      />
    ));
  return (
    <Plot
      label={label}
      places={places}
      middleOf={x}
      labelOf={labelOf}
      ticks={ticksOf(y, shortTextOf)}
      marks={dots}
      pins={places.flatMap((_, index) => (notesOf(index).length > 0 ? [index] : []))}
      tip={(index) => [
        ...series.map(({ name, values, look }) => (
          <p key={name} className="flex items-center gap-2">
            <SeriesSample look={look} />
            <span className="grow">{name}</span>
            <span className="pl-3 text-ink">{textOf(values[index] ?? 0)}</span>
          </p>
        )),
        ...notesOf(index).map((note) => (
          <p key={note} className="mt-1 border-line border-t pt-1 text-ink">
            {note}
          </p>
        )),
      ]}
    >
      {series.slice(0, 1).map(({ name, values }) => (
        <path key={name} d={tinted(values) ?? ""} className="fill-seal opacity-8" />
      ))}
      {series.map(({ name, values, look }) => (
        <path
          key={name}
          // A single place has no line: a stroke of no length with round ends is a dot.
          d={values.length > 1 ? (drawn(settled(values)) ?? "") : `M50,${y(values[0] ?? 0)}h0.01`}
          fill="none"
          strokeWidth={values.length > 1 ? 1.75 : 6}
          strokeLinecap="round"
          strokeLinejoin="round"
          strokeDasharray={strokes[look].dashes}
          vectorEffect="non-scaling-stroke"
          className={strokes[look].className}
        />
      ))}
      {isOpenEnded
        ? series.map(({ name, values, look }) => (
            <path
              key={name}
              d={`M${x(last - 1)},${y(values[last - 1] ?? 0)}L${x(last)},${y(values[last] ?? 0)}`}
              fill="none"
              strokeWidth={1.75}
              strokeLinecap="round"
              strokeDasharray={OPEN_DASHES}
              vectorEffect="non-scaling-stroke"
              className={strokes[look].className}
            />
          ))
        : null}
    </Plot>
  );
}
