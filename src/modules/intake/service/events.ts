import { type MemberRef, memberRef, type Named } from "@/platform/auth";
import { reader } from "@/platform/db";
import { asDomainError, DomainError } from "@/platform/errors";
import { runWork, type Work, type WorkOrigin } from "@/platform/work";
import { type EarnAnswer, earnByAction } from "../../earning/service/earn-action";
import { enrol, isGone, lockMember } from "../../members/service/members";
import type { EarnInput } from "../../points/schema/ledger";
import { transactionOfReference } from "../../points/service/view";
import { closeDeleted } from "../../profile/service/close-member";
import { activeProgram } from "../../program/service";
import { type EventAnswer, none, type ShopEvent } from "../../purchases/schema";
import { cancelOrder } from "../../purchases/service/cancel";
import { completeOrder } from "../../purchases/service/complete";
import { refundOrder } from "../../purchases/service/refund";
import { rejectReturn, requestReturn } from "../../purchases/service/returns";
import { register } from "./register";
import { updateUser } from "./update-user";

/**
 * Carries out one event of the shop; each kind moves points once, whatever came before it. Of a customer
 * who was deleted before anybody enrolled them nothing is taken in.
 */
export async function handleEvent(work: Work, event: ShopEvent): Promise<EventAnswer> {
  try {
    return await takeIn(work, event);
  } catch (error) {
    // An event about nobody is refused before anything is written, so the transaction may go on.
    const isUnknown = asDomainError(error)?.domainCode === "MEMBER_NOT_FOUND";
    const { externalId } = event.data;
    if (!isUnknown || externalId === undefined) throw error;
    if (!(await isGone(work.tx, externalId))) throw error;
    return { actions: none("MEMBER_CLOSED"), duplicate: false };
  }
}

async function takeIn(work: Work, event: ShopEvent): Promise<EventAnswer> {
  const ref = memberRef(work.caller, nameOf(event));
  switch (event.type) {
    case "ORDER_COMPLETED": {
      const { items: _, ...order } = withoutName(event.data);
      return completeOrder(work, ref, order);
    }
    case "ORDER_CANCELLED":
      return cancelOrder(work, ref, event.data.orderId);
    case "RETURN_REQUESTED":
    case "RETURN_REJECTED": {
      const { orderId, returnId, amountMinor } = event.data;
      const request = { orderId, returnId, amountMinor, requestedAt: event.timestamp };
      const isRequest = event.type === "RETURN_REQUESTED";
      return isRequest ? requestReturn(work, ref, request) : rejectReturn(work, ref, request);
    }
    case "ORDER_REFUNDED": {
      const { returnId = null, ...refund } = withoutName(event.data);
      return refundOrder(work, ref, { ...refund, returnId });
    }
    case "REVIEW_CREATED":
      return act(work, ref, "REVIEW", event.data.reviewId);
    case "SHARE_CREATED":
      return act(work, ref, "SHARE", event.data.shareId);
    case "USER_REGISTERED":
      return register(work, event.data, event.timestamp);
    case "USER_UPDATED":
      return updateUser(work, ref, event);
    case "USER_DELETED":
      return closeDeleted(work, event.data.externalId);
  }
}

/** Whom it is about; a phone that somebody has now is news of them. */
function nameOf(event: ShopEvent): Named {
  if (event.type !== "USER_UPDATED") return event.data;
  const { memberId, externalId, memberCode } = event.data;
  return { memberId, externalId, memberCode };
}

/** What is told, without whom it is told of. */
function withoutName<Data extends Named>(data: Data) {
  const { memberId: _, externalId: __, memberCode: ___, phone: ____, ...told } = data;
  return told;
}

/** A reached cap, a closed member or an unpaid action is no fault of the sender: nothing moves. */
const MOVES_NOTHING = new Set(["LIMIT_REACHED", "MEMBER_STATUS_INVALID", "ACTIVITY_UNAVAILABLE"]);

async function act(
  work: Work,
  ref: MemberRef,
  event: "REVIEW" | "SHARE",
  referenceId: string,
): Promise<EventAnswer> {
  try {
    const earned = await earnByAction(work, ref, { event, referenceId });
    if (earned.duplicate || earned.transactionId === null) {
      return {
        actions: none(earned.duplicate ? "DUPLICATE" : "NO_POINTS"),
        duplicate: earned.duplicate,
      };
    }
    const { pointsEarned: points, transactionId } = earned;
    return { actions: [{ action: "POINTS_EARNED", points, transactionId }], duplicate: false };
  } catch (error) {
    // Refused before anything was written, so the transaction may go on.
    const code = asDomainError(error)?.domainCode;
    if (code === undefined || !MOVES_NOTHING.has(code)) throw error;
    return { actions: none(code), duplicate: false };
  }
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
 * Refusals in order: as of completeOrder or earnByAction.
 */
export async function earn(work: Work, ref: MemberRef, input: EarnInput): Promise<EarnAnswer> {
  const { event, amountMinor, description } = input;
  if (event !== "PURCHASE") return earnByAction(work, ref, { ...input, event });
  if (amountMinor === undefined) throw new DomainError("VALIDATION_FAILED");
  const { referenceId: orderId } = input;
  const order = { orderId, paidAmountMinor: amountMinor, paidAt: work.now, description };
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
