import { verify } from "@node-rs/argon2";
import { DomainError } from "@/platform/errors";
import { forgetFailedSignIns, takeSignInTry } from "@/platform/sign-in-limit";
import type { Work } from "@/platform/work";
import * as store from "../store/erase";

export { eraseUser } from "../store/erase";

const WAIT_SECONDS = 600;

/**
 * Makes sure that it is the member who asks, by their password. Whoever signs in elsewhere has none
 * to ask for: their session says who they are. Guesses are slowed as at the sign-in.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`
 */
export async function confirmSelf(
  work: Work,
  memberId: number,
  password: string | undefined,
): Promise<void> {
  const user = await store.passwordOfMember(work.tx, memberId);
  if (!user?.passwordHash) return;
  const who = `member:${memberId}`;
  if (!(await takeSignInTry(who, who))) {
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: WAIT_SECONDS });
  }
  if (password === undefined || !(await verify(user.passwordHash, password))) {
    const errors = [{ path: "password", message: "≠" }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  await forgetFailedSignIns(who, who);
}
