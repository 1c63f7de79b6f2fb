"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { type Column, DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { SkeletonRows } from "@/ui/skeleton";

type Again = Outputs["orders"]["trialOrders"];
type Order = Again["items"][number];

interface OrdersAgainProps {
  memberId: string;
  versionId: string;
}

/** What a member's last orders would have brought under another version. */
export function OrdersAgain({ memberId, versionId }: OrdersAgainProps) {
  const t = useTranslations("program.trial");
  const format = useFormats();
  const trpc = useTRPC();
  const query = useQuery(trpc.orders.trialOrders.queryOptions({ memberId, versionId, limit: 50 }));
  const { data } = query;
  if (!data) {
    return query.isError ? (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows label={t("loading")} />
    );
  }
  if (data.orders === 0) return <EmptyState title={t("noOrders")} hint={t("noOrdersHint")} />;
  const sums = {
    ...{ orders: format.points(data.orders), earned: format.points(data.earned) },
    ...{ inForce: format.points(data.inForce.points), tier: data.proposed.tier.name },
    proposed: format.points(data.proposed.points),
  };
  return (
    <>
      <p className="tabular mb-4">{t("sums", sums)}</p>
      <OrderRows items={data.items} />
      {data.orders > data.items.length || data.isPartial ? (
        <p className="mt-3 text-ink-soft text-sm">{t("last", { count: data.items.length })}</p>
      ) : null}
      <p className="mt-3 text-ink-faint text-sm">{t("assumed")}</p>
    </>
  );
}

function OrderRows({ items }: { items: readonly Order[] }) {
  const t = useTranslations("program.trial");
  const format = useFormats();
  const points = ({ points, isCapped, refusal }: Order["inForce"]) => {
    if (refusal !== null) return t("refused");
    return isCapped ? t("capped", { points: format.points(points) }) : format.points(points);
  };
  const columns: Column<Order>[] = [
    { header: t("order"), primary: true, cell: ({ orderId }) => orderId },
    { header: t("paidAt"), cell: ({ paidAt }) => format.date(paidAt) },
    { header: t("paid"), figure: true, cell: ({ paidMinor }) => format.money(paidMinor) },
    { header: t("earned"), figure: true, cell: ({ earned }) => format.points(earned) },
    { header: t("inForce"), figure: true, cell: ({ inForce }) => points(inForce) },
    { header: t("proposed"), figure: true, cell: ({ proposed }) => points(proposed) },
    {
      header: t("difference"),
      figure: true,
      cell: ({ inForce, proposed }) => format.signedPoints(proposed.points - inForce.points),
    },
  ];
  return (
    <DataTable
      caption={t("again")}
      rows={items}
      keyOf={({ orderId }) => orderId}
      columns={columns}
    />
  );
}
