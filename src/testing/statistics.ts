import { RollupFollower } from "@/modules/stats/service/follow";
import { reader } from "@/platform/db";
import { publishAll } from "./receiver";

/** Every figure of the statistics twice: as the rollups have it, and counted anew from the tables. */

export type Figures = Record<string, Record<string, number>>;

/** Publishes what waits, and follows it to its end. */
export async function followAll(): Promise<void> {
  await publishAll();
  const follower = new RollupFollower();
  while (await follower.turn());
}

async function figures(sql: string): Promise<Record<string, number>> {
  const rows = await reader.rows<{ name: string; figure: number }>(sql);
  const nonzero = rows.filter(({ figure }) => figure !== 0);
  return Object.fromEntries(nonzero.map(({ name, figure }) => [name, figure]).sort());
}

const named = (parts: string[], figure: string, from: string) =>
  `SELECT name, CAST(SUM(figure) AS SIGNED) AS figure
     FROM (SELECT CONCAT_WS(' ', ${parts}) AS name, ${figure} AS figure FROM ${from}) named
    GROUP BY name`;

const DAY_COLUMNS = [
  "enrolled",
  "closed",
  "earned",
  "redeemed",
  "expired",
  "clawedBack",
  "restored",
  "adjusted",
  "forfeited",
  "writtenOff",
  "outstandingDelta",
  "owedDelta",
  "orders",
  "spendMinor",
  "refundedMinor",
];
const ACTIVITY_COLUMNS = ["participants", "pointsGiven", "orders", "spendMinor"];
const BENEFIT_COLUMNS = ["uses", "valueMinor", "points"];

/** What the rollups say. */
export async function rolledUp(): Promise<Figures> {
  const found: Figures = {};
  for (const column of DAY_COLUMNS) {
    found[column] = await figures(named(["day"], column, "stat_day"));
  }
  found.tiers = await figures(named(["day", "tierCode"], "members", "stat_tier_day"));
  found.expiry = await figures(named(["month"], "points", "stat_expiry"));
  for (const column of BENEFIT_COLUMNS) {
    const parts = ["benefitId", "day", "tierCode"];
    found[`benefit ${column}`] = await figures(named(parts, column, "stat_benefit_day"));
  }
  const who = ["benefitId", "day", "tierCode", "memberId"];
  found["benefit members"] = await figures(named(who, "uses", "stat_benefit_member"));
  for (const column of ACTIVITY_COLUMNS) {
    // The points of an award have no day in the tables, only the activity's sum.
    const parts = column === "pointsGiven" ? ["activityId"] : ["activityId", "day"];
    found[`activity ${column}`] = await figures(named(parts, column, "stat_activity_day"));
  }
  found.active = await activeRolledUp();
  found.saved = await figures(named(SAVED_BY, "valueMinor", "stat_saving_year"));
  found["saved lines"] = await figures(named(SAVED_BY, "count", "stat_saving_year"));
  return found;
}

async function activeRolledUp(): Promise<Record<string, number>> {
  const rows = await reader.rows<{ day: string; activeDelta: number }>(
    "SELECT day, activeDelta FROM stat_day WHERE activeDelta <> 0 ORDER BY day",
  );
  let active = 0;
  const byDay: Record<string, number> = {};
  for (const { day, activeDelta } of rows) {
    active += activeDelta;
    byDay[day] = active;
  }
  return byDay;
}

/** Shanghai has no summer time. */
const day = (column: string) => `DATE(DATE_ADD(${column}, INTERVAL 8 HOUR))`;
const month = (column: string) =>
  `DATE_FORMAT(DATE_ADD(DATE_SUB(${column}, INTERVAL 1000 MICROSECOND), INTERVAL 8 HOUR), '%Y-%m-01')`;

const OUTSTANDING = "availableDelta + pendingDelta + frozenDelta";

const ofType = (type: string, figure: string) =>
  named([day("effectiveAt")], figure, `points_entry WHERE type = '${type}'`);
const gained = (type: string) => ofType(type, `${OUTSTANDING} - owedDelta`);
const lost = (type: string) => ofType(type, `owedDelta - (${OUTSTANDING})`);

const COUNTED_REFUNDS = `order_refund r JOIN shop_order o ON o.id = r.orderRowId
  WHERE r.status = 'APPLIED' AND o.cancelledAt IS NULL`;
const COUNTED_ORDERS = "shop_order WHERE paidAt IS NOT NULL AND cancelledAt IS NULL";
const USED = "benefit_usage WHERE status = 'USED'";
const IN_WINDOW = `activity a JOIN activity_participation p ON p.activityId = a.id
  JOIN shop_order o ON o.memberId = p.memberId AND o.paidAt >= a.startsAt AND o.paidAt < a.endsAt
  WHERE o.cancelledAt IS NULL`;

/** The tier that a member had when their account closed. */
const TIER_AT_CLOSING = `COALESCE((SELECT toCode FROM tier_change c WHERE c.memberId = m.id
  AND c.effectiveAt < m.closedAt ORDER BY c.id DESC LIMIT 1), 'REGISTERED')`;
const TIER_MOVES = `(
  SELECT ${day("joinedAt")} AS day, 'REGISTERED' AS tierCode, 1 AS members FROM member
  UNION ALL SELECT ${day("c.effectiveAt")}, c.toCode, 1 FROM tier_change c JOIN member m
    ON m.id = c.memberId AND (m.closedAt IS NULL OR c.effectiveAt < m.closedAt)
  UNION ALL SELECT ${day("c.effectiveAt")}, c.fromCode, -1 FROM tier_change c JOIN member m
    ON m.id = c.memberId AND (m.closedAt IS NULL OR c.effectiveAt < m.closedAt)
  UNION ALL SELECT ${day("m.closedAt")}, ${TIER_AT_CLOSING}, -1 FROM member m
    WHERE m.closedAt IS NOT NULL) moves`;

const SAVED_BY = ["memberId", "year", "kind"];

/** What is left of a value that was taken off an order whose amount was told as so much. */
const leftOf = (value: string, told: string) => `CASE
  WHEN o.id IS NULL OR (o.paidAmountMinor IS NULL AND o.cancelledAt IS NULL) THEN ${value}
  WHEN o.cancelledAt IS NOT NULL THEN 0
  WHEN o.paidAmountMinor > 0 THEN ${value} * (o.paidAmountMinor - o.refundedMinor)
    DIV GREATEST(o.paidAmountMinor, COALESCE(f.paidAmountMinor, 0))
  ELSE ${value} * GREATEST(0, COALESCE(o.amountMinor, ${told}) - o.undoneMinor)
    DIV GREATEST(COALESCE(o.amountMinor, ${told}), COALESCE(f.paidAmountMinor, 0), 1) END`;
const ITS_ORDER = `LEFT JOIN shop_order o ON o.orderId = u.orderId
  LEFT JOIN order_change f ON f.orderRowId = o.id AND f.version = 0 WHERE u.status = 'USED'`;
const BENEFIT_LEFT = leftOf("u.valueMinor", "u.orderAmountMinor");

/** What was used on orders, one by one, as the orders stand. */
const SAVED = `(
  SELECT u.memberId, YEAR(u.usedOn) AS year, 'PRICE' AS kind, ${BENEFIT_LEFT} AS valueMinor
    FROM benefit_usage u ${ITS_ORDER} AND u.type = 'DISCOUNT'
  UNION ALL SELECT u.memberId, YEAR(u.usedOn), 'SHIPPING', IF(${BENEFIT_LEFT} > 0, u.valueMinor, 0)
    FROM benefit_usage u ${ITS_ORDER} AND u.type = 'FREE_SHIPPING'
  UNION ALL SELECT u.memberId, YEAR(u.usedOn), 'COUPON', ${leftOf("u.discountMinor", "u.goodsMinor")}
    FROM coupon_use u ${ITS_ORDER}
  UNION ALL SELECT memberId, YEAR(${day("createdAt")}), 'POINTS',
      discountMinor * (points - restored) DIV points FROM points_redemption
  UNION ALL SELECT memberId, YEAR(${day("paidAt")}), 'SPEND', paidAmountMinor - refundedMinor
    FROM ${COUNTED_ORDERS}) saved WHERE valueMinor > 0`;

const TRUTH: Record<string, string> = {
  saved: named(SAVED_BY, "valueMinor", SAVED),
  "saved lines": named(SAVED_BY, "1", SAVED),
  enrolled: named([day("joinedAt")], "1", "member"),
  closed: named([day("closedAt")], "1", "member WHERE closedAt IS NOT NULL"),
  earned: gained("EARN"),
  redeemed: lost("REDEEM"),
  expired: lost("EXPIRE"),
  clawedBack: lost("CLAW_BACK"),
  restored: gained("RESTORE"),
  adjusted: gained("ADJUST"),
  forfeited: ofType("FORFEIT", `-(${OUTSTANDING})`),
  writtenOff: ofType("FORFEIT", "-owedDelta"),
  outstandingDelta: named([day("effectiveAt")], OUTSTANDING, "points_entry"),
  owedDelta: named([day("effectiveAt")], "owedDelta", "points_entry"),
  orders: named([day("paidAt")], "1", COUNTED_ORDERS),
  spendMinor: named([day("paidAt")], "paidAmountMinor", COUNTED_ORDERS),
  refundedMinor: named(
    [day("r.refundedAt")],
    "COALESCE(r.spendMinor, r.countedMinor)",
    COUNTED_REFUNDS,
  ),
  tiers: named(["day", "tierCode"], "members", TIER_MOVES),
  expiry: named([month("expiresAt")], "remaining + frozen", "points_lot"),
  "benefit uses": named(["benefitId", "usedOn", "tierCode"], "1", USED),
  "benefit valueMinor": named(["benefitId", "usedOn", "tierCode"], "valueMinor", USED),
  "benefit points": named(["benefitId", "usedOn", "tierCode"], "points", USED),
  "benefit members": named(["benefitId", "usedOn", "tierCode", "memberId"], "1", USED),
  "activity participants": named(["activityId", day("joinedAt")], "1", "activity_participation"),
  "activity pointsGiven": named(["id"], "pointsGiven + pointsReturned", "activity"),
  "activity orders": named(["a.id", day("o.paidAt")], "1", IN_WINDOW),
  "activity spendMinor": named(
    ["a.id", day("o.paidAt")],
    "o.paidAmountMinor - o.refundedMinor",
    IN_WINDOW,
  ),
};

/** The days on which members did something. */
const SIGNS = `SELECT id AS memberId, ${day("joinedAt")} AS day FROM member
  UNION SELECT memberId, ${day("effectiveAt")} FROM points_entry WHERE type = 'REDEEM'
    OR (type = 'EARN' AND referenceType NOT IN ('REFERRAL', 'BIRTHDAY'))
  UNION SELECT memberId, ${day("paidAt")} FROM ${COUNTED_ORDERS}
  UNION SELECT memberId, usedOn FROM ${USED}
  UNION SELECT memberId, ${day("joinedAt")} FROM activity_participation`;

/** What the ledger, the orders and the members say, each figure by one statement over all of them. */
export async function counted(days: readonly string[]): Promise<Figures> {
  const found: Figures = {};
  for (const [name, sql] of Object.entries(TRUTH)) found[name] = await figures(sql);
  const active = days.map(async (on) => {
    const row = await reader.row<{ members: number }>(
      `SELECT COUNT(DISTINCT memberId) AS members FROM (${SIGNS}) signs
        WHERE day BETWEEN DATE_SUB(?, INTERVAL 29 DAY) AND ?`,
      [on, on],
    );
    return [on, row?.members ?? 0] as const;
  });
  found.active = Object.fromEntries(await Promise.all(active));
  return found;
}

/** What members saved, by the rollup and by the orders themselves. */
export async function savedBothWays(): Promise<{ found: Figures; expected: Figures }> {
  const names = ["saved", "saved lines"];
  const all = await rolledUp();
  const of = async (name: string) => [name, await figures(TRUTH[name] ?? "")] as const;
  return {
    found: Object.fromEntries(names.map((name) => [name, all[name] ?? {}])),
    expected: Object.fromEntries(await Promise.all(names.map(of))),
  };
}
