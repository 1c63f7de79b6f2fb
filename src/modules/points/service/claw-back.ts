import type { Work } from "@/platform/work";
import { pointsEvent } from "../events";
import { type HeldPart, letGo } from "../rules/hold";
import { clawBack, freezePoints } from "../rules/refund";

export type { HeldPart } from "../rules/hold";

import { earlier } from "../rules/types";
import type { Reference } from "../schema/references";
import * as lots from "../store/lots";
import { type Account, post, settle } from "./account";
import { lotsUpTo } from "./available";
import { keepNothing } from "./forfeit";

export interface ClawBack {
  points: number;
  /** Only where it is the member's own order. */
  orderId?: string;
  /** The entries that earned them: those of the order, or of what else it brought. */
  earnedBy: readonly Reference<"EARN">[];
  reference: Reference<"CLAW_BACK">;
  breakdown: Record<string, unknown>;
  /** What the order's returns hold frozen, the first to be taken first. */
  frozen: readonly HeldPart[];
}

/** Where points are taken from: the lots that their earning made come first. */
async function sources(
  work: Work,
  account: Account,
  earnedBy: readonly Reference<"EARN">[],
  points: number,
) {
  const ownLots: lots.LotRow[] = [];
  for (let from = 0; from < earnedBy.length; from += REFERENCES_AT_ONCE) {
    const some = earnedBy.slice(from, from + REFERENCES_AT_ONCE);
    ownLots.push(...(await lots.lotsEarned(work.tx, some)));
  }
  const left = points - ownLots.reduce((sum, { remaining }) => sum + remaining, 0);
  const own = ownLots.map(({ id }) => id);
  const otherLots = await lotsUpTo(work, account.member.id, left, own);
  return { ownLots, otherLots };
}

/** As many as an order has that was edited so often. */
const REFERENCES_AT_ONCE = 100;

/**
 * Takes back points that a refunded order earned: what its returns froze, its own lots, what else is
 * available; the rest is owed and paid by what comes next.
 */
export async function takeBack(work: Work, account: Account, claw: ClawBack): Promise<number> {
  const { member } = account;
  const { points, frozen } = claw;
  const thawed = frozen.reduce((sum, part) => sum + part.points, 0);
  const from = await sources(work, account, claw.earnedBy, points - Math.min(points, thawed));
  const plan = clawBack({ points, frozen, ...from });
  const entryId = await post(work, account, {
    type: "CLAW_BACK",
    ...plan,
    reference: claw.reference,
    effectiveAt: work.now,
    breakdown: claw.breakdown,
  });
  work.emit(
    pointsEvent("points.clawed_back", member.id, {
      externalId: member.externalId,
      transactionId: entryId,
      points,
      ...(claw.orderId === undefined
        ? { referenceType: claw.reference.type, referenceId: claw.reference.id }
        : { orderId: claw.orderId }),
      available: member.available,
      owed: member.owed,
    }),
  );
  await keepNothing(work, account);
  return entryId;
}

export interface Freeze {
  points: number;
  earnedBy: readonly Reference<"EARN">[];
  reference: Reference<"FREEZE">;
  breakdown: Record<string, unknown>;
}

/** Freezes what a return might claw back; says which lots gave how much, maybe less than asked. */
export async function freeze(work: Work, account: Account, request: Freeze): Promise<HeldPart[]> {
  if (request.points <= 0) return [];
  const from = await sources(work, account, request.earnedBy, request.points);
  const plan = freezePoints({ points: request.points, ...from });
  if (plan.touches.length === 0) return [];
  const { reference, breakdown } = request;
  await post(work, account, {
    type: "FREEZE",
    ...plan,
    reference,
    effectiveAt: work.now,
    breakdown,
  });
  return plan.touches.map(({ lotId, frozen: points }) => ({ lotId, points }));
}

/** Gives frozen points back to their lots; what is past its expiry expires at once. */
export async function unfreeze(
  work: Work,
  account: Account,
  parts: readonly HeldPart[],
  how: { reference: Reference<"UNFREEZE">; breakdown: Record<string, unknown> },
): Promise<void> {
  if (parts.length === 0) return;
  const known = await lots.lotsById(work.tx, [...new Set(parts.map(({ lotId }) => lotId))]);
  const byId = new Map(known.map((lot) => [lot.id, lot]));
  const whole = parts.map((part) => ({ ...part, matured: byId.get(part.lotId)?.matured ?? true }));
  const plan = letGo(whole, account.member.owed);
  const wakesAt = known.reduce<Date | null>(
    (first, lot) => earlier(first, earlier(lot.matured ? null : lot.availableAt, lot.expiresAt)),
    null,
  );
  await post(work, account, {
    type: "UNFREEZE",
    deltas: plan.deltas,
    touches: plan.touches,
    ...how,
    effectiveAt: work.now,
    ...(wakesAt ? { wakesAt } : {}),
  });
  await settle(work, account, work.now);
}
