"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import { useTRPC } from "@/trpc/client";
import { Field } from "@/ui/field";
import { PanelSection } from "@/ui/panel";
import { UnitInput } from "@/ui/unit-input";
import { readDecimal } from "../figures";

/** What an order of some amount comes to for this customer; nothing is used or set aside by asking. */
export function TillQuote({ memberId }: { memberId: string }) {
  const t = useTranslations("till.quote");
  const format = useFormats();
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const minor = useDeferredValue(readDecimal(typed, 2) ?? 0);
  const isAsked = minor > 0 && minor <= MONEY_MINOR_MAX;
  const query = useQuery({
    ...trpc.orders.quote.queryOptions({ memberId, orderAmountMinor: isAsked ? minor : 1 }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const quote = isAsked ? query.data : undefined;
  const lines = quote
    ? [
        [t("price", { tier: quote.tier.name }), format.money(quote.tierPriceMinor)],
        [
          t("mayPay", { points: format.points(quote.maxPoints) }),
          `−${format.money(quote.maxPointsDiscountMinor)}`,
        ],
        [t("earns"), format.signedPoints(quote.pointsToEarn)],
        ...(quote.nextTier
          ? [
              [
                t("next", { tier: quote.nextTier.name }),
                format.money(quote.nextTier.tierPriceMinor),
              ],
            ]
          : []),
      ]
    : [];
  return (
    <PanelSection id="till-quote" title={t("title")}>
      <Field
        label={t("amount")}
        error={typed.trim() === "" || isAsked ? undefined : t("amountInvalid")}
      >
        {(control) => (
          <UnitInput
            {...control}
            unit={t("unit")}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            className="tabular h-12 pr-16 text-lg"
          />
        )}
      </Field>
      {isAsked && query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : (
        <dl aria-live="polite" className="tabular mt-4 space-y-2">
          {lines.map(([name, value]) => (
            <div key={name} className="flex justify-between gap-4">
              <dt className="text-ink-soft">{name}</dt>
              <dd className="whitespace-nowrap font-medium">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </PanelSection>
  );
}
