import type { Reader, Tx } from "@/platform/db";
import { eraseUser, hasUser, moveUser } from "../store/erase";

export { moveApprovals } from "../store/approvals";

/** What becomes of the account of a member who is merged into another. */
export type AccountMove = "NONE" | "MOVES" | "ENDS";

/** One member has one account: the one who stays keeps theirs, and else has the other's. */
export async function accountMoveOf(
  db: Reader,
  { fromId, intoId }: { fromId: number; intoId: number },
): Promise<AccountMove> {
  const [goes, stays] = await Promise.all([hasUser(db, fromId), hasUser(db, intoId)]);
  if (!goes) return "NONE";
  return stays ? "ENDS" : "MOVES";
}

export function moveAccount(tx: Tx, fromId: number, intoId: number, move: AccountMove): void {
  if (move === "MOVES") moveUser(tx, fromId, intoId);
  if (move === "ENDS") eraseUser(tx, fromId);
}
