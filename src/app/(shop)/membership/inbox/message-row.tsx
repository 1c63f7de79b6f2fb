"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";

type Message = Outputs["inbox"]["list"]["items"][number];

/** Where each kind of message leads. */
const places = {
  TIER_CHANGED: "/membership",
  POINTS_EXPIRING: "/membership/history",
  POINTS_CREDITED: "/membership/history",
  ACTIVITY_BONUS: "/membership/activities",
  REWARD_SHIPPED: "/membership/mall/redemptions",
  REWARD_CANCELLED: "/membership/mall/redemptions",
  REWARD_RELABELLED: "/membership/mall/redemptions",
  REWARD_WAITS_AGAIN: "/membership/mall/redemptions",
  REWARD_READDRESSED: "/membership/mall/redemptions",
  REWARD_RETURNED: "/membership/mall/redemptions",
  GUEST_ORDERS: "/membership/history",
  RECORD_CHANGED: "/membership/profile",
  COUPON_ISSUED: "/membership/coupons",
  COUPON_EXPIRING: "/membership/coupons",
} satisfies Record<Message["kind"], string>;

interface MessageRowProps {
  message: Message;
  onRead: () => void;
}

/** A message that is not read yet has a dot and says so. */
export function MessageRow({ message, onRead }: MessageRowProps) {
  const t = useTranslations("myInbox");
  const format = useFormats();
  const { read } = message;
  return (
    <li className="border-line border-b last:border-0">
      <PageLink
        href={places[message.kind]}
        onClick={read ? undefined : onRead}
        className="group -mx-2 flex items-start gap-3 rounded-md px-2 py-4"
      >
        <span
          aria-hidden="true"
          className={classNames(
            "mt-2 size-2 shrink-0 rounded-full",
            read ? "bg-transparent" : "bg-seal",
          )}
        />
        <span className="min-w-0 grow">
          {read ? null : <span className="sr-only">{t("unread")} </span>}
          <span className={classNames("block", read ? "text-ink-soft" : "font-semibold")}>
            {message.title}
          </span>
          <span className="block text-ink-soft text-sm">{message.text}</span>
          <time
            dateTime={message.createdAt}
            className="tabular mt-0.5 block text-ink-faint text-sm"
          >
            {format.ago(message.createdAt)}
          </time>
        </span>
        <ChevronRight
          aria-hidden="true"
          className="mt-1 size-4 shrink-0 text-ink-faint group-hover:text-ink"
        />
      </PageLink>
    </li>
  );
}
