import type { Reader } from "@/platform/db";
import { asDomainError, invariant } from "@/platform/errors";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Member } from "../../members/service/members";
import type { Ladder } from "../../tiers/schema";
import type { Goods } from "../rules/discount";
import { judgeCoupon, NO_OTHERS } from "../rules/judge";
import { type CouponRow, couponById, couponsOf } from "../store/coupons";
import { countUses, usesOnOrder } from "../store/uses";
import { enabledOf, versionsOf } from "./definitions";
import { isFor, lookUp } from "./find";
import { hasLapsed } from "./standing";
import { codeFor } from "./wallet";

/** A member's coupons beside a cart, each by itself, for whoever chooses among them. */

/** Of a member's own, the last ones. */
const OWN_MAX = 50;

interface Known {
  row: CouponRow;
  used: number;
  /** As whoever asks may see it, or as they typed it. */
  code: string | null;
}

export interface OfferRequest {
  member: Pick<Member, "id" | "status" | "tierCode">;
  ladder: Ladder;
  goods: Goods;
  typed: readonly string[];
  /** What is set aside or used on it already counts as not used. */
  orderId: string | undefined;
}

/**
 * What the member has that can be used now, what they or the till typed, and what is on the order
 * already: each judged with nothing beside it. Codes that nobody knows, or somebody else's, are named.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED (too many wrong codes)
 */
export async function couponOffers(ask: Ask, request: OfferRequest) {
  const { member, ladder, goods, orderId } = request;
  const [own, onOrder] = await Promise.all([
    ownOf(ask, member.id),
    orderId === undefined ? NONE : usedOn(ask, member.id, orderId),
  ]);
  const { found, unknown } = await typedOf(ask, member.id, request.typed);
  const known = new Map<number, Known>();
  for (const one of [...own.known, ...onOrder, ...found]) known.set(one.row.id, one);
  const rows = [...known.values()].map(({ row }) => row);
  const [versions, enabled] = await Promise.all([
    versionsOf(ask.db, ids(rows, "versionId")),
    enabledOf(ask.db, ids(rows, "definitionId")),
  ]);
  const isOnOrder = new Set(onOrder.map(({ row }) => row.id));
  const { status, tierCode } = member;
  const offers = [...known.values()].map(({ row, used, code }) => {
    const version = versions.get(row.versionId);
    invariant(version, "a coupon has its version");
    const counted = used - (isOnOrder.has(row.id) ? 1 : 0);
    const judged = judgeCoupon({
      ...{ goods, others: NO_OTHERS, at: ask.now, terms: version.terms },
      standing: { ...row, usesLeft: row.uses - counted },
      enabled: enabled.has(row.definitionId),
      holder: { status, tierCode, ladder },
    });
    const about = { couponId: row.id, name: textIn(version.name, ask.locale), code };
    return { ...about, terms: version.terms, endsAt: row.validUntil, judged };
  });
  return { offers, unknown, isWhole: own.isWhole };
}

const NONE: readonly Known[] = Object.freeze([]);

const ids = (rows: readonly CouponRow[], of: "versionId" | "definitionId") =>
  rows.map((row) => row[of]);

async function ownOf(ask: Ask, memberId: number) {
  const page = { now: ask.now, only: "CURRENT" as const, beforeId: null, limit: OWN_MAX + 1 };
  const rows = await couponsOf(ask.db, memberId, page);
  const known = rows.slice(0, OWN_MAX).map(async ({ sealed, used, ...row }) => {
    return { row, used, code: await codeFor(ask, { ...row, sealed }) };
  });
  return { known: await Promise.all(known), isWhole: rows.length <= OWN_MAX };
}

async function usedOn(ask: Ask, memberId: number, orderId: string): Promise<Known[]> {
  const uses = await usesOnOrder(ask.db, memberId, orderId);
  const living = uses.filter((use) => !hasLapsed(use, ask.now));
  const known = await Promise.all(
    living.map(async ({ couponId }) => knownOf(ask, await couponById(ask.db, couponId), null)),
  );
  return known.flatMap((one) => one ?? []);
}

async function typedOf(ask: Ask, memberId: number, typed: readonly string[]) {
  const isTheirs = (coupon: CouponRow) => isFor(coupon, memberId);
  const found: Known[] = [];
  const unknown: string[] = [];
  for (const code of new Set(typed)) {
    const coupon = await lookUp(ask, code, isTheirs).catch((error: unknown) => {
      if (asDomainError(error)?.domainCode === "COUPON_NOT_FOUND") return undefined;
      throw error;
    });
    const one = await knownOf(ask, coupon, code);
    if (one) found.push(one);
    else unknown.push(code);
  }
  return { found, unknown };
}

async function knownOf(
  { db, now }: { db: Reader; now: Date },
  row: CouponRow | undefined,
  code: string | null,
): Promise<Known | null> {
  return row ? { row, used: await countUses(db, row.id, now), code } : null;
}
