import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Locale } from "@/i18n/config";
import { reader } from "@/platform/db";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { readingThrough } from "@/platform/replicas/reader";
import { memory } from "@/platform/view";
import { runWork } from "@/platform/work";
import { staffPerson } from "../../access/service/staff-person";
import { activeProgram } from "../../program/service";
import { kept } from "../rules";
import { FILE_ROWS_MAX, type FileColumn } from "../schema/files";
import * as store from "../store/files";
import { EXPORT, expiryAt } from "./files";
import { cellsOf, kindsOf, maySee } from "./sources";
import { type KeptRow, writeFormat } from "./writers";

/**
 * Makes files: first the rows are written down, a part a transaction, going on where it was interrupted;
 * then the file is made of them, from its beginning wherever that was interrupted, and the rows go.
 */

/** Rows read at once, and rows of a part. */
const PAGE = 500;
const PART_ROWS = 2_000;
const PART_BYTES = 384 * 1024;
/** Then other jobs have their turn. */
const PARTS_AT_ONCE = 25;
const ATTEMPTS_MAX = 10;

const zipped = promisify(gzip);
const unzipped = promisify(gunzip);

/** It is somebody else's by now, or nobody's. */
class NoLongerOurs extends Error {}

export async function makeFiles({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  for (const { id } of await store.filesUnderWay(reader)) {
    try {
      for (let parts = 0; !stopping(); parts++) {
        const row = await store.fileById(reader, id);
        if (row?.status !== "COLLECTING" || parts >= PARTS_AT_ONCE) break;
        await collectPart(row, now);
        handled += 1;
      }
      const row = await store.fileById(reader, id);
      if (row?.status === "BUILDING" && !stopping()) {
        await build(row, now, stopping);
        handled += 1;
      }
    } catch (err) {
      if (err instanceof NoLongerOurs) continue;
      log().error({ err, fileId: id }, "a list's file could not go on");
      await change(id, now, (file) => {
        file.attempts += 1;
        if (file.attempts >= ATTEMPTS_MAX) over(file, "FAILED", now);
      });
    }
  }
  return { handled };
}

function over(file: store.FileRow, status: "DONE" | "FAILED", now: Date): void {
  Object.assign(file, { status, slot: null, finishedAt: now, expiresAt: expiryAt(now) });
}

/** Changes a file as it is now, where it is still under way. */
function change(id: number, now: Date, alter: (file: store.FileRow) => void): Promise<void> {
  return runWork(jobOrigin(now), null, async (work) => {
    const file = await store.lockFile(work.tx, id);
    if (file?.slot == null) return;
    alter(file);
    store.saveFile(work.tx, file);
  });
}

/** Whoever asked, as they are now; null where they may not any more. */
async function asker(row: store.FileRow) {
  const person = await staffPerson(reader, row.ownerId);
  const caller = person?.caller;
  return caller?.grants.has(EXPORT) && maySee(caller, row.list) ? caller : null;
}

async function collectPart(row: store.FileRow, now: Date): Promise<void> {
  const caller = await asker(row);
  if (!caller) return change(row.id, now, (file) => over(file, "FAILED", now));
  const columns = JSON.parse(row.columns) as FileColumn[];
  const keys = columns.map(({ key }) => key);
  const most = Math.min(PART_ROWS, FILE_ROWS_MAX - row.rowCount);
  const rows: KeptRow[] = [];
  let cursor = row.nextCursor;
  do {
    const paging = {
      limit: Math.min(PAGE, most - rows.length),
      ...(cursor !== null && { cursor }),
    };
    const page = await readingThrough(true, (db) =>
      cellsOf(
        { ...memory(), ...jobOrigin(now), caller, locale: row.locale as Locale, db },
        row.list,
        JSON.parse(row.question),
        keys,
        paging,
      ),
    );
    rows.push(...page.rows.map((cells) => cells.map(kept)));
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < most);
  const content = (await zipped(JSON.stringify(rows))).toString("base64");
  await runWork(jobOrigin(now), null, async (work) => {
    const file = await store.lockFile(work.tx, row.id);
    // Another process has gone on, or it was taken away.
    if (file?.status !== "COLLECTING" || file.parts !== row.parts) throw new NoLongerOurs();
    if (rows.length > 0) {
      await store.insertPart(work.tx, { fileId: row.id, kind: "ROWS", place: file.parts, content });
      file.parts += 1;
      file.rowCount += rows.length;
    }
    const isFull = file.rowCount >= FILE_ROWS_MAX;
    file.nextCursor = cursor;
    file.isCut = isFull && cursor !== null;
    if (cursor === null || isFull) file.status = "BUILDING";
    store.saveFile(work.tx, file);
  });
}

async function build(row: store.FileRow, now: Date, stopping: () => boolean): Promise<void> {
  const attempt = await begin(row.id, now);
  await dropAll(row.id, "FILE", now);
  const sink = new Sink(row.id, attempt, now);
  const columns = JSON.parse(row.columns) as FileColumn[];
  const kinds = kindsOf(
    row.list,
    columns.map(({ key }) => key),
  );
  const { timeZone } = await activeProgram(reader);
  await writeFormat(row.format, {
    columns: columns.map((column, at) => ({ ...column, kind: kinds[at] ?? "TEXT" })),
    timeZone,
    pages: () => pagesOf(row, stopping),
    write: (bytes) => sink.write(bytes),
  });
  await sink.end();
  await finish(row, sink, attempt, now);
  await dropAll(row.id, "ROWS", now);
}

/** Whoever begins later is the one who makes it. */
async function begin(id: number, now: Date): Promise<number> {
  let attempt = 0;
  await change(id, now, (file) => {
    file.attempts += 1;
    attempt = file.attempts;
    if (file.attempts >= ATTEMPTS_MAX) over(file, "FAILED", now);
  });
  if (attempt === 0 || attempt >= ATTEMPTS_MAX) throw new NoLongerOurs();
  return attempt;
}

async function* pagesOf({ id, parts }: store.FileRow, stopping: () => boolean) {
  for (let place = 0; place < parts; place++) {
    if (stopping()) throw new NoLongerOurs();
    const content = await store.partOf(reader, id, "ROWS", place);
    if (content === undefined) throw new NoLongerOurs();
    const text = (await unzipped(Buffer.from(content, "base64"))).toString();
    yield JSON.parse(text) as KeptRow[];
  }
}

async function finish(row: store.FileRow, sink: Sink, attempt: number, now: Date): Promise<void> {
  const caller = await asker(row);
  const origin = jobOrigin(now);
  await runWork({ ...origin, caller: caller ?? origin.caller }, null, async (work) => {
    const file = await store.lockFile(work.tx, row.id);
    if (file?.status !== "BUILDING" || file.attempts !== attempt) throw new NoLongerOurs();
    over(file, caller ? "DONE" : "FAILED", now);
    Object.assign(file, { parts: sink.parts, bytes: sink.bytes });
    store.saveFile(work.tx, file);
    const after = { list: row.list, format: row.format, rows: row.rowCount };
    work.audit({ action: "lists.makeFile", target: `listFile:${row.id}`, after });
  });
}

const PARTS_DROPPED = 20;

/** A few a transaction. @param kind null for both */
export async function dropAll(id: number, kind: store.PartKind | null, now: Date): Promise<void> {
  let gone = PARTS_DROPPED;
  while (gone === PARTS_DROPPED) {
    gone = await runWork(jobOrigin(now), null, (work) =>
      store.dropParts(work.tx, id, kind, PARTS_DROPPED),
    );
  }
}

/** Takes the file's bytes as they come, and keeps them in parts of one size. */
class Sink {
  parts = 0;
  bytes = 0;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;

  constructor(
    private readonly fileId: number,
    private readonly attempt: number,
    private readonly now: Date,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.bytes += bytes.length;
    if (this.waitingBytes < PART_BYTES) return;
    const all = Buffer.concat(this.waiting);
    const full = all.length - (all.length % PART_BYTES);
    for (let at = 0; at < full; at += PART_BYTES)
      await this.keep(all.subarray(at, at + PART_BYTES));
    this.waiting = [all.subarray(full)];
    this.waitingBytes = all.length - full;
  }

  async end(): Promise<void> {
    if (this.waitingBytes > 0) await this.keep(Buffer.concat(this.waiting));
  }

  private async keep(bytes: Buffer): Promise<void> {
    const { fileId, attempt } = this;
    const place = this.parts;
    await runWork(jobOrigin(this.now), null, async (work) => {
      const file = await store.lockFile(work.tx, fileId);
      if (file?.status !== "BUILDING" || file.attempts !== attempt) throw new NoLongerOurs();
      const content = bytes.toString("base64");
      await store.insertPart(work.tx, { fileId, kind: "FILE", place, content });
    });
    this.parts += 1;
  }
}

/** What is over goes, with its parts. */
export async function forgetFiles({ now, stopping }: JobContext): Promise<number> {
  const ids = await store.expiredFiles(reader, now, 100);
  for (const id of ids) {
    if (stopping()) break;
    await dropAll(id, null, now);
    await runWork(jobOrigin(now), null, async (work) => store.removeFile(work.tx, id));
  }
  return ids.length;
}
