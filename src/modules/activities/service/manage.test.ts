import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { activity, CLOSES, june, OPENS, paid } from "@/testing/activities";
import { as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import type { ActivityStatus } from "../schema/activity";
import { joinActivity } from "./join";
import { listActivities } from "./list";
import { type ActivityEdit, changeActivity } from "./manage";
import { manageActivities } from "./managed";
import { writeStatuses } from "./sweep";

const edit = (
  activityId: number,
  now: Date,
  changes: Partial<Omit<ActivityEdit, "activityId">> = {},
) => {
  const plain = { revision: 1, action: null, reason: null, change: {} };
  return at(now, (work) => changeActivity(work, { activityId, ...plain, ...changes }), OPERATOR);
};

const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

describe("what operators do to an activity", () => {
  useDatabase("manage");
  useBusinessTime(june(3).toISOString());

  it("begins as a draft that nobody sees, and runs once published", async () => {
    const id = await activity({ pointsBudget: 1000 }, false);
    const shown = async () => {
      const { items } = await as(ANONYMOUS).activities.list({ limit: 100 });
      return items.find(({ activityId }) => activityId === String(id));
    };
    expect(await shown()).toBeUndefined();
    const published = await as(OPERATOR).activities.change({
      activityId: String(id),
      revision: 1,
      action: "publish",
    });
    // It begins now: what was bought before it was published is nobody's progress.
    expect(published).toMatchObject({ status: "RUNNING", revision: 2 });
    expect(new Date(published.startsAt).getTime()).toBeGreaterThanOrEqual(june(3).getTime());
    expect(await shown()).toMatchObject({ status: "RUNNING", eligible: null, joined: false });
  });

  it("leaves an audit row with before, after and why", async () => {
    const id = await activity();
    await edit(id, june(2), { action: "pause", reason: "stock is late" });
    const rows = await reader.rows<{ action: string; reason: string; before: string }>(
      "SELECT action, reason, `before` FROM audit_log WHERE target = ? ORDER BY id",
      [`activity:${id}`],
    );
    expect(rows).toMatchObject([
      { action: "activities.create" },
      { action: "activities.pause", reason: "stock is late" },
    ]);
    expect(JSON.parse(rows[1]?.before ?? "{}")).toMatchObject({ status: "RUNNING" });
  });

  it("by somebody who read an older state is a conflict and changes nothing", async () => {
    const id = await activity();
    await edit(id, june(2), { change: { title: "新名字" } });
    await expect(edit(id, june(2), { change: { title: "别的名字" } })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
      facts: { revision: 2 },
    });
    expect(await countOf("activity", "id = ? AND title = '新名字'", [id])).toBe(1);
  });

  it("at once by ten of them is done by one", async () => {
    const id = await activity();
    const tries = Array.from({ length: 10 }, (_, n) =>
      edit(id, june(2), { change: { title: `第 ${n} 个` } }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("does not count joinings as changes, and changes don’t undo joinings", async () => {
    const { id: memberId } = await enrolled();
    const id = await activity({ capacity: 5, pointsBudget: 1000 });
    await at(june(2), (work) => joinActivity(work, { memberId }, id));
    const changed = await edit(id, june(3), { change: { capacity: 6 } });
    expect(changed).toMatchObject({ capacity: 6, joinedCount: 1, revision: 2 });
  });

  it("names each field that is fixed once it runs", async () => {
    const id = await activity({ capacity: 5 });
    const change = { capacity: 4, minTierCode: "GOLD", title: "会员周" };
    await expect(edit(id, june(2), { change })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      facts: { activityStatus: "RUNNING" },
      errors: [
        { path: "capacity", message: "≥ 5" },
        { path: "minTierCode", message: "fixed: RUNNING" },
      ],
    });
  });

  it.each<[string, Partial<ActivityEdit>, object]>([
    [
      "a tier that is not there",
      { change: { minTierCode: "PLATINUM" } },
      { domainCode: "TIER_NOT_FOUND" },
    ],
    [
      "an end before the start",
      { change: { endsAt: OPENS } },
      { domainCode: "VALIDATION_FAILED", errors: [{ path: "endsAt" }] },
    ],
    [
      "publishing twice",
      { action: "publish" },
      {
        domainCode: "ACTIVITY_UNAVAILABLE",
        facts: { reason: "STATUS", activityStatus: "SCHEDULED", action: "publish" },
      },
    ],
    [
      "resuming what is not paused",
      { action: "resume" },
      { domainCode: "ACTIVITY_UNAVAILABLE", facts: { activityStatus: "SCHEDULED" } },
    ],
  ])("refuses %s", async (_, changes, refusal) => {
    const id = await activity();
    await expect(edit(id, justBefore(OPENS), changes)).rejects.toMatchObject(refusal);
  });

  it("ended by hand is over for good", async () => {
    const id = await activity();
    expect(await edit(id, june(2), { action: "end" })).toMatchObject({
      status: "ENDED",
      endsAt: june(2),
    });
    for (const action of ["resume", "pause", "end"] as const) {
      await expect(edit(id, june(3), { revision: 2, action })).rejects.toMatchObject({
        domainCode: "ACTIVITY_UNAVAILABLE",
      });
    }
    const change = { endsAt: CLOSES };
    await expect(edit(id, june(3), { revision: 2, change })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("that is not there is not found", async () => {
    await expect(edit(999_999_999, june(2))).rejects.toMatchObject({
      domainCode: "ACTIVITY_NOT_FOUND",
    });
  });
});

describe("lists of activities", () => {
  useDatabase("manage");

  it("filter by what an activity is now, whether a job has written it or not", async () => {
    const made: Record<string, number> = {
      plain: await activity(),
      paused: await activity(),
      ended: await activity(),
      draft: await activity({}, false),
    };
    await edit(made.paused ?? 0, june(2), { action: "pause" });
    await edit(made.ended ?? 0, june(2), { action: "end" });
    const statusesAt = async (now: Date) => {
      const found: Record<string, ActivityStatus> = {};
      for (const status of ["DRAFT", "SCHEDULED", "RUNNING", "PAUSED", "ENDED"] as const) {
        const { items } = await manageActivities(askAt(now), { status, limit: 100 });
        for (const item of items) {
          expect(item.status).toBe(status);
          const name = Object.keys(made).find((key) => made[key] === Number(item.activityId));
          if (name) found[name] = status;
        }
      }
      return found;
    };
    const both = { paused: "PAUSED", ended: "ENDED", draft: "DRAFT" };
    for (let sweeps = 0; sweeps < 2; sweeps++) {
      const early = sweeps === 0 ? justBefore(OPENS) : june(3);
      const plain = sweeps === 0 ? "SCHEDULED" : "RUNNING";
      expect(await statusesAt(early)).toEqual({ ...both, plain });
      expect(await statusesAt(justBefore(CLOSES))).toEqual({ ...both, plain: "RUNNING" });
      const over = { plain: "ENDED", paused: "ENDED", ended: "ENDED", draft: "DRAFT" };
      expect(await statusesAt(CLOSES)).toEqual(over);
      await writeStatuses({ now: june(3), progress: null, stopping: () => false });
    }
    expect(await countOf("activity", "id = ? AND status = 'RUNNING'", [made.plain ?? 0])).toBe(1);
  });

  it("page through all of them, each once", async () => {
    for (let n = 0; n < 5; n++) await activity({ titleEn: "paged" });
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await listActivities(askAt(june(3)), query);
      seen.push(...page.items.map(({ activityId }) => activityId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(await countOf("activity", "status <> ?", ["DRAFT"]));
  });

  it("refuse a cursor that no page gave out", async () => {
    await expect(listActivities(askAt(june(3)), { limit: 2, cursor: "x" })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });
});

describe("what a member sees of an activity", () => {
  useDatabase("manage");
  useBusinessTime(june(5).toISOString());

  it("is their own standing and progress", async () => {
    const { id } = await enrolled();
    const effect = {
      kind: "CHALLENGE",
      goal: "SPEND",
      target: 100_000,
      points: 500,
      orderMinimumMinor: 0,
    } as const;
    const joined = await activity({ effect, capacity: 7 });
    const tooHigh = await activity({ minTierCode: "GOLD" });
    await at(june(2), (work) => joinActivity(work, { memberId: id }, joined));
    await bought(id, { yuan: 5 });
    await paid(id, { yuan: 400, paidAt: june(3) });
    const { items } = await as(memberCaller(id)).activities.list({ limit: 100 });
    const of = (activityId: number) => items.find((item) => item.activityId === String(activityId));
    expect(of(joined)).toMatchObject({
      title: "Members’ week",
      eligible: true,
      reason: null,
      joined: true,
      joinedAt: june(2).toISOString(),
      remainingCapacity: 6,
      pointsAwarded: 0,
      progress: {
        orders: 1,
        spendMinor: 40_000,
        target: 100_000,
        progressPct: 40,
        reached: false,
      },
    });
    expect(of(tooHigh)).toMatchObject({
      eligible: false,
      reason: "TIER_TOO_LOW",
      minTier: { code: "GOLD", isHighest: false },
      joined: false,
      progress: null,
    });
  });
});
