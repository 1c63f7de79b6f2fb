"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { type Column, DataTable } from "@/ui/data-table";
import { ProgressBar } from "@/ui/progress-bar";
import { SkeletonRows } from "@/ui/skeleton";
import type { PreviewedTier } from "./whole-preview";

type OrderPreviewView = Outputs["program"]["previewOrders"];
type Figures = NonNullable<OrderPreviewView["figures"]>;

const askAgainMs = 1_500;

interface OrderPreviewProps {
  previewId: string;
  tiers: readonly PreviewedTier[];
}

/** What the orders of the last ninety days would bring under the edit: worked out after the tiers. */
export function OrderPreview({ previewId, tiers }: OrderPreviewProps) {
  const t = useTranslations("program.preview.orders");
  return (
    <section aria-labelledby="order-preview-title" className="mt-6 border-line border-t pt-4">
      <h4 id="order-preview-title" className="font-medium">
        {t("title")}
      </h4>
      <Content previewId={previewId} tiers={tiers} />
    </section>
  );
}

function Content({ previewId, tiers }: OrderPreviewProps) {
  const t = useTranslations("program.preview.orders");
  const format = useFormats();
  const trpc = useTRPC();
  const query = useQuery(
    trpc.program.previewOrders.queryOptions(
      { previewId },
      { refetchInterval: ({ state }) => (isUnderWay(state.data) ? askAgainMs : false) },
    ),
  );
  const { data } = query;
  if (!data) {
    return query.isError ? (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows label={t("loading")} />
    );
  }
  if (data.status === "FAILED") {
    return (
      <p role="alert" className="mt-2 text-seal-ink text-sm">
        {t("failed")}
      </p>
    );
  }
  if (!data.figures) return <UnderWay progress={data.progress} />;
  const { figures } = data;
  if (figures.orders === 0) return <p className="mt-2 text-ink-soft text-sm">{t("none")}</p>;
  return (
    <>
      <p className="mt-1 text-ink-soft text-sm">
        {t("lead", {
          from: format.date(data.since),
          to: format.date(data.until),
          orders: format.points(figures.orders),
        })}
      </p>
      <Sums figures={figures} />
      <p className="tabular mt-3 text-sm">
        {t("members", { more: format.points(figures.more), fewer: format.points(figures.fewer) })}
      </p>
      <ByTier figures={figures} tiers={tiers} />
      <Remarks figures={figures} />
    </>
  );
}

const isUnderWay = (view: OrderPreviewView | undefined) =>
  view?.status === "WAITING" || view?.status === "RUNNING";

function UnderWay({ progress }: Pick<OrderPreviewView, "progress">) {
  const t = useTranslations("program.preview.orders");
  const percent = progress.of > 0 ? Math.floor((100 * progress.done) / progress.of) : 0;
  const said = t("progress", { percent });
  return (
    <div className="mt-2">
      <p role="status" className="mb-2 text-ink-soft text-sm">
        {said}
      </p>
      <ProgressBar label={t("title")} value={progress.done} max={progress.of} valueText={said} />
    </div>
  );
}

interface Sum {
  key: "points" | "worth" | "discount" | "liability";
  inForce: string;
  draft: string;
  difference: string;
}

/** Each figure by both versions, and what is between them. */
function Sums({ figures }: { figures: Figures }) {
  const t = useTranslations("program.preview.orders");
  const format = useFormats();
  const { inForce, draft, liability } = figures;
  const money = (key: Sum["key"], before: number, after: number): Sum => ({
    key,
    inForce: format.money(before),
    draft: format.money(after),
    difference: `${after > before ? "+" : ""}${format.money(after - before)}`,
  });
  const rows: Sum[] = [
    {
      key: "points",
      inForce: format.points(inForce.points),
      draft: format.points(draft.points),
      difference: format.signedPoints(draft.points - inForce.points),
    },
    money("worth", inForce.worthMinor, draft.worthMinor),
    money("discount", inForce.discountMinor, draft.discountMinor),
    money("liability", liability.inForceMinor, liability.draftMinor),
  ];
  const columns: Column<Sum>[] = [
    { header: t("what"), primary: true, cell: ({ key }) => t(`sums.${key}`) },
    { header: t("inForce"), figure: true, cell: (row) => row.inForce },
    { header: t("draft"), figure: true, cell: (row) => row.draft },
    { header: t("difference"), figure: true, cell: (row) => row.difference },
  ];
  return (
    <div className="mt-3">
      <DataTable caption={t("title")} rows={rows} keyOf={({ key }) => key} columns={columns} />
    </div>
  );
}

type OfTier = Figures["tiers"][number];

function ByTier({ figures, tiers }: { figures: Figures; tiers: readonly PreviewedTier[] }) {
  const t = useTranslations("program.preview.orders");
  const format = useFormats();
  const placeOf = (code: string) => tiers.findIndex((tier) => tier.code === code);
  const rows = figures.tiers.toSorted((a, b) => placeOf(b.code) - placeOf(a.code));
  const columns: Column<OfTier>[] = [
    {
      header: t("tier"),
      primary: true,
      cell: ({ code }) => tiers.find((tier) => tier.code === code)?.name ?? code,
    },
    { header: t("count"), figure: true, cell: ({ orders }) => format.points(orders) },
    {
      header: t("pointsDifference"),
      figure: true,
      cell: ({ inForce, draft }) => format.signedPoints(draft.points - inForce.points),
    },
    {
      header: t("discounts"),
      figure: true,
      cell: ({ inForce, draft }) =>
        t("change", {
          before: format.money(inForce.discountMinor),
          after: format.money(draft.discountMinor),
        }),
    },
  ];
  return (
    <div className="mt-3">
      <DataTable caption={t("byTier")} rows={rows} keyOf={({ code }) => code} columns={columns} />
    </div>
  );
}

/** What the figures leave open. */
function Remarks({ figures }: { figures: Figures }) {
  const t = useTranslations("program.preview.orders");
  const format = useFormats();
  const { inForce, draft, goodsUnknown, cut, earned } = figures;
  const remarks = [
    t("assumed"),
    t("earned", { points: format.points(earned) }),
    ...(goodsUnknown > 0 ? [t("goodsUnknown", { count: goodsUnknown })] : []),
    ...(draft.refused + inForce.refused > 0
      ? [t("refused", { draft: draft.refused, inForce: inForce.refused })]
      : []),
    ...(cut > 0 ? [t("cut", { count: cut })] : []),
  ];
  return (
    <ul className="mt-3 list-disc space-y-1 pl-5 text-ink-soft text-sm">
      {remarks.map((remark) => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );
}
