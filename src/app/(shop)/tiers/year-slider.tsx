"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { yearWorth } from "@/modules/tiers/rules/year-worth";
import type { PointsTerms } from "@/modules/tiers/schema";

interface YearSliderProps {
  tiers: readonly {
    code: string;
    name: string;
    discountRateBps: number;
    multiplierPct: number;
  }[];
  points: PointsTerms;
  /** The highest threshold of the ladder: it decides how far the slider goes. */
  highestMinor: number;
}

const STEP_MINOR = 10_000;
const LEAST_MAX_MINOR = 200_000;

const slider = [
  "mt-1 h-11 w-full cursor-pointer appearance-none bg-transparent",
  "[&::-webkit-slider-runnable-track]:h-1.5 [&::-webkit-slider-runnable-track]:rounded-full",
  "[&::-webkit-slider-runnable-track]:bg-line-strong [&::-moz-range-track]:h-1.5",
  "[&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-line-strong",
  "[&::-webkit-slider-thumb]:-mt-2.5 [&::-webkit-slider-thumb]:size-6.5",
  "[&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full",
  "[&::-webkit-slider-thumb]:bg-seal [&::-moz-range-thumb]:size-6.5",
  "[&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-0",
  "[&::-moz-range-thumb]:bg-seal",
].join(" ");

/** What a year's shopping would save on each tier, for the amount that one chooses. */
export function YearSlider({ tiers, points, highestMinor }: YearSliderProps) {
  const t = useTranslations("tiers.year");
  const format = useFormats();
  const id = useId();
  const maxMinor = Math.max(LEAST_MAX_MINOR, highestMinor * 2);
  const [listMinor, setListMinor] = useState(roundTo(maxMinor / 4));
  const rows = tiers.map((tier) => ({ ...tier, worth: yearWorth(listMinor, tier, points) }));
  const most = Math.max(1, ...rows.map(({ worth }) => worth.totalMinor));
  const amount = format.moneyShort(listMinor);
  return (
    <section
      aria-labelledby={`${id}-title`}
      className="rounded-lg border border-line bg-surface p-4 sm:p-6"
    >
      <h2 id={`${id}-title`} className="text-lg">
        {t("title")}
      </h2>
      <label
        htmlFor={`${id}-amount`}
        className="mt-2 flex flex-wrap items-baseline gap-x-2 text-ink-soft text-sm"
      >
        {t("amount")}
        <output
          htmlFor={`${id}-amount`}
          className="tabular font-semibold font-serif text-ink text-xl"
        >
          {amount}
        </output>
      </label>
      <input
        id={`${id}-amount`}
        type="range"
        min={STEP_MINOR}
        max={maxMinor}
        step={STEP_MINOR}
        value={listMinor}
        aria-valuetext={amount}
        onChange={({ target }) => setListMinor(target.valueAsNumber)}
        className={slider}
      />
      <ul className="mt-3 space-y-3">
        {rows.map(({ code, name, worth }) => (
          <li key={code}>
            <span className="flex items-baseline justify-between gap-x-3 text-sm">
              {name}
              <strong className="tabular font-semibold">
                {t("total", { amount: format.moneyShort(worth.totalMinor) })}
              </strong>
            </span>
            <span
              aria-hidden="true"
              className="mt-1 block h-2 overflow-hidden rounded-full bg-sunken"
            >
              <span
                className="block h-full rounded-full bg-seal"
                style={{ width: `${(worth.totalMinor / most) * 100}%` }}
              />
            </span>
            <span className="tabular mt-1 block text-ink-faint text-xs">
              {t("parts", {
                discount: format.moneyShort(worth.discountMinor),
                points: format.points(worth.points),
              })}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-ink-faint text-xs">
        {t("note", { points: format.points(points.perYuanOff) })}
      </p>
    </section>
  );
}

function roundTo(minor: number): number {
  return Math.max(STEP_MINOR, Math.round(minor / STEP_MINOR) * STEP_MINOR);
}
