import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Tick } from "./plot";

const TICKS = 4;

/** From nothing at the foot of a chart to at least the highest figure, in hundredths of its height. */
export function heightScale(values: readonly number[]): ScaleLinear<number, number> {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  return scaleLinear()
    .domain([low, high > low ? high : low + 1])
    .range([100, 0])
    .nice(TICKS);
}

/** Round figures of a scale; what is counted has no halves. */
export function ticksOf(
  scale: ScaleLinear<number, number>,
  labelOf: (value: number) => string,
): Tick[] {
  return scale
    .ticks(TICKS)
    .filter(Number.isInteger)
    .map((value) => ({ at: scale(value), label: labelOf(value) }));
}
