"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useState } from "react";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import {
  chooseIn,
  citiesOf,
  countiesOf,
  type Divisions,
  NOWHERE,
  provincesOf,
  type Region,
  regionOf,
  regionText,
} from "./regions";

interface RegionFieldProps {
  value: string;
  error: string | undefined;
  maxLength: number | undefined;
  onChange: (region: string) => void;
  inputRef: (element: HTMLSelectElement | HTMLInputElement | null) => void;
}

const PARTS = ["province", "city", "county"] as const;

/** Province, city and county one after the other; by hand where it is none of these. */
export function RegionField({ value, error, maxLength, onChange, inputRef }: RegionFieldProps) {
  const t = useTranslations("rewards.addresses");
  const errorId = useId();
  const [all, setAll] = useState<Divisions | null>(null);
  const [isByHand, setByHand] = useState(false);
  const [region, setRegion] = useState<Region>(NOWHERE);
  const [first] = useState(value);

  useEffect(() => {
    let isHere = true;
    // Three thousand names, which only who writes an address needs.
    import("@vant/area-data").then(
      ({ areaList }) => {
        if (!isHere) return;
        const known = first === "" ? NOWHERE : regionOf(areaList, first);
        setAll(areaList);
        setByHand(known === null);
        setRegion(known ?? NOWHERE);
      },
      () => isHere && setByHand(true),
    );
    return () => {
      isHere = false;
    };
  }, [first]);

  function choose(part: keyof Region, code: string): void {
    if (!all) return;
    const next = chooseIn(all, part, code, region);
    setRegion(next);
    onChange(regionText(all, next));
  }

  const options = {
    province: all ? provincesOf(all) : [],
    city: all ? citiesOf(all, region.province) : [],
    county: all ? countiesOf(all, region.city) : [],
  };
  const other = (
    <button
      type="button"
      className="touch text-ink-soft text-sm underline underline-offset-4"
      onClick={() => {
        setByHand(!isByHand);
        if (isByHand && all) onChange(regionText(all, region));
      }}
    >
      {t(isByHand ? "pick" : "byHand")}
    </button>
  );

  if (isByHand) {
    return (
      <div>
        <Field label={t("region")} hint={t("regionHint")} error={error}>
          {(control) => (
            <Input
              {...control}
              ref={inputRef}
              value={value}
              maxLength={maxLength}
              autoComplete="shipping address-level1"
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
        {all ? other : null}
      </div>
    );
  }
  return (
    <fieldset aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{t("region")}</legend>
      <div className="grid grid-cols-3 gap-2">
        {PARTS.map((part) => (
          <Select
            key={part}
            ref={part === "province" ? inputRef : undefined}
            aria-label={t(part)}
            aria-invalid={error && region[part] === "" ? true : undefined}
            aria-busy={all === null || undefined}
            disabled={options[part].length === 0}
            value={region[part]}
            onChange={(event) => choose(part, event.target.value)}
          >
            <option value="" disabled>
              {t(part)}
            </option>
            {options[part].map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        ))}
      </div>
      {error ? (
        <p id={errorId} className="mt-1.5 text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
      {other}
    </fieldset>
  );
}
