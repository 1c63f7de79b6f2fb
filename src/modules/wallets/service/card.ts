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
}

/** Of whoever asks. @throws DomainError MEMBER_NOT_FOUND */
export async function walletCard(ask: Ask): Promise<WalletCard> {
  const [profile, brand] = await Promise.all([
    profileOf(ask, { memberId: selfOf(ask.caller) }),
    shownBrand(ask.db),
  ]);
  const { memberCode, nickname, tier, points } = profile;
  return {
    memberCode,
    nickname,
    brand: textIn(brand.name, ask.locale),
    seal: brand.seal,
    accent: brand.accent ?? OWN_ACCENT,
    tier: { name: tier.name, rank: tier.rank },
    points: points.available,
  };
}

type Word = keyof ServerMessages["wallet"];

/** The words of a card. */
export function walletWords(locale: Locale): (word: Word, facts?: { name: string }) => string {
  const { wallet } = serverMessages[locale];
  const translate = createTranslator({ locale, messages: { wallet }, timeZone: "UTC" });
  return (word, facts) => translate(`wallet.${word}`, facts as never);
}
