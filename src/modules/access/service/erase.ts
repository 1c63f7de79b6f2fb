import { verify } from "@node-rs/argon2";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import * as store from "../store/erase";

export { eraseApprovals } from "../store/approvals";
export { eraseUser } from "../store/erase";

const WAIT_SECONDS = 600;
/** Of a member who is signed in already; counted in this process, because the act's own transaction
 * is undone with the refusal and must not wait for another one. */
const guesses = new RateLimiterMemory({ points: 8, duration: WAIT_SECONDS });

/**
 * Makes sure that it is the member who asks, by their password. Whoever signs in elsewhere has none
 * to ask for: their session says who they are. Guesses are slowed.
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
  await guesses.consume(memberId).catch(() => {
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: WAIT_SECONDS });
  });
  if (password === undefined || !(await verify(user.passwordHash, password))) {
    const errors = [{ path: "password", message: "≠" }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  await guesses.delete(memberId);
}
