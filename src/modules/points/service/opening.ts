import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { isOwn } from "../../members/service/selves";
import { newPoints } from "../rules/earn";
import { type Account, post, settle } from "./account";
import { tellEarned } from "./earn";
import { entryByReference } from "./entries";

export interface Opening {
  points: number;
  /** When what is left of them ends, as the system before said it. */
  expiresAt: Date;
  /** Names it for ever; a repeated one answers the same. */
  reference: string;
  breakdown: Record<string, unknown>;
}

/**
 * Points that somebody had in the system before: one lot with an end of its own. They pay what is owed
 * first, as all that comes does. They count from now on: before, nothing of them was here.
 *
 * @returns the entry and whether it was there already
 * @throws DomainError DUPLICATE_REFERENCE where the reference names another opening
 */
export async function openBalance(
  work: Work,
  account: Account,
  { points, expiresAt, reference: id, breakdown }: Opening,
): Promise<{ entryId: number; duplicate: boolean }> {
  const { member } = account;
  const reference = { type: "OPENING" as const, id };
  const earlier = await entryByReference(work.tx, "ADJUST", reference);
  if (earlier) {
    const isTheirs = await isOwn(work.tx, member.id, earlier.memberId);
    if (isTheirs && earlier.points === points) return { entryId: earlier.id, duplicate: true };
    throw new DomainError("DUPLICATE_REFERENCE", { reference: id });
  }
  const moments = { availableAt: work.now, expiresAt };
  const entryId = await post(work, account, {
    ...newPoints(points, moments, member.owed, work.now),
    ...{ type: "ADJUST", reference, touches: [], effectiveAt: work.now, expiresAt, breakdown },
  });
  tellEarned(work, account, { entryId, points, type: "ADJUST", reference, expiresAt });
  await settle(work, account, work.now);
  return { entryId, duplicate: false };
}
