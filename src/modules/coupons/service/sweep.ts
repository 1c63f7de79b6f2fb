import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import { lockMember } from "../../members/service/members";
import { activeProgram } from "../../program/service";
import { couponEvent } from "../events";
import { stateOf } from "../rules/judge";
import * as coupons from "../store/coupons";
import { expireReservations } from "../store/uses";
import { versionOf } from "./definitions";
import { aboutOf } from "./issue";
import { standingOf } from "./standing";

const PAGE = 500;

/** Marks reservations whose time ran out, a page a transaction. */
export async function expireDue({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  while (!stopping()) {
    const ended = await runWork(jobOrigin(now), null, ({ tx }) =>
      expireReservations(tx, now, PAGE),
    );
    handled += ended;
    if (ended < PAGE) break;
  }
  return { handled };
}

const DAY_MS = 86_400_000;

/** Tells members of coupons that end within so many days as the rules say, if they have had them for a day. */
export async function giveNotices({ now, stopping }: JobContext): Promise<JobResult> {
  const { noticeDays } = (await activeProgram(reader)).rules.coupons;
  if (noticeDays === 0) return { handled: 0 };
  const before = new Date(now.getTime() + noticeDays * DAY_MS);
  const issuedBefore = new Date(now.getTime() - DAY_MS);
  let handled = 0;
  const each = new EachAlone();
  let last: coupons.EndingRow | undefined;
  for (;;) {
    const page = await coupons.endingSoon(reader, { now, before, issuedBefore }, last, PAGE);
    for (const { id: couponId, memberId } of page) {
      if (stopping()) return { handled, ...each.faults };
      if (memberId === null) continue;
      const act = () => giveNotice(couponId, memberId, now);
      if (await each.try({ couponId, memberId }, act)) handled += 1;
    }
    last = page.at(-1) ?? last;
    if (page.length < PAGE) return { handled, ...each.faults };
  }
}

/** What is used up or void by now is marked, too, so that nobody looks at it again. */
function giveNotice(couponId: number, memberId: number, now: Date): Promise<boolean> {
  return runWork(jobOrigin(now), null, async (work) => {
    // Whoever was merged meanwhile has it no more: who stays hears of it.
    const { id, externalId } = await lockMember(work, { memberId });
    const coupon = await coupons.lockCoupon(work.tx, couponId);
    if (!coupon || coupon.validUntil === null) return false;
    if (!(await coupons.markNoticed(work.tx, couponId, now))) return false;
    const standing = await standingOf(work.tx, coupon, now);
    if (stateOf(standing, now) !== "ACTIVE") return false;
    const { validUntil } = coupon;
    const version = await versionOf(work.tx, coupon.versionId);
    const { usesLeft } = standing;
    const data = { externalId, ...aboutOf(version), couponId, validUntil, usesLeft };
    work.emit(couponEvent("coupon.expiring", id, data));
    return true;
  });
}
