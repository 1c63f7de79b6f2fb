import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { networkOf } from "@/platform/network";
import type { WorkOrigin } from "@/platform/work";
import { isSpent, type Missing, missed, requireMayTry, tried } from "../../access/service/misses";
import { requireMember } from "../../members/service/members";
import { buyersAmong } from "../../orders/service/standing";
import { type CouponRow, couponByHash, couponById, type FoundRow } from "../store/coupons";
import { typedHash } from "./codes";

/** How a typed code is looked up. Codes of the shop's own may be short: wrong ones are counted. */

/** Wrong codes of one caller in ten minutes. */
const MISSES = { member: 10, operator: 60, admin: 60, service: 600, anonymous: 10 } as const;

function countOf({ caller }: Pick<WorkOrigin, "caller">) {
  return { kind: "COUPON", whose: caller.actor, most: MISSES[caller.kind] };
}

/** All members of a region together: whoever signs up a thousand times has no thousand times as many. */
const OF_REGION = 200;

/** Who has bought is no machine's: they are shut out by no neighbour, and have their own ones alone then. */
async function countsOf(origin: WorkOrigin & { db: Reader }): Promise<Missing[]> {
  const { caller, remoteAddress, db } = origin;
  const own = countOf(origin);
  if (caller.kind !== "member" || remoteAddress === undefined) return [own];
  const whose = `region ${networkOf(remoteAddress).region}`;
  const ofRegion = { kind: "COUPON", whose, most: OF_REGION };
  const { memberId } = caller;
  const isFull = await isSpent(db, ofRegion);
  const isBuyer = isFull && memberId !== null && (await buyersAmong(db, [memberId])).has(memberId);
  return isBuyer ? [own] : [own, ofRegion];
}

/**
 * The coupon of a code, unlocked. Outside of any transaction: what is counted outlives the refusal.
 *
 * @param isTheirs whether whoever asks may know of it: somebody else's is not there for them
 * @throws DomainError RATE_LIMIT_EXCEEDED (too many wrong codes, whether this one is right or not),
 *   COUPON_NOT_FOUND
 */
export async function lookUp(
  origin: WorkOrigin & { db: Reader },
  typed: string,
  isTheirs: (coupon: FoundRow) => boolean = () => true,
): Promise<FoundRow> {
  const found = await tried(origin, await countsOf(origin), async () => {
    const coupon = await couponByHash(origin.db, await typedHash(origin.db, typed));
    return coupon && isTheirs(coupon) ? coupon : null;
  });
  if (!found) throw new DomainError("COUPON_NOT_FOUND");
  return found;
}

/** The same of one that a member wants to use. Refusals in order: MEMBER_NOT_FOUND, those of lookUp. */
export async function lookUpFor(
  origin: WorkOrigin & { db: Reader },
  ref: MemberRef,
  name: CouponName,
): Promise<CouponRow> {
  const member = await requireMember(origin.db, ref);
  return lookUpNamed(origin, name, member.id);
}

/** How a coupon is named: by its code, or one of the member's own by its id. */
export interface CouponName {
  code?: string | undefined;
  couponId?: number | undefined;
}

/**
 * The coupon that is named, for a member. Ids are no secret, so none is counted as a wrong one: another
 * member's is not there, and neither is that of whoever has the code.
 *
 * @throws DomainError those of lookUp
 */
export async function lookUpNamed(
  origin: WorkOrigin & { db: Reader },
  { code, couponId }: CouponName,
  memberId: number,
): Promise<CouponRow> {
  if (code !== undefined) return lookUp(origin, code, (found) => isFor(found, memberId));
  const coupon = couponId === undefined ? undefined : await couponById(origin.db, couponId);
  if (!coupon || !isOwn(coupon, memberId)) throw new DomainError("COUPON_NOT_FOUND");
  return coupon;
}

/** Whether it is in somebody's wallet. What waits to be issued is not there yet. */
export function isOwn(
  { memberId, issuedAt }: Pick<FoundRow, "memberId" | "issuedAt">,
  asking: number,
): boolean {
  return memberId === asking && issuedAt !== null;
}

/** Whether somebody may know of a coupon: it is theirs, or whoever's has the code. */
export function isFor({ memberId }: Pick<FoundRow, "memberId">, asking: number): boolean {
  return memberId === null || memberId === asking;
}

/**
 * An order says which of its codes are none, and a shop may pass on whatever its customers type: wrong ones
 * are counted for the member.
 */
export const onOrdersOf = (memberId: number): Missing => ({
  kind: "COUPON",
  whose: `orders of ${memberId}`,
  most: 30,
});

/**
 * Whoever brings codes of the shop's own learns which of them are codes already, thousands at once: few
 * are named, and each counts as a wrong one.
 */
export const TAKEN_NAMED = 20;
export const TAKEN = "DUPLICATE_REFERENCE";

/** @throws DomainError RATE_LIMIT_EXCEEDED (too many wrong codes, or taken ones) */
export function requireMayBring(origin: WorkOrigin & { db: Reader }): Promise<void> {
  return requireMayTry(countOf(origin), origin.db);
}

/** What a refused upload told is counted. */
export async function countTaken({ errors }: DomainError, origin: WorkOrigin): Promise<void> {
  const told = errors.filter(({ message }) => message === TAKEN).length;
  if (told > 0) await missed(origin, countOf(origin), told);
}
