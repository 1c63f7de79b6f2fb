import nodemailer, { type Transporter } from "nodemailer";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import { guardedPost, mayBePrivate } from "@/platform/guarded-post";
import { refuseInsideTransaction } from "@/platform/outside";
import { type MailFault, type Outcome, outcomeOfMailFault, outcomeOfStatus } from "../rules";
import type { Channel } from "../schema";

/** How messages leave: e-mail by SMTP, text messages by a hook of the shop, or into the mailbox. */

export interface Letter {
  reference: string;
  address: string;
  kind: string;
  locale: string;
  subject: string;
  text: string;
  /** What a template of the shop's provider puts in. */
  code: string | null;
  /** The same of news: how many points, in how many days. */
  facts: Record<string, number>;
  createdAt: Date;
}

export interface Transport {
  /** Whether a letter stays readable here after it was sent: it has nowhere else to be read. */
  keepsText: boolean;
  send: (letter: Letter) => Promise<Outcome>;
  close: () => void;
}

const TIMEOUT_MS = 15_000;

/** Whether there is a way for messages of this kind to leave. */
export function canSend(channel: Channel): boolean {
  const { SMTP_URL, SMS_HOOK_URL, MEMBER_SYSTEM_ENV } = env();
  const address = channel === "EMAIL" ? SMTP_URL : SMS_HOOK_URL;
  return address !== undefined || MEMBER_SYSTEM_ENV === "development";
}

/** Null where messages of this kind have no way out. */
export function transportOf(channel: Channel): Transport | null {
  const { SMTP_URL, SMS_HOOK_URL, MEMBER_SYSTEM_ENV } = env();
  if (channel === "EMAIL" && SMTP_URL !== undefined) return mail(SMTP_URL);
  if (channel === "SMS" && SMS_HOOK_URL !== undefined) return hook(SMS_HOOK_URL);
  return MEMBER_SYSTEM_ENV === "development" ? MAILBOX : null;
}

const MAILBOX: Transport = {
  keepsText: true,
  send: async () => ({ result: "SENT" }),
  close: () => undefined,
};

function mail(url: string): Transport {
  const { MAIL_FROM = "", MEMBER_SYSTEM_ENV } = env();
  // In production nothing is sent readably, unless the address itself says so: ?ignoreTLS=true.
  const isPlainMeant = new URL(url).searchParams.get("ignoreTLS") === "true";
  const transporter: Transporter = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    requireTLS: MEMBER_SYSTEM_ENV === "production" && !isPlainMeant,
  });
  const domain = /@([^<>\s@]+)>?$/.exec(MAIL_FROM)?.[1];
  return {
    keepsText: false,
    async send({ reference, address, subject, text, createdAt }) {
      refuseInsideTransaction("a mail was sent");
      try {
        await transporter.sendMail({
          from: MAIL_FROM,
          // An object: nothing in an address makes two of it.
          to: { name: "", address },
          subject,
          text,
          messageId: `<${reference}@${domain}>`,
          date: createdAt,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { result: "SENT" };
      } catch (error) {
        return outcomeOfMailFault(error as MailFault);
      }
    },
    close: () => transporter.close(),
  };
}

function hook(url: string): Transport {
  const { SMS_HOOK_SECRET = "" } = env();
  const webhook = new Webhook(SMS_HOOK_SECRET);
  const stopping = new AbortController();
  return {
    keepsText: false,
    async send({ reference, address, kind, locale, text, code, facts, createdAt }) {
      const now = new Date();
      const body = JSON.stringify({
        type: "sms.send",
        timestamp: createdAt.toISOString(),
        data: { to: address, kind, language: locale, text, code, facts },
      });
      const outcome = await guardedPost({
        url,
        headers: {
          "content-type": "application/json",
          "user-agent": "member-system",
          "webhook-id": reference,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": webhook.sign(reference, now, body),
        },
        body,
        allowPrivate: mayBePrivate(),
        signal: stopping.signal,
      });
      if ("failure" in outcome) return { result: "FAILED", error: outcome.failure };
      return outcomeOfStatus(outcome.statusCode);
    },
    close: () => stopping.abort(),
  };
}
