"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { AskedDetails } from "./asked-details";

interface OrderLinesProps {
  memberId: string;
  orderId: string;
  count: number;
}

/** What an order is made of. */
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
    <AskedDetails
      summary={t("count", { count })}
      loading={t("loading")}
      query={query}
      onOpen={setOpen}
    >
      {({ currency, items }) =>
        items.map((line) => (
          <li key={line.lineId}>
            {t("line", {
              sku: line.sku,
              quantity: line.quantity,
              amount: format.moneyIn(line.paidMinor, currency),
            })}
            {line.refundedMinor > 0 ? (
              <span className="text-warn">
                {t("refunded", { amount: format.moneyIn(line.refundedMinor, currency) })}
              </span>
            ) : null}
          </li>
        ))
      }
    </AskedDetails>
  );
}
