import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import {
  ACTIVITY_FIGURES,
  BENEFIT_FIGURES,
  COUPON_FIGURES,
  DAY_FIGURES,
  type Key,
  SALES_FIGURES,
  SAVING_FIGURES,
  type Tally,
} from "../rules/tally";
import { marks, padded } from "./in-list";
import type { SetName } from "./position";

/** Tables that only ever have sums added to them: their key and their figures. */
const TABLES = {
  stat_day: { key: ["day"], figures: DAY_FIGURES },
  stat_tier_day: { key: ["day", "tierCode"], figures: ["members"] },
  stat_expiry: { key: ["month"], figures: ["points"] },
  stat_member_day: { key: ["memberId", "day"], figures: ["signals"] },
  stat_benefit_day: { key: ["benefitId", "day", "tierCode"], figures: BENEFIT_FIGURES },
  stat_benefit_member: { key: ["benefitId", "day", "tierCode", "memberId"], figures: ["uses"] },
  stat_activity_day: { key: ["activityId", "day", "tierCode"], figures: ACTIVITY_FIGURES },
  stat_activity_order: { key: ["orderRowId", "activityId"], figures: ["orders", "spendMinor"] },
  stat_coupon_day: { key: ["definitionId", "day"], figures: COUPON_FIGURES },
  stat_coupon_order: { key: ["orderRowId", "definitionId"], figures: ["orders", "spendMinor"] },
  stat_sales_day: { key: ["kind", "day", "word"], figures: SALES_FIGURES },
  stat_saving_year: { key: ["memberId", "year", "kind"], figures: SAVING_FIGURES },
} as const;

type Table = keyof typeof TABLES;

function additionTo(table: Table): string {
  const { key, figures } = TABLES[table];
  const columns = [...key, ...figures];
  const sums = figures.map((name) => `${name} = ${name} + VALUES(${name})`);
  return `INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => "?")})
    ON DUPLICATE KEY UPDATE ${sums.join(", ")}`;
}

/** One statement for each row, all on their way at once. */
export function addTo<Name extends string>(tx: Tx, table: Table, tally: Tally<Name>): void {
  const sql = additionTo(table);
  const figures = TABLES[table].figures as readonly string[] as readonly Name[];
  for (const { key, sums } of tally.changes()) {
    tx.send(sql, [...key, ...figures.map((name) => sums[name])]);
  }
}

/** The days around one on which a member did something. */
export async function daysOfMember(
  db: Reader,
  memberId: number,
  from: string,
  to: string,
): Promise<Map<string, number>> {
  const rows = await db.rows<{ day: string; signals: number }>(
    "SELECT day, signals FROM stat_member_day WHERE memberId = ? AND day BETWEEN ? AND ?",
    [memberId, from, to],
  );
  return new Map(rows.map(({ day, signals }) => [day, signals]));
}

export interface CountedParticipant {
  memberId: number;
  activityId: number;
  tierCode: string;
}

export function participantsOf(
  db: Reader,
  memberIds: readonly number[],
): Promise<CountedParticipant[]> {
  const list = padded(memberIds);
  return db.rows<CountedParticipant>(
    `SELECT memberId, activityId, tierCode FROM stat_activity_member
      WHERE memberId IN (${marks(list)})`,
    list,
  );
}

export function insertParticipant(tx: Tx, participant: CountedParticipant): void {
  const { memberId, activityId, tierCode } = participant;
  tx.send(
    ...insertInto("stat_activity_member", ["memberId", "activityId", "tierCode"], {
      memberId,
      activityId,
      tierCode,
    }),
  );
}

export interface CountedOrder {
  orderRowId: number;
  activityId: number;
  orders: number;
  spendMinor: number;
}

export function countedOrders(db: Reader, orderRowIds: readonly number[]): Promise<CountedOrder[]> {
  const list = padded(orderRowIds);
  return db.rows<CountedOrder>(
    `SELECT orderRowId, activityId, orders, spendMinor FROM stat_activity_order
      WHERE orderRowId IN (${marks(list)})`,
    list,
  );
}

const OF_SALES = ["stat_coupon_day", "stat_coupon_order", "stat_sales_day", "stat_sales_order"];
const OF_SAVINGS = ["stat_saving_line", "stat_saving_year"];

function setOf(table: string): SetName {
  if (OF_SAVINGS.includes(table)) return "savings";
  return OF_SALES.includes(table) ? "sales" : "program";
}

const KEYS: Record<string, Key> = {
  ...Object.fromEntries(Object.entries(TABLES).map(([table, { key }]) => [table, key])),
  stat_activity_member: ["memberId", "activityId"],
  stat_sales_order: ["orderRowId"],
  stat_saving_line: ["source", "sourceId"],
};

/** Throws away a page of each table of a set; false once all are empty. */
export async function clearPage(tx: Tx, set: SetName, limit: number): Promise<boolean> {
  let full = false;
  for (const [table, key] of Object.entries(KEYS)) {
    if (setOf(table) !== set) continue;
    const { affectedRows } = await tx.write(`DELETE FROM ${table} ORDER BY ${key} LIMIT ?`, [
      limit,
    ]);
    full ||= affectedRows > 0;
  }
  return full;
}
