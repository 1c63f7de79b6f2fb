"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";

interface OrderLinesProps {
  memberId: string;
  orderId: string;
  count: number;
}

/** What an order is made of, asked for when somebody wants to know. */
export function OrderLines({ memberId, orderId, count }: OrderLinesProps) {
  const t = useTranslations("console.orders.lines");
  const format = useFormats();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    ...trpc.members.orderLines.queryOptions({ memberId, orderId }),
    enabled: open,
  });
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4">
        {t("count", { count })}
      </summary>
      {query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : !query.data ? (
        <SkeletonRows rows={1} label={t("loading")} />
      ) : (
        <ul className="tabular mt-1 max-h-64 overflow-y-auto text-ink-soft text-sm">
          {query.data.items.map((line) => (
            <li key={line.lineId}>
              {t("line", {
                sku: line.sku,
                quantity: line.quantity,
                amount: format.moneyIn(line.paidMinor, query.data.currency),
              })}
              {line.refundedMinor > 0 ? (
                <span className="text-warn">
                  {t("refunded", {
                    amount: format.moneyIn(line.refundedMinor, query.data.currency),
                  })}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
