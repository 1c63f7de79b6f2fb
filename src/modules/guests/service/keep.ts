import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { contradiction, type EventKind, forgottenBefore, positionOf } from "../rules";
import * as events from "../store/events";
import * as keys from "../store/keys";
import { keptKey } from "./key";
import { guestSetting } from "./setting";

export type { EventKind } from "../rules";
export { isGuestKind } from "../rules";

/** An event of a guest's order, as the shop told it. */
export interface GuestTelling {
  kind: EventKind;
  orderId: string;
  /** The order's, refund's or return's id. */
  reference: string;
  occurredAt: Date;
  /** What it says, without whom it names. */
  data: Record<string, unknown>;
  /** The whole of it, as it is read again. */
  told: string;
}

export interface Named {
  keyHash: string;
  /** Whose key it is, and whose it was before; nobody where it is free. */
  owners: readonly number[];
  /** Whose the event is, where it need not be kept. */
  owner: number | null;
  /** An order from before what the claim of its key reaches: it stays behind. */
  isBefore: boolean;
}

/** Whose key an event names, and so whose it is unless it belongs to what stays behind. */
export async function namedBy(work: Work, guestKey: string, telling: GuestTelling): Promise<Named> {
  const keyHash = await keptKey(work.tx, guestKey);
  const key = await keys.findKey(work.tx, keyHash);
  return ownerOf(work, keyHash, key, telling);
}

/** What is kept of the order goes on as it began: carried out in its turn, or left to be forgotten. */
async function ownerOf(
  work: Work,
  keyHash: string,
  key: keys.KeyRow | undefined,
  telling: GuestTelling,
): Promise<Named> {
  const owners = [key?.memberId, key?.formerId].filter((id) => id != null);
  const isBefore =
    key?.since != null && telling.kind === "ORDER_COMPLETED" && telling.occurredAt < key.since;
  const kept = { keyHash, owners, owner: null, isBefore };
  if (key?.state !== "CLAIMED" || key.since === null) return kept;
  if (isBefore || (await events.keptOrder(work.tx, telling.orderId))) return kept;
  return { ...kept, owner: key.memberId };
}

export type Kept =
  /** Nobody's yet, or its claim carries it out in its turn. */
  | { kept: "NEW"; id: number }
  | { kept: "DUPLICATE" | "OFF" | "TOO_OLD" }
  /** Claimed at this very moment. */
  | { owner: number };

/**
 * Keeps an event for whoever proves that the address is theirs.
 *
 * @throws DomainError DUPLICATE_REFERENCE: told otherwise before, or of another guest's order
 */
export async function keepForGuest(
  work: Work,
  keyHash: string,
  telling: GuestTelling,
): Promise<Kept> {
  const { claimDays } = await guestSetting(work.tx);
  if (claimDays === 0) return { kept: "OFF" };
  await keys.nameKey(work.tx, keyHash, work.now);
  const { owner } = await ownerOf(work, keyHash, await keys.lockKey(work.tx, keyHash), telling);
  if (owner !== null) return { owner };
  const { kind, orderId, reference, occurredAt, told } = telling;
  const known = await events.keptOrder(work.tx, orderId);
  if (known && known.keyHash !== keyHash) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "guestKey" });
  }
  const isCompleted = kind === "ORDER_COMPLETED";
  const orderedAt = !isCompleted && known ? known.orderedAt : occurredAt;
  if (orderedAt < forgottenBefore(work.now, claimDays)) return { kept: "TOO_OLD" };
  const row = { keyHash, memberId: null, orderId, kind, reference, occurredAt, orderedAt, told };
  const id = await events.insertEvent(work.tx, { ...row, position: positionOf(kind) }, work.now);
  if (id === null) return repeated(work, keyHash, telling);
  if (isCompleted) events.saveOrderedAt(work.tx, orderId, occurredAt);
  return { kept: "NEW", id };
}

async function repeated(work: Work, keyHash: string, telling: GuestTelling): Promise<Kept> {
  const { kind, reference, orderId, data } = telling;
  const known = await events.eventByReference(work.tx, kind, reference);
  // Carried out since: the book of orders knows it by now.
  if (!known) return { kept: "DUPLICATE" };
  const parsed: { data: Record<string, unknown> } = JSON.parse(known.told);
  const differs = known.keyHash === keyHash ? contradiction(kind, parsed.data, data) : "guestKey";
  if (differs) throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs });
  return { kept: "DUPLICATE" };
}

/** An event of the shop says whose an order is that a guest made: what is kept of it is theirs. */
export function giveGuestOrder(work: Work, orderId: string, memberId: number): void {
  events.giveOrder(work.tx, orderId, memberId);
}

/** The same of one event, where the order was told of at this very moment. */
export function giveGuestEvent(work: Work, kept: Kept, memberId: number): void {
  invariant("id" in kept, "what was kept just now has a number");
  events.giveEvent(work.tx, kept.id, memberId);
}
