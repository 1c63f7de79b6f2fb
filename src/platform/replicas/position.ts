import { reader } from "../db";
import type { Statements } from "../statements";

/** How far a server has come, by the numbers of its transactions (GTIDs). */

export interface Position {
  /** As the server itself says it. */
  text: string;
  flavour: Flavour;
}

type Flavour = "mariadb" | "mysql";

/** Says both whether the server numbers what it commits, and how far it is. */
const ASKED: Record<Flavour, string> = {
  mariadb: "SELECT @@global.gtid_binlog_pos AS position, @@global.log_bin AS isNumbered",
  mysql: `SELECT @@global.gtid_executed AS position,
    @@global.log_bin AND @@global.gtid_mode = 'ON' AS isNumbered`,
};

const REACHED: Record<Flavour, string> = {
  mariadb: "SELECT MASTER_GTID_WAIT(?, ?) AS missed, @@global.read_only AS readOnly",
  mysql: "SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?) AS missed, @@global.read_only AS readOnly",
};

const WITHOUT: Record<Flavour, string> = {
  mariadb: "its binary log is off: set log_bin",
  mysql: "it does not number its transactions: set gtid_mode=ON and enforce_gtid_consistency=ON",
};

let known: Flavour | undefined;

async function flavourOfPrimary(): Promise<Flavour> {
  const row = await reader.row<{ version: string }>("SELECT VERSION() AS version");
  return /mariadb/i.test(row?.version ?? "") ? "mariadb" : "mysql";
}

/**
 * Of the primary now. Every commit that anybody was told of is part of it.
 *
 * @returns a sentence for people where the primary has none
 * @throws DomainError SERVICE_UNAVAILABLE while the primary is away
 */
export async function primaryPosition(): Promise<Position | string> {
  const flavour = known ?? (await flavourOfPrimary());
  try {
    const row = await reader.row<{ position: string; isNumbered: number }>(ASKED[flavour]);
    known = flavour;
    if (!row || Number(row.isNumbered) !== 1) {
      return `DATABASE_REPLICA_URLS needs a primary that tells how far it is, and ${WITHOUT[flavour]}`;
    }
    return { text: row.position, flavour };
  } catch (error) {
    // The address may lead to a server of the other kind by now.
    known = undefined;
    throw error;
  }
}

/** Domain → number of the last transaction in it. Example: `0-1-270,3-2-5`. */
function numbersOf(text: string): Map<string, number> {
  const parts = text.split(",").map((one) => one.trim().split("-"));
  return new Map(parts.map(([domain = "", , number = "0"]) => [domain, Number(number)]));
}

/**
 * Whether one server has come further than another in any domain of both. MariaDB numbers the
 * transactions of all servers of a domain alike, so one that follows another primary would pass for a
 * replica of this one; MySQL's numbers have the server in them.
 */
export function isAhead(text: string, of: string): boolean {
  const others = numbersOf(of);
  return [...numbersOf(text)].some(([domain, number]) => number > (others.get(domain) ?? number));
}

/** What a replica has carried out of its primary's transactions; null where numbers can't mislead. */
export async function replicaPosition(
  statements: Statements,
  { flavour }: Position,
  patienceMs: number,
): Promise<string | null> {
  if (flavour === "mysql") return null;
  const sql = "SELECT @@global.gtid_slave_pos AS position";
  const [row] = await statements.run<{ position: string }[]>(sql, [], patienceMs);
  return row?.position ?? null;
}

export type Reached = "reached" | "behind" | "writable";

/**
 * Waits until a replica has come as far.
 *
 * @param limitMs how long at most
 * @param patienceMs how long it may say nothing
 */
export async function reach(
  statements: Statements,
  { text, flavour }: Position,
  limitMs: number,
  patienceMs: number,
): Promise<Reached> {
  // A log that was begun anew has nothing in it that a replica could come up to.
  if (text === "") return "behind";
  const [row] = await statements.run<{ missed: number | null; readOnly: number | string }[]>(
    REACHED[flavour],
    [text, limitMs / 1000],
    patienceMs,
  );
  if (!row || ["0", "OFF"].includes(String(row.readOnly))) return "writable";
  return row.missed === 0 ? "reached" : "behind";
}
