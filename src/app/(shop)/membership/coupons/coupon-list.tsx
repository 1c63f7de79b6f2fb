"use client";

import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { CouponCode } from "@/modules/coupons/components/coupon-code";
import { CouponRow } from "@/modules/coupons/components/coupon-row";
import type { Outputs } from "@/trpc/client";
import { ask } from "@/trpc/plain";
import { usePages } from "@/trpc/use-pages";
import { EmptyState } from "@/ui/empty-state";
import { placeFor } from "./place-for";

interface CouponListProps {
  /** The first page, as it was made. */
  initial: Outputs["coupons"]["mine"];
  useAt: string | null;
}

/** A member's coupons, the last first, each with its code while it can be used. */
export function CouponList({ initial, useAt }: CouponListProps) {
  const t = useTranslations("coupons");
  const query = usePages({
    ...{ name: "", initial },
    ask: (cursor) => ask("coupons", "mine", { ...cursor, only: "ALL" }),
  });
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(coupons) => (
        <ul>
          {coupons.map((coupon) => (
            <CouponRow
              key={coupon.couponId}
              coupon={coupon}
              useHref={placeFor(useAt, coupon.code)}
              code={
                coupon.code === null ? null : <CouponCode name={coupon.name} code={coupon.code} />
              }
            />
          ))}
        </ul>
      )}
    </PagedList>
  );
}
