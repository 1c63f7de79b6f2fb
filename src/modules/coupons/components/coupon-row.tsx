import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button-class";
import { classNames } from "@/ui/class-names";
import type { ShownCoupon } from "./shown-coupon";
import { useCouponWords } from "./use-coupon-words";

interface CouponRowProps {
  coupon: ShownCoupon;
  /** What shows its code. */
  code?: ReactNode;
  /** Where it is used; nothing where the shop has said no such place. */
  useHref?: string | null;
}

/** One coupon of a member: what it takes off, until when, and its code. */
export function CouponRow({ coupon, code, useHref = null }: CouponRowProps) {
  const t = useTranslations("coupons");
  const words = useCouponWords();
  const isUsable = coupon.state === "ACTIVE";
  const { origin } = coupon;
  const soon = isUsable ? words.endsSoon(coupon) : null;
  const facts = [
    words.validity(coupon),
    ...words.conditions(coupon.terms, coupon.usesLeft),
    origin === null ? "" : words.origin(origin),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b py-3.5 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 grow">
        <p className={classNames("break-words font-medium", !isUsable && "text-ink-soft")}>
          {coupon.name}
          {soon ? (
            <Badge tone="warn" className="ml-2">
              {soon}
            </Badge>
          ) : null}
        </p>
        <p className="text-ink-soft text-sm">{words.effect(coupon.terms)}</p>
        {coupon.description ? <p className="text-ink-soft text-sm">{coupon.description}</p> : null}
        <p className="tabular text-ink-faint text-sm">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      {isUsable && (code || useHref) ? (
        <div className="flex flex-wrap items-center gap-2">
          {code}
          {useHref ? (
            <a
              href={useHref}
              rel="noreferrer"
              aria-label={t("useLabel", { name: coupon.name })}
              className={buttonClass("secondary", "sm")}
            >
              {t("use")}
            </a>
          ) : null}
        </div>
      ) : (
        <p className="shrink-0 text-ink-faint text-sm">{words.state(coupon.state)}</p>
      )}
    </li>
  );
}
