import type { Reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import { pointsEvent } from "../events";
import { transferOf } from "../rules/transfer";
import { earlier, outsidePoints } from "../rules/types";
import { ACCOUNT_NAMES, type Accounts } from "../schema/ledger";
import * as store from "../store/merge";
import { type Account, post } from "./account";
import { takeAvailable } from "./available";

export { transferOf } from "../rules/transfer";
export { countPoints } from "../store/merge";

/** A member has one hold for an order: of two that live, one has to end first. */
export async function faultsOfHolds(db: Reader, { from, into }: Pair): Promise<MergeFault[]> {
  const orderId = await store.orderHeldByBoth(db, from.id, into.id);
  return orderId === null ? [] : [{ reason: "ORDER_HELD_BY_BOTH", about: orderId }];
}

interface Sides {
  from: Account;
  into: Account;
}

/**
 * Everything that one has, or owes, becomes the other's: a ledger line on either side, and the lots
 * themselves, with their beginnings and ends. Nothing is written where there is nothing.
 *
 * @returns what came to the other, less what it paid of what was owed
 */
export async function transferPoints(work: Work, { from, into }: Sides): Promise<number> {
  const [goes, stays] = [from.member, into.member];
  const moved = transferOf(goes, stays);
  const isNothing = ACCOUNT_NAMES.every((name) => goes[name] === 0);
  if (!isNothing) await postOut(work, { from, into }, moved.out);
  store.moveLots(work.tx, goes.id, stays.id);
  store.moveReasons(work.tx, goes.id, stays.id);
  stays.nextPointsEventAt = earlier(stays.nextPointsEventAt, goes.nextPointsEventAt);
  goes.nextPointsEventAt = null;
  if (!isNothing) await postIn(work, { from, into }, moved);
  return isNothing ? 0 : outsidePoints(moved.in);
}

/** The same on both sides, so that either line leads to the other. */
const referenceOf = ({ from, into }: Sides) => ({
  type: "MERGE" as const,
  id: `${from.member.memberCode}:${into.member.memberCode}`,
});

async function postOut(work: Work, sides: Sides, deltas: Accounts): Promise<void> {
  const { from, into } = sides;
  const entryId = await post(work, from, {
    type: "TRANSFER_OUT",
    deltas,
    touches: [],
    reference: referenceOf(sides),
    effectiveAt: work.now,
    breakdown: { into: into.member.memberCode },
  });
  tell(work, from, { entryId, points: outsidePoints(deltas), other: into });
}

async function postIn(
  work: Work,
  sides: Sides,
  { in: deltas, paid }: { in: Accounts; paid: number },
): Promise<void> {
  const { from, into } = sides;
  const touches = paid > 0 ? await takeAvailable(work, into, paid) : [];
  const entryId = await post(work, into, {
    type: "TRANSFER_IN",
    deltas,
    touches,
    reference: referenceOf(sides),
    effectiveAt: work.now,
    breakdown: { from: from.member.memberCode, ...(paid > 0 ? { debtPaid: paid } : {}) },
  });
  tell(work, into, { entryId, points: outsidePoints(deltas), other: from });
}

function tell(
  work: Work,
  { member }: Account,
  { entryId, points, other }: { entryId: number; points: number; other: Account },
): void {
  const { externalId, available, pending, owed } = member;
  const otherMemberId = other.member.id;
  const accounts = { available, pending, owed };
  const data = { externalId, transactionId: entryId, points, otherMemberId, ...accounts };
  work.emit(pointsEvent("points.transferred", member.id, data));
}
