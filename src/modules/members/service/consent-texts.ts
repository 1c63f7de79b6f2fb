import type { Reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import { type LocalizedText, textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { type ConsentKind, consentKind } from "../schema";
import * as texts from "../store/consent-texts";
import * as store from "../store/consents";
import { consentView } from "./consents";
import { requireMember } from "./members";

const HISTORY = 50;

/** GET /profile/consents: what holds, to which words, and what was said before. */
export async function ownConsentsOf(ask: Ask, memberId: number) {
  const member = await requireMember(ask.db, { memberId });
  const rows = await store.changesOf(ask.db, memberId, null, HISTORY);
  const items = await Promise.all(
    consentKind.options.map(async (consent) => {
      const [state, text] = await Promise.all([
        consentView(ask.db, member, consent),
        texts.newestText(ask.db, consent),
      ]);
      const words = text && { version: text.version, text: textIn(text.texts, ask.locale) };
      return { consent, ...state, text: words ?? null };
    }),
  );
  return { items, history: rows.map(changeView) };
}

function changeView({ consent, given, saidAt: at, via, source, textVersion }: store.ConsentRow) {
  return { consent, given, at, via, source, textVersion };
}

/** What a member gave and withdrew, for who looks after them. @throws DomainError MEMBER_NOT_FOUND */
export async function listConsents(
  ask: Ask,
  { memberId, cursor, limit }: { memberId: number; cursor?: string | undefined; limit: number },
) {
  await requireMember(ask.db, { memberId });
  const rows = await store.changesOf(ask.db, memberId, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const items = shown.map((row) => {
    const { id, actor, recordedAt } = row;
    return { ...changeView(row), id, actor, recordedAt };
  });
  return { items, nextCursor };
}

export async function listConsentTexts(db: Reader) {
  const rows = await texts.allTexts(db);
  return { items: rows.map(({ texts: text, ...rest }) => ({ ...rest, text: plain(text) })) };
}

const plain = (text: LocalizedText) =>
  Object.fromEntries(Object.entries(text).filter(([, words]) => words !== undefined)) as Record<
    string,
    string
  >;

/**
 * Publishes the next version of a consent's text. Who agreed to the one before agreed to that: nobody's consent
 * changes.
 *
 * Refusals in order: VERSION_CONFLICT (somebody else published one meanwhile).
 */
export async function publishConsentText(
  work: Work,
  input: { consent: ConsentKind; text: LocalizedText; version: number },
) {
  const { consent, text } = input;
  const newest = await texts.newestText(work.tx, consent);
  const known = newest?.version ?? 0;
  if (known !== input.version) throw new DomainError("VERSION_CONFLICT", { version: known });
  const version = known + 1;
  const published = { consent, version, publishedAt: work.now, publishedBy: work.actor };
  try {
    await texts.insertText(work.tx, { ...published, texts: text });
  } catch (error) {
    if (!isDuplicate(error, "PRIMARY")) throw error;
    throw new DomainError("VERSION_CONFLICT", { version });
  }
  const target = `consent:${consent}`;
  const before = newest ? { text: textIn(newest.texts, "zh-CN") } : undefined;
  const after = { text: textIn(text, "zh-CN"), version };
  work.audit({ action: "members.publishConsentText", target, before, after });
  return listConsentTexts(work.tx);
}
