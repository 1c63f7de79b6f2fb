import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { BrandSeal } from "@/app/shell/brand-seal";
import { PocketOwner } from "@/app/shell/pocket/pocket-owner";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { shopBrand } from "@/app/shell/shop-brand";
import { ShopLinks } from "@/app/shell/shop-links";
import { pickMessages } from "@/i18n/load-messages";
import { ApiProvider } from "@/trpc/client";
import { api } from "@/trpc/server";
import { CardFan } from "./sign-in/card-fan";

interface AuthFrameProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** The frame of each page on which somebody comes in: a form, and beside it what there is to come in to. */
export async function AuthFrame({ title, lead, children }: AuthFrameProps) {
  const [messages, caller, { short }] = await Promise.all([getMessages(), api(), shopBrand()]);
  const ladder = await caller.tiers.list({});
  return (
    <NextIntlClientProvider messages={pickMessages(messages, ["common", "shell", "accounts"])}>
      <ApiProvider>
        <PocketOwner ownerId={null} />
        <div className="min-h-dvh lg:grid lg:grid-cols-2">
          <div>
            <header className="flex h-18 items-center justify-end px-4 sm:px-6 lg:justify-start">
              <SettingsMenu
                person={null}
                placement="top-18 right-4 sm:right-6 lg:right-auto lg:left-6"
              />
            </header>
            <main id="main" className="mx-auto w-full max-w-sm px-4 pt-6 pb-16 sm:pt-14">
              <BrandSeal size="lg" isFresh />
              <h1 className="mt-6 text-2xl">{title}</h1>
              <p className="mt-1 mb-8 text-ink-soft">{lead}</p>
              {children}
              <ShopLinks className="mt-10" />
            </main>
          </div>
          <div className="hidden items-center overflow-hidden bg-sunken lg:flex">
            <CardFan tiers={ladder.items} brand={short} />
          </div>
        </div>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
