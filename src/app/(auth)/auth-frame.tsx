import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { pickMessages } from "@/i18n/load-messages";
import { ApiProvider } from "@/trpc/client";
import { api } from "@/trpc/server";
import { Seal } from "@/ui/seal";
import { CardFan } from "./sign-in/card-fan";

interface AuthFrameProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** The frame of each page on which somebody comes in: a form, and beside it what there is to come in to. */
export async function AuthFrame({ title, lead, children }: AuthFrameProps) {
  const [messages, caller] = await Promise.all([getMessages(), api()]);
  const ladder = await caller.tiers.list({});
  return (
    <NextIntlClientProvider messages={pickMessages(messages, ["common", "shell", "accounts"])}>
      <ApiProvider>
        <div className="min-h-dvh lg:grid lg:grid-cols-2">
          <div>
            <header className="flex h-18 items-center justify-end px-4 sm:px-6 lg:justify-start">
              <SettingsMenu
                person={null}
                placement="top-18 right-4 sm:right-6 lg:right-auto lg:left-6"
              />
            </header>
            <main id="main" className="mx-auto w-full max-w-sm px-4 pt-6 pb-16 sm:pt-14">
              <Seal text="素" size="lg" className="stamp -rotate-3" />
              <h1 className="mt-6 text-2xl">{title}</h1>
              <p className="mt-1 mb-8 text-ink-soft">{lead}</p>
              {children}
            </main>
          </div>
          <div className="hidden items-center overflow-hidden bg-sunken lg:flex">
            <CardFan tiers={ladder.items} />
          </div>
        </div>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
