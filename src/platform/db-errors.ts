/** What a failure of the database means for the caller, by its number. */

const DEADLOCK = 1213;
const LOCK_WAIT = 1205;
/** MariaDB: the row changed since this transaction read it. */
const CHANGED = 1020;
const DUPLICATE = 1062;
/** The server prepares no statement of this kind, or has as many prepared as it may. */
const NOT_PREPARABLE = [1295, 1461];

/** MySQL's group replication: another member's transaction was certified first. */
const CERTIFICATION = 3101;

const AWAY_NUMBERS = new Set([
  // It takes no more: connections, memory, transactions, locks.
  1037, // out of memory
  1040, // too many connections
  1041, // out of resources
  1129, // our host is blocked after failed connections
  1135, // no new thread
  1203, // too many connections of this account
  1206, // no room for more locks
  1226, // a limit of this account
  1637, // too many transactions at once
  // It is full.
  1021, // disk full
  1114, // table full: MySQL's and MariaDB's word for a tablespace that cannot grow
  // It only reads: a replica, or a primary that is handing over.
  1036, // MariaDB's InnoDB in read-only mode
  1290, // read_only, super_read_only
  1792, // transactions are read-only by default
  1836, // read-only mode
  1874, // InnoDB in read-only mode
  1881, // InnoDB under forced recovery
  // It goes away, or is not there yet.
  1047, // a cluster's node that is not ready
  1053, // shutting down
  1317, // the statement was killed
  1927, // connection killed
  1969, // MariaDB: the statement took too long
  3024, // MySQL: the same
  3032, // offline mode
  3100, // a group's member without a majority
  3168, // not available
  3169, // the session was killed
  4031, // closed for idleness
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

/** Failures of files, each for many reasons: only some of them are the disk's. */
const FILE_NUMBERS = new Set([
  1, // cannot create
  3, // cannot write
  20, // cannot write, and waits for space
  1004, // cannot create
  1005, // cannot create a table
  1026, // cannot write
  1030, // from the storage engine
  1180, // during the commit
]);
/** ENOSPC, EDQUOT, EROFS, and the storage engine's own word for a file that is full (135). */
const NO_ROOM =
  /\b(errcode|errno|got error):? "?(28|30|69|122|135)\b|no space left|quota exceeded|read-only file system/i;

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
  return errno === DEADLOCK || errno === LOCK_WAIT || errno === CHANGED || errno === CERTIFICATION;
}

/** The driver's own error for a connection that is lost, and with it nothing but the connection. */
export function isBrokenConnection(error: unknown): boolean {
  const { fatal, sqlState } = seen(error);
  return fatal === true && sqlState !== undefined && isDatabaseAway(error);
}

/** Writes fail until somebody has made room. */
function isWithoutRoom({ errno, sqlMessage }: DatabaseError): boolean {
  return errno !== undefined && FILE_NUMBERS.has(Math.abs(errno)) && NO_ROOM.test(sqlMessage ?? "");
}

/** A statement that took longer than it may: it was given up here, or ended by the server. */
export function isCutShort(error: unknown): boolean {
  const { errno, code, fatal } = seen(error);
  return [1317, 1969, 3024].includes(errno ?? 0) || (code === "ETIMEDOUT" && fatal === true);
}

/** It cannot do its part now, through no fault of the statement: the same may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const { errno, code, fatal, cause } = seen(error);
  if (errno !== undefined && AWAY_NUMBERS.has(Math.abs(errno))) return true;
  if (isWithoutRoom(seen(error))) return true;
  if (code !== undefined && AWAY_CODES.has(code)) return true;
  if (fatal === true && code?.startsWith("ER_") !== true) return true;
  return cause !== undefined && cause !== error && isDatabaseAway(cause);
}
