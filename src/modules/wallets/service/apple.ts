import { PKPass } from "passkit-generator";
import { env } from "@/env";
import { log } from "@/platform/log";
import { drawSeal } from "@/platform/seal-picture";
import type { Ask } from "@/platform/trpc";
import { type WalletCard, walletCard, walletWords } from "./card";
import { issuePass } from "./issue";
import { type AppleKeys, appleKeys } from "./settings";

/** Where phones ask for cards; Wallet adds /v1 and what it wants. */
export const WEB_SERVICE = "/api/wallet";

/** As the materials of cards are, from the first rung up: what lies below, and what is written on it. */
const MATERIALS = [
  { ground: "rgb(232, 220, 196)", ink: "rgb(43, 36, 28)" },
  { ground: "rgb(132, 77, 40)", ink: "rgb(255, 246, 236)" },
  { ground: "rgb(214, 218, 224)", ink: "rgb(32, 36, 42)" },
  { ground: "rgb(224, 190, 104)", ink: "rgb(48, 34, 4)" },
  { ground: "rgb(46, 78, 110)", ink: "rgb(244, 249, 255)" },
] as const;

/** Points of a screen; pictures come once more for those with two and three to each. */
const ICON = 29;

/** Whoever asks gets their card for Apple Wallet. @throws DomainError MEMBER_NOT_FOUND */
export async function applePass(ask: Ask): Promise<{ file: string | null }> {
  const keys = appleKeys();
  if (!keys) return { file: null };
  // Written down before the figures are read: what changes from here on is told.
  const pass = await issuePass(ask, "APPLE");
  const card = await walletCard(ask);
  const held = { serial: pass.serial, token: pass.token };
  const file = await passOf(card, keys, walletWords(ask.locale), held);
  return { file: file.toString("base64") };
}

/** By which name a phone asks for the card again, and the token that it shows. */
export interface HeldAs {
  serial: string;
  token: string;
}

/** The signed file. */
export async function passOf(
  card: WalletCard,
  keys: AppleKeys,
  words: ReturnType<typeof walletWords>,
  held?: HeldAs,
): Promise<Buffer> {
  const { passType, team, ...certificates } = keys;
  const { ground, ink } = MATERIALS[Math.min(Math.max(card.tier.rank, 1), 5) - 1] ?? MATERIALS[0];
  const signed = { ...certificates, ...without(certificates.signerKeyPassphrase) };
  const pass = new PKPass(await picturesOf(card), signed, {
    serialNumber: held?.serial ?? card.memberCode,
    passTypeIdentifier: passType,
    teamIdentifier: team,
    organizationName: card.brand,
    description: words("description", { name: card.brand }),
    logoText: card.brand,
    backgroundColor: ground,
    foregroundColor: ink,
    labelColor: ink,
    ...updatedBy(held),
    ...(card.isEnded ? { voided: true } : {}),
  });
  pass.type = "storeCard";
  if (card.isEnded) {
    pass.primaryFields.push({ key: "tier", label: words("status"), value: card.tier.name });
  } else {
    fill(pass, card, words);
  }
  try {
    return pass.getAsBuffer();
  } catch (error) {
    // What it says of keys stays here.
    log().error({ fault: error instanceof Error ? error.name : "unknown" }, "pass not signed");
    throw new Error("the pass could not be signed: look at APPLE_WALLET_…");
  }
}

/** Phones ask over TLS alone; elsewhere a card keeps the figures that it has. */
function updatedBy(held: HeldAs | undefined) {
  const address = new URL(WEB_SERVICE, env().APP_URL);
  if (!held || address.protocol !== "https:") return {};
  return { webServiceURL: address.href, authenticationToken: held.token };
}

function fill(pass: PKPass, card: WalletCard, words: ReturnType<typeof walletWords>): void {
  pass.headerFields.push({ key: "points", label: words("points"), value: card.points });
  pass.primaryFields.push({ key: "tier", label: words("tier"), value: card.tier.name });
  pass.secondaryFields.push({ key: "member", label: words("member"), value: card.memberCode });
  if (card.nickname !== null) {
    pass.auxiliaryFields.push({ key: "name", label: words("name"), value: card.nickname });
  }
  pass.backFields.push({
    key: "home",
    label: words("home"),
    value: new URL("/membership", env().APP_URL).href,
  });
  pass.setBarcodes({
    format: "PKBarcodeFormatQR",
    message: card.memberCode,
    messageEncoding: "iso-8859-1",
    altText: card.memberCode,
  });
}

/** One that is not given is left out. */
function without(passphrase: string | undefined) {
  return passphrase === undefined ? {} : { signerKeyPassphrase: passphrase };
}

async function picturesOf({ seal, accent }: WalletCard): Promise<Record<string, Buffer>> {
  const picture = (times: number) =>
    drawSeal({ seal, color: accent, size: ICON * times, bleed: false, scale: 1 });
  const [one, two, three] = await Promise.all([picture(1), picture(2), picture(3)]);
  return Object.fromEntries(
    ["icon", "logo"].flatMap((name) => [
      [`${name}.png`, one],
      [`${name}@2x.png`, two],
      [`${name}@3x.png`, three],
    ]),
  );
}
