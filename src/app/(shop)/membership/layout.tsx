import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { NoAccess } from "@/app/shell/no-access";
import { requirePerson } from "@/app/shell/require-person";
import { SessionEnded } from "@/app/shell/session-ended";
import { pickMessages } from "@/i18n/load-messages";

export default async function MembershipLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson();
  if (person.role !== "member") return <NoAccess kind="member" />;
  const messages = await getMessages();
  return (
    <NextIntlClientProvider
      messages={pickMessages(messages, [
        "common",
        "accounts",
        "shell",
        "membership",
        "points",
        "profile",
        "consents",
        "explain",
        "earning",
        "activities",
        "rewards",
        "coupons",
        "myInbox",
      ])}
    >
      {children}
      <SessionEnded />
    </NextIntlClientProvider>
  );
}
