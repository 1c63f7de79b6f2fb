import { verify } from "@node-rs/argon2";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import * as store from "../store/erase";
import { guessed } from "./guesses";
import { requireFresh } from "./own-password";

export { eraseApprovals } from "../store/approvals";
export { addressesOfMember, eraseUser } from "../store/erase";

/**
 * Makes sure that it is the member who asks, by their password. Whoever signs in elsewhere, or by
 * codes, has none to ask for: they have signed in a moment ago. Of the shop's token the shop answers for that.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`, SIGN_IN_AGAIN
 */
export async function confirmSelf(
  ask: Ask,
  memberId: number,
  password: string | undefined,
): Promise<void> {
  const user = await store.passwordOfMember(ask.db, memberId);
  const passwordHash = user?.passwordHash;
  if (!passwordHash) return ask.caller.sessionId === null ? undefined : requireFresh(ask);
  const isRight = async () => password !== undefined && verify(passwordHash, password);
  if (await guessed(ask, `CLOSING ${memberId}`, isRight)) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "password", message: "≠" }]);
}
