"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { yuanFor } from "@/i18n/currency";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { ordersInput } from "./member-tab";
import { OrderLines } from "./order-lines";
import { OrderVersions } from "./order-versions";

const tones = {
  COMPLETED: "good",
  CANCELLED: "neutral",
  REFUNDED: "seal",
  PARTIALLY_REFUNDED: "warn",
  UNKNOWN: "neutral",
} as const;

export function OrdersTable({ memberId }: { memberId: string }) {
  const t = useTranslations("console.orders");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { read, go } = useAddress();
  const orderId = read("order");
  const input = ordersInput(memberId, orderId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.orders.infiniteQueryKey(input), (cursor) =>
      client.members.orders.query({ ...input, ...cursor }),
    ),
  );
  const list = (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(orders) => (
        <DataTable
          caption={t("title")}
          rows={orders}
          keyOf={(order) => order.orderId}
          columns={[
            {
              header: t("column.order"),
              cell: (order) => (
                <>
                  {order.orderId}
                  {order.lineCount > 0 ? (
                    <OrderLines
                      memberId={memberId}
                      orderId={order.orderId}
                      count={order.lineCount}
                    />
                  ) : null}
                  {order.version > 0 ? (
                    <OrderVersions
                      memberId={memberId}
                      orderId={order.orderId}
                      version={order.version}
                    />
                  ) : null}
                  {order.leftOver.map(({ kind, id, leftOverMinor, currency }) => (
                    <span key={`${kind} ${id}`} className="block text-sm text-warn">
                      {t(`leftOver.${kind}`, {
                        id,
                        amount: format.moneyIn(leftOverMinor, currency),
                      })}
                    </span>
                  ))}
                </>
              ),
              primary: true,
            },
            {
              header: t("column.status"),
              cell: (order) => (
                <Badge tone={tones[order.status]}>{t(`statuses.${order.status}`)}</Badge>
              ),
            },
            {
              header: t("column.paid"),
              cell: (order) =>
                order.paidAmountMinor === null ? (
                  "–"
                ) : (
                  <>
                    {format.money(order.paidAmountMinor)}
                    {order.original ? (
                      <span className="block text-ink-soft text-sm">
                        {format.moneyIn(order.original.amountMinor, order.original.currency)}
                        <span className="block">
                          {t("rate", {
                            currency: order.original.currency,
                            yuan: yuanFor(order.original.rate, order.original.currency),
                          })}
                        </span>
                      </span>
                    ) : null}
                  </>
                ),
              figure: true,
            },
            {
              header: t("column.refunded"),
              cell: (order) =>
                order.refundedMinor > 0 ? (
                  <>
                    {format.money(order.refundedMinor)}
                    {order.original ? (
                      <span className="block text-ink-soft text-sm">
                        {format.moneyIn(order.original.refundedMinor, order.original.currency)}
                      </span>
                    ) : null}
                  </>
                ) : (
                  "–"
                ),
              figure: true,
            },
            {
              header: t("column.points"),
              cell: (order) =>
                order.pointsClawed > 0
                  ? t("pointsKept", {
                      earned: format.points(order.pointsEarned),
                      clawed: format.points(order.pointsClawed),
                    })
                  : format.points(order.pointsEarned),
              figure: true,
            },
            {
              header: t("column.paidAt"),
              cell: (order) => (order.paidAt ? format.dateTime(order.paidAt) : "–"),
            },
          ]}
        />
      )}
    </PagedList>
  );
  return (
    <>
      {orderId ? (
        <p className="mb-4 flex flex-wrap items-center gap-3 text-ink-soft text-sm">
          {t("onlyOrder", { orderId })}
          <Button size="sm" variant="quiet" onClick={() => go({ order: undefined })}>
            {t("allOrders")}
          </Button>
        </p>
      ) : null}
      {list}
    </>
  );
}
