import { DIGITS, drawn } from "./million-sql";

/** The statements of the bulk scenario about lines of orders, coupons and guests. */

const SKUS = 5_000;
const CATEGORIES = 40;
const BRANDS = 60;

/** Values: first and last member. What an order's lines leave over is the first one's. */
export const ORDER_LINES = `
  INSERT INTO order_line (orderRowId, position, memberId, lineId, sku, categories, brand, quantity,
    unitAmountMinor, discountMinor, paidMinor)
  SELECT id, place, memberId, place + 1, CONCAT('sku-', sku), CONCAT('["category-', sku % ${CATEGORIES}, '"]'),
         CONCAT('brand-', sku % ${BRANDS}), 1, paidMinor, 0, paidMinor
    FROM (SELECT o.id, k.d AS place, o.memberId, ${drawn("sku", SKUS, "o.id", "k.d")} AS sku,
                 FLOOR(o.paidAmountMinor / o.lineCount)
                   + IF(k.d = 0, o.paidAmountMinor % o.lineCount, 0) AS paidMinor
            FROM shop_order o JOIN (${DIGITS}) k ON k.d < o.lineCount
           WHERE o.memberId BETWEEN ? AND ?) told
   ORDER BY id, place`;

/** Of each definition its id and the version that is issued. */
export type Definitions = readonly { id: number; versionId: number }[];

export const DISCOUNT_MINOR = 500;
export const VALID_DAYS = 365;
const NOTICE_DAYS = 3;
/** The coupon whose code everybody has; a member's own comes behind it. */
export const SHARED_ID = 1;
const OWN = `memberId + ${SHARED_ID}`;
const definition = `${drawn("definition", 1_000_000, "memberId")}`;
const oneOf = (ids: readonly number[]) =>
  `ELT(1 + (${definition}) % ${ids.length}, ${ids.map(Number).join(", ")})`;

/** Values: now. One member in two has a coupon of their own, from their first order on. */
const OWNERS = `(SELECT memberId, MIN(at) AS at, DATE_ADD(MIN(at), INTERVAL ${VALID_DAYS} DAY) AS until,
    DATE_ADD(?, INTERVAL ${NOTICE_DAYS} DAY) AS noticedUntil
  FROM seed_act WHERE memberId % 2 = 0 GROUP BY memberId) owner`;

export function issues(of: Definitions): string {
  return `
  INSERT INTO coupon_issue (id, definitionId, versionId, source, status, count, issuedCount, reason,
    actor, createdAt)
  SELECT ${OWN}, ${oneOf(of.map(({ id }) => id))}, ${oneOf(of.map(({ versionId }) => versionId))},
         'MEMBER', 'DONE', 1, 1, 'bulk', 'system', at FROM ${OWNERS} ORDER BY memberId`;
}

export function coupons(of: Definitions): string {
  return `
  INSERT INTO coupon (id, issueId, definitionId, versionId, memberId, status, uses, codeEnd, validFrom,
    validUntil, issuedAt, noticedAt, createdAt)
  SELECT ${OWN}, ${OWN}, ${oneOf(of.map(({ id }) => id))}, ${oneOf(of.map(({ versionId }) => versionId))},
         memberId, 'ACTIVE', 1, 'BULK', at, until, at, IF(until < noticedUntil, at, NULL), at
    FROM ${OWNERS} ORDER BY memberId`;
}

/** Values: a sealed code, first and last member. Nobody has these codes: no code has such a hash. */
export const CODES = `
  INSERT INTO coupon_code (couponId, codeHash, sealed)
  SELECT id, SHA2(CONCAT('bulk-coupon-', id), 256), sealed
    FROM coupon JOIN (SELECT ? AS sealed) one
   WHERE memberId BETWEEN ? AND ? ORDER BY id`;

const USE_COLUMNS = `couponId, memberId, orderId, activeOrderId, status, goodsMinor, discountMinor,
    allocation, usedOn, createdAt`;
const use = (couponId: string, whose: string) => `
  INSERT INTO coupon_use (${USE_COLUMNS})
  SELECT ${couponId}, memberId, reference, reference, 'USED', paidMinor + ${DISCOUNT_MINOR},
         ${DISCOUNT_MINOR}, '[]', DATE(at), at
    FROM seed_act WHERE kind = 'ORDER' AND reference = CONCAT('bulk-', memberId, '-1') AND ${whose}
   ORDER BY memberId`;
/** Half of them used it on their first order. */
export const OWN_USES = use(OWN, "memberId % 4 = 0");
/** One member in twenty has used the code that everybody has. */
export const SHARED_USES = use(String(SHARED_ID), "memberId % 20 = 1");

/** Values: definition, version, count of uses, moment. */
export const SHARED_ISSUE = `
  INSERT INTO coupon_issue (id, definitionId, versionId, source, status, count, issuedCount, reason,
    actor, createdAt)
  VALUES (${SHARED_ID}, ?, ?, 'PRINT', 'DONE', 1, 1, 'bulk', 'system', ?)`;
/** Values: definition, version, uses, until when, and the moment four times. */
export const SHARED_COUPON = `
  INSERT INTO coupon (id, issueId, definitionId, versionId, status, uses, codeEnd, validUntil, validFrom,
    issuedAt, noticedAt, createdAt)
  VALUES (${SHARED_ID}, ${SHARED_ID}, ?, ?, 'ACTIVE', ?, ?, ?, ?, ?, ?, ?)`;

/** Values: its code's hash and seal. */
export const SHARED_CODE_ROW = `INSERT INTO coupon_code (couponId, codeHash, sealed) VALUES (${SHARED_ID}, ?, ?)`;

/** Guests are numbered as the members of a chunk are: one for each ten of them, with two orders. */
const GUEST = "SHA2(CONCAT('bulk-guest-', n), 256)";
const GUESTS = "(SELECT DISTINCT memberId AS n FROM seed_order WHERE memberId % 10 = 3) guests";
/** The oldest day of a guest's order: all are still kept. */
const KEPT_DAYS = 60;

export const GUEST_KEYS = `
  INSERT INTO guest_key (keyHash, state, toldAt)
  SELECT ${GUEST}, 'OPEN', DATE_ADD(d.startsAt, INTERVAL 700 MINUTE)
    FROM ${GUESTS} JOIN seed_day d ON d.daysAgo = 1 + ${drawn("guest", KEPT_DAYS, "n", "1")}`;

const GUEST_ORDER = "CONCAT('bulk-guest-', n, '-', k)";
export const GUEST_EVENTS = `
  INSERT INTO guest_event (keyHash, orderId, kind, reference, position, occurredAt, orderedAt, told,
    createdAt)
  SELECT keyHash, orderId, 'ORDER_COMPLETED', orderId, 0, at, at,
         CONCAT('{"type":"ORDER_COMPLETED","timestamp":"', stamp, '","data":{"orderId":"', orderId,
           '","paidAmountMinor":', 3000 + ${drawn("guestPaid", 50_000, "orderId")}, ',"paidAt":"', stamp, '"}}'), at
    FROM (SELECT ${GUEST} AS keyHash, ${GUEST_ORDER} AS orderId, d.startsAt AS at,
                 DATE_FORMAT(d.startsAt, '%Y-%m-%dT%H:%i:%s.000Z') AS stamp
            FROM ${GUESTS} JOIN (SELECT 1 AS k UNION ALL SELECT 2) orders
            JOIN seed_day d ON d.daysAgo = 1 + ${drawn("guest", KEPT_DAYS, "n", "k")}) told`;
