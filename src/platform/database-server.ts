import { versionFault } from "./database-version.mjs";
import type { Statements } from "./statements";

/**
 * What the ledger takes for granted of a server, asked on each new connection: an address may lead to
 * another server tomorrow, and a wrong one would corrupt in silence.
 */

/** The state of every session, whatever the server's own settings are. */
export const SESSION = [
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  // An amount that does not fit is an error, never cut to fit; a backslash in text is an escape, as
  // the driver writes it; assignments of one UPDATE happen from left to right.
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 2, sql_mode = '${[
    "STRICT_TRANS_TABLES",
    "STRICT_ALL_TABLES",
    "ONLY_FULL_GROUP_BY",
    "ERROR_FOR_DIVISION_BY_ZERO",
    "NO_ENGINE_SUBSTITUTION",
  ].join(",")}'`,
];

type Variables = ReadonlyMap<string, string>;

/** Name, what it must be, and why; a name that a server does not know says nothing. */
const NEEDED: [names: string[], isRight: (value: string) => boolean, otherwise: string][] = [
  [
    ["transaction_isolation", "tx_isolation"],
    (value) => value === "READ-COMMITTED",
    "the isolation level of the session cannot be READ COMMITTED",
  ],
  [
    ["sql_mode"],
    (value) => value.split(",").includes("STRICT_ALL_TABLES") && !value.includes("BACKSLASH"),
    "the session's sql_mode cannot be set to strict",
  ],
  [["autocommit"], (value) => value === "ON", "the session begins with autocommit off"],
  [["time_zone"], (value) => value === "+00:00", "the session's time_zone cannot be set to UTC"],
  [
    ["check_constraint_checks"],
    (value) => value === "ON",
    "check_constraint_checks is OFF, so CHECK constraints are not kept",
  ],
  [["unique_checks"], (value) => value === "ON", "unique_checks is OFF"],
];

/**
 * @param variables of the session, by name
 * @returns a sentence for each assumption that does not hold
 */
export function serverFaults(variables: Variables): string[] {
  const faults = NEEDED.flatMap(([names, isRight, otherwise]) => {
    const value = names.map((name) => variables.get(name)).find((found) => found !== undefined);
    return value === undefined || isRight(value) ? [] : [otherwise];
  });
  const old = versionFault(variables.get("version") ?? "");
  if (old !== null) faults.unshift(old);
  if (variables.get("log_bin") === "ON" && variables.get("binlog_format") === "STATEMENT") {
    faults.push("binlog_format is STATEMENT, which READ COMMITTED cannot be logged in; set ROW");
  }
  return faults;
}

const ASKED = [...NEEDED.flatMap(([names]) => names), "version", "log_bin", "binlog_format"];
const PATIENCE_MS = 5000;

/** Asks a connection; in a few milliseconds. */
export async function faultsOf(statements: Statements): Promise<string[]> {
  const [rows, isInOrder] = await Promise.all([
    statements.run<{ Variable_name: string; Value: string }[]>(
      `SHOW SESSION VARIABLES WHERE Variable_name IN (${ASKED.map(() => "?")})`,
      ASKED,
      PATIENCE_MS,
    ),
    keepsOrder(statements),
  ]);
  const faults = serverFaults(new Map(rows.map((row) => [row.Variable_name, row.Value])));
  if (!isInOrder) faults.push("statements sent one after the other are not carried out so");
  return faults;
}

/**
 * Sends statements of every kind without waiting, as transactions do: one that is new to the
 * connection, one with text only, one that is known by then, one new again.
 */
async function keepsOrder(statements: Statements): Promise<boolean> {
  const append = "SET @sent_in_order = CONCAT(@sent_in_order, ?)";
  const sent = [
    statements.run("SET @sent_in_order = ?", ["a"], PATIENCE_MS),
    statements.plain("SET @sent_in_order = CONCAT(@sent_in_order, 'b')", PATIENCE_MS),
    statements.run(append, ["c"], PATIENCE_MS),
    statements.plain("SET @sent_in_order = CONCAT(@sent_in_order, 'd')", PATIENCE_MS),
    statements.run(append, ["e"], PATIENCE_MS),
  ];
  const result = statements.run<{ word: string }[]>(
    "SELECT CAST(@sent_in_order AS CHAR) AS word",
    [],
    PATIENCE_MS,
  );
  const [rows] = await Promise.all([result, ...sent]);
  return rows[0]?.word === "abcde";
}

/** Tables that cannot roll back; migrations take the server's default engine. */
export const FOREIGN_ENGINES = `SELECT TABLE_NAME AS name, ENGINE AS engine
  FROM information_schema.TABLES
 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB'
 ORDER BY TABLE_NAME LIMIT 5`;
