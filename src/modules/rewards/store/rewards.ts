import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import { type StoredTexts, textCells, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { RewardKind } from "../schema";

export interface RewardRow {
  id: number;
  kind: RewardKind;
  name: LocalizedText;
  description: LocalizedText | null;
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
  couponDefinitionId: number | null;
  /** What it issues, as it was judged: an edit of the definition counts once the reward is saved again. */
  couponVersionId: number | null;
  version: number;
  /** Counts changes of the stock by hand. */
  stockRevision: number;
  updatedAt: Date;
}

const TEXTS = ["name", "description"] as const;
const TEXT_COLUMNS = [...textColumns("name"), ...textColumns("description")] as const;

const SELECT = `SELECT id, kind, ${TEXT_COLUMNS.join(", ")}, image, pointsCost, stock, perMonth, minTier, onShelf, sortOrder, benefitId, passUses, passDays, couponDefinitionId,
  couponVersionId, version, stockRevision, updatedAt
  FROM reward`;

type StoredRow = StoredTexts<RewardRow, (typeof TEXTS)[number]>;

function tidy(row: StoredRow): RewardRow {
  return {
    ...withTexts<RewardRow, (typeof TEXTS)[number]>(row, TEXTS),
    onShelf: Boolean(row.onShelf),
  };
}

async function oneReward(db: Reader, rest: string, id: number): Promise<RewardRow | undefined> {
  const row = await db.row<StoredRow>(`${SELECT} ${rest}`, [id]);
  return row && tidy(row);
}

export function rewardById(db: Reader, id: number): Promise<RewardRow | undefined> {
  return oneReward(db, "WHERE id = ?", id);
}

export function lockReward(tx: Tx, id: number): Promise<RewardRow | undefined> {
  return oneReward(tx, "WHERE id = ? FOR UPDATE", id);
}

export interface Place {
  sortOrder: number;
  id: number;
}

/** In the order of the shelf, by keyset on (sortOrder, id); all of them, or what members see. */
export async function rewardPage(
  db: Reader,
  which: { onShelf: boolean; stockMax?: number | null; after: Place | null; limit: number },
): Promise<RewardRow[]> {
  const { after, limit, stockMax = null } = which;
  const shelf = which.onShelf ? "onShelf = 1 AND (stock IS NULL OR stock > 0) AND" : "";
  const few = stockMax === null ? "" : "onShelf = 1 AND stock <= ? AND";
  const from = after ?? { sortOrder: -2_000_000, id: 0 };
  const rows = await db.rows<StoredRow>(
    `${SELECT} WHERE ${shelf} ${few} (sortOrder > ? OR (sortOrder = ? AND id > ?))
      ORDER BY sortOrder, id LIMIT ?`,
    [...(stockMax === null ? [] : [stockMax]), from.sortOrder, from.sortOrder, from.id, limit],
  );
  return rows.map(tidy);
}

export type NewReward = Omit<RewardRow, "id" | "version" | "stockRevision" | "updatedAt">;

const WRITTEN = [
  "kind",
  ...TEXT_COLUMNS,
  "image",
  "pointsCost",
  "perMonth",
  "minTier",
  "onShelf",
  "sortOrder",
  "benefitId",
  "passUses",
  "passDays",
  "couponDefinitionId",
  "couponVersionId",
] as const;

function columnsOf<Written extends Omit<NewReward, "stock">>(reward: Written) {
  const { name, description } = reward;
  return { ...reward, ...textCells("name", name), ...textCells("description", description) };
}

export async function insertReward(tx: Tx, reward: NewReward, now: Date): Promise<number> {
  const insertId = await tx.insertNamed(
    "reward",
    insertInto("reward", [...WRITTEN, "stock", "createdAt", "updatedAt"], {
      ...columnsOf(reward),
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
  const columns = columnsOf(reward);
  tx.send(
    `UPDATE reward SET ${WRITTEN.map((column) => `${column} = ?`).join(", ")},
       version = version + 1, updatedAt = ? WHERE id = ?`,
    [...WRITTEN.map((column) => columns[column]), updatedAt, id],
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
