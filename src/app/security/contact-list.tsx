"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Channel } from "@/app/(auth)/use-code-words";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { ContactForm } from "./contact-form";

interface ContactListProps {
  email: string | null;
  phone: string | null;
  /** Staff have no codes, by which a change is proven. */
  mayChange: boolean;
}

/** By what somebody signs in, and how to have it replaced. */
export function ContactList({ email, phone, mayChange }: ContactListProps) {
  const t = useTranslations("accounts.security");
  const trpc = useTRPC();
  const offer = useQuery(trpc.identity.signUpOffer.queryOptions({}, { enabled: mayChange }));
  const [changing, setChanging] = useState<Channel | null>(null);
  const contacts = [
    { channel: "EMAIL", label: t("email"), value: email },
    { channel: "SMS", label: t("phone"), value: phone },
  ] as const;
  const current = contacts.flatMap(({ channel, value }) => (value === null ? [] : [channel]));
  const canSend = (channel: Channel) => offer.data?.codesBy.includes(channel) ?? false;
  // Where an address stands, one of them has to be proven first.
  const isProvable = current.length === 0 || current.some(canSend);
  return (
    <div className="divide-y divide-line">
      {contacts.map(({ channel, label, value }) => {
        const words = value === null ? t("contact.add") : t("contact.change");
        return (
          <div key={channel} className="py-3 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <p className="min-w-0">
                <span className="block text-ink-soft text-sm">{label}</span>
                <span className="tabular break-all">
                  {value ?? <span className="text-ink-faint">{t("none")}</span>}
                </span>
              </p>
              {mayChange && changing !== channel && isProvable && canSend(channel) ? (
                <Button
                  size="sm"
                  aria-label={t("contact.named", { words, label })}
                  onClick={() => setChanging(channel)}
                >
                  {words}
                </Button>
              ) : null}
            </div>
            {changing === channel ? (
              <ContactForm
                channel={channel}
                provenBy={current.filter(canSend)}
                textsTo={offer.data?.textsTo ?? []}
                onClose={() => setChanging(null)}
              />
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
