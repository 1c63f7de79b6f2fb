import { env } from "@/env";
import type { Work } from "@/platform/work";
import { isServed } from "../../access/rules/contact";
import type { Channel, MessageKind } from "../../sending/schema";
import { canSend, sendLater } from "../../sending/service/messages";
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
