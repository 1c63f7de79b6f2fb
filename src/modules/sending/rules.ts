import type { Channel, MessageKind } from "./schema";

/**
 * When a message is tried again, and what an answer means. A message is sent at least once and given up
 * in the end: after so many attempts, or when what it says is worth nothing any more.
 */

const DELAYS_SECONDS = [2, 5, 15, 30, 60, 120, 240];

export const ATTEMPTS_MAX = DELAYS_SECONDS.length + 1;

/**
 * @param attempts how many there were, this one included
 * @returns null where there is to be no other
 */
export function nextAttemptAt(attempts: number, now: Date, expiresAt: Date): Date | null {
  const seconds = DELAYS_SECONDS[attempts - 1];
  if (seconds === undefined) return null;
  const at = new Date(now.getTime() + seconds * 1000);
  return at < expiresAt ? at : null;
}

/** REFUSED is for good: the receiver says that this message will never be taken. */
export type Outcome = { result: "SENT" } | { result: "REFUSED" | "FAILED"; error: string };

const SENT: Outcome = { result: "SENT" };

/** Answers of a hook by which the message itself is at fault, such as a number that nobody has. */
const REFUSALS = [400, 410, 422];

export function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return SENT;
  return { result: REFUSALS.includes(status) ? "REFUSED" : "FAILED", error: `STATUS_${status}` };
}

/** What an SMTP conversation failed by, in the words of its client. */
export interface MailFault {
  code?: string | undefined;
  responseCode?: number | undefined;
}

const WORDS: Record<string, string> = {
  EAUTH: "AUTH_FAILED",
  ENOAUTH: "AUTH_FAILED",
  ETLS: "TLS_FAILED",
  EREQUIRETLS: "TLS_FAILED",
  ETIMEDOUT: "TIMEOUT",
  EDNS: "NAME_NOT_FOUND",
};

/** A server that says 5xx of the envelope or the message means it; all else may be over in a while. */
export function outcomeOfMailFault({ code = "", responseCode = 0 }: MailFault): Outcome {
  const isOfMessage = code === "EENVELOPE" || code === "EMESSAGE";
  if (isOfMessage && responseCode >= 500) {
    return { result: "REFUSED", error: `SMTP_${responseCode}` };
  }
  const said = responseCode > 0 && isOfMessage ? `SMTP_${responseCode}` : undefined;
  return { result: "FAILED", error: WORDS[code] ?? said ?? "CONNECTION_FAILED" };
}

/**
 * What goes out only to who has said yes to it: news of the membership. What somebody asked for, or has to know of
 * their account, needs no consent and none stops it. A kind that comes is one or the other.
 */
const NEEDS_CONSENT: Record<MessageKind, boolean> = {
  SIGN_UP_CODE: false,
  SIGN_IN_CODE: false,
  RESET_CODE: false,
  HAS_ACCOUNT: false,
  PASSWORD_CHANGED: false,
  CHANGE_FROM_CODE: false,
  CHANGE_TO_CODE: false,
  ADDRESS_IN_USE: false,
  CONTACT_CHANGED: false,
  SECOND_FACTOR_CHANGED: false,
  RECOVERY_CODE_USED: false,
  INVITATION_LINK: false,
  RESET_LINK: false,
  PASSKEY_ADDED: false,
  RECORD_CHANGED: false,
  // Each of the staff says by themselves what they want to be told of.
  WORK_WAITING: false,
  POINTS_EXPIRING: true,
  TIER_CHANGED: true,
};

/** Which may be sent by which way. */
export interface Consents {
  email: boolean;
  sms: boolean;
}

/** News may be very much at once, such as when the points of many end on one day, and nobody waits for it. */
export function isNews(kind: MessageKind): boolean {
  return NEEDS_CONSENT[kind];
}

export const KINDS_BY_CONSENT = (Object.keys(NEEDS_CONSENT) as MessageKind[]).filter(
  (kind) => NEEDS_CONSENT[kind],
);

/**
 * Whether a message may go out. Examples: SIGN_IN_CODE without any consent → yes; POINTS_EXPIRING by SMS to who said
 * yes to e-mails alone → no.
 */
export function maySend(
  kind: MessageKind,
  channel: Channel,
  consents: Consents | undefined,
): boolean {
  if (!NEEDS_CONSENT[kind]) return true;
  return (channel === "EMAIL" ? consents?.email : consents?.sms) ?? false;
}
