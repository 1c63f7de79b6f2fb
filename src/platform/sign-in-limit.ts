import { RateLimiterMemory } from "rate-limiter-flexible";

/**
 * Password guessing is slowed by account and address together, so that nobody can lock another out
 * from elsewhere, and by address alone across accounts.
 */
const perAccountAndAddress = new RateLimiterMemory({ points: 8, duration: 600 });
const perAddress = new RateLimiterMemory({ points: 100, duration: 600 });

async function taken(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    () => false,
  );
}

function accountKey(account: string, address: string): string {
  return `${address} ${account}`;
}

/**
 * Takes one try. It is counted before the password is looked at, so that guesses made at the same
 * moment are counted too; one that was right is given back.
 */
export async function takeSignInTry(account: string, address: string): Promise<boolean> {
  const tries = [
    taken(perAccountAndAddress, accountKey(account, address)),
    taken(perAddress, address),
  ];
  return (await Promise.all(tries)).every(Boolean);
}

export async function forgetFailedSignIns(account: string, address: string): Promise<void> {
  await Promise.all([
    perAccountAndAddress.delete(accountKey(account, address)),
    perAddress.reward(address),
  ]);
}
