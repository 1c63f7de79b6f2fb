import { createHmac, randomBytes } from "node:crypto";
import type { Reader } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { identityKey } from "@/platform/identity-key";
import { BEARER_CODE, type Draws } from "@/platform/journal/draws";
import { SecretBox } from "@/platform/secret-box";
import { CODE_LENGTH, endOf, newCode, readCode } from "../rules/code";
import type { Code } from "../store/coupons";

/**
 * Codes are worth money. They are found by a keyed hash, and kept sealed so that their member sees them
 * again: whoever reads the database alone, or a backup of it, can use none. Both keys come from the one
 * that AUTH_SECRET seals, so that a change of that secret loses no code.
 */

const PURPOSE = "coupon codes";

let box: { key: Buffer; box: SecretBox } | undefined;

function boxOf(key: Buffer): SecretBox {
  if (box?.key !== key) box = { key, box: new SecretBox(key.toString("base64url"), PURPOSE) };
  return box.box;
}

function hashOf(key: Buffer, code: string): string {
  return createHmac("sha256", key).update(`coupon\n${code}`).digest("hex");
}

/** What a typed code is found by. */
export async function typedHash(db: Reader, typed: string): Promise<string> {
  return hashOf(await identityKey(db), readCode(typed));
}

export interface MadeCode extends Code {
  code: string;
  codeEnd: string;
}

/** Codes as they are kept, in their order. */
export async function keptCodes(db: Reader, codes: readonly string[]): Promise<MadeCode[]> {
  const key = await identityKey(db);
  const sealing = boxOf(key);
  return codes.map((code) => ({
    code,
    codeEnd: endOf(code),
    codeHash: hashOf(key, code),
    sealed: sealing.seal(code),
  }));
}

/** Codes as somebody typed them, for as long as what names them waits to be carried out. */
export async function sealedCodes(db: Reader, codes: readonly string[]): Promise<string[]> {
  return (await keptCodes(db, codes)).map(({ sealed }) => sealed);
}

export function openedCodes(db: Reader, sealed: readonly string[]): Promise<string[]> {
  return Promise.all(sealed.map((one) => openedCode(db, one)));
}

export function drawCodes(draws: Draws, count: number): string[] {
  const draw = () => newCode(randomBytes(CODE_LENGTH));
  return Array.from({ length: count }, () => draws.text(BEARER_CODE, draw));
}

/** The code itself, for whoever it may be shown to. */
export async function openedCode(db: Reader, sealed: string): Promise<string> {
  const code = boxOf(await identityKey(db)).open(sealed);
  invariant(code, "a coupon's code opens");
  return code;
}
