import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { iconAddress } from "@/app/shell/icons";
import { shopBrand } from "@/app/shell/shop-brand";
import { pickMessages } from "@/i18n/load-messages";
import { LeaveGuard } from "@/ui/leave-guard";
import { accentStyle, sealIcon } from "@/ui/palette";
import { SkipLink } from "@/ui/skip-link";
import { themeCookie, themeFor } from "@/ui/theme";
import { Toaster } from "@/ui/toaster-later";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const brand = await shopBrand();
  const { title, seal, accent } = brand;
  return {
    title: { default: title, template: `%s · ${title}` },
    icons: { icon: sealIcon(seal, accent), apple: iconAddress(brand, "apple-180.png") },
    appleWebApp: { capable: true, title, statusBarStyle: "default" },
    robots: { index: false },
  };
}

const papers = { light: "#f5f0e8", dark: "#161210" };

export async function generateViewport(): Promise<Viewport> {
  const theme = themeFor((await cookies()).get(themeCookie)?.value);
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    themeColor:
      theme === "system"
        ? [
            { media: "(prefers-color-scheme: light)", color: papers.light },
            { media: "(prefers-color-scheme: dark)", color: papers.dark },
          ]
        : papers[theme],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, t, tShell, jar, brand] = await Promise.all([
    getLocale(),
    getMessages(),
    getTranslations("common"),
    getTranslations("shell"),
    cookies(),
    shopBrand(),
  ]);
  const { accent, texture, seal, logo } = brand;
  return (
    <html
      lang={locale}
      data-theme={themeFor(jar.get(themeCookie)?.value)}
      data-card-texture={texture}
      // For pages that are made in the browser, where nobody can be asked.
      data-seal={seal}
      data-logo={logo ?? undefined}
      style={accentStyle(accent)}
    >
      <head>
        <link
          rel="preload"
          href="/fonts/hanken-grotesk-5.3.0.woff2"
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
      </head>
      <body>
        <SkipLink>{t("skip")}</SkipLink>
        <NextIntlClientProvider messages={pickMessages(messages, ["common", "shell"])}>
          <noscript>
            <p className="bg-warn-soft px-4 py-3 text-center text-sm text-warn">
              {tShell("noScript")}
            </p>
          </noscript>
          {children}
          <LeaveGuard
            title={tShell("leaving.title")}
            text={tShell("leaving.text")}
            stay={tShell("leaving.stay")}
            leave={tShell("leaving.leave")}
          />
          <Toaster label={t("state.notifications")} closeLabel={t("state.close")} />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
