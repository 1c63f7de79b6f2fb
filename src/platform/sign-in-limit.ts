import { RateLimiterMemory } from "rate-limiter-flexible";

/**
 * Password guessing is slowed by account and address together, so that nobody can lock another out
 * from elsewhere, and by address alone across accounts.
 */
const perAccountAndAddress = new RateLimiterMemory({ points: 8, duration: 600 });
const perAddress = new RateLimiterMemory({ points: 100, duration: 600 });

async function left(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  const state = await limiter.get(key);
  return state === null || state.remainingPoints > 0;
}

function accountKey(account: string, address: string): string {
  return `${address} ${account}`;
}

export async function mayTrySignIn(account: string, address: string): Promise<boolean> {
  const key = accountKey(account, address);
  return (await left(perAccountAndAddress, key)) && (await left(perAddress, address));
}

export async function countFailedSignIn(account: string, address: string): Promise<void> {
  // A count that runs over only means that the next try is refused.
  await Promise.allSettled([
    perAccountAndAddress.consume(accountKey(account, address)),
    perAddress.consume(address),
  ]);
}

export async function forgetFailedSignIns(account: string, address: string): Promise<void> {
  await perAccountAndAddress.delete(accountKey(account, address));
}
