import type { MemberRef, Named } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { earnByAction } from "../../earning/service/earn-action";
import { undoLateInvitation } from "../../earning/service/invitation";
import { lockMember } from "../../members/service/members";
import { closeDeleted } from "../../profile/service/close-member";
import { type EventAnswer, none } from "../../purchases/schema/answers";
import type { ShopEvent } from "../../purchases/schema/events";
import { cancelOrder } from "../../purchases/service/cancel";
import { changeOrder } from "../../purchases/service/change";
import { completeOrder } from "../../purchases/service/complete";
import { refundOrder } from "../../purchases/service/refund";
import { rejectReturn, requestReturn } from "../../purchases/service/returns";
import { register } from "./register";
import { updateUser } from "./update-user";

/**
 * Carries out one event of the shop on the member whom it is about.
 *
 * @param asGuest the member had ordered without being known
 */
export async function takeIn(
  work: Work,
  event: ShopEvent,
  ref: MemberRef,
  asGuest = false,
): Promise<EventAnswer> {
  switch (event.type) {
    case "ORDER_COMPLETED": {
      const { items: _, ...order } = withoutName(event.data);
      if (asGuest) await undoLateInvitation(work, await lockMember(work, ref), order.paidAt);
      return completeOrder(work, ref, { ...order, asGuest });
    }
    case "ORDER_CHANGED":
      return changeOrder(work, ref, { ...withoutName(event.data), asGuest });
    case "ORDER_CANCELLED":
      return cancelOrder(work, ref, event.data.orderId);
    case "RETURN_REQUESTED":
    case "RETURN_REJECTED": {
      const request = { ...withoutName(event.data), requestedAt: event.timestamp };
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

/** What is told, without whom it is told of. */
function withoutName<Data extends Named & { guestKey?: string | undefined }>(data: Data) {
  const {
    memberId: _,
    externalId: __,
    memberCode: ___,
    phone: ____,
    guestKey: _____,
    ...told
  } = data;
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
