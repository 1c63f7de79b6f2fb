import type { MemberRef } from "@/platform/auth";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { maskedName } from "../rules/invite";
import { stateOfInvitation, stateOfInvited } from "../rules/referral";
import { type InvitedRow, invitedBy, invitedMember } from "../store/invited";

/** What became of invitations, as the one who invited reads it. */

/** @throws DomainError MEMBER_NOT_FOUND */
export async function listInvited(
  ask: Ask,
  ref: MemberRef,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const { id: referrerId } = await requireMember(ask.db, ref);
  const after = cursor === undefined ? null : placeIn(cursor);
  const rows = await invitedBy(ask.db, referrerId, { after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const items = shown.map((row) => ({
    name: maskedName(row.nickname),
    joinedAt: row.createdAt,
    state: stateOfInvitation(row),
    points: row.referrerPoints,
    dueAt: row.dueAt,
  }));
  return { items, nextCursor: rows.length > limit ? cursorAfter(shown, after) : null };
}

interface Place {
  at: Date;
  /** How many who came at that very moment were read. */
  skip: number;
}

function placeIn(cursor: string): Place {
  const [at, skip] = cursor.split(".").map(Number);
  return { at: new Date(at ?? 0), skip: skip ?? 0 };
}

/** Whom somebody invited has no number here that others know them by. */
function cursorAfter(shown: readonly InvitedRow[], after: Place | null): string | null {
  const last = shown.at(-1)?.createdAt.getTime();
  if (last === undefined) return null;
  const together = shown.filter(({ createdAt }) => createdAt.getTime() === last).length;
  const before = after?.at.getTime() === last ? after.skip : 0;
  return `${last}.${before + together}`;
}

/** How far the invitation has come by which a member came themself. */
export async function ownInvitation({ db }: Pick<Ask, "db">, memberId: number) {
  const row = await invitedMember(db, memberId);
  return row ? stateOfInvited(row) : null;
}
