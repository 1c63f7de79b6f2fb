import { verify } from "@node-rs/argon2";
import { DomainError, invariant } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { runWork, type WorkOrigin } from "@/platform/work";
import * as store from "../store/erase";
import { lockCounts, saveCount } from "../store/sign-in-counts";
import { begun, type Counter, counterId } from "./sign-in-counts";

export { eraseApprovals } from "../store/approvals";
export { eraseUser } from "../store/erase";

const GUESSES = 8;
const WINDOW_SECONDS = 600;

/**
 * Makes sure that it is the member who asks, by their password. Whoever signs in elsewhere has none
 * to ask for: their session says who they are. Guesses of all processes are counted together, each
 * before it is looked at, in a transaction of its own: the act's would be undone with the refusal.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`
 */
export async function confirmSelf(
  ask: Ask,
  memberId: number,
  password: string | undefined,
): Promise<void> {
  const user = await store.passwordOfMember(ask.db, memberId);
  if (!user?.passwordHash) return;
  const counter: Counter = {
    id: counterId("CLOSING", String(memberId)),
    kind: "CLOSING",
    seconds: WINDOW_SECONDS,
  };
  await countGuess(ask, counter);
  if (password === undefined || !(await verify(user.passwordHash, password))) {
    const errors = [{ path: "password", message: "≠" }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  await forgetGuesses(ask, counter);
}

/** By real time, as all that slows guessing down: the test clock is not asked. */
async function countGuess(origin: WorkOrigin, counter: Counter): Promise<void> {
  const now = new Date();
  const waitMs = await runWork(origin, null, async (work) => {
    const { row } = begun(await locked(work.tx, counter, now), counter, now);
    if (row.used >= GUESSES) return row.endsAt.getTime() - now.getTime();
    saveCount(work.tx, { ...row, used: row.used + 1 });
    return 0;
  });
  if (waitMs <= 0) return;
  throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}

function forgetGuesses(origin: WorkOrigin, counter: Counter): Promise<void> {
  return runWork(origin, null, async (work) => {
    const row = await locked(work.tx, counter, new Date());
    saveCount(work.tx, { ...row, used: 0 });
  });
}

async function locked(tx: Parameters<typeof lockCounts>[0], counter: Counter, now: Date) {
  const row = (await lockCounts(tx, [counter], now)).get(counter.id);
  invariant(row, "a counter that was locked is there");
  return row;
}
