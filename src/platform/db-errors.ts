/** What a failure of the database means for the caller, by its number. */

const DEADLOCK = 1213;
const LOCK_WAIT = 1205;
/** MariaDB: the row changed since this transaction read it. */
const CHANGED = 1020;
const DUPLICATE = 1062;
/** The server prepares no statement of this kind, or has as many prepared as it may. */
const NOT_PREPARABLE = [1295, 1461];

const AWAY_NUMBERS = new Set([
  1040, // too many connections
  1047, // a cluster's node that is not ready
  1053, // shutting down
  1290, // read-only: a replica, or a primary that is handing over
  1927, // connection killed
  // The driver: the connection closed, was destroyed or timed out; the pool is closed or has none.
  45004,
  45009,
  45012,
  45013,
  45019,
  45026,
  45027,
  45028,
  45030,
  45035,
  45037,
  45061,
]);

const AWAY_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "PROTOCOL_CONNECTION_LOST",
]);

interface DatabaseError {
  errno?: number;
  code?: string;
  fatal?: boolean;
  sqlMessage?: string | null;
  sqlState?: string | null;
  cause?: unknown;
}

function seen(error: unknown): DatabaseError {
  return error !== null && typeof error === "object" ? (error as DatabaseError) : {};
}

/** The server's number of an error, where it is one of the server's. */
export function errorNumber(error: unknown): number | undefined {
  return seen(error).errno;
}

export function isDuplicate(error: unknown, index?: string): boolean {
  const { errno, sqlMessage } = seen(error);
  return errno === DUPLICATE && (index === undefined || (sqlMessage ?? "").includes(index));
}

/** The statement can still be sent as text. */
export function isNotPreparable(error: unknown): boolean {
  return NOT_PREPARABLE.includes(seen(error).errno ?? 0);
}

export function isLockWait(error: unknown): boolean {
  return seen(error).errno === LOCK_WAIT;
}

/** The transaction was rolled back or may be: running it again can succeed. */
export function isTransient(error: unknown): boolean {
  const { errno } = seen(error);
  return errno === DEADLOCK || errno === LOCK_WAIT || errno === CHANGED;
}

/** The driver's own error for a connection that is lost, and with it nothing but the connection. */
export function isBrokenConnection(error: unknown): boolean {
  const { fatal, sqlState } = seen(error);
  return fatal === true && sqlState !== undefined && isDatabaseAway(error);
}

export function isDatabaseAway(error: unknown): boolean {
  const { errno, code, fatal, cause } = seen(error);
  if (errno !== undefined && AWAY_NUMBERS.has(Math.abs(errno))) return true;
  if (code !== undefined && AWAY_CODES.has(code)) return true;
  if (fatal === true && code?.startsWith("ER_") !== true) return true;
  return cause !== undefined && cause !== error && isDatabaseAway(cause);
}
