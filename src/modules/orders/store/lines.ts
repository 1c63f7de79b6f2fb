import type { Reader, Tx } from "@/platform/db";
import { insertAllInto } from "@/platform/insert";
import type { OrderLine, Part } from "../schema/cart";
import { linePaidMinor } from "../schema/check";

export interface LineRow extends Required<Omit<OrderLine, "productId" | "brand" | "taxMinor">> {
  orderRowId: number;
  productId: string | null;
  brand: string | null;
  taxMinor: number | null;
  refundedMinor: number;
  refundedQuantity: number;
  byQuantity: number;
  weight: number;
}

interface Stored extends Omit<LineRow, "categories" | "giftCard"> {
  categories: string;
  giftCard: number;
}

const SELECT = `SELECT orderRowId, lineId, sku, productId, categories, brand, quantity, unitAmountMinor,
  discountMinor, paidMinor, taxMinor, giftCard, refundedMinor, refundedQuantity, byQuantity,
  weight FROM order_line`;

const asLine = (row: Stored): LineRow => ({
  ...row,
  categories: JSON.parse(row.categories),
  giftCard: Boolean(row.giftCard),
});

export function insertLines(
  tx: Tx,
  { id: orderRowId, memberId }: { id: number; memberId: number },
  lines: readonly OrderLine[],
  weights: ReadonlyMap<string, number> | null,
): void {
  const columns = [
    "orderRowId",
    "position",
    "memberId",
    "lineId",
    "sku",
    "productId",
    "categories",
    "brand",
    "quantity",
    "unitAmountMinor",
    "discountMinor",
    "paidMinor",
    "taxMinor",
    "giftCard",
    "weight",
  ] as const;
  const rows = lines.map((line, position) => ({
    ...line,
    orderRowId,
    position,
    memberId,
    productId: line.productId ?? null,
    categories: JSON.stringify(line.categories),
    brand: line.brand ?? null,
    paidMinor: linePaidMinor(line),
    taxMinor: line.taxMinor ?? null,
    weight: weights?.get(line.lineId) ?? 0,
  }));
  if (rows.length > 0) tx.send(...insertAllInto("order_line", columns, rows));
}

/** The order was edited: other lines take their place. */
export function deleteLines(tx: Tx, orderRowId: number): void {
  tx.send("DELETE FROM order_line WHERE orderRowId = ?", [orderRowId]);
}

/** All lines of an order, as they were told. */
export async function linesOf(db: Reader, orderRowId: number): Promise<LineRow[]> {
  const rows = await db.rows<Stored>(`${SELECT} WHERE orderRowId = ? ORDER BY position`, [
    orderRowId,
  ]);
  return rows.map(asLine);
}

/** Those of an order that somebody names. */
export async function linesNamed(
  db: Reader,
  orderRowId: number,
  lineIds: readonly string[],
): Promise<LineRow[]> {
  if (lineIds.length === 0) return [];
  const rows = await db.rows<Stored>(
    `${SELECT} WHERE orderRowId = ? AND lineId IN (${lineIds.map(() => "?").join(",")})`,
    [orderRowId, ...lineIds],
  );
  return rows.map(asLine);
}

export type LineProgress = Pick<
  LineRow,
  "lineId" | "refundedMinor" | "refundedQuantity" | "byQuantity"
>;

/** How far lines are refunded by now. */
export function saveProgress(tx: Tx, orderRowId: number, lines: readonly LineProgress[]): void {
  if (lines.length === 0) return;
  const columns = ["refundedMinor", "refundedQuantity", "byQuantity"] as const;
  const cases = columns.map(
    (name) => `${name} = CASE lineId ${lines.map(() => "WHEN ? THEN ?").join(" ")} END`,
  );
  tx.send(
    `UPDATE order_line SET ${cases.join(", ")}
      WHERE orderRowId = ? AND lineId IN (${lines.map(() => "?").join(",")})`,
    [
      ...columns.flatMap((name) => lines.flatMap((line) => [line.lineId, line[name]])),
      orderRowId,
      ...lines.map(({ lineId }) => lineId),
    ],
  );
}

export type PartKind = "REFUND" | "RETURN";

export interface PartRow extends Part {
  kind: PartKind;
  reference: string;
  countedMinor: number;
}

export interface PartsKept {
  kind: PartKind;
  reference: string;
  orderRowId: number;
  memberId: number;
}

export function insertParts(
  tx: Tx,
  of: PartsKept,
  parts: readonly (Part & { countedMinor: number })[],
): void {
  const columns = [
    "kind",
    "reference",
    "position",
    "orderRowId",
    "memberId",
    "lineId",
    "quantity",
    "amountMinor",
    "countedMinor",
  ] as const;
  const rows = parts.map((part, position) => ({ ...part, ...of, position }));
  if (rows.length > 0) tx.send(...insertAllInto("order_part", columns, rows));
}

const PARTS = "SELECT kind, reference, lineId, quantity, amountMinor, countedMinor FROM order_part";

/** What one refund or return names, in the order in which it was told. */
export function partsOf(db: Reader, kind: PartKind, reference: string): Promise<PartRow[]> {
  return db.rows<PartRow>(`${PARTS} WHERE kind = ? AND reference = ? ORDER BY position`, [
    kind,
    reference,
  ]);
}

/** What all refunds and returns of an order name. */
export function partsOfOrder(db: Reader, orderRowId: number): Promise<PartRow[]> {
  return db.rows<PartRow>(`${PARTS} WHERE orderRowId = ? ORDER BY kind, reference, position`, [
    orderRowId,
  ]);
}

/** What of parts that waited fits by now. */
export function saveCounted(
  tx: Tx,
  kind: PartKind,
  reference: string,
  parts: readonly Pick<PartRow, "lineId" | "countedMinor">[],
): void {
  if (parts.length === 0) return;
  tx.send(
    `UPDATE order_part SET countedMinor = CASE lineId ${parts.map(() => "WHEN ? THEN ?").join(" ")} END
      WHERE kind = ? AND reference = ? AND lineId IN (${parts.map(() => "?").join(",")})`,
    [
      ...parts.flatMap(({ lineId, countedMinor }) => [lineId, countedMinor]),
      kind,
      reference,
      ...parts.map(({ lineId }) => lineId),
    ],
  );
}

/** What else the shop said about the orders of a member who goes. */
export function eraseAttributes(tx: Tx, memberId: number): void {
  tx.send("UPDATE shop_order SET attributes = NULL WHERE memberId = ? AND attributes IS NOT NULL", [
    memberId,
  ]);
  tx.send(
    "UPDATE order_change SET told = JSON_REMOVE(told, '$.attributes') WHERE memberId = ? AND told IS NOT NULL",
    [memberId],
  );
}
