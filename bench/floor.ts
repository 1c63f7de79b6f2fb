import { lease } from "@/platform/database-pool";

/**
 * The least that an act can be: its statements straight over the driver, prepared, sent without
 * waiting where nothing is waited for. No rules, no idempotency, no audit, no event.
 */

export const POINTS = 10;
const SPENT = 1;
let serial = 0;

/** A reference nobody used yet. */
export function unused(prefix: string): string {
  serial += 1;
  return `${prefix}-${process.pid}-${serial}`;
}

/** The bare connection: statements prepared once, in order, and nothing more. */
export interface Open {
  execute<T>(sql: string, values: (string | number)[]): Promise<T>;
}

const PATIENCE_MS = 10_000;

export async function inTransaction(run: (open: Open) => Promise<Promise<unknown>[]>) {
  const { statements, release } = await lease();
  const plain = (sql: string) => statements.plain(sql, PATIENCE_MS);
  try {
    const begun = plain("SET autocommit = 0");
    const sent = await run({
      execute: (sql, values) => statements.run(sql, values, PATIENCE_MS),
    });
    await Promise.all([begun, ...sent, plain("COMMIT"), plain("SET autocommit = 1")]);
  } finally {
    release();
  }
}

interface MemberRow {
  available: number;
}

export async function locked(open: Open, memberId: number): Promise<MemberRow> {
  const [row] = await open.execute<MemberRow[]>("SELECT * FROM member WHERE id = ? FOR UPDATE", [
    memberId,
  ]);
  if (!row) throw new Error(`member ${memberId} is not there`);
  return row;
}

export const ENTRY = `INSERT INTO points_entry (memberId, type, availableDelta, pendingDelta, frozenDelta,
  owedDelta, availableAfter, pendingAfter, frozenAfter, owedAfter, referenceType, referenceId, actor,
  programVersionId, effectiveAt, createdAt) VALUES (?,?,?,0,0,0,?,0,0,0,?,?,'system',1,NOW(3),NOW(3))`;

export const LOT = `INSERT INTO points_lot (memberId, entryId, original, remaining, matured, live, availableAt,
  expiresAt, createdAt) VALUES (?, LAST_INSERT_ID(), ?, ?, 1, 1, NOW(3), '2030-01-01', NOW(3))`;

export const EARNED = `UPDATE member SET available = available + ?, totalEarned = totalEarned + ?,
  lastActiveAt = NOW(3) WHERE id = ?`;

/** Lock, entry, lot, member, commit. */
export function earn(memberId: number): Promise<void> {
  return inTransaction(async (open) => {
    const { available } = await locked(open, memberId);
    const after = available + POINTS;
    return [
      open.execute(ENTRY, [memberId, "EARN", POINTS, after, "BENCH", unused("floor")]),
      open.execute(LOT, [memberId, POINTS, POINTS]),
      open.execute(EARNED, [POINTS, POINTS, memberId]),
    ];
  });
}

/** Lock, the lots to take from, entry, allocation, lot, redemption, member, commit. */
export function redeem(memberId: number): Promise<void> {
  return inTransaction(async (open) => {
    const { available } = await locked(open, memberId);
    const [lot] = await open.execute<{ id: number }[]>(
      `SELECT * FROM points_lot WHERE memberId = ? AND live = 1 AND matured = 1 AND remaining >= ?
        ORDER BY expiresAt, id LIMIT 64`,
      [memberId, SPENT],
    );
    if (!lot) throw new Error(`member ${memberId} has no lot`);
    const orderId = unused("floor");
    return [
      open.execute(ENTRY, [memberId, "REDEEM", -SPENT, available - SPENT, "ORDER", orderId]),
      open.execute(
        `INSERT INTO points_redemption (orderId, memberId, points, orderAmountMinor, discountMinor,
           entryId, createdAt) VALUES (?,?,?,100000,?,LAST_INSERT_ID(),NOW(3))`,
        [orderId, memberId, SPENT, SPENT],
      ),
      open.execute(
        `INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
         SELECT entryId, ?, 0, ?, 0 FROM points_redemption WHERE id = LAST_INSERT_ID()`,
        [lot.id, -SPENT],
      ),
      open.execute(
        "UPDATE points_lot SET remaining = remaining - ?, live = (remaining + frozen > 0) WHERE id = ?",
        [SPENT, lot.id],
      ),
      open.execute(
        "UPDATE member SET available = available - ?, totalRedeemed = totalRedeemed + ? WHERE id = ?",
        [SPENT, SPENT, memberId],
      ),
    ];
  });
}

/** Key, lock, order, entry, lot, event, member, commit. */
export function order(memberId: number): Promise<void> {
  const orderId = unused("floor");
  return inTransaction(async (open) => {
    const key = open.execute(
      `INSERT INTO idempotency_key (caller, idemKey, requestHash, createdAt)
       VALUES ('bench', ?, ?, NOW(3))`,
      [orderId, "0".repeat(64)],
    );
    const { available } = await locked(open, memberId);
    return [
      key,
      open.execute(
        `INSERT INTO shop_order (orderId, memberId, paidAmountMinor, paidAt, pointsEarned, createdAt)
         VALUES (?,?,1000,NOW(3),?,NOW(3))`,
        [orderId, memberId, POINTS],
      ),
      open.execute(ENTRY, [memberId, "EARN", POINTS, available + POINTS, "ORDER", orderId]),
      open.execute(LOT, [memberId, POINTS, POINTS]),
      open.execute(
        `INSERT INTO outbox_event (type, memberId, data, occurredAt, createdAt)
         VALUES ('points.earned', ?, '{}', NOW(3), NOW(3))`,
        [memberId],
      ),
      open.execute(
        `UPDATE member SET available = available + ?, totalEarned = totalEarned + ?,
           spendMinor = spendMinor + 1000, orderCount = orderCount + 1 WHERE id = ?`,
        [POINTS, POINTS, memberId],
      ),
    ];
  });
}

export async function read(memberId: number): Promise<unknown> {
  const { statements, release } = await lease();
  return statements
    .run("SELECT * FROM member WHERE id = ?", [memberId], PATIENCE_MS)
    .finally(release);
}
