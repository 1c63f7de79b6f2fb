import { createHmac, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { env } from "@/env";
import { SecretBox } from "@/platform/secret-box";
import { RECOVERY_ALPHABET, RECOVERY_CODES } from "../rules/second-factor";

/**
 * Codes of an authenticator app (RFC 6238): six digits, thirty seconds, SHA-1, as every app knows them. By
 * real time, as the app has it: the test clock moves no code.
 */

const PERIOD_SECONDS = 30;
/** The code before and the one after count too: clocks differ, and people type. */
const WINDOW = 1;
const SECRET_BYTES = 20;
const RECOVERY_GROUPS = 3;
const RECOVERY_GROUP = 4;

function totp(secret: string, label = ""): TOTP {
  return new TOTP({
    issuer: new URL(env().APP_URL).hostname,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code says. */
export function otpauthUri(secret: string, label: string): string {
  return totp(secret, label).toString();
}

/** The thirty seconds that a code is of, counted from 1970; null for one that is none of them now. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

const box = () => new SecretBox(env().AUTH_SECRET, "second factors");
export const sealSecret = (secret: string): string => box().seal(secret);
export const openSecret = (sealed: string): string | null => box().open(sealed);

/** As they are shown, this once: ABCD-EFGH-2345. */
export function newRecoveryCodes(): string[] {
  const letter = () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)] ?? "";
  const group = () => Array.from({ length: RECOVERY_GROUP }, letter).join("");
  return Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: RECOVERY_GROUPS }, group).join("-"),
  );
}

/** @param code in its one form */
export function recoveryHash(userId: number, code: string): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify(["recovery code", userId, code]))
    .digest("hex");
}
