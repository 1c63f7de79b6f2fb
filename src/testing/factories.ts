import { randomBytes } from "node:crypto";
import type { Member } from "@/modules/members/service/members";
import { enrol } from "@/modules/members/service/members";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { reader } from "@/platform/db";
import { at } from "./actors";

/** A reference that no other test has. */
export function fresh(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}

export const LONG_AGO = new Date("2026-01-05T04:00:00Z");

export function enrolled(now: Date | string = LONG_AGO): Promise<Member> {
  return at(now, (work) => enrol(work, { externalId: fresh("u") }));
}

export interface Bought {
  yuan: number;
  now?: Date | string;
  orderId?: string;
}

/** An order paid and processed at the same moment. */
export async function bought(memberId: number, { yuan, now = LONG_AGO, orderId }: Bought) {
  const id = orderId ?? fresh("o");
  const paidAmountMinor = Math.round(yuan * 100);
  const order = { orderId: id, paidAmountMinor, paidAt: new Date(now) };
  const result = await at(now, (work) => completeOrder(work, { memberId }, order));
  return { orderId: id, ...result };
}

export interface Refunded {
  orderId: string;
  yuan: number;
  now?: Date | string;
  refundId?: string;
}

export async function refunded(
  memberId: number,
  { orderId, yuan, now = LONG_AGO, refundId }: Refunded,
) {
  const refund = {
    orderId,
    refundId: refundId ?? fresh("r"),
    amountMinor: Math.round(yuan * 100),
    refundedAt: new Date(now),
    returnId: null,
  };
  return at(now, (work) => refundOrder(work, { memberId }, refund));
}

export interface AccountsRow {
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  tierCode: string;
  spendMinor: number;
}

export async function accountsOf(memberId: number): Promise<AccountsRow> {
  const row = await reader.row<AccountsRow>(
    "SELECT available, pending, frozen, owed, tierCode, spendMinor FROM member WHERE id = ?",
    [memberId],
  );
  if (!row) throw new Error(`member ${memberId} is not there`);
  return row;
}

export async function countOf(table: string, where: string, values: (string | number)[]) {
  const row = await reader.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`,
    values,
  );
  return row?.count ?? 0;
}
