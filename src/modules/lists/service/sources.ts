import type { Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { auditLog } from "../../audit/service";
import { listBatches } from "../../corrections/service/batches";
import { listIssues } from "../../coupons/service/issues";
import { membersInOrder } from "../../profile/service/lists";
import type { Cell, Kind } from "../rules";
import type { StartFile } from "../schema/files";
import type { ListName } from "../schema/lists";

/** Where the rows of each list come from, and who sees them. */

interface Source<Question, Row> {
  permission: string;
  page: (
    ask: Ask,
    question: Question,
    paging: { limit: number; cursor?: string },
  ) => Promise<{ items: Row[]; nextCursor: string | null }>;
  columns: Record<string, { kind: Kind; of: (row: Row) => Cell }>;
}

type Questions = { [One in StartFile as One["list"]]: One["question"] };

/** What a page of each list has. */
interface Rows {
  members: Awaited<ReturnType<typeof membersInOrder>>["items"][number];
  audit: Awaited<ReturnType<typeof auditLog>>["items"][number];
  batches: Awaited<ReturnType<typeof listBatches>>["items"][number];
  couponIssues: Awaited<ReturnType<typeof listIssues>>["items"][number];
}

const json = (said: unknown): Cell => (said === null ? null : JSON.stringify(said));

const SOURCES: { [Name in ListName]: Source<Questions[Name], Rows[Name]> } = {
  members: {
    permission: "members:read",
    page: (ask, question, paging) => membersInOrder(ask, { ...question, ...paging }),
    columns: {
      memberId: { kind: "TEXT", of: ({ memberId }) => String(memberId) },
      code: { kind: "TEXT", of: ({ memberCode }) => memberCode },
      externalId: { kind: "TEXT", of: ({ externalId }) => externalId },
      member: { kind: "TEXT", of: ({ nickname }) => nickname },
      phone: { kind: "TEXT", of: ({ phoneMasked }) => phoneMasked },
      status: { kind: "TEXT", of: ({ status }) => status },
      tier: { kind: "TEXT", of: ({ tier }) => tier.name },
      available: { kind: "WHOLE", of: ({ available }) => available },
      lifetime: { kind: "MONEY", of: ({ lifetimeMinor }) => lifetimeMinor },
      lastActive: { kind: "MOMENT", of: ({ lastActiveAt }) => lastActiveAt },
      joined: { kind: "MOMENT", of: ({ joinedAt }) => joinedAt },
    },
  },
  audit: {
    permission: "audit:read",
    page: (ask, question, paging) => auditLog(ask, { ...question, ...paging }),
    columns: {
      at: { kind: "MOMENT", of: ({ createdAt }) => createdAt },
      actor: { kind: "TEXT", of: ({ actor }) => actor },
      action: { kind: "TEXT", of: ({ action }) => action },
      member: { kind: "TEXT", of: ({ member }) => member?.memberCode ?? null },
      target: { kind: "TEXT", of: ({ target }) => target },
      reason: { kind: "TEXT", of: ({ reason }) => reason },
      before: { kind: "TEXT", of: ({ before }) => json(before) },
      after: { kind: "TEXT", of: ({ after }) => json(after) },
    },
  },
  batches: {
    permission: "points:adjust",
    page: (ask, _, paging) => listBatches(ask, paging),
    columns: {
      batch: { kind: "TEXT", of: ({ batchId }) => String(batchId) },
      reason: { kind: "TEXT", of: ({ reason }) => reason },
      status: { kind: "TEXT", of: ({ status }) => status },
      rows: { kind: "WHOLE", of: ({ progress }) => progress.of },
      applied: { kind: "WHOLE", of: ({ applied }) => applied },
      rejected: { kind: "WHOLE", of: ({ rejected }) => rejected },
      total: { kind: "WHOLE", of: ({ totalPoints }) => totalPoints },
      by: { kind: "TEXT", of: ({ createdBy }) => createdBy },
      at: { kind: "MOMENT", of: ({ createdAt }) => createdAt },
      finished: { kind: "MOMENT", of: ({ finishedAt }) => finishedAt },
    },
  },
  couponIssues: {
    permission: "rewards:write",
    page: (ask, _, paging) => listIssues(ask, paging),
    columns: {
      issue: { kind: "TEXT", of: ({ issueId }) => String(issueId) },
      coupon: { kind: "TEXT", of: ({ name }) => name },
      source: { kind: "TEXT", of: ({ source }) => source },
      status: { kind: "TEXT", of: ({ status }) => status },
      count: { kind: "WHOLE", of: ({ count }) => count },
      issued: { kind: "WHOLE", of: ({ issued }) => issued },
      voided: { kind: "WHOLE", of: ({ voided }) => voided },
      reason: { kind: "TEXT", of: ({ reason }) => reason },
      by: { kind: "TEXT", of: ({ createdBy }) => createdBy },
      at: { kind: "MOMENT", of: ({ createdAt }) => createdAt },
    },
  },
};

export const maySee = ({ grants }: Caller, list: ListName) => grants.has(SOURCES[list].permission);

/** @throws DomainError PERMISSION_DENIED */
export function requireSees(caller: Caller, list: ListName): void {
  if (!maySee(caller, list)) throw new DomainError("PERMISSION_DENIED");
}

/** The kinds of some columns of a list; undefined for one that it does not have. */
export function kindsOf(list: ListName, keys: readonly string[]): (Kind | undefined)[] {
  const { columns } = SOURCES[list];
  return keys.map((key) => (Object.hasOwn(columns, key) ? columns[key]?.kind : undefined));
}

export interface Cells {
  rows: Cell[][];
  nextCursor: string | null;
}

/** A page of a list as cells of some of its columns. */
export async function cellsOf<Name extends ListName>(
  ask: Ask,
  list: Name,
  question: Questions[Name],
  keys: readonly string[],
  paging: { limit: number; cursor?: string },
): Promise<Cells> {
  const { page, columns } = SOURCES[list];
  const { items, nextCursor } = await page(ask, question, paging);
  const readers = keys.flatMap((key) => columns[key]?.of ?? []);
  return { rows: items.map((row) => readers.map((of) => of(row))), nextCursor };
}
