import { createHmac } from "node:crypto";
import type { Reader } from "@/platform/db";
import { identityKey, keyedIdentity, plainIdentity } from "@/platform/identity-key";

/**
 * An address becomes a guest key at the shop: HMAC-SHA-256 under a key that the console shows. Phones
 * are few enough to be tried, so a hash without a key, or under one that stands in the table, would be
 * no secret; and what is kept here is keyed once more, so that neither the shop's key nor a dump of the
 * tables alone is enough to try them.
 */

/** Made of the database's own key: it outlives AUTH_SECRET and is written down nowhere. */
export async function guestSecretOf(db: Reader): Promise<string> {
  const key = await identityKey(db);
  return createHmac("sha256", key).update("member-system guest key").digest("hex");
}

/**
 * @param address an e-mail address or a phone in its one form
 * @returns 64 hex digits
 */
export function guestKeyOf(secret: string, address: string): string {
  return createHmac("sha256", secret).update(address).digest("hex");
}

/** As it is kept. */
export function keptKey(db: Reader, guestKey: string): Promise<string> {
  return keyedIdentity(db, plainIdentity(`guest:${guestKey}`));
}
