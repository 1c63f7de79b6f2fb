import { describe, expect, it } from "vitest";
import { businessNow } from "@/platform/clock";
import { reader } from "@/platform/db";
import { as, at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { staffCaller } from "@/testing/staff";
import { enrol } from "../../members/service/members";
import { collectSelections } from "./selections";

const context = { progress: null, stopping: () => false };
const collect = () => collectSelections({ ...context, now: businessNow() });

async function group(size: number) {
  const start = fresh("s");
  const ids: string[] = [];
  for (let n = 0; n < size; n++) {
    const { id } = await at("2026-06-30T04:00:00Z", (work) =>
      enrol(work, { externalId: `${start}-${n}` }),
    );
    ids.push(String(id));
  }
  return { start, ids };
}

describe("all members who match", () => {
  useDatabase("lists");

  it("are written down once each, without those who left, also by two at once", async () => {
    const { start, ids } = await group(6);
    await reader.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [ids[0] ?? ""]);
    const caller = as(await staffCaller());
    const { selectionId } = await caller.lists.select({ question: { query: start } });
    expect(await caller.lists.selection({ selectionId })).toMatchObject({ status: "COLLECTING" });
    const early = caller.lists.selected({ selectionId });
    await expect(early).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    await Promise.all([collect(), collect()]);
    expect(await caller.lists.selection({ selectionId })).toMatchObject({
      status: "READY",
      count: 5,
    });
    const { memberIds, next } = await caller.lists.selected({ selectionId });
    expect({ memberIds, next }).toEqual({ memberIds: ids.slice(1).reverse(), next: null });
  });

  it("stay who they were when somebody joins or changes", async () => {
    const { start, ids } = await group(2);
    const caller = as(await staffCaller());
    const { selectionId } = await caller.lists.select({ question: { query: start } });
    await collect();
    await at("2026-06-30T05:00:00Z", (work) => enrol(work, { externalId: `${start}-late` }));
    await collect();
    const { memberIds } = await caller.lists.selected({ selectionId });
    expect(memberIds).toEqual([...ids].reverse());
  });

  it("and files of them, leave in the audit log that somebody was looked for, not whom", async () => {
    const caller = as(await staffCaller());
    const query = "13877712345";
    const { selectionId } = await caller.lists.select({ question: { query } });
    const columns = [{ key: "code", title: "code" }];
    const wish = { list: "members", format: "CSV", columns, question: { query } } as const;
    const { fileId } = await caller.lists.startFile(wish);
    const stands = "target IN (?, ?) AND after LIKE ?";
    const targets = [`listSelection:${selectionId}`, `listFile:${fileId}`];
    expect(await countOf("audit_log", stands, [...targets, `%${query}%`])).toBe(0);
    expect(await countOf("audit_log", stands, [...targets, "%…%"])).toBe(2);
  });

  it("are one's own, and can be left", async () => {
    const { start } = await group(1);
    const caller = as(await staffCaller());
    const { selectionId } = await caller.lists.select({ question: { query: start } });
    const other = as(await staffCaller());
    for (const look of [
      other.lists.selection({ selectionId }),
      other.lists.dropSelection({ selectionId }),
    ]) {
      await expect(look).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    }
    await caller.lists.dropSelection({ selectionId });
    await collect();
    const left = caller.lists.selection({ selectionId });
    await expect(left).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("become a batch that is judged before, waits for a second person, and is applied once", async () => {
    const { start, ids } = await group(3);
    const caller = as(await staffCaller());
    const { selectionId } = await caller.lists.select({ question: { query: start } });
    await collect();
    const { memberIds } = await caller.lists.selected({ selectionId });
    const rows = memberIds.map((memberId) => ({ memberId, points: 5_000 }));
    const batch = { reason: "late parcels", rows };
    const judged = await caller.points.createBatch({ ...batch, dryRun: true });
    expect(judged).toMatchObject({ status: "VALIDATED", accepted: ids.length });
    const asked = await caller.points.createBatch({ ...batch, dryRun: false });
    expect(asked.status).toBe("WAITING_FOR_APPROVAL");
    const again = caller.points.createBatch({ ...batch, dryRun: false });
    await expect(again).rejects.toMatchObject({ domainCode: "BATCH_REPEATED" });
  });
});
