import excel from "exceljs";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { businessNow, setBusinessClockOffset } from "@/platform/clock";
import { reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { as, at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { staffCaller } from "@/testing/staff";
import { enrol } from "../../members/service/members";
import { listsJobs } from "../jobs";
import { FILES_AT_ONCE, type FileFormat } from "../schema/files";
import { makeFiles } from "./make";

const jobs = new JobRunner(listsJobs);
const JOINED = "2026-06-30T17:05:00Z";
const COLUMNS = ["member", "code", "phone", "lifetime", "available", "joined"].map((key) => ({
  key,
  title: key === "member" ? "=Nickname" : key,
}));

type Caller = Awaited<ReturnType<typeof staffCaller>>;

/** Members whose external ids share a start that nobody else’s has; one is called like a formula. */
async function group(nicknames: readonly string[]) {
  const start = fresh("x");
  for (const [n, nickname] of nicknames.entries()) {
    const phone = `+86139${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
    const { id } = await at(JOINED, (work) =>
      enrol(work, { externalId: `${start}-${n}`, nickname, phone }),
    );
    await reader.write("UPDATE member SET spendMinor = 123405 WHERE id = ?", [id]);
  }
  return start;
}

async function started(caller: Caller, query: string, format: FileFormat = "CSV") {
  const { fileId } = await as(caller).lists.startFile({
    list: "members",
    format,
    columns: COLUMNS,
    question: { query },
  });
  return fileId;
}

async function fileOf(caller: Caller, fileId: string) {
  const { items } = await as(caller).lists.files({});
  return items.find((one) => one.fileId === fileId);
}

async function fetched(caller: Caller, fileId: string): Promise<Buffer> {
  const { parts } = await as(caller).lists.openFile({ fileId });
  const pieces: Buffer[] = [];
  for (let place = 0; place < parts; place++) {
    const { content } = await as(caller).lists.filePart({ fileId, place });
    pieces.push(Buffer.from(content, "base64"));
  }
  return Buffer.concat(pieces);
}

describe("a list as a file", () => {
  useDatabase("lists");
  let caller: Caller;
  beforeAll(async () => {
    caller = await staffCaller();
  });

  it("is a CSV in which nothing is a formula and no phone is told", async () => {
    const start = await group(["=1+1", 'Xia "Summer", Lin']);
    const fileId = await started(caller, start);
    expect(await fileOf(caller, fileId)).toMatchObject({ status: "COLLECTING", rows: 0 });
    await jobs.runNow("lists.makeFiles");
    expect(await fileOf(caller, fileId)).toMatchObject({ status: "DONE", rows: 2, isCut: false });
    const text = (await fetched(caller, fileId)).toString();
    const [head, ...lines] = text.split("\r\n").slice(0, -1);
    expect(head).toBe("\ufeff'=Nickname,code,phone,lifetime,available,joined");
    expect(lines).toEqual([
      expect.stringMatching(
        /^"Xia ""Summer"", Lin",M\d{12},139\*{4}\d{4},1234.05,0,2026-07-01 01:05$/,
      ),
      expect.stringMatching(/^'=1\+1,M\d{12},/),
    ]);
  });

  it("is a workbook in which figures are figures and text is text", async () => {
    const start = await group(["=1+1"]);
    const fileId = await started(caller, start, "XLSX");
    await jobs.runNow("lists.makeFiles");
    const book = new excel.Workbook();
    const bytes = await fetched(caller, fileId);
    await book.xlsx.load(new Uint8Array(bytes).buffer as unknown as excel.Buffer);
    const [head, row] = [1, 2].map((n) => book.worksheets[0]?.getRow(n).values as unknown[]);
    expect(head?.slice(1)).toEqual(COLUMNS.map(({ title }) => title));
    expect(row?.slice(1)).toEqual([
      "=1+1",
      expect.stringMatching(/^M/),
      expect.stringMatching(/\*{4}/),
      1234.05,
      0,
      // As the shop's clock has it.
      new Date("2026-07-01T01:05:00Z"),
    ]);
  });

  it("is Parquet with moments and whole figures", async () => {
    const start = await group(["one", "two"]);
    const fileId = await started(caller, start, "PARQUET");
    await jobs.runNow("lists.makeFiles");
    const bytes = await fetched(caller, fileId);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows).toEqual(
      ["two", "one"].map((member) => ({
        member,
        code: expect.stringMatching(/^M/),
        phone: expect.stringMatching(/\*{4}/),
        lifetimeMinor: 123405n,
        available: 0n,
        joined: new Date(JOINED),
      })),
    );
  });

  it("is whole where nobody matches", async () => {
    for (const format of ["CSV", "XLSX", "PARQUET"] as const) {
      const fileId = await started(caller, fresh("none"), format);
      await jobs.runNow("lists.makeFiles");
      expect(await fileOf(caller, fileId)).toMatchObject({ status: "DONE", rows: 0 });
      expect((await fetched(caller, fileId)).length).toBeGreaterThan(0);
    }
  });

  it("goes on where it was interrupted, and has each row once, whoever goes on", async () => {
    const start = await group(Array.from({ length: 7 }, (_, n) => `n${n}`));
    const fileId = await started(caller, start);
    let asked = 0;
    const now = businessNow();
    // Stopped after the rows are written down.
    await makeFiles({ now, progress: null, stopping: () => ++asked > 1 });
    expect(await fileOf(caller, fileId)).toMatchObject({ status: "BUILDING", rows: 7 });
    const context = { now, progress: null, stopping: () => false };
    await Promise.all([makeFiles(context), makeFiles(context)]);
    await makeFiles(context);
    expect(await fileOf(caller, fileId)).toMatchObject({ status: "DONE", rows: 7 });
    const lines = (await fetched(caller, fileId)).toString().trim().split("\r\n").slice(1);
    expect(lines.map((line) => line.split(",")[0])).toEqual(
      [6, 5, 4, 3, 2, 1, 0].map((n) => `n${n}`),
    );
    expect(await countOf("list_file_part", "fileId = ? AND kind = 'ROWS'", [fileId])).toBe(0);
  });

  it("is one's own, is written down when it is asked for, made and fetched", async () => {
    const start = await group(["one"]);
    const fileId = await started(caller, start);
    await jobs.runNow("lists.makeFiles");
    const other = as(await staffCaller("admin"));
    await expect(other.lists.openFile({ fileId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
    const part = other.lists.filePart({ fileId, place: 0 });
    await expect(part).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    await fetched(caller, fileId);
    const words = await reader.rows<{ action: string; actor: string; after: string }>(
      "SELECT action, actor, `after` FROM audit_log WHERE target = ? ORDER BY id",
      [`listFile:${fileId}`],
    );
    expect(words.map(({ action, actor }) => [action, actor])).toEqual(
      ["lists.startFile", "lists.makeFile", "lists.openFile"].map((action) => [
        action,
        caller.actor,
      ]),
    );
    expect(JSON.parse(words[1]?.after ?? "")).toMatchObject({ rows: 1, list: "members" });
  });

  it("is asked for a few at a time, also at once, and can be stopped", async () => {
    const busy = await staffCaller();
    const asked = await Promise.allSettled(
      Array.from({ length: 6 }, () => started(busy, fresh("none"))),
    );
    const ids = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(ids).toHaveLength(FILES_AT_ONCE);
    expect(asked.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { domainCode: "LIMIT_REACHED" },
    });
    const [first = ""] = ids;
    await as(busy).lists.dropFile({ fileId: first });
    await started(busy, fresh("none"));
    await jobs.runNow("lists.makeFiles");
    expect(await fileOf(busy, first)).toBeUndefined();
  });

  it("is made for nobody who may not have it any more", async () => {
    const gone = await staffCaller();
    const fileId = await started(gone, fresh("none"));
    await reader.write("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [gone.userId ?? 0]);
    await jobs.runNow("lists.makeFiles");
    expect(await fileOf(gone, fileId)).toMatchObject({ status: "FAILED" });
    const may = { ...(await staffCaller()), grants: new Set(["members:read"]) };
    await expect(started(may, "x")).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
  });

  it("has only columns of the list", async () => {
    const wrong = as(caller).lists.startFile({
      list: "audit",
      format: "CSV",
      columns: [{ key: "constructor", title: "x" }],
      question: {},
    });
    await expect(wrong).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("goes after a day, with all that it was made of", async () => {
    const fileId = await started(caller, await group(["one"]));
    await jobs.runNow("lists.makeFiles");
    setBusinessClockOffset(25 * 3_600_000);
    try {
      const opened = as(caller).lists.openFile({ fileId });
      await expect(opened).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
      await jobs.runNow("lists.forget");
    } finally {
      setBusinessClockOffset(0);
    }
    expect(await countOf("list_file", "id = ?", [fileId])).toBe(0);
    expect(await countOf("list_file_part", "fileId = ?", [fileId])).toBe(0);
  });

  it.each(["audit", "batches", "couponIssues"] as const)("is made of %s too", async (list) => {
    const columns = [
      { key: "at", title: "At" },
      { key: list === "audit" ? "actor" : "by", title: "By" },
    ];
    const { fileId } = await as(caller).lists.startFile({
      list,
      format: "CSV",
      columns,
      question: {},
    });
    await jobs.runNow("lists.makeFiles");
    expect(await fileOf(caller, fileId)).toMatchObject({ status: "DONE" });
    expect((await fetched(caller, fileId)).toString()).toMatch(/^\ufeffAt,By\r\n/);
  });
});
