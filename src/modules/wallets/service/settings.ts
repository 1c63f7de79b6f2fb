import { readFileSync } from "node:fs";
import { env } from "@/env";

/** What the shop has agreed with Apple and Google, as far as it has. Nothing of it is ever told. */

export interface AppleKeys {
  passType: string;
  team: string;
  signerCert: string;
  signerKey: string;
  signerKeyPassphrase: string | undefined;
  wwdr: string;
}

export interface GoogleKeys {
  issuer: string;
  email: string;
  key: string;
}

export function walletOffer() {
  const { APPLE_WALLET_PASS_TYPE: apple, GOOGLE_WALLET_ISSUER: google } = env();
  return { apple: apple !== undefined, google: google !== undefined };
}

/** A setting itself, or the file that it names. */
function textOf(setting = ""): string {
  return /^\s*(-----BEGIN|\{)/.test(setting) ? setting : readFileSync(setting, "utf8");
}

/** Null where the shop has no Apple Wallet. */
export function appleKeys(): AppleKeys | null {
  const settings = env();
  const { APPLE_WALLET_PASS_TYPE: passType, APPLE_WALLET_TEAM: team } = settings;
  if (passType === undefined || team === undefined) return null;
  return {
    passType,
    team,
    signerCert: textOf(settings.APPLE_WALLET_CERTIFICATE),
    signerKey: textOf(settings.APPLE_WALLET_KEY),
    signerKeyPassphrase: settings.APPLE_WALLET_KEY_PASSPHRASE,
    wwdr: textOf(settings.APPLE_WALLET_WWDR),
  };
}

/** Null where the shop has no Google Wallet. */
export function googleKeys(): GoogleKeys | null {
  const { GOOGLE_WALLET_ISSUER: issuer, GOOGLE_WALLET_ACCOUNT: account } = env();
  if (issuer === undefined) return null;
  const said = JSON.parse(textOf(account)) as { client_email?: string; private_key?: string };
  if (!said.client_email || !said.private_key) {
    throw new Error("GOOGLE_WALLET_ACCOUNT is no key of a service account");
  }
  return { issuer, email: said.client_email, key: said.private_key };
}
