import { z } from "zod";
import { humanText, insideId, instant } from "@/platform/scalars";
import { auditLogInput } from "../../audit/schema";
import { membersInput } from "../../profile/schema";
import { listName } from "./lists";

export const fileFormat = z.enum(["CSV", "XLSX", "PARQUET"]);
export type FileFormat = z.output<typeof fileFormat>;

export const fileStatus = z.enum(["COLLECTING", "BUILDING", "DONE", "FAILED"]);
export type FileStatus = z.output<typeof fileStatus>;

/** Rows of one file; a spreadsheet takes a few more. */
export const FILE_ROWS_MAX = 500_000;
/** Files that one person may have under way. */
export const FILES_AT_ONCE = 3;
export const FILE_HOURS = 24;

export const fileColumn = z.strictObject({
  key: z.string().regex(/^[a-zA-Z]{1,32}$/),
  title: humanText(64).describe("what it is called in the file"),
});
export type FileColumn = z.output<typeof fileColumn>;

const columns = z.array(fileColumn).min(1).max(30);

/** What a list is asked for, without its pages. */
export const membersQuestion = membersInput.omit({ limit: true, cursor: true });
export type MembersQuestion = z.output<typeof membersQuestion>;
export const auditQuestion = auditLogInput.omit({ limit: true, cursor: true });
const noQuestion = z.strictObject({});

export const startFileInput = z.discriminatedUnion("list", [
  z.strictObject({
    list: z.literal("members"),
    format: fileFormat,
    columns,
    question: membersQuestion,
  }),
  z.strictObject({
    list: z.literal("audit"),
    format: fileFormat,
    columns,
    question: auditQuestion,
  }),
  z.strictObject({ list: z.literal("batches"), format: fileFormat, columns, question: noQuestion }),
  z.strictObject({
    list: z.literal("couponIssues"),
    format: fileFormat,
    columns,
    question: noQuestion,
  }),
]);
export type StartFile = z.output<typeof startFileInput>;

export const fileById = z.strictObject({ fileId: insideId });
export const fileStarted = z.object({ fileId: insideId });

export const listFiles = z.object({
  items: z.array(
    z.object({
      fileId: insideId,
      list: listName,
      format: fileFormat,
      status: fileStatus,
      rows: z.int(),
      isCut: z.boolean().describe(`whether the list has more than ${FILE_ROWS_MAX} rows`),
      bytes: z.int(),
      createdAt: instant,
      expiresAt: instant,
    }),
  ),
});

export const openedFile = z.object({
  fileId: insideId,
  parts: z.int().describe("which are read one by one"),
});

export const filePartInput = z.strictObject({ fileId: insideId, place: z.int().min(0) });
export const filePart = z.object({ content: z.string().describe("base64") });
