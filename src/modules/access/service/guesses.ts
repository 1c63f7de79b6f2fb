import { DomainError, invariant } from "@/platform/errors";
import { runWork, type WorkOrigin } from "@/platform/work";
import { lockCounts, saveCount } from "../store/sign-in-counts";
import { begun, type Counter, counterId } from "./sign-in-counts";

const GUESSES = 8;
const WINDOW_SECONDS = 600;

/**
 * Whether somebody who is signed in says their own secret. Guesses of all processes are counted
 * together, each before it is looked at, in a transaction of its own: the act's would be undone with
 * the refusal. By real time, as all that slows guessing down: the test clock is not asked.
 *
 * @param what is guessed, and whose it is: CLOSING 12
 * @throws DomainError RATE_LIMIT_EXCEEDED
 */
export async function guessed(
  origin: WorkOrigin,
  what: string,
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  const [kind = "", ...whose] = what.split(" ");
  const counter: Counter = { id: counterId(kind, ...whose), kind, seconds: WINDOW_SECONDS };
  const now = new Date();
  const waitMs = await runWork(origin, null, async (work) => {
    const { row } = begun(await locked(work.tx, counter, now), counter, now);
    if (row.used >= GUESSES) return row.endsAt.getTime() - now.getTime();
    saveCount(work.tx, { ...row, used: row.used + 1 });
    return 0;
  });
  if (waitMs > 0) {
    throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }
  if (!(await isRight())) return false;
  await runWork(origin, null, async (work) => {
    saveCount(work.tx, { ...(await locked(work.tx, counter, new Date())), used: 0 });
  });
  return true;
}

async function locked(tx: Parameters<typeof lockCounts>[0], counter: Counter, now: Date) {
  const row = (await lockCounts(tx, [counter], now)).get(counter.id);
  invariant(row, "a counter that was locked is there");
  return row;
}
