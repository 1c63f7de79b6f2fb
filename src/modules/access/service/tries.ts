import { invariant } from "@/platform/errors";
import { log } from "@/platform/log";
import type { Network } from "@/platform/network";
import { originOfStranger, runWork, type Work } from "@/platform/work";
import { accessEvent } from "../events";
import {
  ATTACK,
  type Budget,
  budgetsOf,
  HOUR_SECONDS,
  KNOWN_NETWORK_DAYS,
  spentBudget,
  type Tries,
} from "../rules/sign-in";
import { isCounting, lockCounts, saveCount } from "../store/sign-in-counts";
import type { Device } from "./devices";
import { begun, type Counter, type CountRow, counterId, tally } from "./sign-in-counts";

/**
 * Tries of an account, counted before they are looked at, each in a transaction of its own: a refusal
 * undoes none. All processes count together.
 */

/** What a try was counted on, to be given back if it was right. */
type Charges = readonly { counter: Counter; budget: Budget; startsAt: Date }[];
export type Taken = { charges: Charges } | { spent: Budget; until: Date };

/** Whose tries, and from where. */
export interface Trying {
  account: string;
  network: Network;
  /** The browser, where the account signed in with it before. */
  device?: Device | null;
}

/** Counts a try, or says which budget is spent and until when. */
export async function takeTry(of: Tries, trying: Trying, now: Date): Promise<Taken> {
  if (trying.device) {
    const own = await count(of, budgetsOf("DEVICE"), trying, now);
    if ("charges" in own) return own;
  }
  const { account, network } = trying;
  const isKnown = await isCounting(counterId("KNOWN", account, network.near), now);
  const from = isKnown ? "KNOWN_NETWORK" : "ELSEWHERE";
  return count(of, budgetsOf(from), trying, now);
}

function count(of: Tries, budgets: readonly Budget[], trying: Trying, now: Date): Promise<Taken> {
  const counters = budgets.map((budget) => counterOf(of, budget, trying));
  return runWork(originOfStranger(trying.network), null, async (work): Promise<Taken> => {
    const rows = await rowsOf(work, counters, now);
    const rowOf = (budget: Budget) => rows[budgets.indexOf(budget)] as CountRow;
    const used = Object.fromEntries(budgets.map((budget) => [budget, rowOf(budget).used]));
    const spent = spentBudget(used, of);
    if (spent !== null) return { spent, until: rowOf(spent).endsAt };
    for (const row of rows) saveCount(work.tx, { ...row, used: row.used + 1 });
    const charges = budgets.map((budget, at) => ({
      counter: counters[at] as Counter,
      budget,
      startsAt: rowOf(budget).startsAt,
    }));
    return { charges };
  });
}

/** Right once, they begin anew; the others count what many do. */
const IS_OF_ONE_ACCOUNT: ReadonlySet<Budget> = new Set(["DEVICE", "PAIR", "CONTACT"]);

/** What was right was no guess; and from here its account is known from now on. */
export async function giveTryBack(
  charges: Charges,
  { account, network }: Trying,
  now: Date,
): Promise<void> {
  const place: Counter = {
    id: counterId("KNOWN", account, network.near),
    kind: "KNOWN",
    seconds: KNOWN_NETWORK_DAYS * 24 * HOUR_SECONDS,
  };
  const counters = [...charges.map(({ counter }) => counter), place];
  await runWork(originOfStranger(network), null, async (work) => {
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
}

/** Whose account a try was about, where there is one. */
export interface Owner {
  id: number;
  memberId: number | null;
}

/** Writes down that a try was wrong, and tells of it where that makes an attack. */
export async function tellFailure(
  { account, network }: Trying,
  owner: Owner | undefined,
  now: Date,
): Promise<void> {
  const own: Counter = {
    id: counterId("FAILED", "account", account),
    kind: "FAILED",
    seconds: HOUR_SECONDS,
    target: owner && `user:${owner.id}`,
    memberId: owner?.memberId,
  };
  const around: Counter = {
    id: counterId("FAILED", "region", network.region),
    kind: "FAILED",
    seconds: HOUR_SECONDS,
    target: `region:${network.region}`,
  };
  await runWork(originOfStranger(network), null, async (work) => {
    const [ownRow, aroundRow] = await lockedRows(work, [own, around], now);
    const note = { action: "access.signInFailed", after: { network: network.near }, now };
    const ofAccount = tally(work, ownRow as CountRow, own, note);
    const ofRegion = tally(work, aroundRow as CountRow, around, note);
    if (owner && ofAccount === ATTACK.ACCOUNT) alarm(work, owner, network, ofAccount);
    if (ofRegion === ATTACK.REGION) alarm(work, null, network, ofRegion);
  });
}

export function counterOf(of: Tries, budget: Budget, { account, network, device }: Trying) {
  const parts: Record<Budget, readonly string[]> = {
    DEVICE: [account, device?.id ?? ""],
    PAIR: [account, network.near],
    NETWORK: [network.near],
    REGION: [network.region],
    STRANGERS: [account],
    CONTACT: [account, network.region],
  };
  const kind = `${of.prefix}${budget}`;
  const { seconds } = of.budgets[budget];
  return { id: counterId(kind, ...parts[budget]), kind, seconds } satisfies Counter;
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
function alarm(work: Work, owner: Owner | null, { region }: Network, failures: number): void {
  const userId = owner?.id ?? null;
  const against = owner === null ? "EVERYBODY" : "ACCOUNT";
  work.emit(accessEvent("access.sign_in_attack", null, { against, userId, region, failures }));
  const target = owner === null ? `region:${region}` : `user:${owner.id}`;
  const memberId = owner?.memberId ?? null;
  work.audit({ action: "access.signInAttack", target, memberId, after: { region, failures } });
  log().warn({ against, userId, region, failures }, "passwords are being guessed");
}
