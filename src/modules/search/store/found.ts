import type { Reader, Values } from "@/platform/db";
import { withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";

/**
 * What the console searches: each statement along one index, with an end, whatever is beside it.
 */

/** So many of a kind are shown. */
export const SHOWN_MAX = 5;
/** Titles are looked at one by one: of more than so many the newest. */
const TITLES_MAX = 1_000;

/** The start of a word as a LIKE pattern, with its own % and _ taken literally. */
const startOf = (word: string) => `${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

export interface FoundMember {
  id: number;
  memberCode: string;
  externalId: string | null;
  nickname: string | null;
  phone: string | null;
  status: string;
}

const MEMBER = "m.id, m.memberCode, m.externalId, m.nickname, m.phone, m.status";

/** By the start of one of their columns, each an index. */
export function membersBy(
  db: Reader,
  column: "memberCode" | "externalId" | "phone",
  word: string,
): Promise<FoundMember[]> {
  // Of a code that is one member's alone, more to sort by would be a sort.
  const order = column === "phone" ? "m.phone, m.id" : `m.${column}`;
  return db.rows(
    `SELECT ${MEMBER} FROM member m WHERE m.${column} LIKE ? ORDER BY ${order} LIMIT ${SHOWN_MAX}`,
    [startOf(word)],
  );
}

/** By any part of a nickname. */
export async function membersNamed(db: Reader, name: string): Promise<FoundMember[]> {
  return db.rows(
    `SELECT ${MEMBER} FROM nickname_part p STRAIGHT_JOIN member m ON m.id = p.memberId
      WHERE p.part LIKE ? ORDER BY p.part, p.memberId LIMIT ${SHOWN_MAX}`,
    [startOf(name)],
  );
}

const marks = (values: readonly unknown[]) => values.map(() => "?").join(",");

export async function membersById(db: Reader, ids: readonly number[]): Promise<FoundMember[]> {
  return db.rows(`SELECT ${MEMBER} FROM member m WHERE m.id IN (${marks(ids)})`, [...ids]);
}

export interface FoundOrder {
  orderId: string;
  memberId: number | null;
  memberCode: string | null;
  nickname: string | null;
  amountMinor: number | null;
  at: Date | null;
  isCancelled: number;
}

const ORDER = `SELECT o.orderId, o.memberId, m.memberCode, m.nickname, o.paidAmountMinor AS amountMinor,
    COALESCE(o.paidAt, o.createdAt) AS at, o.cancelledAt IS NOT NULL AS isCancelled
  FROM shop_order o STRAIGHT_JOIN member m ON m.id = o.memberId`;

/** Members' orders by the start of the shop's id. */
export function ordersFrom(db: Reader, word: string): Promise<FoundOrder[]> {
  return db.rows(`${ORDER} WHERE o.orderId LIKE ? ORDER BY o.orderId LIMIT ${SHOWN_MAX}`, [
    startOf(word),
  ]);
}

export function ordersNamed(db: Reader, orderIds: readonly string[]): Promise<FoundOrder[]> {
  return db.rows(`${ORDER} WHERE o.orderId IN (${marks(orderIds)})`, [...orderIds]);
}

/** Of somebody who is no member yet. */
export function guestOrder(db: Reader, orderId: string): Promise<FoundOrder[]> {
  return db.rows(
    `SELECT g.orderId, NULL AS memberId, NULL AS memberCode, NULL AS nickname, NULL AS amountMinor,
        g.orderedAt AS at, 0 AS isCancelled
       FROM guest_event g WHERE g.orderId = ? ORDER BY g.id LIMIT 1`,
    [orderId],
  );
}

export interface FoundRedemption {
  id: number;
  memberId: number;
  memberCode: string;
  name: LocalizedText;
  status: string;
  carrier: string | null;
  trackingCode: string | null;
  at: Date;
}

const REDEMPTION = `r.id, r.memberId, m.memberCode, r.rewardName AS name, r.rewardNameEn AS nameEn,
  r.rewardNameTexts AS nameTexts, r.status, r.carrier, r.trackingCode, r.createdAt AS at`;
const THEIRS = "STRAIGHT_JOIN member m ON m.id = r.memberId";

type Named = { name: LocalizedText };
type NamedRow<Row extends Named> = Omit<Row, "name"> & {
  name: string | null;
  nameEn: string | null;
  nameTexts: string | null;
};

async function named<Row extends Named>(db: Reader, sql: string, values: Values): Promise<Row[]> {
  const rows = await db.rows<NamedRow<Row>>(sql, values);
  return rows.map((row) => withTexts(row, ["name"]) as unknown as Row);
}

export function redemptionsById(db: Reader, ids: readonly number[]): Promise<FoundRedemption[]> {
  return named(
    db,
    `SELECT ${REDEMPTION} FROM reward_redemption r ${THEIRS} WHERE r.id IN (${marks(ids)})`,
    [...ids],
  );
}

export interface FoundParcel extends FoundRedemption {
  /** The number by which it was found: it may have another by now. */
  found: string;
}

/** By the start of a tracking number. */
export function parcelsFrom(db: Reader, word: string): Promise<FoundParcel[]> {
  return named(
    db,
    `SELECT ${REDEMPTION}, r.trackingCode AS found FROM reward_redemption r ${THEIRS}
      WHERE r.trackingCode LIKE ? ORDER BY r.trackingCode, r.id LIMIT ${SHOWN_MAX}`,
    [startOf(word)],
  );
}

/** By the start of a number that they had once. */
export function parcelsOnceFrom(db: Reader, word: string): Promise<FoundParcel[]> {
  return named(
    db,
    `SELECT ${REDEMPTION}, l.trackingCode AS found
       FROM reward_label l STRAIGHT_JOIN reward_redemption r ON r.id = l.redemptionId ${THEIRS}
      WHERE l.trackingCode LIKE ? ORDER BY l.trackingCode, l.id LIMIT ${SHOWN_MAX}`,
    [startOf(word)],
  );
}

/** By a code that it gave, which the shop alone honours. */
export function redemptionOfCode(db: Reader, code: string): Promise<FoundRedemption[]> {
  return named(
    db,
    `SELECT ${REDEMPTION} FROM reward_coupon c
       STRAIGHT_JOIN reward_redemption r ON r.id = c.redemptionId ${THEIRS} WHERE c.code = ?`,
    [code],
  );
}

export interface FoundCoupon {
  id: number;
  memberId: number | null;
  memberCode: string | null;
  codeEnd: string;
  status: string;
  nameTexts: string;
  at: Date | null;
}

export function couponsById(db: Reader, ids: readonly number[]): Promise<FoundCoupon[]> {
  return db.rows(
    `SELECT c.id, c.memberId, m.memberCode, c.codeEnd, c.status, v.nameTexts, c.validUntil AS at
       FROM coupon c JOIN coupon_version v ON v.id = c.versionId
       LEFT JOIN member m ON m.id = c.memberId WHERE c.id IN (${marks(ids)})`,
    [...ids],
  );
}

export interface FoundTitle {
  id: number;
  name: LocalizedText;
  status: string;
  at: Date;
}

const TITLE = {
  activity: `SELECT id, title AS name, titleEn AS nameEn, titleTexts AS nameTexts, status, endsAt AS at
    FROM activity`,
  reward: `SELECT id, name, nameEn, nameTexts, IF(onShelf, 'ON', 'OFF') AS status, updatedAt AS at
    FROM reward`,
} as const;

export type Titled = keyof typeof TITLE;

/** The newest, of which one has what is looked for in its title or not. */
export function newestTitles(db: Reader, kind: Titled): Promise<FoundTitle[]> {
  return named(db, `${TITLE[kind]} ORDER BY id DESC LIMIT ${TITLES_MAX}`, []);
}

export function titlesById(
  db: Reader,
  kind: Titled,
  ids: readonly number[],
): Promise<FoundTitle[]> {
  return named(db, `${TITLE[kind]} WHERE id IN (${marks(ids)})`, [...ids]);
}
