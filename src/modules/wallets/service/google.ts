import { importPKCS8, SignJWT } from "jose";
import { env } from "@/env";
import type { Ask } from "@/platform/trpc";
import { type WalletCard, walletCard, walletWords } from "./card";
import { issuePass } from "./issue";
import { type GoogleKeys, googleKeys } from "./settings";

const SAVE = "https://pay.google.com/gp/v/save/";

/** As the materials of cards are, from the first rung up. */
const GROUNDS = ["#e8dcc4", "#844d28", "#d6dae0", "#e0be68", "#2e4e6e"] as const;

/** Whoever asks gets a link that puts their card into Google Wallet. @throws DomainError MEMBER_NOT_FOUND */
export async function googleLink(ask: Ask): Promise<{ url: string | null }> {
  const keys = googleKeys();
  if (!keys) return { url: null };
  // Written down before the figures are read: what changes from here on is told.
  await issuePass(ask, "GOOGLE");
  return { url: await linkOf(await walletCard(ask), keys, walletWords(ask.locale), ask.now) };
}

/** Signed by the shop's service account, which Google knows. */
export async function linkOf(
  card: WalletCard,
  keys: GoogleKeys,
  words: Words,
  now: Date,
): Promise<string> {
  const payload = {
    loyaltyClasses: [classOf(card, keys, words)],
    loyaltyObjects: [objectOf(card, keys, words)],
  };
  const origins = [new URL(env().APP_URL).origin];
  const token = await new SignJWT({ aud: "google", typ: "savetowallet", origins, payload })
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(keys.email)
    .setIssuedAt(now)
    .sign(await importPKCS8(keys.key, "RS256"));
  return `${SAVE}${token}`;
}

export type Words = ReturnType<typeof walletWords>;

/** One for the ground of each tier, which a card can't say itself. */
export const classId = ({ tier }: WalletCard, { issuer }: GoogleKeys) =>
  `${issuer}.membership-${rung(tier)}`;

const rung = ({ rank }: WalletCard["tier"]) => Math.min(Math.max(rank, 1), GROUNDS.length);

export function classOf(card: WalletCard, keys: GoogleKeys, words: Words) {
  return {
    id: classId(card, keys),
    issuerName: card.brand,
    programName: words("description", { name: card.brand }),
    programLogo: {
      sourceUri: { uri: new URL("/api/icons/icon-512.png", env().APP_URL).href },
    },
    hexBackgroundColor: GROUNDS[rung(card.tier) - 1],
    reviewStatus: "UNDER_REVIEW",
  };
}

/** A card of a class that Google does not have yet goes there with it. */
export function objectOf(card: WalletCard, keys: GoogleKeys, words: Words) {
  return {
    id: `${keys.issuer}.${card.memberCode}`,
    classId: classId(card, keys),
    state: "ACTIVE",
    accountId: card.memberCode,
    accountName: card.nickname ?? card.memberCode,
    loyaltyPoints: { label: words("points"), balance: { int: card.points } },
    secondaryLoyaltyPoints: { label: words("tier"), balance: { string: card.tier.name } },
    barcode: { type: "QR_CODE", value: card.memberCode, alternateText: card.memberCode },
    linksModuleData: {
      uris: [
        { id: "home", uri: new URL("/membership", env().APP_URL).href, description: words("home") },
      ],
    },
  };
}
