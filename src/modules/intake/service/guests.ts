import { guestLane, type MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { openedCodes, sealedCodes } from "../../coupons/service/codes";
import {
  type GuestTelling,
  giveGuestEvent,
  isGuestKind,
  type Kept,
  keepForGuest,
  namedBy,
} from "../../guests/service/keep";
import { findMember } from "../../members/service/members";
import { PROGRAM_CURRENCY } from "../../orders/schema/currency";
import { lockOrder } from "../../orders/service/book";
import { type Standing, standingOf } from "../../orders/service/standing";
import { type EventAnswer, none } from "../../purchases/schema/answers";
import { type ShopEvent, shopEvent } from "../../purchases/schema/events";
import { rateOfOrder } from "../../purchases/service/currency";
import { checkMoment } from "../../purchases/service/spend";

/** The kinds that may be about somebody who is no member yet. */
export type GuestEvent = Extract<ShopEvent, { data: { guestKey?: string | undefined } }>;

/**
 * The guest key that an event names, and nobody beside it.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function guestKeyOf({
  guestKey,
  ...data
}: { guestKey?: string | undefined } & Record<string, unknown>): string | null {
  if (guestKey === undefined) return null;
  const names = ["memberId", "externalId", "memberCode", "phone"];
  if (names.every((name) => data[name] === undefined)) return guestKey;
  throw new DomainError("VALIDATION_FAILED", {}, [
    { path: "guestKey", message: "memberId / externalId / memberCode / phone / guestKey: 1" },
  ]);
}

export function isGuestEvent(event: ShopEvent): event is GuestEvent {
  return isGuestKind(event.type);
}

function momentOf(event: GuestEvent): { name: string; at: Date } {
  if (event.type === "ORDER_COMPLETED") return { name: "paidAt", at: event.data.paidAt };
  if (event.type === "ORDER_CHANGED") return { name: "changedAt", at: event.data.changedAt };
  if (event.type === "ORDER_REFUNDED") return { name: "refundedAt", at: event.data.refundedAt };
  return { name: "timestamp", at: event.timestamp };
}

function referenceOf(event: GuestEvent): string {
  if (event.type === "ORDER_REFUNDED") return event.data.refundId;
  // No order id has a space.
  if (event.type === "ORDER_CHANGED") return `${event.data.orderId} ${event.data.version}`;
  if (event.type === "RETURN_REQUESTED" || event.type === "RETURN_REJECTED") {
    return event.data.returnId;
  }
  return event.data.orderId;
}

/** What else is kept of a guest's event has no codes of coupons: they may be good for somebody. */
const LEFT_OUT = new Set(["items", "coupons"]);

async function tellingOf(work: Work, event: GuestEvent, occurredAt: Date): Promise<GuestTelling> {
  const { guestKey: _, ...data } = event.data;
  const told = Object.fromEntries(Object.entries(data).filter(([name]) => !LEFT_OUT.has(name)));
  // Told again without its currency it would be another order.
  const facts =
    event.type === "ORDER_COMPLETED"
      ? { ...told, currency: event.data.currency ?? PROGRAM_CURRENCY }
      : told;
  const codes = event.type === "ORDER_COMPLETED" ? event.data.coupons : undefined;
  const sealed = codes && (await sealedCodes(work.tx, codes));
  const { type, timestamp } = event;
  return {
    kind: event.type,
    orderId: event.data.orderId,
    reference: referenceOf(event),
    occurredAt,
    data: facts,
    told: JSON.stringify({ type, timestamp, data: facts, sealed }),
  };
}

/** The event as it was told. */
export async function keptEvent(work: Work, told: string): Promise<ShopEvent> {
  const { sealed, data, ...event } = JSON.parse(told) as KeptEvent;
  const coupons = sealed && (await openedCodes(work.tx, sealed));
  return shopEvent.parse({ ...event, data: { ...data, ...(coupons && { coupons }) } });
}

interface KeptEvent {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
  /** Codes of coupons. */
  sealed?: string[];
}

/**
 * Whose an event is that names a guest: the order's member, where the book of orders has one; who claimed
 * the address; else nobody's yet, and it is kept without moving anything.
 *
 * Refusals in order: VALIDATION_FAILED (its moment lies ahead, or no figure holds what it comes to),
 * CURRENCY_WITHOUT_RATE, DUPLICATE_REFERENCE (the order is
 * somebody else's, or was told otherwise).
 */
export async function whoseGuestEvent(
  work: Work,
  guestKey: string,
  event: GuestEvent,
): Promise<{ ref: MemberRef } | { answer: EventAnswer }> {
  const { name, at } = momentOf(event);
  checkMoment(name, at, work.now);
  // Nobody could tell its sender later.
  if (event.type === "ORDER_COMPLETED") await rateOfOrder(work, event.data);
  const { orderId } = event.data;
  const telling = await tellingOf(work, event, at);
  const key = await namedBy(work, guestKey, telling);
  const known = await standingOf(work.tx, orderId);
  // What told of the order first came from after it, and waits for nothing then.
  const staysBehind = key.isBefore && (known?.paidAmountMinor ?? null) === null;
  if (known && !staysBehind) {
    await requireSameOwner(work, known, key.owners);
    return { ref: { memberId: known.memberId } };
  }
  if (key.owner !== null) return { ref: { memberId: key.owner } };
  work.tx.enterLane(guestLane(guestKey));
  const kept = await keepForGuest(work, key.keyHash, telling);
  if ("owner" in kept) return { ref: { memberId: kept.owner } };
  if (kept.kept === "NEW" && !staysBehind) await yieldToBook(work, orderId, kept);
  return { answer: answerOf(kept) };
}

/**
 * What is a member's by the shop's own word stays so; only who proved that the guest is somebody else
 * contradicts it. An order of who is gone by now, or had the address before, is theirs.
 *
 * @throws DomainError DUPLICATE_REFERENCE
 */
async function requireSameOwner(
  work: Work,
  { orderId, memberId }: Pick<Standing, "orderId" | "memberId">,
  owners: readonly number[],
): Promise<void> {
  if (owners.length === 0 || owners.includes(memberId)) return;
  const member = await findMember(work.tx, { memberId });
  if (member?.status === "CLOSED") return;
  throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
}

/**
 * Asked once more with a locking read: an event that names a member and told of the order just now looked
 * for what is kept of it before this was written, or waits for it.
 */
async function yieldToBook(work: Work, orderId: string, kept: Kept): Promise<void> {
  const known = await lockOrder(work.tx, orderId);
  if (known) giveGuestEvent(work, kept, known.memberId);
}

const REASONS = { NEW: "GUEST_KEPT", OFF: "GUESTS_OFF", TOO_OLD: "GUEST_TOO_OLD" } as const;

function answerOf({ kept }: Extract<Kept, { kept: string }>): EventAnswer {
  if (kept === "DUPLICATE") return { actions: none("DUPLICATE"), duplicate: true };
  return { actions: none(REASONS[kept]), duplicate: false };
}
