"use client";

import { scaleBand } from "d3-scale";
import { Plot } from "./plot";
import { heightScale, ticksOf } from "./scale";

export interface ChartColumn {
  place: string;
  value: number;
  marked?: boolean;
}

interface ColumnChartProps {
  label: string;
  columns: readonly ChartColumn[];
  textOf: (column: ChartColumn) => string;
  shortTextOf: (value: number) => string;
}

/** A figure for each month, as columns. */
export function ColumnChart({ label, columns, textOf, shortTextOf }: ColumnChartProps) {
  const places = columns.map(({ place }) => place);
  const x = scaleBand(places, [0, 100]).paddingInner(0.3).paddingOuter(0.05);
  const y = heightScale(columns.map(({ value }) => value));
  const middleOf = (index: number) => (x(places[index] ?? "") ?? 0) + x.bandwidth() / 2;
  return (
    <Plot
      label={label}
      places={places}
      middleOf={middleOf}
      labelOf={(index) => places[index] ?? ""}
      ticks={ticksOf(y, shortTextOf)}
      tip={(index) => {
        const column = columns[index];
        return column ? <p className="text-ink">{textOf(column)}</p> : null;
      }}
    >
      {columns.map(({ place, value, marked }) => (
        <rect
          key={place}
          x={x(place)}
          y={Math.min(y(value), y(0))}
          width={x.bandwidth()}
          height={Math.abs(y(0) - y(value))}
          className={marked ? "fill-seal" : "fill-bar"}
        />
      ))}
    </Plot>
  );
}
