import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { setBusinessClockOffset } from "@/platform/clock";
import { pool, reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { ADMIN, as, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime, useProgram } from "@/testing/program";
import { SPEND_SINCE_BY_MEMBER } from "../../orders/service/standing";
import { tiersJobs } from "../jobs";
import type { RungInput } from "../schema";
import * as store from "../store/preview";

const TODAY = "2026-05-10T04:00:00.000Z";
const admin = as(ADMIN);
const jobs = new JobRunner(tiersJobs);

type Start = Parameters<typeof admin.program.startPreview>[0];
type Edit = Omit<Start, "expectedVersion">;

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

const members = () =>
  reader.rows("SELECT id, tierCode, tierProtectedUntil FROM member ORDER BY id");

async function publish({ ladder }: Edit) {
  const { versionId: expectedVersion } = await admin.program.current({});
  const reason = "as it was looked at";
  await admin.tiers.publish({ expectedVersion, reason, tiers: ladder?.tiers ?? [] });
}

const PROGRAM = { limits: { tierLiftsPerDay: 1_000_000 } };

describe("a preview", () => {
  useDatabase("preview-run");
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
    for (const where of [{ goes: "UP" as const }, { from: "SILVER", to: "GOLD" }]) {
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
    const nobody = await admin.program.previewMembers({ ...wanted, goes: "DOWN" });
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

  it("is for operators, who can't publish what they look at, and end nobody else's", async () => {
    const change = await cheaper();
    const others = await start(change);
    const { versionId: expectedVersion } = await admin.program.current({});
    const operator = as(OPERATOR);
    const { previewId } = await operator.program.startPreview({ expectedVersion, ...change });
    await operator.program.dropPreview({ previewId: others });
    await jobs.runNow("tiers.preview");
    const [own, seen] = await Promise.all(
      [previewId, others].map((id) => operator.program.preview({ previewId: id })),
    );
    expect(own?.figures?.now.up).toBeGreaterThan(0);
    expect(seen?.figures).toEqual(own?.figures);
    const moved = await operator.program.previewMembers({ previewId, horizon: "NOW", goes: "UP" });
    expect(moved.items.length).toBe(own?.figures?.now.up);
    const denied = { domainCode: "PERMISSION_DENIED" };
    const reason = "as I looked at it";
    const tiers = change.ladder?.tiers ?? [];
    const act = { expectedVersion, reason };
    await expect(operator.tiers.publish({ ...act, tiers })).rejects.toMatchObject(denied);
    await expect(operator.benefits.setTiers({ ...act, benefits: [] })).rejects.toMatchObject(
      denied,
    );
    const shopper = as(memberCaller(ids[0] ?? 0));
    for (const other of [shopper, as(SERVICE)]) {
      await expect(
        other.program.startPreview({ expectedVersion, ...change }),
      ).rejects.toMatchObject(denied);
      await expect(other.program.preview({ previewId })).rejects.toMatchObject(denied);
      await expect(
        other.program.previewMembers({ previewId, horizon: "NOW", goes: "UP" }),
      ).rejects.toMatchObject(denied);
    }
  });

  it("says that it is stale once somebody published, and is gone with its rows after a day", async () => {
    const previewId = await start(await cheaper());
    await whole(previewId);
    await publish(edit(await rungs()));
    expect(await admin.program.preview({ previewId })).toMatchObject({
      isStale: true,
      status: "DONE",
      keptUntil: expect.stringMatching(/^2026-05-11T04:00/),
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
    const rolling = { since: now, spendByMember: SPEND_SINCE_BY_MEMBER };
    const measure = { span, steps: [0, 50_000, 200_000], rolling, newEnd: now };
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
