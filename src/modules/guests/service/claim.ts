import type { Tx } from "@/platform/db";
import type { Work } from "@/platform/work";
import { guestEvent } from "../events";
import { claimedSince } from "../rules";
import * as events from "../store/events";
import * as keys from "../store/keys";
import { guestKeyOf, guestSecretOf, keptKey } from "./key";
import { guestSetting } from "./setting";

export type { GuestEventRow } from "../store/events";
export { nextGiven, nextOfKey, putOffEvent } from "../store/events";
export { claimsUnderWay, type KeyRow, putOffClaim } from "../store/keys";

/**
 * Addresses that were proven to be a member's: what was ordered with them as a guest is theirs, and so is
 * what will be. Whoever proves an address first has its key, until it stands on another's account. What is
 * kept is carried out soon after, in bounded parts.
 *
 * @param addresses in their one form
 * @param areOfAccount they stand on the member's account, and so on nobody else's
 */
export async function claimGuestOrders(
  work: Work,
  memberId: number,
  addresses: readonly string[],
  areOfAccount = false,
): Promise<void> {
  if (addresses.length === 0) return;
  const { claimDays } = await guestSetting(work.tx);
  if (claimDays === 0) return;
  const secret = await guestSecretOf(work.tx);
  const hashes = await Promise.all(
    addresses.map((address) => keptKey(work.tx, guestKeyOf(secret, address))),
  );
  await claimKeys(work, memberId, { hashes, areOfAccount, claimDays });
}

/** The same by the keys as they are kept. */
export async function claimKeys(
  work: Work,
  memberId: number,
  keysOf: { hashes: readonly string[]; areOfAccount: boolean; claimDays: number },
): Promise<void> {
  const { hashes, areOfAccount, claimDays } = keysOf;
  const claim = { memberId, since: claimedSince(work.now, claimDays), claimedAt: work.now };
  for (const keyHash of [...new Set(hashes)].sort()) {
    // Each sign-in comes by here: one that has the key long since locks nothing.
    const key = await keys.findKey(work.tx, keyHash);
    const owner = key?.memberId ?? null;
    if (owner !== memberId) {
      work.step("guests.claim", { memberId, keyHash, areOfAccount, claimDays }, "definition");
    }
    if (owner === null) await keys.claimKey(work, { ...claim, keyHash });
    else if (owner !== memberId && areOfAccount) {
      await keys.passKey(work, owner, { ...claim, keyHash, since: work.now });
    }
  }
}

/**
 * Takes an event that is to be carried out, for good with the act; null where somebody else did meanwhile,
 * or the member is gone.
 */
export async function takeKept(
  work: Work,
  id: number,
  act: "guests.carryOut" | "guests.refuse" = "guests.carryOut",
) {
  const event = await events.lockEvent(work.tx, id);
  if (!event) return null;
  work.step(act, { guestEventId: id }, "definition");
  const key = await keys.findKey(work.tx, event.keyHash);
  const memberId = event.memberId ?? key?.memberId ?? null;
  if (memberId === null) return null;
  events.deleteEvent(work.tx, id);
  return { event, memberId, isClaimed: key?.memberId === memberId };
}

type Taken = NonNullable<Awaited<ReturnType<typeof takeKept>>>;

/** One more of a claim is through. */
export function countCarriedOut(
  work: Work,
  { event, isClaimed }: Taken,
  done: { orders: number; refused: number },
): void {
  if (isClaimed) keys.countCarriedOut(work.tx, event.keyHash, done);
}

/** Ends a claim of which nothing is left, and tells of it where there was something. */
export async function finishClaim(
  work: Work,
  keyHash: string,
  externalId: string | null,
): Promise<void> {
  const key = await keys.lockKey(work.tx, keyHash);
  if (key?.state !== "CLAIMING" || key.memberId === null || key.since === null) return;
  if ((await events.nextOfKey(work.tx, keyHash, key.since, 1)).length > 0) return;
  work.step("guests.finish", { keyHash, externalId: null }, "definition");
  keys.saveClaimed(work.tx, keyHash);
  const { memberId, orders, refused, since } = key;
  if (key.events === 0) return;
  const told = { orders, events: key.events, refused, since };
  work.emit(guestEvent("member.guest_orders_claimed", memberId, { externalId, ...told }));
  work.audit({ action: "guests.claim", memberId, after: told });
}

/** Whoever goes takes what is kept of them along. */
export async function forgetGuest(tx: Tx, memberId: number): Promise<void> {
  const own = await keys.keysOfMember(tx, memberId);
  await events.deleteEventsOf(tx, memberId, own);
  await keys.deleteKeys(tx, own);
  keys.forgetFormer(tx, memberId);
}

/** What is kept of one member, and what they have proven, is another's by now. */
export function moveGuest(tx: Tx, fromId: number, intoId: number): void {
  keys.moveKeys(tx, fromId, intoId);
  events.moveEvents(tx, fromId, intoId);
}
