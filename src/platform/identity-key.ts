import { createHash, createHmac, randomBytes } from "node:crypto";
import { env } from "@/env";
import { type Reader, reader } from "./db";
import { OwnError } from "./errors";
import { insertOrIgnore } from "./insert";
import { SecretBox } from "./secret-box";

/**
 * Ids of people who are gone are kept as a keyed hash only: whoever reads the database can't try ids
 * against it. The key is drawn once and kept in the database, encrypted under AUTH_SECRET, so that
 * changing that secret does not make strangers of those who closed: AUTH_SECRET_PREVIOUS opens it then,
 * and it is encrypted anew.
 */

const PURPOSE = "member-system identity key";
const KEY_BYTES = 32;

declare global {
  var __memberSystemIdentityKey: { database: string; key: Buffer } | undefined;
}

const boxOf = (secret: string) => new SecretBox(secret, PURPOSE);

async function sealedKey(db: Reader): Promise<string | undefined> {
  const row = await db.row<{ sealed: string }>("SELECT sealed FROM identity_key WHERE id = 1");
  return row?.sealed;
}

async function drawKey(): Promise<string> {
  const sealed = boxOf(env().AUTH_SECRET).seal(randomBytes(KEY_BYTES).toString("base64url"));
  await reader.write(
    ...insertOrIgnore("identity_key", ["id", "sealed", "createdAt"], {
      id: 1,
      sealed,
      createdAt: new Date(),
    }),
  );
  const kept = await sealedKey(reader);
  if (kept === undefined) throw new OwnError("the key of closed identities can't be kept");
  return kept;
}

async function opened(sealed: string): Promise<string> {
  const text = boxOf(env().AUTH_SECRET).open(sealed);
  if (text !== null) return text;
  for (const secret of env().AUTH_SECRET_PREVIOUS) {
    const known = boxOf(secret).open(sealed);
    if (known === null) continue;
    const again = boxOf(env().AUTH_SECRET).seal(known);
    await reader.write("UPDATE identity_key SET sealed = ? WHERE id = 1 AND sealed = ?", [
      again,
      sealed,
    ]);
    return known;
  }
  throw new OwnError(
    "AUTH_SECRET was changed: give the one before as AUTH_SECRET_PREVIOUS, or closed members are strangers",
  );
}

/**
 * Looked at when a process starts, so that nothing is ever hashed under another key; and before each
 * act, so that nobody has to draw or open it over a second connection while a transaction holds the
 * first: where all of the pool's do, none is left.
 *
 * @throws OwnError where AUTH_SECRET does not open it
 */
export async function identityKey(db: Reader = reader): Promise<Buffer> {
  const database = env().DATABASE_URL;
  const known = globalThis.__memberSystemIdentityKey;
  if (known?.database === database) return known.key;
  const text = await opened((await sealedKey(db)) ?? (await drawKey()));
  const key = Buffer.from(text, "base64url");
  globalThis.__memberSystemIdentityKey = { database, key };
  return key;
}

/** Has the key at hand before a transaction opens; what hashes in it finds it read. */
export async function prefetchIdentityKey(): Promise<void> {
  await identityKey();
}

/** What `prefetchIdentityKey` read: for whoever hashes and can't wait. */
export function identityKeyAtHand(): Buffer {
  const known = globalThis.__memberSystemIdentityKey;
  if (known?.database !== env().DATABASE_URL)
    throw new OwnError("the identity key is not read yet");
  return known.key;
}

/** The hash that releases before kept; it still stands until a job has keyed it. */
export function plainIdentity(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A plain hash under the key: what is kept is made of it, so that old rows can be made new ones. */
export async function keyedIdentity(db: Reader, plain: string): Promise<string> {
  return createHmac("sha256", await identityKey(db))
    .update(plain)
    .digest("hex");
}
