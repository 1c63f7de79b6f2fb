import type { Reader, Tx } from "@/platform/db";

/** Every row of the book that names a member. */
export function moveOrders(tx: Tx, fromId: number, intoId: number): void {
  const ids = [intoId, fromId];
  tx.send("UPDATE shop_order SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE order_line SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE order_part SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE order_change SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE order_refund SET memberId = ? WHERE memberId = ?", ids);
  tx.send("UPDATE order_return SET memberId = ? WHERE memberId = ?", ids);
}

export async function countOrders(db: Reader, memberId: number): Promise<number> {
  const sql = "SELECT COUNT(*) AS orders FROM shop_order WHERE memberId = ?";
  return (await db.row<{ orders: number }>(sql, [memberId]))?.orders ?? 0;
}
