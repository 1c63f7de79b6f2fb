import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { setBusinessClockOffset } from "@/platform/clock";
import { pool, reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { ADMIN, as, SECOND_ADMIN } from "@/testing/actors";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime, useProgram } from "@/testing/program";
import { tiersJobs } from "../jobs";
import type { RungInput } from "../schema";
import * as store from "../store/preview";
import { reviewTiers } from "./review";

const TODAY = "2026-05-10T04:00:00.000Z";
const admin = as(ADMIN);
const jobs = new JobRunner(tiersJobs);

type Start = Parameters<typeof admin.program.startPreview>[0];
type Edit = Omit<Start, "expectedVersion">;
type Horizon = "NOW" | "LATER";

const goTo = (moment: Date | string) =>
  setBusinessClockOffset(new Date(moment).getTime() - Date.now());

async function rungs(): Promise<RungInput[]> {
  return (await admin.tiers.ladder({})).items.map(({ rank: _, ...rung }) => rung);
}
const from = (all: RungInput[], code: string, yuan: number) =>
  all.map((one) => (one.code === code ? { ...one, thresholdMinor: yuan * 100 } : one));
const edit = (tiers: RungInput[], removed: { code: string; moveTo: string }[] = []): Edit => ({
  ladder: { tiers, removed },
});

async function start(change: Edit): Promise<string> {
  const { versionId: expectedVersion } = await admin.program.current({});
  return (await admin.program.startPreview({ expectedVersion, ...change })).previewId;
}

async function whole(previewId: string) {
  expect(await jobs.runNow("tiers.preview")).toBe(true);
  const preview = await admin.program.preview({ previewId });
  expect(preview).toMatchObject({ status: "DONE", isStale: false });
  if (!preview.figures) throw new Error("a preview that is whole has figures");
  return { ...preview, figures: preview.figures };
}

async function listed(previewId: string, horizon: Horizon) {
  const directions = ["UP", "DOWN", "LEVEL"] as const;
  const lists = await Promise.all(
    directions.map((direction) =>
      everyItem((page) => admin.program.previewMembers({ previewId, horizon, direction, ...page })),
    ),
  );
  return lists.flat();
}

interface Row {
  id: number;
  tierCode: string;
  until: Date | null;
}
const members = () =>
  reader.rows<Row>(
    `SELECT id, tierCode, tierProtectedUntil AS until FROM member
      WHERE status <> 'CLOSED' ORDER BY id`,
  );

const tally = (codes: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};
const sums = (cells: { from: string; to: string; members: number }[], side: "from" | "to") => {
  const all: Record<string, number> = {};
  for (const cell of cells) all[cell[side]] = (all[cell[side]] ?? 0) + cell.members;
  return all;
};

async function publish({ ladder, rules }: Edit) {
  const reason = "as it was looked at";
  for (const act of [
    (expectedVersion: string) =>
      ladder && admin.tiers.publish({ expectedVersion, reason, ...ladder }),
    (expectedVersion: string) =>
      rules && admin.program.publishRules({ expectedVersion, reason, ...rules }),
  ]) {
    const done = await act((await admin.program.current({})).versionId);
    if (!done?.approvalId) continue;
    const { approvalId } = done;
    await as(SECOND_ADMIN).approvals.decide({ approvalId, approve: true, reason });
  }
}

/** Looks at an edit, publishes it, lets the jobs run, and compares member by member. */
async function comesTrue(change: Edit, now = TODAY): Promise<void> {
  goTo(now);
  const before = await members();
  const previewId = await start(change);
  const { figures } = await whole(previewId);
  const [atOnce, later] = [await listed(previewId, "NOW"), await listed(previewId, "LATER")];
  expect(figures.members).toBe(before.length);
  expect(sums(figures.now.cells, "from")).toEqual(tally(before.map(({ tierCode }) => tierCode)));
  await publish(change);
  expect(await jobs.runNow("tiers.follow")).toBe(true);
  const moved = await members();
  const expected = new Map(atOnce.map((move) => [Number(move.memberId), move]));
  for (const [at, { id, tierCode }] of moved.entries()) {
    const was = before[at];
    expect({ id, tierCode }).toEqual({
      id: was?.id,
      tierCode: expected.get(id)?.to ?? was?.tierCode,
    });
    if (expected.has(id)) expect(expected.get(id)?.from).toBe(was?.tierCode);
  }
  expect(sums(figures.now.cells, "to")).toEqual(tally(moved.map(({ tierCode }) => tierCode)));
  await reviewedInTurn(moved, later, figures);
}

/** Each member is reviewed at the end of their protection; what they have right after it was foretold. */
async function reviewedInTurn(
  rows: Row[],
  later: Awaited<ReturnType<typeof listed>>,
  figures: Awaited<ReturnType<typeof whole>>["figures"],
) {
  const ends = rows.flatMap(({ until }) => (until ? [until.getTime()] : []));
  const found = new Map(rows.map(({ id, tierCode }) => [id, tierCode]));
  for (const end of [...new Set(ends)].toSorted((a, b) => a - b)) {
    const now = new Date(Math.max(end, new Date(TODAY).getTime()));
    await reviewTiers({ now, progress: null, stopping: () => false });
    const due = rows.filter(({ until }) => until?.getTime() === end).map(({ id }) => id);
    const after = new Map((await members()).map(({ id, tierCode }) => [id, tierCode]));
    for (const id of due) found.set(id, after.get(id) ?? "");
  }
  for (const move of later) {
    expect({ id: move.memberId, code: found.get(Number(move.memberId)) }).toEqual({
      id: move.memberId,
      code: move.to,
    });
  }
  expect(sums(figures.later.cells, "to")).toEqual(tally([...found.values()]));
}

const BOUNDS = [0, 499.99, 500, 1999.99, 2000, 3000, 4999.99, 5000, 9999.99, 10_000, 12_000];
const YEAR_AGO = "2025-05-10T04:00:00.000Z";

/** Members of many histories: what they spent when, what was set by hand, who is gone. */
async function crowd(): Promise<void> {
  for (const yuan of BOUNDS) {
    const { id } = await enrolled();
    if (yuan > 0) await bought(id, { yuan, now: "2026-03-01T04:00:00Z" });
  }
  // Twelve months ago to the millisecond, a millisecond later, and long ago.
  for (const now of [YEAR_AGO, "2025-05-10T04:00:00.001Z", "2023-01-05T04:00:00Z"]) {
    const { id } = await enrolled(now);
    await bought(id, { yuan: 5000, now });
    await bought(id, { yuan: 600, now: "2026-02-01T04:00:00Z" });
  }
  const assigned = async (yuan: number, tierCode: string, keepUntil?: string) => {
    const { id } = await enrolled();
    await bought(id, { yuan, now: "2026-03-02T04:00:00Z" });
    await admin.tiers.assign({
      memberId: String(id),
      tierCode,
      reason: "VIP",
      ...(keepUntil ? { keepUntil } : {}),
    });
    return id;
  };
  await assigned(600, "DIAMOND");
  await assigned(600, "GOLD", "2027-12-31T16:00:00Z");
  await assigned(5000, "BRONZE");
  await assigned(3100, "BRONZE", "2028-01-01T00:00:00Z");
  // A floor that outlives the protection of what was bought since.
  const floored = await assigned(600, "SILVER", "2029-01-01T00:00:00Z");
  await bought(floored, { yuan: 4500, now: "2026-04-01T04:00:00Z" });
  // Held by protection alone, and already over.
  for (const [tierCode, until] of [
    ["GOLD", "2026-08-01T00:00:00Z"],
    ["SILVER", "2026-05-01T00:00:00Z"],
  ] as const) {
    const { id } = await enrolled();
    await bought(id, { yuan: 700, now: "2026-03-03T04:00:00Z" });
    const sql = "UPDATE member SET tierCode = ?, tierProtectedUntil = ? WHERE id = ?";
    await changeRow(sql, [tierCode, new Date(until), id]);
  }
  const statuses = ["FROZEN", "CLOSED", "MERGED"];
  for (const status of statuses) {
    const { id } = await enrolled();
    await bought(id, { yuan: 3500, now: "2026-03-04T04:00:00Z" });
    const memberId = String(id);
    const reason = "for a test";
    if (status === "FROZEN") await admin.members.setStatus({ memberId, status, reason });
    if (status === "CLOSED") await admin.members.close({ memberId, reason });
    if (status === "MERGED") {
      await changeRow("UPDATE member SET status = 'CLOSED', mergedIntoId = 1 WHERE id = ?", [id]);
    }
  }
}

const PROGRAM = { limits: { tierLiftsPerDay: 1_000_000 } };

describe("what is previewed", () => {
  useDatabase("preview");
  useProgram(PROGRAM);
  useBusinessTime(TODAY);
  beforeAll(crowd);

  it("is what happens when a threshold is lowered and another raised", async () => {
    const all = await rungs();
    await comesTrue(edit(from(from(all, "GOLD", 3000), "DIAMOND", 12_000)));
  });

  it("is what happens when a tier is removed, upwards and downwards, and one comes", async () => {
    const all = (await rungs()).filter(({ code }) => code !== "SILVER");
    await comesTrue(edit(all, [{ code: "SILVER", moveTo: "GOLD" }]));
    const next = (await rungs()).filter(({ code }) => code !== "GOLD");
    const bronze = next.find(({ code }) => code === "BRONZE") as RungInput;
    const pearl = { ...bronze, code: "PEARL", thresholdMinor: 450_000 };
    const at = next.findIndex(({ code }) => code === "DIAMOND");
    await comesTrue(edit(next.toSpliced(at, 0, pearl), [{ code: "GOLD", moveTo: "BRONZE" }]));
  });

  it("is what happens under any ladder", async () => {
    const spends = [...BOUNDS, 600, 700, 3100, 3500, 5100, 5600].map((yuan) => yuan * 100);
    const step = fc.oneof(
      fc.constantFrom(...spends.filter((minor) => minor > 0)),
      fc.integer({ min: 1, max: 1_300_000 }),
    );
    const anyEdit = fc.record({
      starts: fc.uniqueArray(step, { minLength: 4, maxLength: 4 }),
      kept: fc.subarray(["BRONZE", "SILVER", "GOLD", "DIAMOND"]),
      heirs: fc.array(fc.nat(4), { minLength: 8, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(anyEdit, async ({ starts, kept, heirs }) => {
        const known = await rungs();
        const [first] = known as [RungInput];
        const rising = starts.toSorted((a, b) => a - b);
        const tiers = [first.code, ...kept].map((code, at) => ({
          ...first,
          ...known.find((one) => one.code === code),
          code,
          discountRateBps: first.discountRateBps,
          thresholdMinor: at === 0 ? 0 : (rising[at - 1] ?? 0),
        }));
        const removed = known
          .filter(({ code }) => tiers.every((one) => one.code !== code))
          .map(({ code }, at) => ({
            code,
            moveTo: tiers[(heirs[at] ?? 0) % tiers.length]?.code ?? first.code,
          }));
        await comesTrue(edit(tiers, removed));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

describe("what is previewed of another period", () => {
  useDatabase("preview");
  useProgram(PROGRAM);
  useBusinessTime(TODAY);
  // A database of its own has the members of the group above, reviewed years from now: all end now.
  beforeAll(async () => {
    await reader.write(
      "UPDATE member SET tierProtectedUntil = ? WHERE tierProtectedUntil IS NOT NULL",
      [new Date(TODAY)],
    );
    const { versionId } = await admin.program.current({});
    const sql = `INSERT INTO job_state (name, nextRunAt, progress) VALUES ('tiers.follow', ?, ?)
      ON DUPLICATE KEY UPDATE progress = VALUES(progress)`;
    await reader.write(sql, [new Date(), versionId]);
    const codes = (await rungs()).map(({ code }) => code);
    await reader.write(
      `UPDATE member SET tierCode = 'SILVER', tierFloorCode = NULL, tierKeepUntil = NULL
        WHERE tierCode NOT IN (${codes.map(() => "?").join(",")})`,
      codes,
    );
  });

  const period = async (qualifyingPeriod: "lifetime" | "rolling12Months"): Promise<Edit> => {
    const { rules } = await admin.program.current({});
    return { rules: { tiers: { ...rules.tiers, qualifyingPeriod } } };
  };

  it("is what happens when only twelve months count, and when everything counts again", async () => {
    await comesTrue(await period("rolling12Months"));
    await comesTrue({ ...(await period("lifetime")), ...edit(from(await rungs(), "BRONZE", 400)) });
  });
});

describe("a preview", () => {
  useDatabase("previews");
  useProgram(PROGRAM);
  useBusinessTime(TODAY);
  afterEach(() => goTo(TODAY));
  const ids: number[] = [];

  beforeAll(async () => {
    for (let made = 0; made < 5; made++) {
      const { id } = await enrolled();
      await bought(id, { yuan: 3200 + Math.floor(made / 2), now: TODAY });
      ids.push(id);
    }
  });

  const cheaper = async () => edit(from(await rungs(), "GOLD", 3000));

  it("lists who goes up by what they spent, page by page, either way round, and of one pair of tiers", async () => {
    const { previewId } = await whole(await start(await cheaper()));
    const wanted = { previewId, horizon: "NOW" as const };
    for (const where of [{ direction: "UP" as const }, { from: "SILVER", to: "GOLD" }]) {
      const least = await everyItem(({ cursor }) =>
        admin.program.previewMembers({
          ...wanted,
          ...where,
          sort: "SPEND_ASC",
          limit: 1,
          ...(cursor ? { cursor } : {}),
        }),
      );
      expect(least.map(({ memberId }) => Number(memberId))).toEqual(ids);
      expect(least[0]).toMatchObject({
        from: "SILVER",
        to: "GOLD",
        direction: "UP",
        reason: "THRESHOLD_REACHED",
        spendMinor: 320_000,
        memberCode: expect.stringMatching(/^M\d{12}$/),
      });
      const most = await everyItem(({ cursor }) =>
        admin.program.previewMembers({
          ...wanted,
          ...where,
          limit: 2,
          ...(cursor ? { cursor } : {}),
        }),
      );
      expect(most.map(({ memberId }) => Number(memberId))).toEqual(ids.toReversed());
    }
    const nobody = await admin.program.previewMembers({ ...wanted, direction: "DOWN" });
    expect(nobody).toEqual({ items: [], nextCursor: null });
  });

  it("changes nothing, tells nobody, and leaves a line in the audit log", async () => {
    const before = await members();
    const events = await countOf("outbox_event", "1 = 1", []);
    const started = () => countOf("audit_log", "action = 'program.startPreview'", []);
    const lines = await started();
    await whole(await start(await cheaper()));
    expect(await members()).toEqual(before);
    expect(await countOf("outbox_event", "1 = 1", [])).toBe(events);
    expect(await started()).toBe(lines + 1);
  });

  it("is refused as the edit itself would be", async () => {
    const { versionId: expectedVersion } = await admin.program.current({});
    const tiers = await rungs();
    const refused = (change: Edit) => admin.program.startPreview({ expectedVersion, ...change });
    await expect(refused(edit(from(tiers, "GOLD", 2000)))).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "tiers.3.thresholdMinor" }],
    });
    const gone = edit(tiers.filter(({ code }) => code !== "SILVER"));
    await expect(refused(gone)).rejects.toMatchObject({ domainCode: "INVALID_TIER_CHANGE" });
    await expect(refused({})).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    const old = { expectedVersion: "1", ...edit(tiers) };
    await expect(admin.program.startPreview(old)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
  });

  it("is one a person: the next takes the place of the one before, also when eight are asked for at once", async () => {
    const change = await cheaper();
    const asked = await Promise.all(Array.from({ length: 8 }, () => start(change)));
    expect(await countOf("tier_preview", "owner = 'admin:2'", [])).toBe(1);
    const seen = await Promise.allSettled(
      asked.map((previewId) => admin.program.preview({ previewId })),
    );
    expect(seen.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    // Somebody else's stands beside it, may be read by whoever publishes, and dropped by nobody but them.
    const previewId = asked.find((_, at) => seen[at]?.status === "fulfilled") ?? "";
    await as(SECOND_ADMIN).program.dropPreview({ previewId });
    expect(await as(SECOND_ADMIN).program.preview({ previewId })).toMatchObject({ previewId });
    await admin.program.dropPreview({ previewId });
    await admin.program.dropPreview({ previewId });
    await expect(admin.program.preview({ previewId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
  });

  it("says that it is stale once somebody published, and is gone with its rows after a day", async () => {
    const previewId = await start(await cheaper());
    await whole(previewId);
    await publish(edit(await rungs()));
    expect(await admin.program.preview({ previewId })).toMatchObject({
      isStale: true,
      status: "DONE",
      keptUntil: "2026-05-11T04:00:00.000Z",
    });
    expect(await countOf("preview_move", "previewId = ?", [previewId])).toBeGreaterThan(0);
    goTo("2026-05-11T04:01:00Z");
    await expect(admin.program.preview({ previewId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
    await jobs.runNow("tiers.prunePreviews");
    expect(await countOf("preview_move", "1 = 1", [])).toBe(0);
    expect(await countOf("tier_preview", "1 = 1", [])).toBe(0);
  });

  it("that is gone through by two processes counts everybody once", async () => {
    const previewId = await start(await cheaper());
    const run = tiersJobs.find(({ name }) => name === "tiers.preview");
    const context = { now: new Date(TODAY), progress: null, stopping: () => false };
    await Promise.all(Array.from({ length: 4 }, () => run?.run(context)));
    const { figures, progress } = await admin.program.preview({ previewId });
    expect(progress.done).toBe(progress.of);
    expect(figures).toMatchObject({ members: ids.length, now: { up: ids.length, down: 0 } });
  });

  it("goes on where it was interrupted", async () => {
    const previewId = await start(await cheaper());
    const run = tiersJobs.find(({ name }) => name === "tiers.preview");
    const context = { now: new Date(TODAY), progress: null };
    await run?.run({ ...context, stopping: () => true });
    expect(await admin.program.preview({ previewId })).toMatchObject({
      status: "RUNNING",
      figures: null,
      progress: { done: 0 },
    });
    expect((await whole(previewId)).figures.members).toBe(ids.length);
  });

  it("that can't be gone through says so in the end", async () => {
    const previewId = await start(await cheaper());
    await reader.write("UPDATE tier_preview SET draft = '{}' WHERE id = ?", [previewId]);
    for (let times = 0; times < 3; times++) await jobs.runNow("tiers.preview");
    await expect(
      reader.row("SELECT status FROM tier_preview WHERE id = ?", [previewId]),
    ).resolves.toEqual({ status: "FAILED" });
    await admin.program.dropPreview({ previewId });
  });

  it("reads a span of members along the keys, and a page of its list from where it begins", async () => {
    const previewId = Number(await start(await cheaper()));
    await jobs.runNow("tiers.preview");
    const seen: [string, unknown[]][] = [];
    const watched = {
      rows: <Row>(
        sql: string,
        values: readonly (string | number | boolean | Date | null)[] = [],
      ) => {
        seen.push([sql, [...values]]);
        return reader.rows<Row>(sql, values);
      },
      row: reader.row,
    };
    const now = new Date(TODAY);
    const span = { from: 1, to: 2001 };
    const measure = { span, steps: [0, 50_000, 200_000], since: now, newEnd: now };
    await store.standings(watched, measure);
    await store.membersStanding(watched, measure, ["SILVER:3:3:1::"]);
    const wanted = { previewId, horizon: "NOW" as const, isAscending: false, limit: 3 };
    const after = { spendMinor: 320_000, memberId: 9 };
    await store.movesOf(watched, { ...wanted, where: { direction: "UP" }, after });
    await store.movesOf(watched, { ...wanted, where: { fromCode: "A", toCode: "B" }, after: null });
    for (const [sql, values] of seen) {
      const plan: {
        table: string;
        type: string;
        key: string | null;
        possible_keys: string | null;
      }[] = await pool().query(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values);
      const steps = plan.filter(({ table }) => ["m", "shop_order", "preview_move"].includes(table));
      expect(steps.length, sql).toBeGreaterThan(0);
      // So small a table may be gone through as a whole; the key is there for it all the same.
      for (const { table, possible_keys } of steps) {
        expect(possible_keys ?? "", `${table}: ${sql}`).toMatch(
          table === "m" ? /PRIMARY/ : /memberId_paidAt|previewId_horizon/,
        );
      }
    }
  });
});
