import type { MetadataRoute } from "next";
import { getLocale } from "next-intl/server";
import { type IconName, iconAddress } from "./shell/icons";
import { shopBrand } from "./shell/shop-brand";

/** What a device needs to keep the membership among its apps, under the shop's own name. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const [brand, lang] = await Promise.all([shopBrand(), getLocale()]);
  const icon = (name: IconName, size: number, purpose: "any" | "maskable" = "any") => ({
    src: iconAddress(brand, name),
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  return {
    id: "/",
    name: brand.title,
    short_name: brand.short,
    lang,
    start_url: "/membership",
    scope: "/",
    display: "standalone",
    background_color: "#f5f0e8",
    theme_color: "#f5f0e8",
    icons: [
      icon("icon-192.png", 192),
      icon("icon-512.png", 512),
      icon("maskable-512.png", 512, "maskable"),
    ],
  };
}
