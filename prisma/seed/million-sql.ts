/**
 * The statements of the bulk scenario. Everything about a member follows from the member's number, so
 * a chunk needs nothing from outside it. A statement names each temporary table once, because MySQL
 * opens one only once in a statement.
 */

/** Rungs and rules that the statements calculate with; all of it numbers and codes of our own. */
export interface Terms {
  ladder: readonly { code: string; thresholdMinor: number; multiplierPct: number }[];
  pointsPerYuan: number;
  protectionMonths: number;
}

/** Members of a chunk: digits joined to numbers, as both database families can. */
export const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
  .map((digit) => `SELECT ${digit} AS d`)
  .join(" UNION ALL ");
const NUMBERS = `(SELECT ones.d + 10 * tens.d + 100 * hundreds.d + 1000 * thousands.d AS n
  FROM (${DIGITS}) ones JOIN (${DIGITS}) tens JOIN (${DIGITS}) hundreds JOIN (${DIGITS}) thousands)`;
export const CHUNK_MAX = 10_000;

/** A number from 0 to below `bound` that looks random and is always the same. */
export function drawn(what: string, bound: number, ...of: string[]): string {
  return `CRC32(CONCAT('${[what, ""].join(":")}', ${of.join(", ':', ")})) % ${bound}`;
}

/** What a rung says at a spend; the ladder is in order. */
function atSpend({ ladder }: Terms, spend: string, of: "code" | "multiplierPct"): string {
  const text = (rung: Terms["ladder"][number]) => (of === "code" ? `'${rung.code}'` : rung[of]);
  const cases = ladder
    .toReversed()
    .map((rung) => `WHEN ${spend} >= ${rung.thresholdMinor} THEN ${text(rung)}`);
  return `CASE ${cases.join(" ")} END`;
}

const CODE = "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL";

export const TEMPORARY: Record<string, string> = {
  seed_day:
    "daysAgo INT PRIMARY KEY, startsAt DATETIME(3) NOT NULL, expiresAt DATETIME(3) NOT NULL",
  seed_order: `memberId BIGINT NOT NULL, k INT NOT NULL, paidAt DATETIME(3) NOT NULL,
    expiresAt DATETIME(3) NOT NULL, paidMinor BIGINT NOT NULL, PRIMARY KEY (memberId, k)`,
  seed_act: `memberId BIGINT NOT NULL, at DATETIME(3) NOT NULL, expiresAt DATETIME(3) NOT NULL,
    kind ${CODE}, reference ${CODE}, points BIGINT NOT NULL, paidMinor BIGINT NOT NULL,
    spendMinor BIGINT NOT NULL, tierBefore ${CODE}, tierAfter ${CODE},
    breakdown VARCHAR(255) NOT NULL, PRIMARY KEY (memberId, at)`,
  seed_redeem: `memberId BIGINT PRIMARY KEY, at DATETIME(3) NOT NULL, points BIGINT NOT NULL,
    reference ${CODE}`,
  seed_tier: "memberId BIGINT PRIMARY KEY, since DATETIME(3) NOT NULL",
  seed_end: "memberId BIGINT PRIMARY KEY, next DATETIME(3) NOT NULL",
};

/** The oldest day that an order may lie back: its points expire in these days. */
export const DAYS_MAX = 733;

/** Values: first member, count. One to six orders, evenly over the time since joining. */
export const ORDERS = `
  INSERT INTO seed_order (memberId, k, paidAt, expiresAt, paidMinor)
  SELECT o.memberId, o.k, DATE_ADD(d.startsAt, INTERVAL o.minute MINUTE), d.expiresAt, o.paidMinor
    FROM (SELECT m.id AS memberId, k.d AS k, FLOOR(m.joined * (m.orders - k.d + 1) / m.orders) AS daysAgo,
                 600 + ${drawn("minute", 600, "m.id", "k.d")} AS minute,
                 3000 + FLOOR(POW(m.size / 10000, 4) * 400000
                   * (0.5 + ${drawn("paid", 1000, "m.id", "k.d")} / 1000)) AS paidMinor
            FROM (SELECT id, 10 + ${drawn("joined", DAYS_MAX - 9, "id")} AS joined,
                         1 + ${drawn("orders", 6, "id")} AS orders, ${drawn("size", 10_000, "id")} AS size
                    FROM (SELECT ? + n AS id FROM ${NUMBERS} x WHERE n < ?) numbers) m
            JOIN (${DIGITS}) k ON k.d BETWEEN 1 AND m.orders) o
    JOIN seed_day d ON d.daysAgo = o.daysAgo`;

/** What each order earned, by the tier before it. */
export function purchases(terms: Terms): string {
  const tierBefore = atSpend(terms, "(spend - paidMinor)", "code");
  const multiplier = atSpend(terms, "(spend - paidMinor)", "multiplierPct");
  const base = `FLOOR(paidMinor / 100) * ${terms.pointsPerYuan}`;
  const orderId = "CONCAT('bulk-', memberId, '-', k)";
  return `
  INSERT INTO seed_act (memberId, at, expiresAt, kind, reference, points, paidMinor, spendMinor,
    tierBefore, tierAfter, breakdown)
  SELECT memberId, paidAt, expiresAt, 'ORDER', ${orderId}, FLOOR(${base} * ${multiplier} / 100),
         paidMinor, spend, ${tierBefore}, ${atSpend(terms, "spend", "code")},
         CONCAT('{"orderId":"', ${orderId}, '","paidAmountMinor":', paidMinor, ',"base":', ${base},
           ',"tier":{"code":"', ${tierBefore}, '","multiplierPct":', ${multiplier}, '}}')
    FROM (SELECT o.*, SUM(paidMinor) OVER (PARTITION BY memberId ORDER BY k) AS spend
            FROM seed_order o) s`;
}

/** Values: points of a review. An hour after the first order. */
export const REVIEWS = `
  INSERT INTO seed_act (memberId, at, expiresAt, kind, reference, points, paidMinor, spendMinor,
    tierBefore, tierAfter, breakdown)
  SELECT memberId, DATE_ADD(paidAt, INTERVAL 1 HOUR), expiresAt, 'REVIEW',
         CONCAT('bulk-review-', memberId), points, 0, 0, '', '', CONCAT('{"base":', points, '}')
    FROM seed_order JOIN (SELECT ? AS points) reviewed WHERE k = 1`;

/** Three in five members spent a part of what they had, last of all. */
export const REDEMPTIONS = `
  INSERT INTO seed_redeem (memberId, at, points, reference)
  SELECT memberId, DATE_ADD(MAX(at), INTERVAL 1 HOUR),
         FLOOR(SUM(points) * (10 + ${drawn("spent", 60, "memberId")}) / 100),
         CONCAT('bulk-', memberId, '-next')
    FROM seed_act WHERE memberId % 5 < 3 GROUP BY memberId`;

/** An order large enough for its redemption: a thirtieth would be too much. */
const ORDER_AMOUNT = "points * 10";

/** How many entries a member has at most: six orders, a review, a redemption. */
export const ENTRIES_MAX = 8;

/** Values: the id before the chunk's first, the program version. */
export const ENTRIES = `
  INSERT INTO points_entry (id, memberId, type, availableDelta, pendingDelta, frozenDelta, owedDelta,
    availableAfter, pendingAfter, frozenAfter, owedAfter, referenceType, referenceId, breakdown,
    expiresAt, actor, programVersionId, effectiveAt, createdAt)
  SELECT ? + ROW_NUMBER() OVER (ORDER BY memberId, at), memberId, type, points, 0, 0, 0,
         SUM(points) OVER (PARTITION BY memberId ORDER BY at), 0, 0, 0, kind, reference, breakdown,
         expiresAt, 'system', ?, at, at
    FROM (SELECT memberId, at, 'EARN' AS type, points, kind, reference, breakdown, expiresAt
            FROM seed_act
           UNION ALL
          SELECT memberId, at, 'REDEEM', -points, 'ORDER', reference,
                 CONCAT('{"orderId":"', reference, '","orderAmountMinor":', ${ORDER_AMOUNT},
                   ',"discountMinor":', points, '}'), NULL
            FROM seed_redeem) acts`;

/** Values: the chunk's first and last id of an entry. The oldest lots were spent first. */
export const LOTS = `
  INSERT INTO points_lot (memberId, entryId, original, remaining, frozen, matured, live, availableAt,
    expiresAt, createdAt)
  SELECT memberId, id, points, points - taken, 0, 1, points > taken, at, expiresAt, at
    FROM (SELECT e.memberId, e.id, e.availableDelta AS points, e.effectiveAt AS at, e.expiresAt,
                 LEAST(e.availableDelta, GREATEST(0, COALESCE(r.points, 0) + e.availableDelta
                   - SUM(e.availableDelta) OVER (PARTITION BY e.memberId ORDER BY e.id))) AS taken
            FROM points_entry e LEFT JOIN seed_redeem r ON r.memberId = e.memberId
           WHERE e.id BETWEEN ? AND ? AND e.type = 'EARN') made ORDER BY id`;

/** Values: the chunk's first and last id of an entry. */
export const ALLOCATIONS = `
  INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
  SELECT e.id, l.id, ROW_NUMBER() OVER (PARTITION BY e.id ORDER BY l.id) - 1, l.remaining - l.original, 0
    FROM points_entry e JOIN points_lot l ON l.memberId = e.memberId
   WHERE e.id BETWEEN ? AND ? AND e.type = 'REDEEM' AND l.remaining < l.original`;

/** Values: the chunk's first and last id of an entry. */
export const REDEMPTION_ROWS = `
  INSERT INTO points_redemption (orderId, memberId, points, orderAmountMinor, discountMinor, entryId,
    createdAt)
  SELECT referenceId, memberId, -availableDelta, -availableDelta * 10, -availableDelta, id, createdAt
    FROM points_entry WHERE id BETWEEN ? AND ? AND type = 'REDEEM'`;

/** One order in two has its lines told, one to three of them. */
export const ORDER_ROWS = `
  INSERT INTO shop_order (orderId, memberId, paidAmountMinor, paidAt, pointsEarned, lineCount, createdAt)
  SELECT reference, memberId, paidMinor, at, points,
         IF(${drawn("told", 2, "reference")} = 0, 1 + ${drawn("lines", 3, "reference")}, 0), at
    FROM seed_act WHERE kind = 'ORDER' ORDER BY memberId, at`;

/** Values: the program version. */
export const TIER_CHANGES = `
  INSERT INTO tier_change (memberId, fromCode, toCode, cause, actor, referenceType, referenceId,
    qualifyingMinor, programVersionId, effectiveAt, createdAt)
  SELECT memberId, tierBefore, tierAfter, 'ORDER', 'system', 'ORDER', reference, spendMinor, ?, at, at
    FROM seed_act WHERE kind = 'ORDER' AND tierBefore <> tierAfter ORDER BY memberId, at`;

const SURNAMES = "林,周,江,陈,沈,许,苏,陆,叶,方,顾,程,宋,何,白,唐";
const GIVEN = "夏,屿,澄,砚,宁,然,禾,舟,遥,清,言,初,一诺,子墨,思远,雨桐";
const pick = (list: string, what: string) =>
  `SUBSTRING_INDEX(SUBSTRING_INDEX('${list}', ',', 1 + ${drawn(what, 16, "s.memberId")}), ',', -1)`;

/** Values: first and last member. */
export const TIERS_SINCE = `
  INSERT INTO seed_tier (memberId, since)
  SELECT memberId, MAX(effectiveAt) FROM tier_change WHERE memberId BETWEEN ? AND ? GROUP BY memberId`;

/** Values: first and last member. */
export const NEXT_ENDS = `
  INSERT INTO seed_end (memberId, next)
  SELECT memberId, MIN(expiresAt) FROM points_lot
   WHERE memberId BETWEEN ? AND ? AND live = 1 GROUP BY memberId`;

/**
 * The row that all of the above adds up to. What it joins was put aside before: MariaDB may work out a
 * grouped part of a join again for each row.
 */
export function members(terms: Terms): string {
  return `
  INSERT INTO member (id, memberCode, externalId, nickname, phone, phoneKey, status, birthday, emailConsent,
    tierCode, tierSince, tierProtectedUntil, spendMinor, orderCount, available, totalEarned,
    totalRedeemed, nextPointsEventAt, joinedAt, lastActiveAt)
  SELECT s.memberId, CONCAT('M', LPAD(s.memberId * 618033988749 % 1000000000000, 12, '0')),
         CONCAT('bulk-', s.memberId), CONCAT(${pick(SURNAMES, "surname")}, ${pick(GIVEN, "given")}),
         CONCAT('+86199', LPAD(s.memberId, 8, '0')), CONCAT('+86199', LPAD(s.memberId, 8, '0')),
         IF(s.memberId % 100 = 0, 'FROZEN', 'ACTIVE'),
         IF(s.memberId % 5 < 3, DATE_ADD('1960-01-01', INTERVAL ${drawn("birthday", 16_000, "s.memberId")} DAY), NULL),
         s.memberId % 2, ${atSpend(terms, "s.spend", "code")}, COALESCE(c.since, s.joinedAt),
         DATE_ADD(c.since, INTERVAL ${terms.protectionMonths} MONTH), s.spend, s.orders,
         s.earned - COALESCE(r.points, 0), s.earned, COALESCE(r.points, 0), l.next, s.joinedAt,
         COALESCE(r.at, s.lastAt)
    FROM (SELECT memberId, SUM(points) AS earned, SUM(paidMinor) AS spend, SUM(kind = 'ORDER') AS orders,
                 DATE_SUB(MIN(at), INTERVAL 1 DAY) AS joinedAt, MAX(at) AS lastAt
            FROM seed_act GROUP BY memberId) s
    LEFT JOIN seed_redeem r ON r.memberId = s.memberId
    LEFT JOIN seed_tier c ON c.memberId = s.memberId
    LEFT JOIN seed_end l ON l.memberId = s.memberId
   ORDER BY s.memberId`;
}

/** Values: first and last member. As the services cut them: a row from each letter of a name on. */
export const NAME_PARTS = `
  INSERT INTO nickname_part (memberId, place, part)
  SELECT m.id, k.d, SUBSTRING(m.nickname, k.d + 1)
    FROM member m JOIN (${DIGITS}) k ON k.d < CHAR_LENGTH(m.nickname)
   WHERE m.id BETWEEN ? AND ? ORDER BY m.id, k.d`;

/** Values: first and last member. Somebody looked after one in ten. */
export const AUDIT_ROWS = `
  INSERT INTO audit_log (actor, action, memberId, requestId, createdAt)
  SELECT 'system', 'members.enrol', id, CONCAT('bulk-', id), joinedAt FROM member
   WHERE id BETWEEN ? AND ? AND id % 10 = 0 ORDER BY id`;
