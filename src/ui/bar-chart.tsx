import { classNames } from "./class-names";

export interface Bar {
  label: string;
  value: number;
  /** How the value is said: "600 points". */
  valueText: string;
  marked?: boolean;
}

interface BarChartProps {
  bars: readonly Bar[];
  /** What the chart shows, for those who hear it. */
  label: string;
  caption: string;
}

/** Small bars. To a screen reader it is a list of months and figures. */
export function BarChart({ bars, label, caption }: BarChartProps) {
  const highest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <figure className="m-0">
      <ul aria-label={label} className="flex h-20 items-end gap-1 sm:gap-2">
        {bars.map((bar) => (
          <li
            key={bar.label}
            title={`${bar.label} · ${bar.valueText}`}
            className="flex h-full min-w-0 grow basis-0 items-end"
          >
            <span
              aria-hidden="true"
              style={{ height: bar.value > 0 ? `${Math.max(8, (bar.value / highest) * 100)}%` : 3 }}
              className={classNames(
                "block w-full rounded-xs",
                bar.value === 0 ? "bg-line" : bar.marked ? "bg-seal" : "bg-bar",
              )}
            />
            <span className="sr-only">{`${bar.label} ${bar.valueText}`}</span>
          </li>
        ))}
      </ul>
      <figcaption
        aria-hidden="true"
        className="tabular mt-2 flex justify-between text-ink-faint text-xs"
      >
        <span>{bars.at(0)?.label}</span>
        <span>{caption}</span>
        <span>{bars.at(-1)?.label}</span>
      </figcaption>
    </figure>
  );
}
