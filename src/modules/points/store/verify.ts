import type { Reader } from "@/platform/db";

/** The invariants as set-based statements: each lists members whose figures do not agree. */

export interface Violation {
  invariant: string;
  memberId: number;
  /** Figures as text, the four accounts as available/pending/frozen/owed. */
  expected: string;
  found: string;
}

const CHECKS: Record<string, string> = {
  "sum of entries = accounts": `
    SELECT m.id AS memberId, CONCAT_WS('/', m.available, m.pending, m.frozen, m.owed) AS found,
           CONCAT_WS('/', COALESCE(e.a, 0), COALESCE(e.p, 0), COALESCE(e.f, 0), COALESCE(e.o, 0)) AS expected
      FROM member m
      LEFT JOIN (SELECT memberId, SUM(availableDelta) AS a, SUM(pendingDelta) AS p,
                        SUM(frozenDelta) AS f, SUM(owedDelta) AS o
                   FROM points_entry GROUP BY memberId) e ON e.memberId = m.id
     WHERE m.available <> COALESCE(e.a, 0) OR m.pending <> COALESCE(e.p, 0)
        OR m.frozen <> COALESCE(e.f, 0) OR m.owed <> COALESCE(e.o, 0)`,
  "lots = accounts": `
    SELECT m.id AS memberId, CONCAT_WS('/', m.available, m.pending, m.frozen) AS found,
           CONCAT_WS('/', COALESCE(l.a, 0), COALESCE(l.p, 0), COALESCE(l.f, 0)) AS expected
      FROM member m
      LEFT JOIN (SELECT memberId, SUM(IF(matured = 1, remaining, 0)) AS a,
                        SUM(IF(matured = 1, 0, remaining)) AS p, SUM(frozen) AS f
                   FROM points_lot GROUP BY memberId) l ON l.memberId = m.id
     WHERE m.available <> COALESCE(l.a, 0) OR m.pending <> COALESCE(l.p, 0)
        OR m.frozen <> COALESCE(l.f, 0)`,
  "allocations = lots": `
    SELECT l.memberId, CONCAT_WS('/', l.remaining, l.frozen) AS found,
           CONCAT_WS('/', l.original + COALESCE(a.points, 0), COALESCE(a.frozen, 0)) AS expected
      FROM points_lot l
      LEFT JOIN (SELECT lotId, SUM(points) AS points, SUM(frozen) AS frozen
                   FROM points_allocation GROUP BY lotId) a ON a.lotId = l.id
     WHERE l.remaining <> l.original + COALESCE(a.points, 0) OR l.frozen <> COALESCE(a.frozen, 0)`,
  "no account below nothing, no debt beside available": `
    SELECT id AS memberId, CONCAT_WS('/', available, pending, frozen, owed) AS found,
           'none below 0' AS expected FROM member
     WHERE available < 0 OR pending < 0 OR frozen < 0 OR owed < 0 OR (owed > 0 AND available > 0)`,
  "balance after = running sum": `
    SELECT memberId, CAST(found AS CHAR) AS found, CAST(expected AS CHAR) AS expected FROM (
      SELECT memberId, availableAfter AS found,
             SUM(availableDelta) OVER (PARTITION BY memberId ORDER BY id) AS expected
        FROM points_entry) r
     WHERE found <> expected`,
  "lifetime figures = sums by type": `
    SELECT m.id AS memberId, CONCAT_WS('/', m.totalEarned, m.totalRedeemed, m.totalExpired) AS found,
           CONCAT_WS('/', COALESCE(e.earned, 0), COALESCE(e.redeemed, 0), COALESCE(e.expired, 0)) AS expected
      FROM member m
      LEFT JOIN (SELECT memberId,
                        SUM(IF(type = 'EARN', availableDelta + pendingDelta + frozenDelta - owedDelta, 0)) AS earned,
                        SUM(IF(type = 'REDEEM', owedDelta - availableDelta - pendingDelta - frozenDelta, 0)) AS redeemed,
                        SUM(IF(type = 'EXPIRE', owedDelta - availableDelta - pendingDelta - frozenDelta, 0)) AS expired
                   FROM points_entry GROUP BY memberId) e ON e.memberId = m.id
     WHERE m.totalEarned <> COALESCE(e.earned, 0) OR m.totalRedeemed <> COALESCE(e.redeemed, 0)
        OR m.totalExpired <> COALESCE(e.expired, 0)`,
  "spend = paid minus refunded": `
    SELECT m.id AS memberId, CAST(m.spendMinor AS CHAR) AS found, CAST(COALESCE(o.spend, 0) AS CHAR) AS expected
      FROM member m
      LEFT JOIN (SELECT memberId, SUM(IF(cancelledAt IS NULL, paidAmountMinor - refundedMinor, 0)) AS spend
                   FROM shop_order WHERE paidAmountMinor IS NOT NULL GROUP BY memberId) o
        ON o.memberId = m.id
     WHERE m.spendMinor <> COALESCE(o.spend, 0)`,
};

export const CHECK_NAMES = Object.keys(CHECKS);

const NAMED_MAX = 100;

/** Runs one check over all members; names at most a hundred that fail it. */
export async function violationsOf(db: Reader, name: string): Promise<Violation[]> {
  const rows = await db.rows<Omit<Violation, "invariant">>(`${CHECKS[name]} LIMIT ${NAMED_MAX}`);
  return rows.map((row) => ({ invariant: name, ...row }));
}

export interface LedgerTotals {
  members: number;
  entries: number;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
}

export async function ledgerTotals(db: Reader): Promise<LedgerTotals> {
  const [members, entries] = await Promise.all([
    db.row<Omit<LedgerTotals, "entries">>(
      `SELECT COUNT(*) AS members, CAST(COALESCE(SUM(available), 0) AS SIGNED) AS available,
          CAST(COALESCE(SUM(pending), 0) AS SIGNED) AS pending,
          CAST(COALESCE(SUM(frozen), 0) AS SIGNED) AS frozen,
          CAST(COALESCE(SUM(owed), 0) AS SIGNED) AS owed FROM member`,
    ),
    db.row<{ entries: number }>("SELECT COUNT(*) AS entries FROM points_entry"),
  ]);
  const none = { members: 0, available: 0, pending: 0, frozen: 0, owed: 0 };
  return { ...(members ?? none), entries: entries?.entries ?? 0 };
}

/** Points added and taken by entry type, over the whole program. */
export function pointsByType(db: Reader): Promise<{ type: string; points: number }[]> {
  return db.rows(
    `SELECT type, CAST(SUM(availableDelta + pendingDelta + frozenDelta - owedDelta) AS SIGNED) AS points
       FROM points_entry GROUP BY type ORDER BY type`,
  );
}
