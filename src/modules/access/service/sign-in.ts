import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ANONYMOUS } from "@/platform/auth";
import { invariant } from "@/platform/errors";
import { log } from "@/platform/log";
import type { Network } from "@/platform/network";
import { runWork, type Work } from "@/platform/work";
import { accessEvent } from "../events";
import { canonicalEmail, formerEmail } from "../rules/email";
import {
  ATTACK,
  BUDGETS,
  type Budget,
  budgetsOf,
  HOUR_SECONDS,
  KNOWN_NETWORK_DAYS,
  spentBudget,
} from "../rules/sign-in";
import { PASSWORD_MAX } from "../schema";
import { isCounting, lockCounts, saveCount } from "../store/sign-in-counts";
import type { UserRow } from "../store/users";
import { judgePassword } from "./accounts";
import { type Device, knowsAccount } from "./devices";
import { Gate, type GateSize } from "./gate";
import { begun, type Counter, type CountRow, counterId, tally } from "./sign-in-counts";

export interface Attempt {
  email: string;
  password: string;
  network: Network;
  /** The browser, where it shows that somebody signed in with it before. */
  device: Device | null;
}

export type Outcome = { user: UserRow; account: string } | { refused: "WRONG" | "TOO_MANY" };

/** What a try was counted on, to be given back if it was right. */
type Charges = { counter: Counter; budget: Budget; startsAt: Date }[];

/** What has no form of its own is an account that nobody has; its tries are counted all the same. */
export function accountKey(email: string): string {
  return canonicalEmail(email) ?? formerEmail(email).slice(0, PASSWORD_MAX);
}

const GATE: GateSize = { atOnce: 2, waiting: 500, waitingOfOne: 64, waitingOfRegion: 128 };
/** A wrong password is not refused before, so that the moment does not tell whether there is an account. */
const REFUSED_AFTER_MS = 250;
/** So long a spent budget is not asked for again: a flood does not reach the database. */
const REMEMBERED_MS = 2_000;
const REMEMBERED_MAX = 10_000;

const origin = () => ({ caller: ANONYMOUS, requestId: randomUUID() });

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
    return gate.run(network, async () => {
      // What was spent while it waited.
      if (isSpent()) return { refused: "TOO_MANY" };
      const charges = await this.take(account, network, known);
      if (!charges) return { refused: "TOO_MANY" };
      const { user, isRight } = await judgePassword(email, password);
      if (!user || !isRight) {
        await this.fail(account, network, user);
        return { refused: "WRONG" };
      }
      await this.giveBack(charges, account, network);
      return { user, account };
    });
  }

  /** Counts a try before the password is looked at; null where there is none left. */
  private async take(
    account: string,
    network: Network,
    device: Device | null,
  ): Promise<Charges | null> {
    if (device) {
      const own = await this.count(budgetsOf("DEVICE"), account, network, device.id);
      if (own) return own;
    }
    const isKnown = await isCounting(counterId("KNOWN", account, network.near), this.clock());
    const from = isKnown ? "KNOWN_NETWORK" : "ELSEWHERE";
    return this.count(budgetsOf(from), account, network);
  }

  private async count(
    budgets: readonly Budget[],
    account: string,
    network: Network,
    device = "",
  ): Promise<Charges | null> {
    const now = this.clock();
    const counters = budgets.map((budget) => counterOf(budget, account, network, device));
    const outcome = await runWork(origin(), null, async (work) => {
      const rows = await rowsOf(work, counters, now);
      const used = Object.fromEntries(budgets.map((budget, at) => [budget, rows[at]?.used ?? 0]));
      const spent = spentBudget(used);
      if (spent !== null) return spent;
      for (const row of rows) saveCount(work.tx, { ...row, used: row.used + 1 });
      return budgets.map((budget, at) => ({
        counter: counters[at] as Counter,
        budget,
        startsAt: (rows[at] as CountRow).startsAt,
      }));
    });
    if (typeof outcome !== "string") return outcome;
    if (outcome !== "DEVICE" && outcome !== "STRANGERS") {
      this.remember(counterOf(outcome, account, network, "").id);
    }
    return null;
  }

  private isRemembered(account: string, network: Network): boolean {
    const now = this.clock().getTime();
    return (["PAIR", "NETWORK", "REGION"] as const).some(
      (budget) => (this.spentUntil.get(counterOf(budget, account, network, "").id) ?? 0) > now,
    );
  }

  private remember(id: string): void {
    if (this.spentUntil.size >= REMEMBERED_MAX) this.spentUntil.clear();
    this.spentUntil.set(id, this.clock().getTime() + REMEMBERED_MS);
  }

  /** A right password was no guess; and from here its account is known from now on. */
  private async giveBack(charges: Charges, account: string, network: Network): Promise<void> {
    const now = this.clock();
    const place: Counter = {
      id: counterId("KNOWN", account, network.near),
      kind: "KNOWN",
      seconds: KNOWN_NETWORK_DAYS * 24 * HOUR_SECONDS,
    };
    const counters = [...charges.map(({ counter }) => counter), place];
    await runWork(origin(), null, async (work) => {
      const rows = await lockCounts(work.tx, counters, now);
      for (const { counter, budget, startsAt } of charges) {
        const row = rows.get(counter.id);
        // Another window has begun meanwhile, and this try is not in it.
        if (row?.startsAt.getTime() !== startsAt.getTime()) continue;
        saveCount(work.tx, { ...row, used: IS_OF_ONE_ACCOUNT.has(budget) ? 0 : row.used - 1 });
      }
      const known = rows.get(place.id);
      invariant(known, "a counter that was locked is there");
      const endsAt = new Date(now.getTime() + place.seconds * 1000);
      saveCount(work.tx, { ...known, used: 1, endsAt });
    });
    this.spentUntil.delete(counterOf("PAIR", account, network, "").id);
  }

  private async fail(account: string, network: Network, user: UserRow | undefined): Promise<void> {
    const now = this.clock();
    const own: Counter = {
      id: counterId("FAILED", "account", account),
      kind: "FAILED",
      seconds: HOUR_SECONDS,
      target: user && `user:${user.id}`,
      memberId: user?.memberId,
    };
    const around: Counter = {
      id: counterId("FAILED", "region", network.region),
      kind: "FAILED",
      seconds: HOUR_SECONDS,
      target: `region:${network.region}`,
    };
    await runWork(origin(), null, async (work) => {
      const [ownRow, aroundRow] = await lockedRows(work, [own, around], now);
      const note = { action: "access.signInFailed", after: { network: network.near }, now };
      const ofAccount = tally(work, ownRow as CountRow, own, note);
      const ofRegion = tally(work, aroundRow as CountRow, around, note);
      if (user && ofAccount === ATTACK.ACCOUNT) alarm(work, user, network, ofAccount);
      if (ofRegion === ATTACK.REGION) alarm(work, null, network, ofRegion);
    });
  }
}

/** Right once, they begin anew; the others count what many do. */
const IS_OF_ONE_ACCOUNT: ReadonlySet<Budget> = new Set(["DEVICE", "PAIR", "CONTACT"]);

function counterOf(budget: Budget, account: string, network: Network, device: string): Counter {
  const parts: Record<Budget, readonly string[]> = {
    DEVICE: [account, device],
    PAIR: [account, network.near],
    NETWORK: [network.near],
    REGION: [network.region],
    STRANGERS: [account],
    CONTACT: [account, network.region],
  };
  const id = counterId(budget, ...parts[budget]);
  return { id, kind: budget, seconds: BUDGETS[budget].seconds };
}

/** As they were left, in the order of their counters. */
async function lockedRows(work: Work, counters: readonly Counter[], now: Date) {
  const rows = await lockCounts(work.tx, counters, now);
  return counters.map(({ id }) => {
    const row = rows.get(id);
    invariant(row, "a counter that was locked is there");
    return row;
  });
}

/** As they are now: windows that ended begin anew. */
async function rowsOf(work: Work, counters: readonly Counter[], now: Date): Promise<CountRow[]> {
  const rows = await lockedRows(work, counters, now);
  return rows.map((row, at) => begun(row, counters[at] as Counter, now).row);
}

/** Once in a window, with the failure that makes it an attack. */
function alarm(work: Work, user: UserRow | null, { region }: Network, failures: number): void {
  const userId = user?.id ?? null;
  const against = user === null ? "EVERYBODY" : "ACCOUNT";
  work.emit(accessEvent("access.sign_in_attack", null, { against, userId, region, failures }));
  const target = user === null ? `region:${region}` : `user:${user.id}`;
  const memberId = user?.memberId ?? null;
  work.audit({ action: "access.signInAttack", target, memberId, after: { region, failures } });
  log().warn({ against, userId, region, failures }, "passwords are being guessed");
}
