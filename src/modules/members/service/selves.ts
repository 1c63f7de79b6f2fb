import type { Reader } from "@/platform/db";
import * as store from "../store/merge";

/**
 * A member and whoever was merged into them, the member first. Rows that never change stay with the one
 * who had them: what those did, this one did.
 */
export async function selvesOf(db: Reader, memberId: number): Promise<number[]> {
  return [memberId, ...(await store.mergedIds(db, memberId))];
}

/** Whether a row is a member's, whichever of their memberships it was written under. */
export async function isOwn(
  db: Reader,
  memberId: number,
  ownerId: number | null,
): Promise<boolean> {
  if (ownerId === null || ownerId === memberId) return ownerId === memberId;
  return (await selvesOf(db, memberId)).includes(ownerId);
}

/** Who was merged into a member, the last first. */
export function mergedMembers(db: Reader, memberId: number): Promise<store.MergedRow[]> {
  return store.mergedInto(db, memberId);
}

/** Whether a phone, or a proven e-mail, is another member's already. */
export async function isAnothers(
  db: Reader,
  memberId: number,
  addresses: readonly string[],
): Promise<boolean> {
  const found = await Promise.all(addresses.map((one) => store.hasAddress(db, memberId, one)));
  return found.includes(true);
}
