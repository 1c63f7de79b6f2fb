import {
  ChevronRight,
  Gift,
  Hourglass,
  type LucideIcon,
  Package,
  Target,
  Ticket,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { NearestGoal } from "@/modules/activities/components/nearest-goal";
import type { ShownCoupon } from "@/modules/coupons/components/shown-coupon";
import type { ShownGoal, ShownRedemption } from "@/modules/rewards/components/shown-reward";
import { useGoalWords } from "@/modules/rewards/components/use-goal-words";
import { PageLink } from "@/ui/page-link";
import { couponEndingFirst, pointsEndingSoon } from "./ending";

export interface TodayLinesProps {
  goal: NearestGoal | null;
  /** The reward that is saved for. */
  saving: ShownGoal | null;
  /** Points by the end of their validity, the first end first. */
  expiring: readonly { points: number; expiresAt: string }[];
  /** Coupons that can still be used. */
  coupons: readonly ShownCoupon[];
  /** What was exchanged last. */
  redemptions: readonly ShownRedemption[];
}

/** What is near, ends soon or is on its way; nothing where there is nothing. */
export function TodayLines({ goal, saving, expiring, coupons, redemptions }: TodayLinesProps) {
  const t = useTranslations("membership.today");
  const format = useFormats();
  const goalWords = useGoalWords();
  const soon = pointsEndingSoon(expiring, format.now);
  const coupon = couponEndingFirst(coupons, format.now);
  const parcel = redemptions.find(({ kind, status }) => kind === "PRODUCT" && status === "SHIPPED");
  const lines = [
    ...(goal ? [{ ...lineOfGoal(goal), Icon: Target }] : []),
    ...(saving
      ? [
          {
            href: `/membership/mall?reward=${saving.reward.rewardId}`,
            text: goalWords.way(saving),
            note: t("rewardGoal", { name: saving.reward.name }),
            Icon: Gift,
          },
        ]
      : []),
    ...(soon
      ? [
          {
            href: "/membership/mall",
            text: t("expiring", {
              points: format.points(soon.points),
              date: format.lastDateBefore(soon.expiresAt),
            }),
            note: t("expiringNote"),
            Icon: Hourglass,
          },
        ]
      : []),
    ...(coupon?.validUntil
      ? [
          {
            href: "/membership/coupons",
            text: t("coupon", { name: coupon.name }),
            note: t("couponNote", { date: format.lastDateBefore(coupon.validUntil) }),
            Icon: Ticket,
          },
        ]
      : []),
    ...(parcel
      ? [
          {
            href: "/membership/mall/redemptions",
            text: t("parcel", { name: parcel.rewardName }),
            note: parcel.trackingCode ?? "",
            Icon: Package,
          },
        ]
      : []),
  ];

  function lineOfGoal({ activityId, title, points, coupon, missing, ...which }: NearestGoal) {
    const award = coupon === null ? "points" : points === 0 ? "coupon" : "both";
    const gain = { award, points: format.points(points), coupon: coupon ?? "" };
    const { orderMinimumMinor: minimum, isOfSomeOrders } = which;
    const conditions = [
      ...(minimum > 0 ? [t("orderMinimum", { minimum: format.moneyShort(minimum) })] : []),
      ...(isOfSomeOrders ? [t("someOrders")] : []),
    ];
    return {
      href: `/membership/activities/${activityId}`,
      text:
        missing.goal === "ORDERS"
          ? t("goalOrders", { ...gain, count: missing.amount })
          : t("goalSpend", { ...gain, amount: format.money(missing.amount) }),
      note: [title, ...conditions].join(" · "),
    };
  }

  if (lines.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="mt-2 divide-y divide-line border-line border-t">
      {lines.map((line) => (
        <Line key={line.href} {...line} />
      ))}
    </ul>
  );
}

interface LineProps {
  href: string;
  text: string;
  note: string;
  Icon: LucideIcon;
}

function Line({ href, text, note, Icon }: LineProps) {
  return (
    <li className="last:-mb-2">
      <PageLink
        href={href}
        className="-mx-2 flex min-h-11 items-center gap-3 rounded-md px-2 py-1.5 md:py-2 transition-colors hover:bg-sunken/60"
      >
        <Icon aria-hidden="true" className="size-4.5 shrink-0 text-seal-ink" strokeWidth={1.75} />
        <span className="min-w-0 grow">
          <span className="block font-medium text-sm">{text}</span>
          {note ? <span className="tabular block text-ink-soft text-xs">{note}</span> : null}
        </span>
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      </PageLink>
    </li>
  );
}
