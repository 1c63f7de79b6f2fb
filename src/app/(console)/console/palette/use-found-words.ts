import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import type { PaletteOption } from "./palette-list";

type Found = Outputs["search"]["find"]["items"][number];

const spokenStatuses = [
  "FROZEN",
  "CLOSED",
  "PENDING",
  "SHIPPED",
  "DONE",
  "CANCELLED",
  "RETURNED",
  "VOIDED",
  "DRAFT",
  "PAUSED",
  "ENDED",
  "OFF",
] as const;

/** Where something found is looked at; null where there is nothing more to see. */
function hrefOf({ kind, id, memberId }: Found): string | null {
  switch (kind) {
    case "MEMBER":
      return `/console/members/${id}`;
    case "ORDER":
      return memberId === null
        ? null
        : `/console/members/${memberId}?tab=orders&order=${encodeURIComponent(id)}`;
    case "PARCEL":
    case "REDEMPTION":
      return `/console/fulfilment?redemption=${id}`;
    case "COUPON":
      return memberId === null ? "/console/coupons" : `/console/members/${memberId}?tab=benefits`;
    case "ACTIVITY":
      return `/console/activities/${id}`;
    case "REWARD":
      return "/console/rewards";
  }
}

/** What was found, in words. */
export function useFoundWords() {
  const t = useTranslations("palette");
  const format = useFormats();
  return (found: Found): PaletteOption => {
    const { kind, id, memberId, name, details, amountMinor, at } = found;
    const status = spokenStatuses.find((one) => one === found.status);
    const isGuests = kind === "ORDER" && memberId === null;
    return {
      key: `${kind} ${id}`,
      group: t(`kinds.${kind}`),
      href: hrefOf(found),
      label: name ?? t("unnamed"),
      detail: [
        ...(isGuests ? [t("guest")] : details),
        ...(amountMinor === null ? [] : [format.money(amountMinor)]),
        ...(kind === "ORDER" && at !== null ? [format.dateTimeShort(at)] : []),
        ...(status ? [t(`statuses.${status}`)] : []),
      ].join(" · "),
      opened: { kind, id },
    };
  };
}
