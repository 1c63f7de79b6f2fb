import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { WorkOrigin } from "@/platform/work";
import { missed, requireMayTry } from "../../access/service/misses";
import { requireMember } from "../../members/service/members";
import { couponByHash, type FoundRow } from "../store/coupons";
import { typedHash } from "./codes";

/** How a typed code is looked up. Codes of the shop's own may be short: wrong ones are counted. */

/** Wrong codes of one caller in ten minutes. */
const MISSES = { member: 10, operator: 60, admin: 60, service: 600, anonymous: 10 } as const;

function countOf({ caller }: Pick<WorkOrigin, "caller">) {
  return { kind: "COUPON", whose: caller.actor, most: MISSES[caller.kind] };
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
  const counting = countOf(origin);
  await requireMayTry(counting);
  const coupon = await couponByHash(origin.db, await typedHash(origin.db, typed));
  if (coupon && isTheirs(coupon)) return coupon;
  await missed(origin, counting);
  throw new DomainError("COUPON_NOT_FOUND");
}

/** The same of a code that somebody wants to use. Refusals in order: MEMBER_NOT_FOUND, those of lookUp. */
export async function lookUpFor(
  origin: WorkOrigin & { db: Reader },
  ref: MemberRef,
  typed: string,
): Promise<FoundRow> {
  await requireMember(origin.db, ref);
  return lookUp(origin, typed);
}
