import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { RewardKind } from "../schema";

export interface RewardRow {
  id: number;
  kind: RewardKind;
  name: string;
  nameEn: string;
  description: string | null;
  descriptionEn: string | null;
  image: string | null;
  pointsCost: number;
  stock: number | null;
  perMonth: number | null;
  minTier: string | null;
  onShelf: boolean;
  sortOrder: number;
  benefitId: string | null;
  passUses: number | null;
  passDays: number | null;
  version: number;
  /** Counts changes of the stock by hand. */
  stockRevision: number;
  updatedAt: Date;
}

const SELECT = `SELECT id, kind, name, nameEn, description, descriptionEn, image, pointsCost, stock,
  perMonth, minTier, onShelf, sortOrder, benefitId, passUses, passDays, version, stockRevision, updatedAt
  FROM reward`;

function tidy<Row extends RewardRow | undefined>(row: Row): Row {
  if (row) row.onShelf = Boolean(row.onShelf);
  return row;
}

export async function rewardById(db: Reader, id: number): Promise<RewardRow | undefined> {
  return tidy(await db.row<RewardRow>(`${SELECT} WHERE id = ?`, [id]));
}

export async function lockReward(tx: Tx, id: number): Promise<RewardRow | undefined> {
  return tidy(await tx.row<RewardRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]));
}

export interface Place {
  sortOrder: number;
  id: number;
}

/** In the order of the shelf, by keyset on (sortOrder, id); all of them, or what members see. */
export async function rewardPage(
  db: Reader,
  which: { onShelf: boolean; after: Place | null; limit: number },
): Promise<RewardRow[]> {
  const { after, limit } = which;
  const shelf = which.onShelf ? "onShelf = 1 AND (stock IS NULL OR stock > 0) AND" : "";
  const from = after ?? { sortOrder: -2_000_000, id: 0 };
  const rows = await db.rows<RewardRow>(
    `${SELECT} WHERE ${shelf} (sortOrder > ? OR (sortOrder = ? AND id > ?))
      ORDER BY sortOrder, id LIMIT ?`,
    [from.sortOrder, from.sortOrder, from.id, limit],
  );
  return rows.map(tidy);
}

export type NewReward = Omit<RewardRow, "id" | "version" | "stockRevision" | "updatedAt">;

const WRITTEN = [
  "kind",
  "name",
  "nameEn",
  "description",
  "descriptionEn",
  "image",
  "pointsCost",
  "perMonth",
  "minTier",
  "onShelf",
  "sortOrder",
  "benefitId",
  "passUses",
  "passDays",
] as const satisfies readonly (keyof NewReward)[];

export async function insertReward(tx: Tx, reward: NewReward, now: Date): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto("reward", [...WRITTEN, "stock", "createdAt", "updatedAt"], {
      ...reward,
      createdAt: now,
      updatedAt: now,
    }),
  );
  return insertId;
}

export function saveReward(
  tx: Tx,
  id: number,
  reward: Omit<NewReward, "stock">,
  updatedAt: Date,
): void {
  tx.send(
    `UPDATE reward SET ${WRITTEN.map((column) => `${column} = ?`).join(", ")},
       version = version + 1, updatedAt = ? WHERE id = ?`,
    [...WRITTEN.map((column) => reward[column]), updatedAt, id],
  );
}

/** Stock counts revisions of its own, so that who edits the words is not refused by it. */
export function saveStock(tx: Tx, id: number, stock: number | null): void {
  tx.send("UPDATE reward SET stock = ?, stockRevision = stockRevision + 1 WHERE id = ?", [
    stock,
    id,
  ]);
}

/**
 * Takes pieces if there are so many and the reward is still offered: the last one goes once. The
 * driver counts the rows that match, so one without a limit counts too.
 */
export async function takeStock(tx: Tx, id: number, quantity: number): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE reward SET stock = stock - ?
      WHERE id = ? AND onShelf = 1 AND (stock IS NULL OR stock >= ?)`,
    [quantity, id, quantity],
  );
  return affectedRows === 1;
}

/** Puts pieces back; one without a limit has nothing to count. */
export function returnStock(tx: Tx, id: number, quantity: number): void {
  tx.send("UPDATE reward SET stock = stock + ? WHERE id = ?", [quantity, id]);
}
