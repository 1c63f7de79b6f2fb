import type { z } from "zod";
import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { versionStatus } from "../schema/book";
import type { OrderRow } from "./orders";

export type ChangeStatus = z.infer<typeof versionStatus>;

/** A version of an order; version 0 is how it was told first. */
export interface ChangeRow {
  orderRowId: number;
  version: number;
  memberId: number;
  status: ChangeStatus;
  paidAmountMinor: number;
  amountMinor: number | null;
  /** Of what it said; of version 0 of its lines, null without any. */
  digest: string | null;
  /** JSON, while it waits. */
  told: string | null;
  changedAt: Date;
}

const SELECT = `SELECT orderRowId, version, memberId, status, paidAmountMinor, amountMinor, digest, told,
  changedAt FROM order_change`;

export function changeOf(
  db: Reader,
  orderRowId: number,
  version: number,
): Promise<ChangeRow | undefined> {
  return db.row<ChangeRow>(`${SELECT} WHERE orderRowId = ? AND version = ?`, [orderRowId, version]);
}

/** The latest first. */
export function changesOf(db: Reader, orderRowId: number, limit: number): Promise<ChangeRow[]> {
  return db.rows<ChangeRow>(`${SELECT} WHERE orderRowId = ? ORDER BY version DESC LIMIT ?`, [
    orderRowId,
    limit,
  ]);
}

export function insertChange(tx: Tx, row: ChangeRow, createdAt: Date): void {
  tx.send(
    ...insertInto(
      "order_change",
      [
        "orderRowId",
        "version",
        "memberId",
        "status",
        "paidAmountMinor",
        "amountMinor",
        "digest",
        "told",
        "changedAt",
        "createdAt",
      ],
      { ...row, createdAt },
    ),
  );
}

/** What became of a version that waited for its order. */
export function settleChange(
  tx: Tx,
  { orderRowId, version }: Pick<ChangeRow, "orderRowId" | "version">,
  status: Exclude<ChangeStatus, "PARKED">,
): void {
  tx.send(
    "UPDATE order_change SET status = ?, told = NULL WHERE orderRowId = ? AND version = ? AND status = 'PARKED'",
    [status, orderRowId, version],
  );
}

export function saveVersion(tx: Tx, { id, version }: Pick<OrderRow, "id" | "version">): void {
  tx.send("UPDATE shop_order SET version = ? WHERE id = ?", [version, id]);
}
