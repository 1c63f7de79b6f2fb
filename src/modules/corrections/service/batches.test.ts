import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { enrol } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";
import { decideBatch } from "./batches";

type Batch = Parameters<ReturnType<typeof as>["points"]["createBatch"]>[0];

const send = (rows: Batch["rows"], more: Partial<Batch> = {}) =>
  as(OPERATOR).points.createBatch({ reason: "storm", dryRun: false, rows, ...more });

describe("a batch whose rows were applied before", () => {
  useDatabase();

  async function pair(): Promise<Batch["rows"]> {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    return [
      { externalId: one.externalId ?? "", points: 5, note: "晚到", line: 2 },
      { memberId: String(other.id), points: 7, reference: fresh("ref"), line: 3 },
    ];
  }

  it("is refused with the number of that batch, in whatever order its rows come", async () => {
    const rows = await pair();
    const { batchId, repeatOf } = await send(rows);
    expect(repeatOf).toBeNull();
    const moved = rows.toReversed().map((row) => ({ ...row, line: (row.line ?? 0) + 5 }));
    for (const again of [rows, moved]) {
      await expect(send(again, { reason: "another" })).rejects.toMatchObject({
        domainCode: "BATCH_REPEATED",
        facts: { batchId, createdAt: expect.any(String) },
      });
    }
    expect(await countOf("points_batch", "id > ?", [Number(batchId)])).toBe(0);
  });

  it.each<[string, () => Partial<Batch["rows"][number]>]>([
    ["other points", () => ({ points: 6 })],
    ["another note", () => ({ note: "later" })],
    ["a reference", () => ({ reference: fresh("once") })],
  ])("is another one with %s", async (_, change) => {
    const [first] = await pair();
    if (!first) throw new Error("no row");
    await send([first]);
    await expect(send([{ ...first, ...change() }])).resolves.toMatchObject({ repeatOf: null });
  });

  it("is told of by a dry run, which nothing counts as applied", async () => {
    const rows = await pair();
    await expect(send(rows, { dryRun: true })).resolves.toMatchObject({ repeatOf: null });
    const { batchId } = await send(rows);
    await expect(send(rows, { dryRun: true })).resolves.toMatchObject({
      status: "VALIDATED",
      repeatOf: batchId,
    });
  });

  it("is applied once more for somebody who names the last one, and says so", async () => {
    const rows = (await pair()).slice(0, 1);
    const { batchId: first } = await send(rows);
    const { batchId: second, repeatOf } = await send(rows, { repeatOf: first });
    expect(repeatOf).toBe(first);
    await expect(as(OPERATOR).points.batch({ batchId: second })).resolves.toMatchObject({
      repeatOf: first,
    });
    await expect(send(rows, { repeatOf: first })).rejects.toMatchObject({
      domainCode: "BATCH_REPEATED",
      facts: { batchId: second },
    });
  });

  it.each([
    ["without a word", false],
    ["all naming the same one", true],
  ])("is applied once of sixty-four at once, %s", async (_, named) => {
    const rows = (await pair()).slice(0, 1);
    const repeatOf = named ? (await send(rows)).batchId : undefined;
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, () => send(rows, repeatOf ? { repeatOf } : {})),
    );
    const taken = results.filter(({ status }) => status === "fulfilled");
    expect(taken).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({ domainCode: "BATCH_REPEATED" });
      }
    }
  });

  it("may come again where the one before was rejected", async () => {
    const rows = await pair();
    const { batchId } = await send(rows);
    await at(new Date(), async (work) => decideBatch(work, Number(batchId), false));
    await expect(send(rows)).resolves.toMatchObject({ repeatOf: null });
  });
});

describe("a batch that waits for a second person", () => {
  useDatabase();

  it("says what it gives, takes and to how many, not only what is left of both", async () => {
    const [from, to, other] = await Promise.all([enrolled(), enrolled(), enrolled()]);
    await bought(from.id, { yuan: 1_000_000 });
    const row = ({ id }: { id: number }, points: number) => ({ memberId: String(id), points });
    const { batchId, status } = await send([
      row(from, -999_999),
      row(to, 999_000),
      row(other, 999),
      row(from, -1),
      row(other, 1),
      { memberId: "999999999999", points: 1_000_000 },
    ]);
    expect(status).toBe("WAITING_FOR_APPROVAL");
    const { items } = await as(ADMIN).approvals.list({});
    expect(items.find((item) => item.batchId === batchId)).toMatchObject({
      points: 0,
      changes: [
        { field: "pointsGiven", before: null, after: "1000000" },
        { field: "pointsTaken", before: null, after: "1000000" },
        { field: "rows", before: null, after: "5" },
        { field: "members", before: null, after: "3" },
        { field: "largestRow", before: null, after: "-999999" },
      ],
    });
  });
});

describe("the rows of a batch", () => {
  useDatabase();

  it("keep whom they named as it was uploaded, and their line in the file", async () => {
    const member = await enrolled();
    const externalId = fresh("nobody");
    const phone = `+8613${String(randomInt(1e9)).padStart(9, "0")}`;
    const { id: phoned } = await at(new Date(), (work) =>
      enrol(work, { externalId: fresh("u"), phone }),
    );
    const { batchId } = await send([
      { externalId: member.externalId ?? "", points: 1, line: 2 },
      { externalId, points: 1, line: 4 },
      { memberId: "999999999999", points: 1, line: 7 },
      { memberId: String(member.id), points: 1 },
      { memberCode: member.memberCode, points: 1 },
      { phone: phone.slice(3), points: 1 },
      { phone: "+85290000000", points: 1 },
    ]);
    const memberId = String(member.id);
    const nobody = { memberId: null, externalId: null, memberCode: null, phoneMasked: null };
    const { items } = await as(OPERATOR).points.batch({ batchId });
    const shown = items.map(({ line, memberId: found, uploaded }) => [line, found, uploaded]);
    expect(shown).toEqual([
      [2, memberId, { ...nobody, externalId: member.externalId }],
      [4, null, { ...nobody, externalId }],
      [7, null, { ...nobody, memberId: "999999999999" }],
      [null, memberId, { ...nobody, memberId }],
      [null, memberId, { ...nobody, memberCode: member.memberCode }],
      [
        null,
        String(phoned),
        { ...nobody, phoneMasked: `${phone.slice(3, 6)}****${phone.slice(-4)}` },
      ],
      [null, null, { ...nobody, phoneMasked: "+85****0000" }],
    ]);
    expect(items.map(({ code }) => code)).toMatchObject([
      null,
      "MEMBER_NOT_FOUND",
      "MEMBER_NOT_FOUND",
      null,
      null,
      null,
      "MEMBER_NOT_FOUND",
    ]);
  });

  it("name phones only where the caller may look members up", async () => {
    const limited = { ...SERVICE, grants: new Set(["points:adjust"]) };
    const rows = [{ phone: "+85290000000", points: 1 }];
    const sent = as(limited).points.createBatch({ reason: "tried", dryRun: true, rows });
    await expect(sent).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
  });

  it("forget the shop's id with the person, also where they became a member later", async () => {
    const externalId = fresh("later");
    await send([{ externalId, points: 1, line: 2 }]);
    const { id: memberId } = await at(new Date(), (work) => enrol(work, { externalId }));
    const after = await send([{ externalId, points: 2, line: 2 }]);
    await at(new Date(), (work) => closeMember(work, { memberId }, "asked"));
    const rows = await reader.rows("SELECT * FROM points_batch_row WHERE externalId = ?", [
      externalId,
    ]);
    expect(rows).toEqual([]);
    const { items } = await as(ADMIN).points.batch({ batchId: after.batchId });
    expect(items[0]?.uploaded).toMatchObject({ memberId: String(memberId), externalId: null });
  });
});
