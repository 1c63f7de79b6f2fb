import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import type { CardTexture } from "@/modules/brand/schema";
import { textIn } from "@/platform/texts";
import { isCopied, isOfOneRequest } from "@/trpc/page-path";
import { api } from "@/trpc/server";

export interface ShopBrand {
  /** The shop’s membership as a whole: 素 · 会员中心. */
  title: string;
  /** As a card has room for it. */
  short: string;
  seal: string;
  accent: string | null;
  shopUrl: string | null;
  supportUrl: string | null;
  privacyUrl: string | null;
  texture: CardTexture;
  logo: string | null;
  /** Where a coupon is used, with a place for its code. */
  couponUrl: string | null;
  /** Where the shop shows an order, with {orderId} in it. */
  orderUrl: string | null;
}

/**
 * What the shop calls itself, asked once per request. A page without its database is still a page, unless
 * everybody would be shown it afterwards; and one that says nothing of the shop has no brand.
 */
export const shopBrand = cache(async (): Promise<ShopBrand> => {
  const [t, locale, requestHeaders] = await Promise.all([
    getTranslations("common"),
    getLocale(),
    headers(),
  ]);
  const brand = isOfOneRequest(requestHeaders) ? await current(requestHeaders) : null;
  if (!brand) {
    const links = {
      shopUrl: null,
      supportUrl: null,
      privacyUrl: null,
      couponUrl: null,
      orderUrl: null,
    };
    const look = { texture: "PLAIN", logo: null } as const;
    const title = t("brandName");
    return { title, short: title, seal: t("brandSeal"), accent: null, ...links, ...look };
  }
  const name = textIn(brand.name, locale);
  return { ...brand, title: t("brand", { name }), short: t("brandShort", { name }) };
});

async function current(requestHeaders: Headers) {
  try {
    return await (await api()).brand.current({});
  } catch (error) {
    if (isCopied(requestHeaders)) throw error;
    return null;
  }
}
