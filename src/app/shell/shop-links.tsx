import { getTranslations } from "next-intl/server";
import { shopBrand } from "./shop-brand";

/** The ways to the shop itself, as far as it has said them. */
export async function ShopLinks({ className }: { className?: string }) {
  const [t, { shopUrl, supportUrl, privacyUrl }] = await Promise.all([
    getTranslations("common.shopLinks"),
    shopBrand(),
  ]);
  const links = [
    { href: shopUrl, label: t("shop") },
    { href: supportUrl, label: t("support") },
    { href: privacyUrl, label: t("privacy") },
  ].filter(({ href }) => href !== null);
  if (links.length === 0) return null;
  return (
    <nav aria-label={t("label")} className={className}>
      <ul className="flex flex-wrap gap-x-5">
        {links.map(({ href, label }) => (
          <li key={label}>
            <a
              href={href ?? undefined}
              className="inline-flex min-h-11 items-center text-ink-soft text-sm underline-offset-4 hover:text-ink hover:underline"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
