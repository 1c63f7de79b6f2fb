import { createTranslator } from "use-intl/core";
import { type ServerMessages, serverMessages } from "@/i18n/server-messages";
import type { Locale } from "@/platform/texts";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { shownBrand } from "../../brand/service/setting";
import { selfOf } from "../../profile/service/inbox";
import { profileOf } from "../../profile/service/profile";

const OWN_ACCENT = "#b3322b";

/** A member's card as a wallet on a phone shows it. */
export interface WalletCard {
  memberCode: string;
  nickname: string | null;
  brand: string;
  seal: string;
  accent: string;
  tier: { name: string; rank: number };
  points: number;
  /** Good for nothing any more. */
  isEnded?: true;
}

/** Of whoever asks. @throws DomainError MEMBER_NOT_FOUND */
export function walletCard(ask: Ask): Promise<WalletCard> {
  return cardOf(ask, selfOf(ask.caller));
}

/** @throws DomainError MEMBER_NOT_FOUND */
export async function cardOf(ask: Ask, memberId: number): Promise<WalletCard> {
  const [profile, brand] = await Promise.all([profileOf(ask, { memberId }), brandOf(ask)]);
  const { memberCode, nickname, tier, points } = profile;
  return {
    ...brand,
    memberCode,
    nickname,
    tier: { name: tier.name, rank: tier.rank },
    points: points.available,
  };
}

/** What is left on the card of somebody who has left. */
export async function endedCard(ask: Ask, memberCode: string): Promise<WalletCard> {
  const name = walletWords(ask.locale)("ended");
  const left = { memberCode, nickname: null, tier: { name, rank: 1 }, points: 0 };
  return { ...(await brandOf(ask)), ...left, isEnded: true };
}

async function brandOf({ db, locale }: Ask) {
  const { name, seal, accent } = await shownBrand(db);
  return { brand: textIn(name, locale), seal, accent: accent ?? OWN_ACCENT };
}

type Word = keyof ServerMessages["wallet"];

/** The words of a card. */
export function walletWords(locale: Locale): (word: Word, facts?: { name: string }) => string {
  const { wallet } = serverMessages[locale];
  const translate = createTranslator({ locale, messages: { wallet }, timeZone: "UTC" });
  return (word, facts) => translate(`wallet.${word}`, facts as never);
}
