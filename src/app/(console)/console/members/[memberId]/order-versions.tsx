"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { AskedDetails } from "./asked-details";

type Version = Outputs["members"]["orderVersions"]["items"][number];

const counts = ({ status }: Version) => status === "APPLIED" || status === "FIRST";

/** By how much a version that counts differs from the one that counted before it; null where that is unknown. */
function differenceOf(items: readonly Version[], at: number): number | null {
  const [one, ...before] = items.slice(at);
  const last = before.find(counts);
  return one && last && counts(one) ? one.paidAmountMinor - last.paidAmountMinor : null;
}

interface OrderVersionsProps {
  memberId: string;
  orderId: string;
  /** Of the last edit. */
  version: number;
}

/** What the shop edited an order to be, the last version first. */
export function OrderVersions({ memberId, orderId, version }: OrderVersionsProps) {
  const t = useTranslations("console.orders.versions");
  const format = useFormats();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    ...trpc.members.orderVersions.queryOptions({ memberId, orderId }),
    enabled: open,
  });
  return (
    <AskedDetails
      summary={t("count", { version })}
      loading={t("loading")}
      query={query}
      onOpen={setOpen}
    >
      {({ currency, items }) =>
        items.map((one, at) => {
          const money = (minor: number) => format.moneyIn(minor, currency);
          const difference = differenceOf(items, at);
          return (
            <li key={one.version}>
              {one.version === 0
                ? t("first", { amount: money(one.paidAmountMinor) })
                : t("version", { version: one.version, amount: money(one.paidAmountMinor) })}
              {difference === null
                ? null
                : t("change", {
                    sign: difference > 0 ? "more" : difference < 0 ? "less" : "same",
                    amount: money(Math.abs(difference)),
                  })}
              {` · ${format.dateTime(one.changedAt)}`}
              {one.status === "APPLIED" || one.status === "FIRST" ? null : (
                <span className="block text-warn">{t(`statuses.${one.status}`)}</span>
              )}
            </li>
          );
        })
      }
    </AskedDetails>
  );
}
