import type { Reader, Values } from "@/platform/db";
import { withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { ApprovalKind } from "../../access/schema/approvals";
import { COUNTED_MAX } from "../schema";

/** What waits, each kind by one statement on an index: how many, and those to be looked at first. */

export interface Waiting {
  id: string;
  name: string | LocalizedText | null;
  memberId: number | null;
  at: Date | null;
  figure: number | null;
  outOf: number | null;
}

export interface Found {
  total: number;
  late: number | null;
  items: Waiting[];
}

interface Row {
  id: number | string;
  name?: string | null;
  nameEn?: string | null;
  nameTexts?: string | null;
  memberId?: number | null;
  at?: Date | null;
  figure?: number | null;
  total: number;
  late?: number | null;
}

interface Question {
  columns: string;
  /** FROM and WHERE. */
  from: string;
  order: string;
  values?: Values;
  /** Which of them wait too long. */
  late?: [sql: string, before: Date];
}

/** So many are told apart by name. */
const NAMED_MAX = 50;

async function found(db: Reader, question: Question): Promise<Found> {
  const { columns, from, order, values = [], late } = question;
  const counted = (mark: string) =>
    `(SELECT COUNT(*) FROM (SELECT 1 AS one ${from} ${mark} LIMIT ${COUNTED_MAX}) c)`;
  const rows = await db.rows<Row>(
    `SELECT ${columns}, ${counted("")} AS total${late ? `, ${counted(`AND ${late[0]}`)} AS late` : ""}
       ${from} ORDER BY ${order} LIMIT ${NAMED_MAX}`,
    [...values, ...(late ? [...values, late[1]] : []), ...values],
  );
  return {
    total: rows[0]?.total ?? 0,
    late: rows[0]?.late ?? null,
    items: rows.map(({ id, memberId = null, at = null, figure = null, ...row }) => ({
      ...{ id: String(id), name: nameOf(row), memberId, at, figure },
      outOf: null,
    })),
  };
}

function nameOf({ name = null, nameEn, nameTexts }: Omit<Row, "id">): Waiting["name"] {
  if (nameEn === undefined || nameTexts === undefined) return name;
  return withTexts<{ name: LocalizedText | null }, "name">({ name, nameEn, nameTexts }, ["name"])
    .name;
}

const TITLE = "title AS name, titleEn AS nameEn, titleTexts AS nameTexts";

export interface Decider {
  kinds: readonly ApprovalKind[];
  personId: number;
  actor: string;
  now: Date;
}

const DECIDABLE = (kinds: readonly unknown[]) => `FROM approval
  WHERE status = 'WAITING' AND kind IN (${kinds.map(() => "?").join(",")})
    AND (expiresAt IS NULL OR expiresAt > ?)
    AND (requesterId IS NULL OR requesterId <> ?) AND requestedBy <> ?`;

/** Requests that somebody may decide on, the oldest first. */
export function approvals(db: Reader, { kinds, personId, actor, now }: Decider): Promise<Found> {
  return found(db, {
    columns: "id, kind AS name, memberId, createdAt AS at, worthMinor AS figure",
    from: DECIDABLE(kinds),
    order: "id",
    values: [...kinds, now, personId, actor],
  });
}

async function newest(db: Reader, sql: string, values: Values = []): Promise<number> {
  return (await db.row<{ newest: number | null }>(sql, [...values]))?.newest ?? 0;
}

export function newestApproval(db: Reader, decider: Decider): Promise<number> {
  const { kinds, personId, actor, now } = decider;
  const sql = `SELECT id AS newest ${DECIDABLE(kinds)} ORDER BY id DESC LIMIT 1`;
  return newest(db, sql, [...kinds, now, personId, actor]);
}

/** Parcels that nobody has sent yet. */
export function parcels(db: Reader, lateBefore: Date): Promise<Found> {
  return found(db, {
    columns: `id, rewardName AS name, rewardNameEn AS nameEn, rewardNameTexts AS nameTexts, memberId,
      createdAt AS at, quantity AS figure`,
    from: "FROM reward_redemption WHERE status = 'PENDING'",
    order: "id",
    late: ["createdAt < ?", lateBefore],
  });
}

export function newestParcel(db: Reader): Promise<number> {
  const sql = "SELECT MAX(id) AS newest FROM reward_redemption WHERE status = 'PENDING'";
  return newest(db, sql);
}

export function failedJobs(db: Reader): Promise<Found> {
  return found(db, {
    columns: "name AS id, name, lastFinishedAt AS at",
    from: "FROM job_state WHERE lastStatus = 'FAILED'",
    order: "lastFinishedAt, name",
  });
}

/** Receivers that do not answer, and those that were given up for it. */
export function endpoints(db: Reader): Promise<Found> {
  return found(db, {
    columns: "id, url AS name, COALESCE(pausedAt, failingSince) AS at, failures AS figure",
    from: `FROM webhook_endpoint WHERE deletedAt IS NULL
      AND (failures > 0 OR (status = 'PAUSED' AND pauseReason <> 'BY_HAND'))`,
    order: "failures DESC, id",
  });
}

const REFUSED = "FROM outbox_event WHERE type = 'order.parked_refused'";
/** Of more than so many events nobody looks at each. */
const LOOKED_AT = 1_000;

/** What of the shop's events did not fit since then, the last first. */
export async function refusedEvents(db: Reader, since: Date): Promise<Found> {
  const told = await found(db, {
    columns: "sequence AS id, data AS name, memberId, occurredAt AS at",
    from: `FROM (SELECT sequence, data, memberId, occurredAt ${REFUSED} AND sequence IS NOT NULL
             ORDER BY sequence DESC LIMIT ${LOOKED_AT}) latest WHERE occurredAt >= ?`,
    order: "sequence DESC",
    values: [since],
  });
  return { ...told, items: told.items.map((item) => ({ ...item, name: orderNamed(item.name) })) };
}

function orderNamed(data: Waiting["name"]): string | null {
  const { orderId } = JSON.parse(String(data)) as { orderId?: string };
  return orderId ?? null;
}

export function newestRefused(db: Reader): Promise<number> {
  return newest(db, `SELECT MAX(sequence) AS newest ${REFUSED}`);
}

const PARKED = (table: "order_refund" | "order_return") =>
  `(SELECT orderRowId, memberId, createdAt FROM ${table} WHERE status = 'PARKED'
      AND createdAt > ? AND createdAt < ? ORDER BY createdAt LIMIT ${LOOKED_AT})`;

/** Refunds and returns whose order has not come within that time, the oldest first. */
export function parkedEvents(db: Reader, from: Date, to: Date): Promise<Found> {
  return found(db, {
    columns: "o.orderId AS id, o.orderId AS name, p.memberId, p.createdAt AS at",
    from: `FROM (${PARKED("order_refund")} UNION ALL ${PARKED("order_return")}) p
      JOIN shop_order o ON o.id = p.orderRowId`,
    order: "p.createdAt",
    values: [from, to, from, to],
  });
}

/** Listed rewards of which there are few or none left. */
export function lowStock(db: Reader, most: number): Promise<Found> {
  return found(db, {
    columns: "id, name, nameEn, nameTexts, stock AS figure",
    from: "FROM reward WHERE onShelf = 1 AND stock <= ?",
    order: "stock, id",
    values: [most],
  });
}

const RUNNING = `FROM activity WHERE status IN ('SCHEDULED','RUNNING') AND endsAt > ?
  AND startsAt <= ?`;

export function endingActivities(db: Reader, now: Date, until: Date): Promise<Found> {
  return found(db, {
    columns: `id, ${TITLE}, endsAt AS at`,
    from: `${RUNNING} AND endsAt <= ?`,
    order: "endsAt, id",
    values: [now, now, until],
  });
}

export function nearlySpent(db: Reader, now: Date, pct: number): Promise<Found> {
  return found(db, {
    columns: `id, ${TITLE}, endsAt AS at,
      CAST(FLOOR(pointsGiven * 100 / NULLIF(pointsBudget, 0)) AS SIGNED) AS figure`,
    from: `${RUNNING} AND pointsBudget IS NOT NULL AND pointsGiven >= pointsBudget * ? / 100`,
    order: "pointsGiven / NULLIF(pointsBudget, 0) DESC, id",
    values: [now, now, pct],
  });
}

/** Drafts of the program that were not published at their time, or will be. */
export function drafts(db: Reader, status: "PARKED" | "SCHEDULED"): Promise<Found> {
  return found(db, {
    columns: "id, name, publishAt AS at",
    from: "FROM program_draft WHERE status = ?",
    order: "publishAt, id",
    values: [status],
  });
}
