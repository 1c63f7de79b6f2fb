import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { setBusinessClockOffset } from "@/platform/clock";
import { reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { ADMIN, as, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime, useProgram } from "@/testing/program";
import { tiersJobs } from "../jobs";
import type { RungInput } from "../schema";
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
    directions.map((goes) =>
      everyItem((page) => admin.program.previewMembers({ previewId, horizon, goes, ...page })),
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
    await decideOn(as(SECOND_ADMIN), { approvalId, approve: true, reason });
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

/** Members of many histories: what they spent when, what was set by hand, who is gone. */
async function crowd(): Promise<void> {
  for (const yuan of BOUNDS) {
    const { id } = await enrolled();
    if (yuan > 0) await bought(id, { yuan, now: "2026-03-01T04:00:00Z" });
  }
  // A little more than twelve months ago, a little less, and long ago.
  for (const now of ["2025-05-10T03:00:00Z", "2025-05-10T05:00:00Z", "2023-01-05T04:00:00Z"]) {
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
