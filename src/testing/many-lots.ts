import { reader } from "@/platform/db";
import { bought, enrolled, fresh } from "./factories";

/** A member with a point in each of so many lots, as orders of one yuan would leave them. */
export async function collector(most: number, orderId = fresh("o")): Promise<number> {
  const { id } = await enrolled();
  await bought(id, { yuan: most, orderId });
  await reader.write("UPDATE points_lot SET original = 1, remaining = 1 WHERE memberId = ?", [id]);
  for (let lots = 1; lots < most; lots *= 2) {
    await reader.write(
      `INSERT INTO points_lot
         (memberId, entryId, original, remaining, matured, live, availableAt, expiresAt, createdAt)
       SELECT memberId, entryId, 1, 1, matured, live, availableAt, expiresAt, createdAt
         FROM points_lot WHERE memberId = ? ORDER BY id LIMIT ?`,
      [id, Math.min(lots, most - lots)],
    );
  }
  return id;
}
