import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { rewardEvent } from "../events";
import { readTracking } from "../rules/carriers";
import { isLabelled } from "../rules/parcels";
import { checkStep } from "../rules/rewards";
import type { LabelEnding, ReturnOutcome, ReturnWish } from "../schema/fulfilment";
import { insertLabel, type LabelRow, labelsOf } from "../store/parcels";
import { type RedemptionRow, saveProgress } from "../store/redemptions";
import { returnStock } from "../store/rewards";
import { countGivenBack, givePointsBack } from "./give-back";
import { eventData, openRedemption } from "./open";
import { isSameLabel, labelToldOf, told } from "./ship";

/** What is said of a parcel after it was shipped: a wrong number, a slip, that it came back. */

/** The number that a parcel has. @throws DomainError REDEMPTION_STATUS_INVALID where it has none */
function labelNow(row: RedemptionRow) {
  const { carrier, carrierCode, trackingCode, shippedAt } = row;
  const isWhole = carrier !== null && trackingCode !== null && shippedAt !== null;
  if (!isLabelled(row.status) || !isWhole) throw notSo(row);
  return { carrier, carrierCode, trackingCode, shippedAt };
}

const notSo = ({ status }: RedemptionRow) =>
  new DomainError("REDEMPTION_STATUS_INVALID", { redemptionStatus: status });

interface Ending {
  ending: LabelEnding;
  outcome?: ReturnOutcome;
  restocked?: boolean;
  reason?: string | undefined;
}

/** Keeps the number that a parcel has no more. */
function endLabel(work: Work, row: RedemptionRow, end: Ending): ReturnType<typeof labelNow> {
  const label = labelNow(row);
  const { ending, outcome = null, restocked = null, reason = null } = end;
  insertLabel(work.tx, {
    ...{ redemptionId: row.id, ...label, ending, outcome, restocked, reason },
    ...{ endedBy: work.actor, endedAt: work.now },
  });
  return label;
}

/** How the number ended that a parcel had last, if that is the one. */
async function endedBefore(work: Work, { id }: RedemptionRow, trackingCode: string) {
  const [last] = await labelsOf(work.tx, [id]);
  return last?.trackingCode === trackingCode ? last : null;
}

/**
 * Another number than was told: the member is told anew, the wrong one is kept. The same again answers the
 * same.
 *
 * Refusals in order: REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID (not shipped, or come back),
 * CARRIER_UNKNOWN, TRACKING_CODE_UNUSUAL, TRACKING_CODE_TAKEN.
 */
export async function correctLabel(
  work: Work,
  wish: {
    redemptionId: number;
    carrier: string;
    trackingCode: string;
    unusual: boolean;
    reason?: string | undefined;
  },
) {
  const { account, redemption: row } = await openRedemption(work, wish.redemptionId);
  labelNow(row);
  const label = await labelToldOf(work, row.memberId, wish);
  if (!isSameLabel(row, label)) {
    const before = endLabel(work, row, { ending: "CORRECTED", reason: wish.reason });
    Object.assign(row, label);
    saveProgress(work.tx, row);
    const data = { ...eventData(row, account), ...label, formerTrackingCode: before.trackingCode };
    work.emit(rewardEvent("reward.tracking_corrected", row.memberId, data));
    work.audit({
      ...{ action: "rewards.correctLabel", memberId: row.memberId, target: `redemption:${row.id}` },
      ...{ reason: wish.reason ?? null, before: told(before), after: told(label) },
    });
  }
  return { redemptionId: row.id, status: row.status };
}

function waitAgain(row: RedemptionRow): void {
  Object.assign(row, { carrier: null, carrierCode: null, trackingCode: null, shippedAt: null });
  row.status = "PENDING";
  row.endedBy = null;
  row.endedAt = null;
}

/**
 * It was not sent after all: a slip at the scanner. It waits again, and whoever was told is told so. The
 * same again answers the same.
 *
 * Refusals in order: REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID (not on its way, or under another
 * number).
 */
export async function undoShipment(work: Work, redemptionId: number, typed: string) {
  const { account, redemption: row } = await openRedemption(work, redemptionId);
  const trackingCode = readTracking(typed);
  const isUndone =
    row.status === "PENDING" && (await endedBefore(work, row, trackingCode))?.ending === "UNDONE";
  if (!isUndone) {
    if (row.status !== "SHIPPED" || row.trackingCode !== trackingCode) throw notSo(row);
    const before = endLabel(work, row, { ending: "UNDONE" });
    waitAgain(row);
    saveProgress(work.tx, row);
    const data = { ...eventData(row, account), trackingCode };
    work.emit(rewardEvent("reward.shipment_undone", row.memberId, data));
    work.audit({
      ...{ action: "rewards.undoShipment", memberId: row.memberId, target: `redemption:${row.id}` },
      ...{ before: told(before), after: { status: row.status } },
    });
  }
  return { redemptionId, status: row.status };
}

/**
 * A parcel came back. Its points go back to the member (REFUND), it is sent again (RESHIP), or it ends as
 * it is (KEEP); its pieces are in stock again or not. The same again answers the same.
 *
 * Refusals in order: REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID (not shipped, under another number,
 * come back otherwise), MEMBER_STATUS_INVALID (closed), LIMIT_REACHED (points that one of the staff gives
 * back a day: whether a parcel came back, they alone say).
 */
export async function returnParcel(work: Work, wish: ReturnWish) {
  const { redemptionId, outcome } = wish;
  const { account, redemption: row } = await openRedemption(work, redemptionId);
  const trackingCode = readTracking(wish.trackingCode);
  if (isLabelled(row.status) && row.trackingCode === trackingCode) {
    await comeBack(work, account, row, wish);
  } else {
    const known = await endedBefore(work, row, trackingCode);
    if (!known || !isSameReturn(row, known, wish)) throw notSo(row);
  }
  return {
    redemptionId,
    status: row.status,
    pointsRestored: outcome === "REFUND" ? row.pointsCost : 0,
    available: account.member.available,
  };
}

/** Of a parcel that is on its way again under a new number, the return before is no news either. */
function isSameReturn(row: RedemptionRow, known: LabelRow, wish: ReturnWish): boolean {
  const isOver = row.status === "RETURNED" || wish.outcome === "RESHIP";
  return (
    isOver &&
    known.ending === "RETURNED" &&
    known.outcome === wish.outcome &&
    known.restocked === wish.restock
  );
}

async function comeBack(
  work: Work,
  account: Account,
  row: RedemptionRow,
  { outcome, restock, reason }: ReturnWish,
): Promise<void> {
  const { member } = account;
  const status = outcome === "RESHIP" ? "PENDING" : "RETURNED";
  const label = labelNow(row);
  checkStep(row.status, status);
  if (member.status === "CLOSED") {
    throw new DomainError("MEMBER_STATUS_INVALID", { memberStatus: member.status });
  }
  const before = { status: row.status, ...told(label) };
  if (outcome === "REFUND") {
    await countGivenBack(work, account, row);
    await givePointsBack(work, account, row, reason);
  }
  endLabel(work, row, { ending: "RETURNED", outcome, restocked: restock, reason });
  if (status === "PENDING") waitAgain(row);
  else Object.assign(row, { status, endedBy: work.actor, endedAt: work.now, reason });
  saveProgress(work.tx, row);
  const points = outcome === "REFUND" ? row.pointsCost : 0;
  const data = { ...eventData(row, account), outcome, restocked: restock, points };
  const { trackingCode } = label;
  work.emit(rewardEvent("reward.returned", row.memberId, { ...data, trackingCode }));
  work.audit({
    ...{ action: "rewards.returnParcel", memberId: row.memberId, target: `redemption:${row.id}` },
    ...{ reason, before, after: { status: row.status, outcome, restocked: restock, points } },
  });
  // Shared with other members, so it is taken last.
  if (restock) returnStock(work.tx, row.rewardId, row.quantity);
}
