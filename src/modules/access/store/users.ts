import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Work } from "@/platform/work";
import type { Owed } from "../rules/second-factor";

export interface UserRow {
  id: number;
  email: string;
  /** Verified, in E.164. */
  phone: string | null;
  passwordHash: string | null;
  name: string;
  role: "member" | "operator" | "admin";
  memberId: number | null;
  /** Whoever set their password, where it is not a person of their own. */
  answeredForBy: number | null;
}

export interface SessionUserRow extends UserRow {
  lastSeenAt: Date | null;
  owes: Owed | null;
}

/**
 * The user of a session that is neither ended nor revoked and whose user is not disabled.
 *
 * @param staffSeenSince an operator's or admin's session that nobody used since then has ended
 */
export function userOfSession(
  sessionId: string,
  now: Date,
  staffSeenSince: Date,
): Promise<SessionUserRow | undefined> {
  return reader.row<SessionUserRow>(
    `SELECT u.id, u.email, u.phone, u.passwordHash, u.name, u.role, u.memberId, u.answeredForBy,
            s.lastSeenAt, s.owes
       FROM session s JOIN user u ON u.id = s.userId
      WHERE s.id = ? AND s.revokedAt IS NULL AND s.expiresAt > ? AND u.disabledAt IS NULL
        AND (u.role = 'member' OR COALESCE(s.lastSeenAt, s.createdAt) > ?)`,
    [sessionId, now, staffSeenSince],
  );
}

const COLUMNS = "id, email, phone, passwordHash, name, role, memberId, answeredForBy";

/** Who has one of these addresses and is not disabled; the column compares letter by letter. */
export async function usersByEmail(db: Reader, emails: readonly string[]): Promise<UserRow[]> {
  if (emails.length === 0) return [];
  return db.rows<UserRow>(
    `SELECT ${COLUMNS}
       FROM user WHERE email IN (${emails.map(() => "?").join(",")}) AND disabledAt IS NULL
      ORDER BY id`,
    emails,
  );
}

/** Whose verified number it is, unless they are disabled. */
export function userByPhone(db: Reader, phone: string): Promise<UserRow | undefined> {
  return db.row<UserRow>(`SELECT ${COLUMNS} FROM user WHERE phone = ? AND disabledAt IS NULL`, [
    phone,
  ]);
}

/** Not disabled. */
export function userById(db: Reader, id: number): Promise<UserRow | undefined> {
  return db.row<UserRow>(`SELECT ${COLUMNS} FROM user WHERE id = ? AND disabledAt IS NULL`, [id]);
}

/** Not disabled, and locked: what opens or ends sessions of an account is one after the other. */
export function lockUser(tx: Tx, id: number): Promise<UserRow | undefined> {
  return tx.row<UserRow>(
    `SELECT ${COLUMNS} FROM user WHERE id = ? AND disabledAt IS NULL FOR UPDATE`,
    [id],
  );
}

/** What somebody agreed to, and when. */
export interface Agreement {
  termsUrl: string | null;
  termsAcceptedAt: Date | null;
}

export async function insertUser(
  work: Work,
  user: Omit<UserRow, "id"> & Agreement & { createdAt: Date },
): Promise<number> {
  const { insertId } = await work.tx.write(
    ...insertInto(
      "user",
      [
        "email",
        "phone",
        "passwordHash",
        "name",
        "role",
        "memberId",
        "answeredForBy",
        "termsUrl",
        "termsAcceptedAt",
        "createdAt",
      ],
      user,
    ),
  );
  return insertId;
}

/** The member of an account, and the addresses that were proven to be theirs; undefined for no account. */
export function memberOfUser(
  db: Reader,
  userId: number,
): Promise<Pick<UserRow, "memberId" | "email" | "phone"> | undefined> {
  return db.row("SELECT memberId, email, phone FROM user WHERE id = ?", [userId]);
}

export async function emailInUse(db: Reader, emails: readonly string[]): Promise<boolean> {
  const marks = emails.map(() => "?").join(",");
  const sql = `SELECT 1 AS one FROM user WHERE email IN (${marks}) LIMIT 1`;
  return (await db.row(sql, emails)) !== undefined;
}

/** Disabled or not. */
export async function phoneInUse(db: Reader, phone: string): Promise<boolean> {
  return (await db.row("SELECT 1 AS one FROM user WHERE phone = ?", [phone])) !== undefined;
}

/** False where it is no longer the one that was looked at, or the account is disabled by now. */
export async function savePassword(
  work: Work,
  { id, passwordHash }: Pick<UserRow, "id" | "passwordHash">,
  hash: string,
): Promise<boolean> {
  const { affectedRows } = await work.tx.write(
    "UPDATE user SET passwordHash = ? WHERE id = ? AND passwordHash <=> ? AND disabledAt IS NULL",
    [hash, id, passwordHash],
  );
  return affectedRows > 0;
}

export async function saveContact(
  work: Work,
  { id, email, phone }: Pick<UserRow, "id" | "email" | "phone">,
): Promise<void> {
  await work.tx.write("UPDATE user SET email = ?, phone = ? WHERE id = ?", [email, phone, id]);
}

/** The account of a member, disabled or not. */
export function userOfMember(
  db: Reader,
  memberId: number,
): Promise<{ id: number; disabledAt: Date | null } | undefined> {
  return db.row("SELECT id, disabledAt FROM user WHERE memberId = ?", [memberId]);
}

export function contactsOfMember(
  db: Reader,
  memberId: number,
): Promise<Pick<UserRow, "email" | "phone"> | undefined> {
  return db.row("SELECT email, phone FROM user WHERE memberId = ?", [memberId]);
}

export interface StaffRow {
  id: number;
  name: string;
  email: string;
  role: "operator" | "admin";
  disabledAt: Date | null;
  createdAt: Date;
  lastSignInAt: Date | null;
  hasSecondFactor: boolean;
  hasPasskey: boolean;
}

/** One of the staff as they are now. */
export function staffNow(
  db: Reader,
  userId: number,
): Promise<Pick<StaffRow, "role" | "disabledAt"> | undefined> {
  return db.row(`SELECT role, disabledAt FROM user WHERE ${STAFF} AND id = ?`, [userId]);
}

const STAFF = "role IN ('operator', 'admin')";

export function staffBefore(
  db: Reader,
  beforeId: number | null,
  limit: number,
): Promise<StaffRow[]> {
  return db.rows<StaffRow>(
    `SELECT id, name, email, role, disabledAt, createdAt,
            (SELECT MAX(s.createdAt) FROM session s
              WHERE s.userId = user.id AND s.owes IS NULL) AS lastSignInAt,
            EXISTS (SELECT 1 FROM second_factor f WHERE f.userId = user.id) AS hasSecondFactor,
            EXISTS (SELECT 1 FROM passkey p WHERE p.userId = user.id) AS hasPasskey
       FROM user WHERE ${STAFF} AND id < ? ORDER BY id DESC LIMIT ?`,
    [beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export async function actingAdmins(db: Reader): Promise<number> {
  const row = await db.row<{ admins: number }>(
    "SELECT COUNT(*) AS admins FROM user WHERE role = 'admin' AND disabledAt IS NULL",
  );
  return row?.admins ?? 0;
}

/**
 * One of the staff and every admin, locked in the order of their ids, so that two admins who disable
 * each other are one after the other.
 */
export function lockStaff(
  tx: Reader,
  userId: number,
): Promise<Pick<StaffRow, "id" | "name" | "email" | "role" | "disabledAt">[]> {
  return tx.rows(
    `SELECT id, name, email, role, disabledAt FROM user
      WHERE ${STAFF} AND (role = 'admin' OR id = ?) ORDER BY id FOR UPDATE`,
    [userId],
  );
}

export async function saveStaff(
  work: Work,
  user: Pick<StaffRow, "id" | "role" | "disabledAt">,
): Promise<void> {
  await work.tx.write("UPDATE user SET role = ?, disabledAt = ? WHERE id = ?", [
    user.role,
    user.disabledAt,
    user.id,
  ]);
}

/** Somebody who was invited and set their own password is a person of their own. */
export async function releaseInvited(work: Work, userId: number): Promise<void> {
  await work.tx.write(
    `UPDATE user SET answeredForBy = NULL WHERE id = ?
        AND EXISTS (SELECT 1 FROM staff_link l
                     WHERE l.userId = ? AND l.kind = 'INVITATION' AND l.usedAt IS NOT NULL)`,
    [userId, userId],
  );
}

/** The names of several of the staff, in one question. */
export function userNames(
  db: Reader,
  ids: readonly number[],
): Promise<{ id: number; name: string }[]> {
  const marks = ids.map(() => "?").join(",");
  return db.rows(`SELECT id, name FROM user WHERE ${STAFF} AND id IN (${marks})`, ids);
}

/** Admins who may sign in, with the person behind each. */
export function actingAdminsOf(
  db: Reader,
): Promise<{ id: number; personId: number; email: string }[]> {
  return db.rows(
    `SELECT id, COALESCE(answeredForBy, id) AS personId, email FROM user
      WHERE role = 'admin' AND disabledAt IS NULL ORDER BY id`,
    [],
  );
}

/** The addresses of some accounts. */
export function emailsOf(
  db: Reader,
  ids: readonly number[],
): Promise<{ id: number; email: string }[]> {
  const marks = ids.map(() => "?").join(",");
  return db.rows(`SELECT id, email FROM user WHERE id IN (${marks})`, [...ids]);
}
