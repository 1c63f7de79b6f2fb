import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { splitHeld } from "../rules/hold";
import { worthMinor } from "../rules/redeem";
import { NO_CHANGE } from "../rules/types";
import * as store from "../store/holds";
import { insertRedemption } from "../store/redemptions";
import { post } from "./account";
import { endHold, giveBack, type OpenHold, openHold, requireHeld } from "./holds";

export interface CaptureAnswer {
  holdId: string;
  status: "CAPTURED";
  transactionId: string;
  pointsUsed: number;
  pointsReleased: number;
  discountMinor: number;
  available: number;
}

/**
 * Spends what was set aside, all of it or part; the rest goes back. Works for frozen members and
 * after the lots expired. The same capture again answers the same.
 *
 * Refusals in order: HOLD_NOT_FOUND, VALIDATION_FAILED (more than was held), HOLD_NOT_ACTIVE.
 */
export async function captureHold(
  work: Work,
  holdId: number,
  points: number | null,
): Promise<CaptureAnswer> {
  const open = await openHold(work, holdId);
  const { hold } = open;
  const wanted = points ?? hold.points;
  if (wanted > hold.points) {
    throw new DomainError("VALIDATION_FAILED", { held: hold.points }, [
      { path: "points", message: `≤ ${hold.points}` },
    ]);
  }
  if (hold.status === "CAPTURED" && hold.pointsUsed === wanted) return capturedBefore(open);
  requireHeld(hold);
  return capture(work, open, wanted);
}

function capturedBefore({ account, hold }: OpenHold): CaptureAnswer {
  const used = hold.pointsUsed ?? 0;
  return {
    holdId: String(hold.id),
    status: "CAPTURED",
    transactionId: String(hold.captureEntryId),
    pointsUsed: used,
    pointsReleased: hold.points - used,
    discountMinor: worthMinor(used, account.program.rules.redeem.pointsPerYuan),
    available: hold.availableAfter ?? account.member.available,
  };
}

async function capture(work: Work, open: OpenHold, points: number): Promise<CaptureAnswer> {
  const { account, hold } = open;
  const { member, program } = account;
  const discountMinor = worthMinor(points, program.rules.redeem.pointsPerYuan);
  const { spent, rest } = splitHeld(await store.partsOfHold(work.tx, hold.entryId), points);
  const { orderId, orderAmountMinor } = hold;
  const entryId = await post(work, account, {
    type: "REDEEM",
    deltas: { ...NO_CHANGE, frozen: -points },
    touches: spent.map((part) => ({ lotId: part.lotId, points: 0, frozen: -part.points })),
    reference: { type: "ORDER", id: orderId },
    effectiveAt: work.now,
    breakdown: { orderId, orderAmountMinor, discountMinor, holdId: String(hold.id) },
  });
  const redemption = { orderId, memberId: member.id, points, orderAmountMinor, discountMinor };
  insertRedemption(work.tx, { ...redemption, entryId }, work.now);
  if (rest.length > 0) await giveBack(work, account, hold.id, rest);
  endHold(work, account, hold, { status: "CAPTURED", captureEntryId: entryId, pointsUsed: points });
  const { externalId, available } = member;
  const transactionId = String(entryId);
  work.emit("points.redeemed", member.id, {
    externalId,
    transactionId,
    points,
    orderId,
    discountMinor,
    available,
  });
  const pointsReleased = hold.points - points;
  const status = "CAPTURED";
  const holdId = String(hold.id);
  return {
    holdId,
    status,
    transactionId,
    pointsUsed: points,
    pointsReleased,
    discountMinor,
    available,
  };
}
