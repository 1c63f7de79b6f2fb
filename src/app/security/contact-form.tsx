"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeInput } from "@/app/(auth)/code-input";
import { FailureLine } from "@/app/(auth)/failure-line";
import { SentLine } from "@/app/(auth)/sent-line";
import { type Channel, useCodeWords } from "@/app/(auth)/use-code-words";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { contactOf, NO_TEXTS_THERE } from "@/modules/access/rules/contact";
import { type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { SegmentedControl } from "@/ui/segmented-control";
import { showToast } from "@/ui/toast-store";

const contactSchema = async () =>
  (await import("@/modules/access/schema/access")).askCodeInput.pick({ contact: true });
const changeSchema = async () => (await import("@/modules/identity/schema")).changeContactInput;

type Sent = Outputs["identity"]["askContactCode"];

/** The two codes that are on their way; none to an account without an address. */
interface Asked {
  contact: string;
  provenBy: Channel | null;
  to: Sent;
  from: Sent | null;
}

interface ContactFormProps {
  channel: Channel;
  /** The kinds of address that the account has and that a code can be sent to. */
  provenBy: readonly Channel[];
  /** Calling codes that text messages go to. */
  textsTo: readonly string[];
  onClose: () => void;
}

/** First the new address, then the codes of both sides. */
export function ContactForm({ channel, provenBy, textsTo, onClose }: ContactFormProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [typed, setTyped] = useState("");
  if (!asked) {
    return (
      <NewAddress
        channel={channel}
        provenBy={provenBy}
        textsTo={textsTo}
        contact={typed}
        onAsked={setAsked}
        onClose={onClose}
      />
    );
  }
  const back = () => {
    setTyped(asked.contact);
    setAsked(null);
  };
  return <BothCodes asked={asked} onAsked={setAsked} onBack={back} onClose={onClose} />;
}

interface NewAddressProps extends ContactFormProps {
  contact: string;
  onAsked: (asked: Asked) => void;
}

function NewAddress({ channel, provenBy, textsTo, contact, onAsked, onClose }: NewAddressProps) {
  const t = useTranslations("accounts");
  const tState = useTranslations("common.state");
  const { kindOf, failureText, phoneHint } = useCodeWords();
  const client = useTRPCClient();
  const { said: kind } = kindOf([channel]);
  const [by, setBy] = useState<Channel | null>(
    provenBy.find((one) => one === channel) ?? provenBy[0] ?? null,
  );
  const ask = useMutation({
    // The new address first: nothing is sent to the old one for a slip of the hand.
    mutationFn: async (input: { contact: string }): Promise<Asked> => {
      const to = await client.identity.askContactCode.mutate({ side: "TO", ...input });
      const from =
        by === null
          ? null
          : await client.identity.askContactCode.mutate({ side: "FROM", channel: by });
      return { ...input, provenBy: by, to, from };
    },
    onSuccess: onAsked,
  });
  const form = useProcedureForm({
    schema: contactSchema,
    defaultValues: { contact },
    toInput: ({ contact: value }) => ({ contact: value.trim() }),
    check: ({ contact: value }) => {
      if (value.trim() === "") return { contact: t("contact.missing", { kind }) };
      const isOfKind = contactOf(value)?.channel === channel;
      return { contact: !isOfKind && t("contact.invalid", { kind }) };
    },
    words: {
      contact: ({ message }) => {
        if (message === NO_TEXTS_THERE) return t("contact.notServed");
        return message === "yours already"
          ? t("security.contact.same")
          : t("contact.invalid", { kind });
      },
    },
    mutation: ask,
    open: false,
  });
  return (
    <form onSubmit={form.send} noValidate className="mt-4 max-w-sm space-y-5">
      <FormField
        form={form}
        name="contact"
        label={t(`security.contact.new.${channel}`)}
        hint={channel === "SMS" ? phoneHint(textsTo) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            autoFocus
            type={channel === "SMS" ? "tel" : "email"}
            inputMode={channel === "SMS" ? "tel" : "email"}
            autoComplete={channel === "SMS" ? "tel" : "email"}
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </FormField>
      {provenBy.length > 1 && by !== null ? (
        <SegmentedControl
          label={t("security.contact.proveBy")}
          value={by}
          options={provenBy.map((one) => ({
            value: one,
            label: t(`security.contact.by.${one}`),
          }))}
          onChange={setBy}
        />
      ) : null}
      <FailureLine text={form.failure ? failureText(form.failure) : undefined} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={ask.isPending}>
          {ask.isPending ? t("code.sending") : t("code.send")}
        </Button>
        <Button onClick={onClose}>{tState("cancel")}</Button>
      </div>
    </form>
  );
}

interface BothCodesProps {
  asked: Asked;
  onAsked: (asked: Asked) => void;
  onBack: () => void;
  onClose: () => void;
}

function BothCodes({ asked, onAsked, onBack, onClose }: BothCodesProps) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { contact, provenBy, from, to } = asked;
  const again = useMutation(
    trpc.identity.askContactCode.mutationOptions({
      onSuccess: (answer, { side }) =>
        onAsked(side === "TO" ? { ...asked, to: answer } : { ...asked, from: answer }),
      onError: (error) => showToast("bad", failureText(error)),
    }),
  );
  const change = useMutation(
    trpc.identity.changeContact.mutationOptions({
      onSuccess: async () => {
        showToast("good", t("security.contact.done"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const form = useProcedureForm({
    schema: changeSchema,
    defaultValues: { code: "", currentCode: "" },
    toInput: ({ code, currentCode }) => ({
      ticket: to.ticket,
      code: code.trim(),
      currentTicket: from?.ticket ?? null,
      currentCode: from === null ? null : currentCode.trim(),
    }),
    check: ({ code, currentCode }) => ({
      currentCode: from !== null && currentCode.trim().length !== 6 && t("code.missing"),
      code: code.trim().length !== 6 && t("code.missing"),
    }),
    words: { code: t("code.wrong"), currentCode: t("code.wrong") },
    mutation: change,
    open: false,
  });
  const said = ({ sentTo, expiresInSeconds }: Sent) =>
    t("code.sent", { address: sentTo, minutes: expiresInSeconds / 60 });
  return (
    <form onSubmit={form.send} noValidate className="mt-4 max-w-sm space-y-5">
      {from && provenBy ? (
        <div className="space-y-2">
          <FormField form={form} name="currentCode" label={t("security.contact.currentCode")}>
            {(control) => <CodeInput {...control} autoFocus />}
          </FormField>
          <SentLine
            text={said(from)}
            answer={from}
            isPending={again.isPending}
            onAgain={() => again.mutate({ side: "FROM", channel: provenBy })}
          />
        </div>
      ) : null}
      <div className="space-y-2">
        <FormField form={form} name="code" label={t("security.contact.newCode")}>
          {(control) => <CodeInput {...control} autoFocus={from === null} />}
        </FormField>
        <SentLine
          text={said(to)}
          answer={to}
          isPending={again.isPending}
          onAgain={() => again.mutate({ side: "TO", contact })}
          onBack={onBack}
        />
      </div>
      <FailureLine text={form.failure ? failureText(form.failure) : undefined} />
      <Button type="submit" variant="primary" pending={change.isPending}>
        {change.isPending ? t("security.contact.changing") : t("security.contact.submit")}
      </Button>
    </form>
  );
}
