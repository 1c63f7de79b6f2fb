import { describe, expect, it } from "vitest";
import { runBatches } from "@/modules/corrections/service/sweep";
import { reader } from "@/platform/db";
import { type JobContext, JobRunner } from "@/platform/jobs";
import { ADMIN, as, at, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { FREE_ACTS, useProgram } from "@/testing/program";
import { applyPage } from "../../corrections/service/batches";
import { grantBirthdays } from "../../earning/service/birthdays";
import { completeOrder } from "../../purchases/service/complete";
import { holdPoints } from "./holds";
import { payWithPoints } from "./pay-with-points";
import { giveNotices, settleDueMembers } from "./sweeps";
import { checkLedger, lastLedgerCheck } from "./verify";

const run = (now: string, progress: string | null = null): JobContext => ({
  now: new Date(now),
  progress,
  stopping: () => false,
});

const settleAt = () => settleDueMembers(run("2023-02-05T16:00:00Z"));

describe("scheduled work on points", () => {
  useDatabase();
  useProgram(FREE_ACTS);

  it("expires lots and lets holds go at their moments, and twice changes nothing more", async () => {
    const member = await enrolled("2021-01-01T00:00:00Z");
    await bought(member.id, { yuan: 300, now: "2021-02-01T04:00:00Z" });
    const hold = { points: 100, orderId: fresh("o"), orderAmountMinor: 100_000, ttlSeconds: 600 };
    await at("2021-02-02T00:00:00Z", (work) => holdPoints(work, { memberId: member.id }, hold));
    await settleDueMembers(run("2021-02-02T00:10:00Z"));
    expect(await accountsOf(member.id)).toMatchObject({ available: 300, frozen: 0 });
    await settleDueMembers(run("2023-02-01T15:59:59.999Z"));
    expect(await accountsOf(member.id)).toMatchObject({ available: 300 });
    await Promise.all([
      settleDueMembers(run("2023-02-01T16:00:00Z")),
      settleDueMembers(run("2023-02-01T16:00:00Z")),
    ]);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0 });
    expect(await countOf("points_entry", "memberId = ? AND type = 'EXPIRE'", [member.id])).toBe(1);
  });

  it("of somebody whose points do not add up keep nobody else waiting, and say that they failed", async () => {
    const members = [];
    for (let n = 0; n < 3; n++) {
      const member = await enrolled("2021-01-01T00:00:00Z");
      await bought(member.id, { yuan: 300, now: `2021-02-0${n + 1}T04:00:00Z` });
      members.push(member.id);
    }
    const [broken = 0, ...others] = members;
    const have = (points: number) =>
      reader.write("UPDATE member SET available = ? WHERE id = ?", [points, broken]);
    await have(0);
    const name = fresh("settle");
    await new JobRunner([{ name, everySeconds: 60, run: settleAt }]).runNow(name);
    for (const id of others) expect(await accountsOf(id)).toMatchObject({ available: 0 });
    const said = "SELECT lastStatus, lastSummary FROM job_state WHERE name = ?";
    const state = await reader.row(said, [name]);
    expect(state).toEqual({ lastStatus: "FAILED", lastSummary: "1 could not be carried out" });
    await have(300);
    expect(await settleAt()).not.toHaveProperty("failed");
    expect(await accountsOf(broken)).toMatchObject({ available: 0 });
  });

  it("grants birthday points once a year, 29 February on the 28th, and catches up missed days", async () => {
    const leap = await at("2025-12-01T00:00:00Z", async (work) => {
      const { enrol } = await import("../../members/service/members");
      return enrol(work, { externalId: fresh("b"), birthday: "1992-02-29" });
    });
    expect((await grantBirthdays(run("2026-02-26T04:00:00Z", "2026-02-25"))).progress).toBe(
      "2026-02-26",
    );
    expect((await accountsOf(leap.id)).available).toBe(0);
    await grantBirthdays(run("2026-03-02T04:00:00Z", "2026-02-26"));
    await grantBirthdays(run("2026-03-02T04:00:00Z", "2026-02-26"));
    expect((await accountsOf(leap.id)).available).toBe(100);
  });

  const born = (birthday: string, joinedAt: string) =>
    at(joinedAt, async (work) => {
      const { enrol } = await import("../../members/service/members");
      return enrol(work, { externalId: fresh("b"), birthday });
    });

  interface Given {
    referenceId: string;
    earnedAt: Date;
    expiresAt: Date;
    remaining: number;
  }
  const givenTo = (memberId: number) =>
    reader.rows<Given>(
      `SELECT e.referenceId, l.availableAt AS earnedAt, l.expiresAt, l.remaining
         FROM points_entry e JOIN points_lot l ON l.entryId = e.id
        WHERE e.memberId = ? AND e.referenceType = 'BIRTHDAY' ORDER BY l.availableAt`,
      [memberId],
    );

  it("catches up birthdays of three years, dated on their day, once however often it runs", async () => {
    const member = await born("1990-05-17", "2030-01-10T04:00:00Z");
    const newcomer = await born("1990-05-17", "2032-06-01T04:00:00Z");
    const late = run("2033-01-10T04:00:00Z", "2030-01-10");
    await Promise.all([grantBirthdays(late), grantBirthdays(late)]);
    expect((await grantBirthdays(late)).progress).toBe("2033-01-10");
    const given = await givenTo(member.id);
    expect(given.map(({ referenceId, earnedAt }) => [referenceId, earnedAt])).toEqual([
      [`${member.id}:2030`, new Date("2030-05-16T16:00:00Z")],
      [`${member.id}:2031`, new Date("2031-05-16T16:00:00Z")],
      [`${member.id}:2032`, new Date("2032-05-16T16:00:00Z")],
    ]);
    // 24 months from their day: the first has expired by now.
    expect(given.map(({ expiresAt, remaining }) => [expiresAt, remaining])).toEqual([
      [new Date("2032-05-17T16:00:00Z"), 0],
      [new Date("2033-05-17T16:00:00Z"), 100],
      [new Date("2034-05-17T16:00:00Z"), 100],
    ]);
    expect(await accountsOf(member.id)).toMatchObject({ available: 200 });
    // Not a member yet on that day.
    expect(await givenTo(newcomer.id)).toEqual([]);
  });

  it("gives nothing late for a birthday that was another then", async () => {
    const member = await born("1990-05-17", "2030-01-10T04:00:00Z");
    await reader.write(
      "UPDATE member SET birthday = '1990-08-01', birthdayChangedAt = ? WHERE id = ?",
      [new Date("2031-09-01T00:00:00Z"), member.id],
    );
    await grantBirthdays(run("2033-01-10T04:00:00Z", "2030-01-10"));
    expect((await givenTo(member.id)).map(({ referenceId }) => referenceId)).toEqual([
      `${member.id}:2032`,
    ]);
  });

  it("goes on with birthdays where it was stopped", async () => {
    const members = await Promise.all(
      Array.from({ length: 6 }, () => born("1990-11-11", "2040-01-10T04:00:00Z")),
    );
    const ids = members.map(({ id }) => id).sort((a, b) => a - b);
    let asked = 0;
    const stopped = await grantBirthdays({
      ...run("2041-01-10T04:00:00Z", "2040-11-10"),
      stopping: () => ++asked > 3,
    });
    const counts = async () => (await Promise.all(ids.map(givenTo))).map((given) => given.length);
    expect((await counts()).reduce((sum, count) => sum + count, 0)).toBeLessThan(6);
    expect(stopped.progress).toMatch(/^2040-11-10>2041-01-10:\d+$/);
    // A day later: first the range that was begun, then what came after it.
    const next = await grantBirthdays(run("2041-01-11T04:00:00Z", stopped.progress));
    expect(next.progress).toBe("2041-01-11");
    expect(await counts()).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("tells of points that expire within 30 and within 7 days, of each once", async () => {
    const member = await enrolled("2022-01-01T00:00:00Z");
    await bought(member.id, { yuan: 80, now: "2022-03-01T04:00:00Z" });
    const notices = () =>
      countOf("outbox_event", "memberId = ? AND type = 'points.expiring'", [member.id]);
    await giveNotices(run("2024-01-20T04:00:00Z"));
    expect(await notices()).toBe(0);
    await giveNotices(run("2024-02-10T04:00:00Z"));
    await giveNotices(run("2024-02-11T04:00:00Z"));
    expect(await notices()).toBe(1);
    await giveNotices(run("2024-02-26T04:00:00Z"));
    await giveNotices(run("2024-02-27T04:00:00Z"));
    expect(await notices()).toBe(2);
  });

  it("tells again of a day to which more points came, and not of one with fewer", async () => {
    const member = await enrolled("2022-01-01T00:00:00Z");
    await bought(member.id, { yuan: 80, now: "2022-06-01T04:00:00Z" });
    const told = async () =>
      (
        await reader.rows<{ data: string }>(
          "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'points.expiring' ORDER BY id",
          [member.id],
        )
      ).map(({ data }) => (typeof data === "string" ? JSON.parse(data) : data).points);
    await giveNotices(run("2024-05-20T04:00:00Z"));
    // An order of the same day that is told of two years late.
    const paidAt = new Date("2022-06-01T09:00:00Z");
    const late = { orderId: fresh("o"), paidAmountMinor: 2000, paidAt };
    await at("2024-05-20T05:00:00Z", (work) => completeOrder(work, { memberId: member.id }, late));
    const both = run("2024-05-20T06:00:00Z");
    await Promise.all([giveNotices(both), giveNotices(both)]);
    expect(await told()).toEqual([80, 100]);
    const spent = { points: 30, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at("2024-05-20T07:00:00Z", (work) => payWithPoints(work, { memberId: member.id }, spent));
    await giveNotices(run("2024-05-20T08:00:00Z"));
    expect(await told()).toEqual([80, 100]);
  });

  it("finds a figure that was changed behind its back and names the member", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 50 });
    await reader.write("UPDATE member SET available = available + 1 WHERE id = ?", [member.id]);
    await checkLedger(run("2026-06-01T00:00:00Z"));
    const check = await lastLedgerCheck(reader);
    expect(check?.ok).toBe(false);
    const named = check?.findings.flatMap(({ violations }) => violations.map((v) => v.memberId));
    expect(named).toContain(member.id);
    expect(await countOf("outbox_event", "type = 'ledger.check_failed'", [])).toBeGreaterThan(0);
    await reader.write("UPDATE member SET available = available - 1 WHERE id = ?", [member.id]);
  });
});

describe("correcting many members", () => {
  useDatabase();

  async function members(count: number) {
    return Promise.all(Array.from({ length: count }, () => enrolled()));
  }

  it("judges rows without applying them in a dry run", async () => {
    const [one, two] = await members(2);
    const rows = [
      { memberId: String(one?.id), points: 100 },
      { memberId: String(two?.id), points: -5 },
      { externalId: fresh("nobody"), points: 10 },
    ];
    const answer = await as(SERVICE).points.createBatch({ reason: "test", dryRun: true, rows });
    expect(answer).toMatchObject({
      status: "VALIDATED",
      accepted: 1,
      rejected: 2,
      totalPoints: 100,
    });
    const view = await as(SERVICE).points.batch({ batchId: answer.batchId });
    expect(view.items.map(({ code }) => code)).toEqual([
      null,
      "INSUFFICIENT_POINTS",
      "MEMBER_NOT_FOUND",
    ]);
    expect(await accountsOf(one?.id ?? 0)).toMatchObject({ available: 0 });
  });

  it("goes on after an interruption without applying a row twice", async () => {
    const people = await members(40);
    const rows = people.map(({ id }) => ({ memberId: String(id), points: 7 }));
    const { batchId, status } = await as(SERVICE).points.createBatch({
      reason: "test",
      dryRun: false,
      rows,
    });
    expect(status).toBe("RUNNING");
    // One page, as if the process had died after it.
    expect(await applyPage(Number(batchId), new Date())).toBe(32);
    await Promise.all([
      runBatches(run("2026-06-01T00:00:00Z")),
      runBatches(run("2026-06-01T00:00:00Z")),
    ]);
    const view = await as(SERVICE).points.batch({ batchId, limit: 100 });
    expect(view).toMatchObject({ status: "DONE", applied: 40, progress: { done: 40, of: 40 } });
    for (const { id } of people) expect((await accountsOf(id)).available).toBe(7);
  });

  it("refuses a row at its turn and applies the others", async () => {
    const [one, two] = await members(2);
    await at("2026-01-06T00:00:00Z", async (work) => {
      const { applyAdjustment } = await import("../../corrections/service/adjust");
      await applyAdjustment(
        work,
        { memberId: one?.id ?? 0 },
        { points: 50, reason: "gift", reference: fresh("a") },
      );
    });
    const rows = [
      { memberId: String(one?.id), points: -50 },
      { memberId: String(two?.id), points: 9 },
    ];
    const { batchId } = await as(SERVICE).points.createBatch({
      reason: "test",
      dryRun: false,
      rows,
    });
    await as(SERVICE).points.use({
      memberId: String(one?.id),
      points: 20,
      orderId: fresh("o"),
      orderAmountMinor: 100_000,
    });
    await runBatches(run(new Date().toISOString()));
    const view = await as(OPERATOR).points.batch({ batchId });
    expect(view).toMatchObject({ status: "DONE", applied: 1, rejected: 1 });
    expect(view.items[0]).toMatchObject({ status: "REFUSED", code: "INSUFFICIENT_POINTS" });
    expect((await accountsOf(two?.id ?? 0)).available).toBe(9);
  });

  it("waits for a second person above the threshold, who may not be the first", async () => {
    const [one] = await members(1);
    const rows = [{ memberId: String(one?.id), points: 10_001 }];
    const { batchId, status } = await as(ADMIN).points.createBatch({
      reason: "test",
      dryRun: false,
      rows,
    });
    expect(status).toBe("WAITING_FOR_APPROVAL");
    const { items } = await as(ADMIN).approvals.list({});
    const waiting = items.find((item) => item.batchId === batchId);
    const decision = { approvalId: waiting?.approvalId ?? "0", approve: true, reason: "checked" };
    await expect(decideOn(as(ADMIN), decision)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await decideOn(as(SECOND_ADMIN), decision);
    await runBatches(run(new Date().toISOString()));
    expect((await accountsOf(one?.id ?? 0)).available).toBe(10_001);
    await expect(decideOn(as(SECOND_ADMIN), decision)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
  });

  it("holds a single correction above the threshold until somebody else approves it", async () => {
    const [one] = await members(1);
    const asked = await as(OPERATOR).points.adjust({
      memberId: String(one?.id),
      points: 20_000,
      reason: "lost parcel",
    });
    expect(asked).toMatchObject({ status: "WAITING_FOR_APPROVAL", transactionId: null });
    expect((await accountsOf(one?.id ?? 0)).available).toBe(0);
    await decideOn(as(ADMIN), {
      approvalId: asked.approvalId ?? "0",
      approve: true,
      reason: "checked",
    });
    expect((await accountsOf(one?.id ?? 0)).available).toBe(20_000);
  });
});

describe("a correction that waits", () => {
  useDatabase();

  it("is asked for once under its reference, and refuses the reference for another", async () => {
    const member = await enrolled();
    const asked = {
      memberId: String(member.id),
      points: 30_000,
      reason: "test",
      reference: fresh("a"),
    };
    const first = await as(OPERATOR).points.adjust(asked);
    expect(await as(OPERATOR).points.adjust(asked)).toEqual(first);
    const other = { ...asked, points: 30_001 };
    await expect(as(OPERATOR).points.adjust(other)).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
    const approvalId = first.approvalId ?? "0";
    await decideOn(as(ADMIN), { approvalId, approve: true, reason: "checked" });
    expect(await as(OPERATOR).points.adjust(asked)).toMatchObject({ status: "APPLIED" });
    expect((await accountsOf(member.id)).available).toBe(30_000);
  });
});

describe("explaining a member", () => {
  useDatabase();

  it("derives every account line by line, now and as of a past moment", async () => {
    const member = await enrolled("2026-01-05T04:00:00Z");
    const first = await bought(member.id, { yuan: 400, now: "2026-01-10T04:00:00Z" });
    await bought(member.id, { yuan: 200, now: "2026-02-10T04:00:00Z" });
    const who = { memberId: String(member.id) };
    const hold = { points: 150, orderId: fresh("o"), orderAmountMinor: 100_000, ttlSeconds: 900 };
    await at("2026-03-01T04:00:00Z", (work) => holdPoints(work, { memberId: member.id }, hold));
    const now = await as(OPERATOR).points.explain(who);
    const { available, frozen } = now.accounts;
    expect(available.balance).toBe(600);
    expect(frozen.balance).toBe(0);
    const sum = available.lines.reduce((total, line) => total + line.change, available.opening);
    expect(sum).toBe(available.balance);
    expect(available.lines.map(({ type }) => type)).toEqual(["EARN", "EARN", "HOLD", "RELEASE"]);
    expect(available.lines[0]).toMatchObject({
      change: 400,
      referenceId: first.orderId,
      lots: [{ points: 400 }],
    });
    const before = await as(OPERATOR).points.explain({ ...who, asOf: "2026-02-01T00:00:00Z" });
    expect(before.accounts.available.balance).toBe(400);
    expect(before.tier).toMatchObject({ code: "REGISTERED", lines: [] });
    const during = await as(OPERATOR).points.explain({ ...who, asOf: "2026-03-01T04:05:00Z" });
    expect(during.accounts.available.balance).toBe(450);
    expect(during.accounts.frozen.balance).toBe(150);
    expect(now.tier).toMatchObject({ code: "BRONZE", lines: [{ cause: "ORDER", to: "BRONZE" }] });
  });
});
