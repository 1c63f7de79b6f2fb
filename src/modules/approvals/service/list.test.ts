import { describe, expect, it } from "vitest";
import { type Reader, reader } from "@/platform/db";
import { as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { askAt } from "@/testing/program";
import { listApprovals } from "./list";

type Batch = Parameters<ReturnType<typeof as>["points"]["createBatch"]>[0];

const send = (rows: Batch["rows"], more: Partial<Batch> = {}) =>
  as(OPERATOR).points.createBatch({ reason: "storm", dryRun: false, rows, ...more });

describe("a batch that waits for a second person", () => {
  useDatabase();

  /** Beyond the threshold, so that it waits. */
  async function waiting() {
    const [member, other] = await Promise.all([enrolled(), enrolled()]);
    await bought(member.id, { yuan: 100 });
    const memberId = String(member.id);
    const row = { memberId, points: 20_000, note: fresh("n") };
    const rows = [row, { memberId, points: -3 }, { memberId: String(other.id), points: 1 }];
    return { memberId, other: String(other.id), ...(await send(rows)) };
  }

  const about = async (memberId: string, status: "WAITING" | "APPROVED" | "REJECTED" = "WAITING") =>
    (await as(OPERATOR).approvals.list({ memberId, status })).items.map((item) => ({
      batchId: item.batchId,
      ofMember: item.ofMember,
    }));

  it("is about every member whom its accepted rows name, with what they say of each", async () => {
    const { batchId, memberId, other } = await waiting();
    const [third] = await Promise.all([enrolled()]);
    await send([
      { memberId: String(third.id), points: -5 },
      { memberId: other, points: 20_000 },
    ]);
    await send([{ memberId, points: 4 }], { dryRun: true });
    const own = await as(OPERATOR).points.adjust({ memberId, points: 30_000, reason: "late" });
    expect(await about(memberId)).toEqual([
      { batchId: null, ofMember: null },
      { batchId, ofMember: { rows: 2, pointsGiven: 20_000, pointsTaken: 3 } },
    ]);
    expect((await about(other)).map(({ ofMember }) => ofMember)).toEqual([
      { rows: 1, pointsGiven: 20_000, pointsTaken: 0 },
      { rows: 1, pointsGiven: 1, pointsTaken: 0 },
    ]);
    // A row that was refused would bring nothing.
    expect(await about(String(third.id))).toEqual([]);
    // Pages go on where they stopped, over both kinds.
    const first = await as(OPERATOR).approvals.list({ memberId, limit: 1 });
    expect(first.items[0]?.approvalId).toBe(own.approvalId);
    const cursor = first.nextCursor ?? "";
    const rest = await as(OPERATOR).approvals.list({ memberId, limit: 1, cursor });
    expect(rest).toMatchObject({ items: [{ batchId }], nextCursor: null });
  });

  it("leaves the member’s page once it is decided", async () => {
    const { batchId, memberId } = await waiting();
    const { items } = await as(OPERATOR).approvals.list({ memberId });
    const approvalId = items[0]?.approvalId ?? "";
    await decideOn(as(SECOND_ADMIN), { approvalId, approve: false, reason: "no" });
    expect(await about(memberId)).toEqual([]);
    expect(await about(memberId, "REJECTED")).toMatchObject([{ batchId }]);
  });

  it("is found for a member by one statement along indexes, however many batches there are", async () => {
    const { memberId } = await waiting();
    for (let n = 0; n < 3; n++) await waiting();
    const seen: [string, unknown[]][] = [];
    const watched: Reader = {
      rows: (sql, values = []) => {
        seen.push([sql, [...values]]);
        return reader.rows(sql, values);
      },
      row: reader.row,
    };
    await listApprovals(
      { ...askAt("2028-01-01T00:00:00Z"), db: watched },
      { memberId: Number(memberId), status: "WAITING", limit: 20 },
    );
    const rowReads = seen.filter(([sql]) => sql.includes("points_batch_row"));
    expect(rowReads).toHaveLength(1);
    const [[sql, values] = ["", []]] = rowReads;
    const plan = await reader.rows<{ table: string | null; key: string | null; type: string }>(
      `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
      values as number[],
    );
    const read = plan.filter(({ table }) => table && !table.startsWith("<"));
    expect(read).toHaveLength(3);
    for (const { key, type } of read) expect([key, type]).not.toContainEqual(null);
    // With "|filter" MariaDB looks into a second index beside the one it goes along, as its figures say.
    for (const { type } of read) expect(type).toMatch(/^(ref|eq_ref|range)(\|filter)?$/);
    expect(read.map(({ key }) => key)).toContain(
      "points_batch_row_memberId_batchId_status_points_idx",
    );
  });
});

describe("a correction that waits", () => {
  useDatabase();

  const asked = async (memberId: string, points: number, reason: string) => {
    await as(OPERATOR).points.adjust({ memberId, points, reason });
    const { items } = await as(SECOND_ADMIN).approvals.list({ memberId });
    return items[0]?.balance;
  };

  it("tells what the member has as it is looked at, and would have", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    await bought(id, { yuan: 100 });
    const expected = { available: 100, owed: 0, after: 30_100, suffices: true };
    expect(await asked(memberId, 30_000, fresh("why"))).toEqual(expected);
    await bought(id, { yuan: 40 });
    const { items } = await as(SECOND_ADMIN).approvals.list({ memberId });
    expect(items[0]?.balance).toMatchObject({ available: 140, after: 30_140 });
  });

  it("says where points go to what is owed first, and where they are too few by now", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    await bought(id, { yuan: 20_000 });
    const before = await asked(memberId, -15_000, fresh("why"));
    await reader.write("UPDATE member SET available = 900, owed = 0 WHERE id = ?", [id]);
    const { items: few } = await as(SECOND_ADMIN).approvals.list({ memberId });
    expect(few[0]?.balance).toMatchObject({ after: -14_100, suffices: false });
    await reader.write("UPDATE member SET available = 0, owed = 400 WHERE id = ?", [id]);
    const more = { available: 0, owed: 400, after: 20_000 - 400, suffices: true };
    expect(await asked(memberId, 20_000, fresh("why"))).toEqual(more);
    await reader.write("DELETE FROM approval WHERE memberId = ?", [id]);
    const had = before?.available ?? 0;
    await reader.write("UPDATE member SET available = ?, owed = 0 WHERE id = ?", [had, id]);
  });
});
