import { classNames } from "./class-names";

interface ProgressBarProps {
  value: number;
  max: number;
  label: string;
  /** How the value is said: "2 of 3 orders". */
  valueText: string;
  className?: string;
}

/** A thin line that fills. */
export function ProgressBar({ value, max, label, valueText, className }: ProgressBarProps) {
  const percent = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.floor(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={valueText}
      className={classNames("h-1.5 overflow-hidden rounded-full bg-bar", className)}
    >
      <div
        className="h-full origin-left rounded-full bg-ink motion-safe:animate-[grow_0.7s_cubic-bezier(0.2,0.7,0.2,1)_both]"
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
