import { createHash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/env";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember } from "../../members/service/members";
import { selfOf } from "../../profile/service/inbox";
import { wholeSeconds } from "../rules";
import type { WalletKind } from "../schema";
import * as store from "../store/passes";

const SALT_BYTES = 16;
const TOKEN_BYTES = 24;

/**
 * The token of a pass is the same whenever it is handed out, as phones want it, and stands nowhere: it is
 * made from the deployment's own secret, and known again by its hash.
 */
function tokenOf(salt: string): string {
  const made = hkdfSync("sha256", env().AUTH_SECRET, salt, "wallet passes", TOKEN_BYTES);
  return Buffer.from(made).toString("base64url");
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

export function isTokenOf({ tokenHash }: Pick<store.PassRow, "tokenHash">, token: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(token)), Buffer.from(tokenHash));
}

/**
 * Writes down that whoever asks has a card in a wallet from now on.
 *
 * @throws DomainError MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed)
 */
export async function issuePass(
  ask: Ask,
  kind: WalletKind,
): Promise<{ serial: string; token: string }> {
  const memberId = selfOf(ask.caller);
  const fresh = randomBytes(SALT_BYTES).toString("hex");
  const issuedAt = new Date();
  return runWork(ask, null, async (work) => {
    const member = await lockMember(work, { memberId });
    requireNotClosed(member.status);
    const { memberCode: serial } = member;
    const known = await store.lockPass(work.tx, kind, serial);
    const salt = known?.salt ?? fresh;
    const token = tokenOf(salt);
    // Of another secret of the deployment's: phones that show the token of before put the card in again.
    if (known && !isTokenOf(known, token)) store.saveToken(work.tx, known.id, hashOf(token));
    const made = { salt, tokenHash: hashOf(token) };
    const when = { issuedAt, changedAt: wholeSeconds(issuedAt) };
    const pass = { memberId: member.id, kind, serial, locale: ask.locale, ...made, ...when };
    store.putPass(work.tx, pass);
    return { serial, token };
  });
}
