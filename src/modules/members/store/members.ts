import type { MemberRef } from "@/platform/auth";
import { type Reader, reader, type Tx, type Values } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import { marks, rowsByKey } from "@/platform/read-together";
import type { MemberStatus } from "../schema";
import { insertParts } from "./names";

/** The row that orders everything about a member; instants as Date, birthday as YYYY-MM-DD. */
export interface MemberRow {
  id: number;
  memberCode: string;
  externalId: string | null;
  nickname: string | null;
  /** E.164; as it was written where a release before kept what is none. */
  phone: string | null;
  /** The phone again where it means this member and nobody else; by it they are found. */
  phoneKey: string | null;
  phoneVerifiedAt: Date | null;
  /** In its one form. */
  email: string | null;
  emailVerifiedAt: Date | null;
  status: MemberStatus;
  birthday: string | null;
  birthdayChangedAt: Date | null;
  /** Since when the present birthday is known; null: since they enrolled. */
  birthdaySetAt: Date | null;
  emailConsent: boolean;
  smsConsent: boolean;
  marketingConsent: boolean;
  /** Counts the changes of what is known about the person. */
  recordVersion: number;
  recordChangedAt: Date | null;
  tierCode: string;
  tierSince: Date;
  tierProtectedUntil: Date | null;
  tierKeepUntil: Date | null;
  tierFloorCode: string | null;
  spendMinor: number;
  orderCount: number;
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  totalEarned: number;
  totalRedeemed: number;
  totalExpired: number;
  nextPointsEventAt: Date | null;
  joinedAt: Date;
  lastActiveAt: Date | null;
  closedAt: Date | null;
  /** Who stays, of somebody who had two memberships. */
  mergedIntoId: number | null;
}

/** How each is read; a column that is left out does not compile. */
const COLUMN_SQL: Record<keyof MemberRow, string> = {
  id: "id",
  memberCode: "memberCode",
  externalId: "externalId",
  nickname: "nickname",
  phone: "phone",
  phoneKey: "phoneKey",
  phoneVerifiedAt: "phoneVerifiedAt",
  email: "email",
  emailVerifiedAt: "emailVerifiedAt",
  status: "status",
  birthday: "DATE_FORMAT(birthday, '%Y-%m-%d') AS birthday",
  birthdayChangedAt: "birthdayChangedAt",
  birthdaySetAt: "birthdaySetAt",
  emailConsent: "emailConsent",
  smsConsent: "smsConsent",
  marketingConsent: "marketingConsent",
  recordVersion: "recordVersion",
  recordChangedAt: "recordChangedAt",
  tierCode: "tierCode",
  tierSince: "tierSince",
  tierProtectedUntil: "tierProtectedUntil",
  tierKeepUntil: "tierKeepUntil",
  tierFloorCode: "tierFloorCode",
  spendMinor: "spendMinor",
  orderCount: "orderCount",
  available: "available",
  pending: "pending",
  frozen: "frozen",
  owed: "owed",
  totalEarned: "totalEarned",
  totalRedeemed: "totalRedeemed",
  totalExpired: "totalExpired",
  nextPointsEventAt: "nextPointsEventAt",
  joinedAt: "joinedAt",
  lastActiveAt: "lastActiveAt",
  closedAt: "closedAt",
  mergedIntoId: "mergedIntoId",
};

const COLUMNS = Object.values(COLUMN_SQL).join(", ");

/** Each way of naming a member is a unique index. */
function condition(ref: MemberRef): [string, Values] {
  if ("memberId" in ref) return ["id = ?", [ref.memberId]];
  if ("externalId" in ref) return ["externalId = ?", [ref.externalId]];
  if ("memberCode" in ref) return ["memberCode = ?", [ref.memberCode]];
  return ["phoneKey = ?", [ref.phone]];
}

function tidy(row: MemberRow | undefined): MemberRow | undefined {
  if (!row) return undefined;
  row.emailConsent = Boolean(row.emailConsent);
  row.smsConsent = Boolean(row.smsConsent);
  row.marketingConsent = Boolean(row.marketingConsent);
  return row;
}

const byId = rowsByKey<number, MemberRow>(
  (count) => `SELECT ${COLUMNS} FROM member WHERE id IN (${marks(count)})`,
  ({ id }) => id,
);

export async function find(db: Reader, ref: MemberRef): Promise<MemberRow | undefined> {
  if ("memberId" in ref) return tidy((await byId(db, ref.memberId))[0]);
  const [where, values] = condition(ref);
  return tidy(await db.row<MemberRow>(`SELECT ${COLUMNS} FROM member WHERE ${where}`, values));
}

export async function lock(tx: Tx, ref: MemberRef): Promise<MemberRow | undefined> {
  const [where, values] = condition(ref);
  const sql = `SELECT ${COLUMNS} FROM member WHERE ${where} FOR UPDATE`;
  return tidy(await tx.row<MemberRow>(sql, values));
}

/** How many members have a phone that means none of them, so far as one can't be told from two. */
export async function unclearPhones(db: Reader, phone: string): Promise<number> {
  const sql = "SELECT id FROM member WHERE phone = ? AND phoneKey IS NULL LIMIT 2";
  return (await db.rows(sql, [phone])).length;
}

/** Undefined where somebody else has locked the row. */
export async function lockIfFree(tx: Tx, memberId: number): Promise<MemberRow | undefined> {
  const sql = `SELECT ${COLUMNS} FROM member WHERE id = ? FOR UPDATE SKIP LOCKED`;
  return tidy(await tx.row<MemberRow>(sql, [memberId]));
}

/** The columns that acts on points, orders and tiers change. */
export const HOT = [
  "available",
  "pending",
  "frozen",
  "owed",
  "totalEarned",
  "totalRedeemed",
  "totalExpired",
  "nextPointsEventAt",
  "spendMinor",
  "orderCount",
  "tierCode",
  "tierSince",
  "tierProtectedUntil",
  "tierKeepUntil",
  "tierFloorCode",
  "lastActiveAt",
] as const satisfies readonly (keyof MemberRow)[];

/** Written once at the end of a work. */
export function saveHot(tx: Tx, member: MemberRow): void {
  tx.send(`UPDATE member SET ${HOT.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`, [
    ...HOT.map((column) => member[column]),
    member.id,
  ]);
}

/** The columns that say who somebody is; the external id is changed on its own. */
const IDENTITY = [
  "nickname",
  "phone",
  "phoneKey",
  "phoneVerifiedAt",
  "email",
  "emailVerifiedAt",
  "status",
  "birthday",
  "birthdayChangedAt",
  "birthdaySetAt",
  "emailConsent",
  "smsConsent",
  "marketingConsent",
  "recordVersion",
  "recordChangedAt",
  "closedAt",
] as const satisfies readonly (keyof MemberRow)[];

export function saveIdentity(tx: Tx, member: MemberRow): void {
  const set = IDENTITY.map((column) => `${column} = ?`).join(", ");
  const values = IDENTITY.map((column) => member[column]);
  tx.send(`UPDATE member SET ${set} WHERE id = ?`, [...values, member.id]);
  tx.send("DELETE FROM nickname_part WHERE memberId = ?", [member.id]);
  insertParts(tx, [member]);
}

export interface NewMember {
  memberCode: string;
  externalId: string | null;
  nickname: string | null;
  phone: string | null;
  phoneKey: string | null;
  phoneVerifiedAt: Date | null;
  email: string | null;
  emailVerifiedAt: Date | null;
  birthday: string | null;
  tierCode: string;
  joinedAt: Date;
}

export async function insert(tx: Tx, member: NewMember): Promise<number> {
  const insertId = await tx.insertNamed(
    "member",
    insertInto(
      "member",
      [
        "memberCode",
        "externalId",
        "nickname",
        "phone",
        "phoneKey",
        "phoneVerifiedAt",
        "email",
        "emailVerifiedAt",
        "birthday",
        "tierCode",
        "tierSince",
        "joinedAt",
      ],
      { ...member, tierSince: member.joinedAt },
    ),
  );
  insertParts(tx, [{ id: insertId, nickname: member.nickname }]);
  return insertId;
}

/** Whom a former external id means: only its hash is kept, with no member where nobody enrolled them. */
export function closedIdentity(
  db: Reader,
  hashes: readonly [keyed: string, plain: string],
): Promise<{ memberId: number | null } | undefined> {
  const sql = "SELECT memberId FROM closed_identity WHERE externalIdHash IN (?, ?)";
  return db.row(sql, hashes);
}

export async function unkeyedIdentities(db: Reader, limit: number): Promise<string[]> {
  const sql = "SELECT externalIdHash FROM closed_identity WHERE isKeyed = 0 LIMIT ?";
  const rows = await db.rows<{ externalIdHash: string }>(sql, [limit]);
  return rows.map(({ externalIdHash }) => externalIdHash);
}

export async function keyIdentity(plain: string, keyed: string): Promise<void> {
  await reader.write(
    "UPDATE closed_identity SET externalIdHash = ?, isKeyed = 1 WHERE externalIdHash = ? AND isKeyed = 0",
    [keyed, plain],
  );
}

export function insertClosedIdentity(
  tx: Tx,
  identity: { externalIdHash: string; memberId: number | null; closedAt: Date },
): void {
  tx.send(
    ...insertInto("closed_identity", ["externalIdHash", "memberId", "closedAt", "isKeyed"], {
      ...identity,
      isKeyed: 1,
    }),
  );
}

export function eraseExternalId(tx: Tx, memberId: number): void {
  tx.send("UPDATE member SET externalId = NULL WHERE id = ?", [memberId]);
}

/** Takes a member back out whose insertion turned out to be wrong within the same act. */
export async function removeNew(tx: Tx, memberId: number): Promise<void> {
  tx.send("DELETE FROM nickname_part WHERE memberId = ?", [memberId]);
  await tx.write("DELETE FROM member WHERE id = ?", [memberId]);
}

export interface MemberName {
  id: number;
  memberCode: string;
  nickname: string | null;
}

export function namesOf(db: Reader, ids: readonly number[]): Promise<MemberName[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const marks = ids.map(() => "?").join(",");
  return db.rows<MemberName>(
    `SELECT id, memberCode, nickname FROM member WHERE id IN (${marks})`,
    ids,
  );
}
