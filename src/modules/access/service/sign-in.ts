import { setTimeout as sleep } from "node:timers/promises";
import type { Network } from "@/platform/network";
import { contactOf } from "../rules/contact";
import { formerEmail } from "../rules/email";
import { type Budget, PASSWORD_TRIES } from "../rules/sign-in";
import { PASSWORD_MAX } from "../schema/access";
import type { UserRow } from "../store/users";
import { judgePassword } from "./accounts";
import { type Device, knowsAccount } from "./devices";
import { Gate, type GateSize } from "./gate";
import { counterOf, giveTryBack, takeTry, tellFailure } from "./tries";

export interface Attempt {
  /** An e-mail address or a phone, as it was typed. */
  email: string;
  password: string;
  network: Network;
  /** The browser, where it shows that somebody signed in with it before. */
  device: Device | null;
}

export type Outcome = { user: UserRow; account: string } | { refused: "WRONG" | "TOO_MANY" };

/** What has no form of its own is an account that nobody has; its tries are counted all the same. */
export function accountKey(typed: string): string {
  return contactOf(typed)?.address ?? formerEmail(typed).slice(0, PASSWORD_MAX);
}

const GATE: GateSize = { atOnce: 2, waiting: 500, waitingOfOne: 64, waitingOfRegion: 128 };
/** A wrong password is not refused before, so that the moment does not tell whether there is an account. */
const REFUSED_AFTER_MS = 250;
/** So long a spent budget is not asked for again: a flood does not reach the database. */
const REMEMBERED_MS = 2_000;
const REMEMBERED_MAX = 10_000;

/** What is remembered here: the others depend on more than where a try comes from. */
const REMEMBERED: readonly Budget[] = ["PAIR", "NETWORK", "REGION"];

/**
 * Signing in with a password. All processes count in the database; one object of this kind only
 * bounds what its own process does at once.
 */
export class PasswordSignIn {
  private readonly strangers = new Gate(GATE);
  /** Whoever is known does not wait behind whoever is not. */
  private readonly known = new Gate(GATE);
  private readonly spentUntil = new Map<string, number>();
  private readonly clock: () => Date;
  private readonly refusedAfterMs: number;

  constructor({ clock = () => new Date(), refusedAfterMs = REFUSED_AFTER_MS } = {}) {
    this.clock = clock;
    this.refusedAfterMs = refusedAfterMs;
  }

  /**
   * Whose address and password these are. Which of the two was wrong is told neither by the answer
   * nor by its time.
   *
   * @throws DomainError SERVICE_UNAVAILABLE where too many wait already, or the database is away
   */
  async attempt(attempt: Attempt): Promise<Outcome> {
    const soonest = sleep(this.refusedAfterMs);
    const outcome = await this.tried(attempt);
    if ("refused" in outcome && outcome.refused === "WRONG") await soonest;
    return outcome;
  }

  private async tried({ email, password, network, device }: Attempt): Promise<Outcome> {
    if (password.length > PASSWORD_MAX) return { refused: "WRONG" };
    const account = accountKey(email);
    const known = device && knowsAccount(device, account) ? device : null;
    const gate = known ? this.known : this.strangers;
    const isSpent = () => !known && this.isRemembered(account, network);
    if (gate.isFullFor(network) || isSpent()) return { refused: "TOO_MANY" };
    const trying = { account, network, device: known };
    return gate.run(network, async () => {
      // What was spent while it waited.
      if (isSpent()) return { refused: "TOO_MANY" };
      const taken = await takeTry(PASSWORD_TRIES, trying, this.clock());
      if ("spent" in taken) {
        this.remember(taken.spent, account, network);
        return { refused: "TOO_MANY" };
      }
      const { user, isRight } = await judgePassword(email, password);
      if (!user || !isRight) {
        await tellFailure(trying, user, this.clock());
        return { refused: "WRONG" };
      }
      await giveTryBack(taken.charges, trying, this.clock());
      this.spentUntil.delete(idOf("PAIR", account, network));
      return { user, account };
    });
  }

  private isRemembered(account: string, network: Network): boolean {
    const now = this.clock().getTime();
    return REMEMBERED.some(
      (budget) => (this.spentUntil.get(idOf(budget, account, network)) ?? 0) > now,
    );
  }

  private remember(budget: Budget, account: string, network: Network): void {
    if (!REMEMBERED.includes(budget)) return;
    if (this.spentUntil.size >= REMEMBERED_MAX) this.spentUntil.clear();
    const until = this.clock().getTime() + REMEMBERED_MS;
    this.spentUntil.set(idOf(budget, account, network), until);
  }
}

function idOf(budget: Budget, account: string, network: Network): string {
  return counterOf(PASSWORD_TRIES, budget, { account, network }).id;
}
