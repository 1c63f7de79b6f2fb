import { maskedPhone } from "@/platform/phone";
import { type LocalizedText, textIn } from "@/platform/texts";
import { maskedCode as maskedCouponCode } from "../../coupons/rules/code";
import type { FoundItem } from "../schema";
import type * as store from "../store/found";

/** Rows as they are shown: what is a secret, or somebody's own, by its last signs alone. */

type Locale = Parameters<typeof textIn>[1];

const known = (...details: (string | null)[]) => details.filter((one) => one !== null);

export function memberItem(row: store.FoundMember, exact: boolean): FoundItem {
  const { id, memberCode, externalId, nickname, phone, status } = row;
  return {
    kind: "MEMBER",
    id: String(id),
    memberId: id,
    name: nickname,
    details: known(memberCode, externalId, phone === null ? null : maskedPhone(phone)),
    status,
    at: null,
    amountMinor: null,
    exact,
  };
}

export function orderItem(row: store.FoundOrder, exact: boolean): FoundItem {
  const { orderId, memberId, memberCode, nickname, amountMinor, at, isCancelled } = row;
  return {
    kind: "ORDER",
    id: orderId,
    memberId,
    name: orderId,
    details: known(nickname, memberCode),
    status: isCancelled ? "CANCELLED" : null,
    at,
    amountMinor,
    exact,
  };
}

export function redemptionItem(
  row: store.FoundRedemption,
  exact: boolean,
  locale: Locale,
): FoundItem {
  return {
    kind: "REDEMPTION",
    id: String(row.id),
    memberId: row.memberId,
    name: textIn(row.name, locale),
    details: [`#${row.id}`, row.memberCode],
    status: row.status,
    at: row.at,
    amountMinor: null,
    exact,
  };
}

export function parcelItem(row: store.FoundRedemption, exact: boolean, locale: Locale): FoundItem {
  return {
    ...redemptionItem(row, exact, locale),
    kind: "PARCEL",
    name: row.trackingCode ?? `#${row.id}`,
    details: known(row.carrier, textIn(row.name, locale), row.memberCode),
  };
}

export function couponItem(row: store.FoundCoupon, exact: boolean, locale: Locale): FoundItem {
  const { id, memberId, memberCode, codeEnd, status, nameTexts, at } = row;
  return {
    kind: "COUPON",
    id: String(id),
    memberId,
    name: textIn(JSON.parse(nameTexts) as LocalizedText, locale),
    details: known(maskedCouponCode(codeEnd), memberCode),
    status,
    at,
    amountMinor: null,
    exact,
  };
}

export function titleItem(
  kind: "ACTIVITY" | "REWARD",
  { id, name, status, at }: store.FoundTitle,
  exact: boolean,
  locale: Locale,
): FoundItem {
  return {
    ...{ kind, id: String(id), memberId: null, name: textIn(name, locale), details: [`#${id}`] },
    ...{ status, at, amountMinor: null, exact },
  };
}
