import { Wallet } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";

/** The ways of the card into the wallets of phones, as far as the shop has any. */
export async function WalletLinks() {
  const [t, { apple, google }] = await Promise.all([
    getTranslations("membership.wallet"),
    (await api()).wallets.offer({}),
  ]);
  const ways = [
    ...(apple ? [{ href: "/membership/wallet/apple", label: t("apple") }] : []),
    ...(google ? [{ href: "/membership/wallet/google", label: t("google") }] : []),
  ];
  if (ways.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {ways.map(({ href, label }) => (
        <li key={href} className="grow">
          {/* A file, or another site: nothing that the router could show. */}
          <a href={href} className={buttonClass("secondary", "md", "w-full")}>
            <Wallet aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
