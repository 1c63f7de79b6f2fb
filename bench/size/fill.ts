import { reader } from "@/platform/db";

/** What years of traffic leave beside what the bulk scenario writes: the log, events, deliveries, figures. */

const PATIENCE_MS = 1_800_000;
const TIERS = "ELT(1 + memberId % 5, 'REGISTERED', 'SILVER', 'GOLD', 'PLATINUM', 'DIAMOND')";

/** An audit row for each order, of a hundred actors, and now and then one of something rare. */
const AUDIT = `
  INSERT INTO audit_log (actor, action, memberId, target, requestId, createdAt)
  SELECT IF(id % 3 = 0, 'webhook', CONCAT(IF(id % 3 = 1, 'service:', 'operator:'), id % 50)),
         IF(id % 5000 = 7, 'points.adjust', IF(id % 3 = 0, 'orders.complete', 'points.earn')),
         memberId, CONCAT('order:', orderId), CONCAT('size-', id), createdAt FROM shop_order`;

const EVENTS = `
  INSERT INTO outbox_event (sequence, type, memberId, data, occurredAt, createdAt)
  SELECT id, IF(id % 40 = 1, 'tier.changed', 'points.earned'), memberId, '{}', createdAt, createdAt
    FROM shop_order WHERE id <= ?`;

const ENDPOINT = `
  INSERT INTO webhook_endpoint (id, url, types, status, secret, position, createdBy, createdAt)
  VALUES (1, 'https://hooks.example.com/', '*', 'PAUSED', 'size', 0, 'system', NOW(3))`;
const DELIVERIES = `
  INSERT INTO webhook_delivery (endpointId, sequence, lane, type, status, attempts, nextAttemptAt,
    createdAt, finishedAt)
  SELECT 1, sequence, memberId, type,
         IF(sequence % 1000 = 3, 'FAILED', IF(sequence % 100 = 5, 'WAITING', 'DELIVERED')), 1,
         createdAt, createdAt, IF(sequence % 100 = 5, NULL, createdAt)
    FROM outbox_event WHERE sequence <= ?`;

/** A benefit used on two orders in five, as rollups know it. */
const USAGES = `
  INSERT INTO benefit_usage (memberId, benefitId, type, orderId, activeOrderId, tierCode,
    programVersionId, status, orderAmountMinor, shippingMinor, valueMinor, points, usedOn, createdAt)
  SELECT memberId, CONCAT('B', id % 4), 'FREE_SHIPPING', orderId, orderId, ${TIERS}, 1, 'USED',
         paidAmountMinor, 800, 800, 0, DATE(paidAt), paidAt FROM shop_order WHERE id % 5 < 2`;
const BENEFIT_MEMBERS = `
  INSERT INTO stat_benefit_member (benefitId, day, tierCode, memberId, uses)
  SELECT benefitId, usedOn, tierCode, memberId, COUNT(*) FROM benefit_usage
   GROUP BY benefitId, usedOn, tierCode, memberId`;
const BENEFIT_DAYS = `
  INSERT INTO stat_benefit_day (benefitId, day, tierCode, uses, valueMinor, points)
  SELECT benefitId, usedOn, tierCode, COUNT(*), SUM(valueMinor), 0 FROM benefit_usage
   GROUP BY benefitId, usedOn, tierCode`;
const DAYS = `
  INSERT INTO stat_day (day, enrolled, earned, orders, spendMinor, outstandingDelta)
  SELECT DATE(paidAt), COUNT(*) DIV 4, SUM(pointsEarned), COUNT(*), SUM(paidAmountMinor), SUM(pointsEarned)
    FROM shop_order GROUP BY DATE(paidAt)
  ON DUPLICATE KEY UPDATE orders = stat_day.orders + VALUES(orders)`;
const TIER_DAYS = `
  INSERT INTO stat_tier_day (day, tierCode, members)
  SELECT DATE(effectiveAt), toCode, COUNT(*) FROM tier_change GROUP BY DATE(effectiveAt), toCode
  ON DUPLICATE KEY UPDATE members = stat_tier_day.members + VALUES(members)`;

const REWARD = `
  INSERT INTO reward (id, kind, name, nameEn, pointsCost, onShelf, createdAt, updatedAt)
  VALUES (1, 'PRODUCT', '杯子', 'Mug', 100, 1, NOW(3), NOW(3))`;
const REDEMPTIONS = `
  INSERT INTO reward_redemption (memberId, rewardId, kind, rewardName, rewardNameEn, quantity, pointsCost,
    month, status, deliveryAddress, createdAt)
  SELECT memberId, 1, 'PRODUCT', '杯子', 'Mug', 1, 100, DATE_FORMAT(paidAt, '%Y-%m'),
         IF(id % 40 = 1, 'PENDING', 'DONE'), NULL, paidAt FROM shop_order WHERE id % 10 = 1`;

const STEPS: [what: string, sql: string, values?: readonly number[]][] = [
  ["audit rows", AUDIT],
  ["events", EVENTS, [1_000_000]],
  ["endpoint", ENDPOINT],
  ["deliveries", DELIVERIES, [1_000_000]],
  ["published", "UPDATE outbox_publisher SET sequence = (SELECT MAX(sequence) FROM outbox_event)"],
  ["uses of benefits", USAGES],
  ["members by benefit", BENEFIT_MEMBERS],
  ["days of benefits", BENEFIT_DAYS],
  ["days", DAYS],
  ["days of tiers", TIER_DAYS],
  ["reward", REWARD],
  ["redemptions", REDEMPTIONS],
];
const TABLES = `audit_log, outbox_event, webhook_delivery, benefit_usage, stat_benefit_member,
  stat_benefit_day, reward_redemption`;

export async function fillUp(say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  for (const [what, sql, values = []] of STEPS) {
    await reader.rows(sql, values, PATIENCE_MS);
    say(`${what}, ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  await reader.rows(`ANALYZE TABLE ${TABLES}`, [], PATIENCE_MS);
}
