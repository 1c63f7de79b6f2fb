import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type ConsentKind, type ConsentsSaid, type ConsentVia, consentKind } from "../schema";
import { newestText } from "../store/consent-texts";
import * as store from "../store/consents";
import type { MemberRow } from "../store/members";

export const CONSENT_COLUMN = {
  email: "emailConsent",
  sms: "smsConsent",
  marketing: "marketingConsent",
} as const satisfies Record<ConsentKind, keyof MemberRow>;

type Shown = { [Consent in ConsentKind]?: number | undefined };

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
    const sameText = !given || (newest?.textVersion ?? null) === textVersion;
    const same = member[column] === given && sameText;
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

/** What was said without a day, as far as nothing was said here: what has no day is no later word than one that has. */
export async function yetUnsaid(
  work: Work,
  { id }: MemberRow,
  said: ConsentsSaid,
): Promise<ConsentsSaid> {
  const left: ConsentsSaid = {};
  for (const consent of consentKind.options) {
    const one = said[consent];
    if (one === undefined) continue;
    if (!(await store.newestChange(work.tx, id, consent))) left[consent] = one;
  }
  return left;
}

const sameMoment = (one: { saidAt: Date }, other: { saidAt: Date }) =>
  one.saidAt.getTime() === other.saidAt.getTime();

/** Of the state that holds; one from before there was a history has no moment. */
export async function consentView(db: Reader, member: MemberRow, consent: ConsentKind) {
  const given = member[CONSENT_COLUMN[consent]];
  const newest = await store.newestChange(db, member.id, consent);
  const known = newest?.given === given ? newest : undefined;
  const { saidAt: at = null, via = null, source = null, textVersion = null } = known ?? {};
  return { given, at, via, source, textVersion };
}

/** What somebody was shown was there to be shown. @throws DomainError VALIDATION_FAILED */
export async function checkShown(work: Work, shown: Shown): Promise<void> {
  for (const consent of consentKind.options) {
    const version = shown[consent];
    if (version === undefined) continue;
    const newest = (await newestText(work.tx, consent))?.version ?? 0;
    if (version <= newest) continue;
    const errors = [{ path: `textVersions.${consent}`, message: `≤ ${newest}` }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
}
