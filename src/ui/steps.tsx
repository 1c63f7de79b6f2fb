import { Check } from "lucide-react";
import { classNames } from "./class-names";

interface StepsProps {
  label: string;
  steps: readonly string[];
  /** How many are behind; the next one is where it stands. */
  done: number;
  doneLabel: string;
}

/** A way with its stations: those behind are ticked, the current one is marked. */
export function Steps({ label, steps, done, doneLabel }: StepsProps) {
  return (
    <ol aria-label={label} className="flex text-xs">
      {steps.map((step, index) => {
        const isDone = index < done;
        const isCurrent = index === done;
        return (
          <li
            key={step}
            aria-current={isCurrent ? "step" : undefined}
            className={classNames(
              "relative flex min-w-0 grow basis-0 flex-col items-center gap-1.5 text-center",
              index > 0 &&
                "before:absolute before:top-2.25 before:right-1/2 before:h-px before:w-full",
              index > 0 && (isDone || isCurrent ? "before:bg-ink" : "before:bg-line-strong"),
              isDone || isCurrent ? "font-medium text-ink" : "text-ink-faint",
            )}
          >
            <span
              aria-hidden="true"
              className={classNames(
                "relative z-1 grid size-4.5 place-items-center rounded-full border",
                isDone
                  ? "border-ink bg-ink text-paper"
                  : isCurrent
                    ? "border-ink bg-surface after:size-2 after:rounded-full after:bg-ink"
                    : "border-line-strong bg-surface",
              )}
            >
              {isDone ? <Check className="size-3" strokeWidth={2.5} /> : null}
            </span>
            <span className="max-w-full break-words">
              {step}
              {isDone ? <span className="sr-only"> {doneLabel}</span> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
