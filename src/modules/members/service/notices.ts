import { env } from "@/env";
import type { Work } from "@/platform/work";
import { isServed } from "../../access/rules/contact";
import { contactsOfMember } from "../../access/service/accounts";
import type { Channel, MessageKind } from "../../sending/schema";
import { canSend, isToldEnough, sendLater } from "../../sending/service/messages";
import type { MemberRow } from "../store/members";

/** What members are told by e-mail and text message of what happened to them, where they said yes to it. */

interface Notice {
  kind: MessageKind;
  channels: readonly Channel[];
  factsOf: (data: Record<string, unknown>) => { points?: number; days?: number };
}

const NOTICES: Record<string, Notice> = {
  "points.expiring": {
    kind: "POINTS_EXPIRING",
    channels: ["EMAIL", "SMS"],
    factsOf: ({ points, daysAhead }) => ({ points: Number(points), days: Number(daysAhead) }),
  },
  "tier.changed": { kind: "TIER_CHANGED", channels: ["EMAIL"], factsOf: () => ({}) },
};

/** Messages of what staff changed, to one member a day. */
const TOLD_OF_STAFF_MAX = 6;

/** News of yesterday is none. */
const WORTH_MS = 24 * 3600 * 1000;

/** Of the events of this work, in its transaction: whoever emits one needs not think of it. */
export function sendNotices(work: Work, member: MemberRow): void {
  const consents = { email: member.emailConsent, sms: member.smsConsent };
  if (!consents.email && !consents.sms) return;
  for (const { memberId, type, data } of work.emitted) {
    const notice = NOTICES[type];
    if (memberId !== member.id || !notice) continue;
    const { kind, channels, factsOf } = notice;
    for (const channel of channels) {
      const address = channel === "EMAIL" ? member.email : member.phoneKey;
      if (address === null || !canSend(channel)) continue;
      if (!isServed({ channel, address }, env().SMS_COUNTRIES)) continue;
      const expiresAt = new Date(Date.now() + WORTH_MS);
      const message = { channel, address, kind, memberId, consents, expiresAt };
      sendLater(work, { ...message, facts: factsOf(data) });
    }
  }
}

/**
 * Staff gave somebody another phone or e-mail, by which others may be taken for them: they are told wherever they
 * were reached until now, and nobody at what was set. Asked of nobody's consent.
 */
export async function tellOfStaff(work: Work, before: MemberRow, member: MemberRow): Promise<void> {
  if (before.phone === member.phone && before.email === member.email) return;
  const since = new Date(Date.now() - WORTH_MS);
  const about = { memberId: member.id, kind: "RECORD_CHANGED" as const, since };
  // Each costs money and patience, and whoever has these knows.
  if (await isToldEnough(work.tx, about, TOLD_OF_STAFF_MAX)) return;
  const contacts = [
    { channel: "SMS" as const, address: before.phoneKey },
    { channel: "EMAIL" as const, address: before.email },
    ...(await contactsOfMember(work.tx, member.id)),
  ];
  const isNew = (address: string) =>
    (address === member.phone && address !== before.phone) ||
    (address === member.email && address !== before.email);
  const told = new Map(contacts.map((contact) => [contact.address, contact.channel]));
  const expiresAt = new Date(Date.now() + WORTH_MS);
  for (const [address, channel] of told) {
    if (address === null || isNew(address) || !canSend(channel)) continue;
    if (!isServed({ channel, address }, env().SMS_COUNTRIES)) continue;
    sendLater(work, { channel, address, kind: "RECORD_CHANGED", memberId: member.id, expiresAt });
  }
}
