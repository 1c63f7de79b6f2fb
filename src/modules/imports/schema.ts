import { z } from "zod";
import {
  humanText,
  insideId,
  instant,
  listOf,
  moneyFigure,
  page,
  pointsFigure,
  reasonText,
} from "@/platform/scalars";

/** What a file is about: people with what they have, points with ends of their own, or what they spent. */
export const importKind = z.enum(["MEMBERS", "LOTS", "ORDERS"]);
export type ImportKind = z.output<typeof importKind>;

/** The columns of each kind; a row is named by its externalId, its phone, or both. */
export const COLUMNS = {
  MEMBERS: [
    "externalId",
    "phone",
    "nickname",
    "email",
    "birthday",
    "joinedOn",
    "points",
    "pointsEndOn",
    "tier",
    "tierKeepUntil",
    "emailConsent",
    "smsConsent",
    "marketingConsent",
    "consentsOn",
  ],
  LOTS: ["externalId", "phone", "points", "pointsEndOn", "reference"],
  ORDERS: ["externalId", "phone", "orderId", "amount", "paidOn"],
} as const satisfies Record<ImportKind, readonly string[]>;

export type Column = (typeof COLUMNS)[ImportKind][number];
export const column = z.enum([...new Set(Object.values(COLUMNS).flat())] as [Column, ...Column[]]);

export const CELL_MAX = 200;
const cell = z.string().max(CELL_MAX).optional();

/** A row as it stands in the file: what its texts mean is judged here, in one place. */
export const importRow = z
  .strictObject({
    line: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe("where it stands in the file, the header being 1"),
    externalId: cell,
    phone: cell,
    nickname: cell,
    email: cell,
    birthday: cell,
    joinedOn: cell,
    points: cell,
    pointsEndOn: cell,
    tier: cell.describe("a tier’s code, or its name in any language"),
    tierKeepUntil: cell,
    emailConsent: cell,
    smsConsent: cell,
    marketingConsent: cell,
    consentsOn: cell,
    reference: cell.describe("the lot’s own id in the system before"),
    orderId: cell,
    amount: cell.describe("in yuan"),
    paidOn: cell,
  } satisfies Record<Column | "line", z.ZodType>)
  .describe(
    "texts as they stand in the file; dates as 2026-01-31, 2026/1/31, 20260131 or a spreadsheet’s day number",
  );
export type ImportRow = z.output<typeof importRow>;

/** Rows and parts of one import, and bytes of a part. */
export const PART_ROWS_MAX = 2_000;
const PARTS_MAX = 500;
export const PART_BYTES_MAX = 4_000_000;
export const IMPORT_ROWS_MAX = PART_ROWS_MAX * PARTS_MAX;

const HEADERS_MAX = 200;
/** As it is kept, and headers of a shop may have three bytes a letter. */
const MAPPING_BYTES_MAX = 60_000;
const bytesOf = (said: unknown) => new TextEncoder().encode(JSON.stringify(said)).length;

export const createImportInput = z.strictObject({
  kind: importKind,
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,31}$/)
    .describe("the system before; a row of the same source is the same row in every file"),
  reason: reasonText,
  fileName: humanText(120).optional(),
  mapping: z
    .record(z.string().max(CELL_MAX), column)
    .refine((mapping) => Object.keys(mapping).length <= HEADERS_MAX)
    .refine((mapping) => bytesOf(mapping) <= MAPPING_BYTES_MAX)
    .optional()
    .describe("header → column, remembered for the next file of the same kind"),
});
export type CreateImportInput = z.output<typeof createImportInput>;

export const nothing = z.strictObject({});

export const importOf = z.strictObject({ importId: insideId });

export const addRowsInput = z.strictObject({
  importId: insideId,
  part: z
    .string()
    .regex(/^(?:[1-9]\d?|[1-4]\d\d|500)$/)
    .describe("1 … 500"),
  rows: z.array(importRow).min(1).max(PART_ROWS_MAX),
});
export type AddRowsInput = z.output<typeof addRowsInput>;

export const checkInput = z.strictObject({
  importId: insideId,
  rows: z.int().min(1).max(IMPORT_ROWS_MAX).describe("how many there are in all parts"),
});

export const importStatus = z.enum([
  "OPEN",
  "CHECKING",
  "CHECKED",
  "WAITING_FOR_APPROVAL",
  "RUNNING",
  "DONE",
  "REJECTED",
  "DROPPED",
]);
export type ImportStatus = z.output<typeof importStatus>;

export const rowStatus = z.enum(["NEW", "ACCEPTED", "APPLIED", "UNCHANGED", "CHANGED", "REFUSED"]);
export type RowStatus = z.output<typeof rowStatus>;

const rowSum = z.object({
  rows: z.int(),
  points: pointsFigure,
  spendMinor: moneyFigure,
});

export const importSummary = z.object({
  importId: insideId,
  kind: importKind,
  source: z.string(),
  reason: z.string(),
  fileName: z.string().nullable(),
  status: importStatus,
  rows: z.int(),
  done: z.int().describe("rows whose fate is decided: of the check, then of the import itself"),
  createdBy: z.string(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export const importList = listOf(importSummary);

export const importListInput = z.strictObject({ ...page });

export const importViewInput = z.strictObject({
  importId: insideId,
  status: rowStatus.optional(),
  ...page,
});

/** Each by itself: a record's keys would be required and told nowhere. */
const FATES = {
  ...{ NEW: rowSum, ACCEPTED: rowSum, APPLIED: rowSum },
  ...{ UNCHANGED: rowSum, CHANGED: rowSum, REFUSED: rowSum },
} satisfies Record<RowStatus, z.ZodType>;

export const importView = importSummary.extend({
  fates: z.object(FATES).describe("every row by what became, or would become, of it"),
  told: rowSum.describe("of all rows, as far as they can be read"),
  kept: rowSum
    .extend({ members: z.int().describe("who was enrolled") })
    .describe(
      "what the ledger and the order book have of it: what was applied, or something is amiss",
    ),
  balanced: z.boolean().describe("whether kept is what was applied, and every row has a fate"),
  items: z.array(
    z.object({
      row: z.int(),
      line: z.int(),
      externalId: z.string().nullable(),
      phoneMasked: z.string().nullable(),
      memberId: insideId.nullable(),
      enrols: z.boolean().describe("nobody is a member by this name yet, or was before"),
      points: pointsFigure,
      spendMinor: moneyFigure,
      status: rowStatus,
      code: z.string().nullable().describe("why it is refused"),
      column: z.string().nullable().describe("the cell at fault"),
      before: insideId.nullable().describe("the import that has this row already"),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export const importStarted = z.object({
  importId: insideId,
  status: importStatus,
  approvalId: insideId.nullable().describe("the request that waits for a second person"),
});

export const mappings = z.object({
  items: z.array(
    z.object({ kind: importKind, source: z.string(), mapping: z.record(z.string(), column) }),
  ),
});
