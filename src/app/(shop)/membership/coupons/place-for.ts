import { couponLink } from "@/modules/brand/rules";

/** Where a coupon is used; without its code there is no place that asks for one. */
export function placeFor(useAt: string | null, code: string | null): string | null {
  if (useAt === null) return null;
  const href = couponLink(useAt, code ?? "");
  return code === null && href !== useAt ? null : href;
}
