import { randomUUID } from "node:crypto";
import { env } from "@/env";
import type { Locale } from "@/i18n/config";
import { sentText } from "@/i18n/sent-text";
import type { Reader } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages, keptSince } from "@/platform/retention";
import { SecretBox } from "@/platform/secret-box";
import { type LocalizedText, textIn } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { type Consents, isNews, KINDS_BY_CONSENT, maySend } from "../rules";
import type { Channel, MessageKind } from "../schema";
import * as store from "../store";
import type { Letter } from "./transports";

export { eraseMessagesOf, moveMessagesOf } from "../store";
export { canSend } from "./transports";

/** What a message says beside its kind. */
interface Facts {
  code?: string;
  minutes?: number;
  /** A secret as a code is. */
  link?: string;
  name?: string;
  hours?: number;
  points?: number;
  days?: number;
  /** How many of what, by its name. */
  counts?: Readonly<Record<string, number>>;
}

export interface Message {
  channel: Channel;
  /** An address or E.164, in its one form. */
  address: string;
  kind: MessageKind;
  memberId: number | null;
  facts?: Facts;
  /** What the receiver has said yes to; without it goes out what needs no consent. */
  consents?: Consents;
  /** Of the receiver, where that is not the language of whoever acts. */
  locale?: Locale;
  /** Not worth anything after that. */
  expiresAt: Date;
}

function box(): SecretBox {
  return new SecretBox(env().AUTH_SECRET, "outgoing messages");
}

/**
 * Writes a message in the act's own transaction; it leaves soon after the commit, or never with an act
 * that is undone. What the receiver has not said yes to is not written at all.
 */
export function sendLater(work: Work, message: Message): void {
  const { facts, consents, locale = work.locale, ...rest } = message;
  if (!maySend(message.kind, message.channel, consents)) return;
  const sealed = facts === undefined ? null : box().seal(JSON.stringify(facts));
  const row = { reference: randomUUID(), locale, createdAt: new Date(), sealed };
  store.insertMessage(work.tx, { ...rest, ...row, isNews: isNews(message.kind) });
}

/** Whether a member was written to of something so often lately that once more would only be a nuisance. */
export async function isToldEnough(
  db: Reader,
  { memberId, kind, since }: { memberId: number; kind: MessageKind; since: Date },
  most: number,
): Promise<boolean> {
  return (await store.countOfKind(db, { memberId, kind, since }, most)) >= most;
}

/** Stops what waits to go out by a way to which its receiver says no from now on, or to another address. */
export function stopNotices(work: Work, memberId: number, channel: Channel): void {
  store.stopMessages(work.tx, { memberId, channel, kinds: KINDS_BY_CONSENT }, new Date());
}

/** As it is sent, or null where what it says can't be read any more. */
export function letterOf(row: store.MessageRow, brand: LocalizedText): Letter | null {
  const opened = row.sealed === null ? "{}" : box().open(row.sealed);
  if (opened === null) return null;
  const { counts, ...facts } = JSON.parse(opened) as Facts;
  const { reference, address, kind, locale, channel, createdAt } = row;
  const words = sentText(
    locale as Locale,
    kind,
    channel,
    { ...facts, ...counts },
    textIn(brand, locale as Locale),
  );
  // A link is as secret as a code, and a name is the person's: neither is for a template.
  const { code = null, link: _, name: __, ...figures } = facts;
  return { reference, address, kind, locale, ...words, code, facts: figures, createdAt };
}

/** Forgets what was sent, or could not be, a while ago. */
export async function pruneMessages(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_SENT_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => store.pruneMessages(before, limit));
}
