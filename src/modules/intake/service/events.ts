import { env } from "@/env";
import { type MemberRef, memberRef, type Named } from "@/platform/auth";
import { reader } from "@/platform/db";
import { asDomainError, DomainError } from "@/platform/errors";
import { runWork, type Work, type WorkOrigin } from "@/platform/work";
import { type EarnAnswer, earnByAction } from "../../earning/service/earn-action";
import { enrol, isGone, lockMember } from "../../members/service/members";
import type { EarnInput } from "../../points/schema/ledger";
import { transactionOfReference } from "../../points/service/view";
import { activeProgram } from "../../program/service";
import { type EventAnswer, none } from "../../purchases/schema/answers";
import type { ShopEvent } from "../../purchases/schema/events";
import { completeOrder } from "../../purchases/service/complete";
import { type GuestEvent, guestKeyOf, isGuestEvent, whoseGuestEvent } from "./guests";
import { takeIn } from "./take-in";

/**
 * Carries out one event of the shop; each kind moves points once, whatever came before it. Of a customer
 * who was deleted before anybody enrolled them nothing is taken in.
 */
export async function handleEvent(work: Work, event: ShopEvent): Promise<EventAnswer> {
  if (isGuestEvent(event)) {
    const guestKey = guestKeyOf(event.data);
    if (guestKey !== null) return takeGuestEvent(work, guestKey, event);
  }
  try {
    return await takeIn(work, event, memberRef(work.caller, nameOf(event)));
  } catch (error) {
    // An event about nobody is refused before anything is written, so the transaction may go on.
    const isUnknown = asDomainError(error)?.domainCode === "MEMBER_NOT_FOUND";
    const { externalId } = event.data;
    if (!isUnknown || externalId === undefined) throw error;
    if (!(await isGone(work.tx, externalId))) throw error;
    return { actions: none("MEMBER_CLOSED"), duplicate: false };
  }
}

/** Whether an event comes in without its fields that nobody knows. */
export const leavesOutUnknown = (): boolean => env().EVENT_UNKNOWN_FIELDS === "ignore";

/** Whom it is about; a phone that somebody has now is news of them. */
function nameOf(event: ShopEvent): Named {
  if (event.type !== "USER_UPDATED") return event.data;
  const { memberId, externalId, memberCode } = event.data;
  return { memberId, externalId, memberCode };
}

async function takeGuestEvent(
  work: Work,
  guestKey: string,
  event: GuestEvent,
): Promise<EventAnswer> {
  const whose = await whoseGuestEvent(work, guestKey, event);
  return "ref" in whose ? takeIn(work, event, whose.ref, true) : whose.answer;
}

/** Kinds whose sender may tell of a customer that nobody enrolled. */
function enrolsUnknown(event: ShopEvent): boolean {
  return event.type.startsWith("ORDER_") || event.type.startsWith("RETURN_");
}

/**
 * The first order event of an unknown customer makes a member, in a short transaction of its own, if
 * the program says so. True: the event may be tried once more.
 */
export async function enrolUnknown(
  refusal: DomainError,
  event: ShopEvent,
  origin: WorkOrigin,
): Promise<boolean> {
  if (refusal.domainCode !== "MEMBER_NOT_FOUND" || !enrolsUnknown(event)) return false;
  const { rules } = await activeProgram(reader);
  const { externalId } = event.data;
  if (!rules.autoEnrol || externalId === undefined) return false;
  try {
    await runWork(origin, "members.enrol", (work) => enrol(work, { externalId }));
  } catch (error) {
    // A twin enrolled the same customer first.
    if (asDomainError(error)?.domainCode !== "EXTERNAL_ID_TAKEN") throw error;
  }
  return true;
}

/**
 * POST /points/earn: a PURCHASE is the same act as ORDER_COMPLETED, so whichever comes first counts.
 *
 * Of a guest it is kept.
 *
 * Refusals in order: as of whoseGuestEvent, completeOrder or earnByAction.
 */
export async function earn(work: Work, input: EarnInput): Promise<EarnAnswer> {
  const guestKey = guestKeyOf(input);
  if (guestKey === null) return earnOf(work, memberRef(work.caller, input), input);
  const { amountMinor = 0, referenceId: orderId, currency } = input;
  const whose = await whoseGuestEvent(work, guestKey, {
    type: "ORDER_COMPLETED",
    timestamp: work.now,
    data: { orderId, paidAmountMinor: amountMinor, paidAt: work.now, currency },
  });
  if ("ref" in whose) return earnOf(work, whose.ref, input, true);
  const duplicate = "duplicate" in whose.answer && whose.answer.duplicate;
  return { ...EARNED_NOTHING, duplicate };
}

/** Of a guest nothing is known, and nothing earned yet. */
const EARNED_NOTHING = {
  transactionId: null,
  pointsEarned: 0,
  available: 0,
  expiresAt: null,
  tierChanged: null,
};

async function earnOf(
  work: Work,
  ref: MemberRef,
  input: EarnInput,
  asGuest = false,
): Promise<EarnAnswer> {
  const { event, amountMinor, currency, description } = input;
  if (event !== "PURCHASE") return earnByAction(work, ref, { ...input, event });
  if (amountMinor === undefined) throw new DomainError("VALIDATION_FAILED");
  const { referenceId: orderId } = input;
  const said = { currency, description, asGuest };
  const order = { orderId, paidAmountMinor: amountMinor, paidAt: work.now, ...said };
  const { actions, duplicate } = await completeOrder(work, ref, order);
  const member = await lockMember(work, ref);
  const move = actions.find((action) => action.action === "TIER_CHANGED");
  const entry = await transactionOfReference(work.tx, "EARN", { type: "ORDER", id: orderId });
  return {
    transactionId: entry?.id ?? null,
    pointsEarned: entry?.points ?? 0,
    available: member.available,
    expiresAt: entry?.expiresAt ?? null,
    tierChanged: move ? { from: move.from, to: move.to } : null,
    duplicate,
  };
}
