"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { CouponCode } from "@/modules/coupons/components/coupon-code";
import { CouponRow } from "@/modules/coupons/components/coupon-row";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { placeFor } from "./place-for";

/** A member's coupons, the last first, each with its code while it can be used. */
export function CouponList({ useAt }: { useAt: string | null }) {
  const t = useTranslations("coupons");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery(
    pagedOptions(trpc.coupons.mine.infiniteQueryKey({ only: "ALL" }), (cursor) =>
      client.coupons.mine.query({ ...cursor, only: "ALL" }),
    ),
  );
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
