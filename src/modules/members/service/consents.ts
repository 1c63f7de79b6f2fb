import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type ConsentKind, type ConsentsSaid, type ConsentVia, consentKind } from "../schema";
import * as store from "../store/consents";
import type { MemberRow } from "../store/members";

export const CONSENT_COLUMN = {
  email: "emailConsent",
  sms: "smsConsent",
  marketing: "marketingConsent",
} as const satisfies Record<ConsentKind, keyof MemberRow>;

export interface SaidHow {
  via: ConsentVia;
  /** When it was said, where the saying itself does not tell. */
  at: Date;
}

/**
 * Writes down who gave or withdrew what; the newest holds, and what was written down before says nothing new.
 * The member's row is changed in place.
 *
 * @returns which hold otherwise than before
 * @throws DomainError VALIDATION_FAILED at `consents.….at` for a moment to come
 */
export async function sayConsents(
  work: Work,
  member: MemberRow,
  said: ConsentsSaid,
  { via, at }: SaidHow,
): Promise<ConsentKind[]> {
  const changed: ConsentKind[] = [];
  for (const consent of consentKind.options) {
    const one = said[consent];
    if (one === undefined) continue;
    const saidAt = one.at ?? at;
    if (saidAt > work.now) {
      throw new DomainError("VALIDATION_FAILED", {}, [
        { path: `consents.${consent}.at`, message: `≤ ${work.now.toISOString()}` },
      ]);
    }
    const { given, source = null, textVersion = null } = one;
    const change = { memberId: member.id, consent, given, saidAt, via, source, textVersion };
    const row = { ...change, actor: work.actor, recordedAt: work.now };
    if (await store.isKnown(work.tx, row)) continue;
    const newest = await store.newestChange(work.tx, member.id, consent);
    const column = CONSENT_COLUMN[consent];
    const same = member[column] === given && (newest?.textVersion ?? null) === textVersion;
    // Nobody said it anew who only left it as it was.
    if (one.at === undefined && same) continue;
    store.insertChange(work.tx, row);
    const outdated = newest && (newest.saidAt > saidAt || (sameMoment(newest, row) && given));
    if (outdated || member[column] === given) continue;
    member[column] = given;
    changed.push(consent);
  }
  return changed;
}

const sameMoment = (one: { saidAt: Date }, other: { saidAt: Date }) =>
  one.saidAt.getTime() === other.saidAt.getTime();
