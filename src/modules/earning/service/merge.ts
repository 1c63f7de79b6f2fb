import { addDays, addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import * as store from "../store/merge";
import { countRewarded, referrerOf } from "../store/referrals";
import { checkInsBetween, countMadeUp, hadBirthday, timesEarned } from "./check-ins";

export { countInvited } from "../store/merge";

type Reading = View & { now: Date };

/**
 * What one person may have once in a period that is not over yet, and two memberships had twice. What periods
 * that are over brought stays as it is.
 */
export async function faultsOfEarning(view: Reading, pair: Pair): Promise<MergeFault[]> {
  const program = await programOf(view);
  return [
    ...(await faultsOfActions(view, pair, program)),
    ...(await faultsOfInvitations(view, pair, program)),
  ];
}

async function faultsOfActions(
  { db, now }: Reading,
  { from, into }: Pair,
  { rules, timeZone }: Program,
): Promise<MergeFault[]> {
  const today = businessDate(now, timeZone);
  const start = (date: string) => startOfBusinessDate(date, timeZone);
  const span = { from: start(today), to: start(addDays(today, 1)) };
  const year = today.slice(0, 4);
  const both = <T>(of: (memberId: number) => Promise<T>) =>
    Promise.all([of(from.id), of(into.id)] as const);
  const checkIns = await both((id) => checkInsBetween(db, id, today, today));
  const birthdays = await both((id) => hadBirthday(db, id, year));
  const reviews = await both((id) => timesEarned(db, id, "REVIEW", span));
  const shares = await both((id) => timesEarned(db, id, "SHARE", span));
  const month = { from: `${today.slice(0, 7)}-01`, to: today };
  const makeUps = await both((id) => countMadeUp(db, id, month));
  const faults: MergeFault[] = [];
  const { makeUpsPerMonthMax } = rules.earn;
  if (makeUpsPerMonthMax > 0 && isOver(makeUps, makeUpsPerMonthMax)) {
    faults.push({ reason: "EARNED_OVER_LIMIT", about: "MAKE_UP" });
  }
  if (checkIns.every((days) => days.length > 0)) {
    faults.push({ reason: "CHECKED_IN_TODAY", about: null });
  }
  if (birthdays.every(Boolean)) faults.push({ reason: "BIRTHDAY_POINTS_TWICE", about: year });
  const { reviewsPerDayMax, sharesPerDayMax } = rules.earn;
  if (isOver(reviews, reviewsPerDayMax))
    faults.push({ reason: "EARNED_OVER_LIMIT", about: "REVIEW" });
  if (isOver(shares, sharesPerDayMax)) faults.push({ reason: "EARNED_OVER_LIMIT", about: "SHARE" });
  return faults;
}

/** Both did it, more often together than one may. */
const isOver = ([one, other]: readonly [number, number], limit: number) =>
  one > 0 && other > 0 && one + other > limit;

async function faultsOfInvitations(
  { db, now }: Reading,
  { from, into }: Pair,
  { rules, timeZone }: Program,
): Promise<MergeFault[]> {
  const month = `${businessDate(now, timeZone).slice(0, 7)}-01`;
  const start = (date: string) => startOfBusinessDate(date, timeZone);
  const ends = [start(month), start(addMonths(month, 1))] as const;
  const [invited, isUnder, isAbove, goes, stays] = await Promise.all([
    store.invitedRows(db, [from.id, into.id]),
    cameThrough(db, from.id, into.id),
    cameThrough(db, into.id, from.id),
    countRewarded(db, from.id, ...ends),
    countRewarded(db, into.id, ...ends),
  ]);
  const faults: MergeFault[] = [];
  if (isUnder || isAbove) faults.push({ reason: "INVITED_EACH_OTHER", about: null });
  if (invited.filter(({ isRewarded }) => isRewarded).length > 1) {
    faults.push({ reason: "INVITED_TWICE", about: null });
  }
  if (isOver([goes, stays], rules.earn.referralsPerMonthMax)) {
    faults.push({ reason: "INVITATIONS_OVER_LIMIT", about: null });
  }
  return faults;
}

/** As far as invitations are followed anywhere. */
const STEPS_MAX = 100;

async function cameThrough(db: Reader, invitedId: number, otherId: number): Promise<boolean> {
  let above = await referrerOf(db, invitedId);
  for (let steps = 1; steps < STEPS_MAX && above !== undefined && above !== otherId; steps++) {
    above = await referrerOf(db, above);
  }
  return above === otherId;
}

/**
 * Whom the one who goes invited came through the other, and so does who invited them. An invitation that
 * brought nobody anything yet ends where the other had one, or had ordered before.
 */
export async function mergeInvitations(work: Work, { from, into }: Pair): Promise<void> {
  const { tx } = work;
  const rows = await store.invitedRows(tx, [from.id, into.id]);
  const [goes, stays] = [from.id, into.id].map((id) =>
    rows.find(({ invitedId }) => invitedId === id),
  );
  store.moveReferrers(tx, from.id, into.id);
  store.moveCode(tx, from.id, into.id);
  store.movePersons(tx, from.id, into.id);
  if (!goes) return;
  const isTaken = goes.isRewarded || (!stays && into.orderCount === 0);
  if (isTaken) store.swapInvited(tx, from.id, into.id);
  if (stays || !isTaken) store.endInvitation(tx, from.id);
}
