"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";

const ALL_AT_ONCE = { limit: 100 };

export function useCouponDefinitions() {
  const trpc = useTRPC();
  return useQuery(trpc.coupons.definitions.queryOptions(ALL_AT_ONCE));
}

interface CouponSelectProps {
  label: string;
  hint?: string;
  /** What it means to choose none. */
  none: string;
  value: string;
  error: string | undefined;
  disabled?: boolean;
  onChange: (definitionId: string) => void;
}

/** Which coupon something gives; one that is switched off is only there where it is chosen already. */
export function CouponSelect({
  label,
  hint,
  none,
  value,
  error,
  disabled,
  onChange,
}: CouponSelectProps) {
  const { locale } = useFormats();
  const definitions = useCouponDefinitions();
  return (
    <Field label={label} hint={hint} error={error} className="sm:col-span-2">
      {(control) => (
        <Select
          {...control}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{none}</option>
          {definitions.data?.items
            .filter(({ enabled, definitionId }) => enabled || definitionId === value)
            .map(({ definitionId, name }) => (
              <option key={definitionId} value={definitionId}>
                {textIn(name, locale)}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}
