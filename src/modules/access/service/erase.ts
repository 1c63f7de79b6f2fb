import { verify } from "@node-rs/argon2";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import * as store from "../store/erase";
import { guessed } from "./guesses";

export { eraseApprovals } from "../store/approvals";
export { addressesOfMember, eraseUser } from "../store/erase";

/**
 * Makes sure that it is the member who asks, by their password. Whoever signs in elsewhere, or by
 * codes, has none to ask for: their session says who they are.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`
 */
export async function confirmSelf(
  ask: Ask,
  memberId: number,
  password: string | undefined,
): Promise<void> {
  const user = await store.passwordOfMember(ask.db, memberId);
  const passwordHash = user?.passwordHash;
  if (!passwordHash) return;
  const isRight = async () => password !== undefined && verify(passwordHash, password);
  if (await guessed(ask, `CLOSING ${memberId}`, isRight)) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "password", message: "≠" }]);
}
