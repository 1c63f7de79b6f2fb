import { beforeEach, describe, expect, it } from "vitest";
import { setBusinessClockOffset } from "@/platform/clock";
import type { DomainError } from "@/platform/errors";
import { JobRunner } from "@/platform/jobs";
import { ADMIN, as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { account, changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime, useProgram } from "@/testing/program";
import { tiersJobs } from "../../tiers/jobs";
import { draftsJobs } from "../jobs";

const TODAY = "2026-05-10T04:00:00.000Z";
const HOUR = 3_600_000;
const admin = as(ADMIN);
const other = as(SECOND_ADMIN);
const jobs = new JobRunner([...draftsJobs, ...tiersJobs]);
const later = (hours: number) => new Date(new Date(TODAY).getTime() + hours * HOUR).toISOString();
const goTo = (moment: string) => setBusinessClockOffset(new Date(moment).getTime() - Date.now());

const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown;

type Edit = Parameters<typeof admin.drafts.edit>[0]["edits"];
type From = Parameters<typeof admin.drafts.create>[0]["from"];

async function draft(from?: From): Promise<string> {
  return (await admin.drafts.create({ name: "May", ...(from && { from }) })).draftId;
}
const POINTS = "rules.earn.pointsPerYuan";
const EXPIRY = "rules.earn.expiryMonths";

/** Sets fields as somebody does who has just looked. */
async function set(draftId: string, fields: Record<string, [was: unknown, value: unknown]>) {
  const edits = Object.entries(fields).map(([field, [was, value]]) => ({ field, was, value }));
  return admin.drafts.edit({ draftId, edits: edits as Edit });
}

async function publish(draftId: string, publishAt?: string) {
  const { revision } = await admin.drafts.get({ draftId });
  return admin.drafts.publish({
    draftId,
    revision,
    reason: "a test",
    ...(publishAt && { publishAt }),
  });
}
const inForce = async () => (await admin.program.current({})).versionId;
const rules = async () => (await admin.program.current({})).rules;

const conflict = { domainCode: "VERSION_CONFLICT" };

describe("drafts", () => {
  useDatabase("drafts");
  useProgram({ limits: { tierLiftsPerDay: 1_000_000 } });
  useBusinessTime(TODAY);
  beforeEach(() => goTo(TODAY));

  it("takes fields of two people who edit at once, and tells who comes second to the same one", async () => {
    const draftId = await draft();
    const edit = (who: typeof admin, field: string, was: unknown, value: unknown) =>
      who.drafts.edit({ draftId, edits: [{ field, was, value }] as Edit });
    await Promise.all([edit(admin, POINTS, 1, 2), edit(as(OPERATOR), EXPIRY, 24, 12)]);
    const both = await Promise.allSettled([edit(admin, POINTS, 2, 3), edit(other, POINTS, 2, 4)]);
    const [lost] = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { content, revision } = await admin.drafts.get({ draftId });
    const { pointsPerYuan, expiryMonths } = content.rules.earn;
    expect([revision, expiryMonths]).toEqual([4, 12]);
    expect([3, 4]).toContain(pointsPerYuan);
    expect((lost as DomainError).errors).toEqual([
      { path: POINTS, message: String(pointsPerYuan) },
    ]);
    const changes = await everyItem((page) => admin.drafts.changes({ draftId, ...page }));
    expect(changes.map(({ field }) => field).sort()).toEqual([EXPIRY, POINTS, POINTS]);
    expect(changes.find(({ field }) => field === EXPIRY)).toMatchObject({
      before: 24,
      after: 12,
      actor: "operator:1",
    });
    // What both want needs no second look.
    expect(await edit(other, EXPIRY, 24, 12)).toMatchObject({ revision });
    await admin.drafts.comment({ draftId, text: "shorter?" });
    expect((await admin.drafts.comments({ draftId })).items).toMatchObject([
      { text: "shorter?", actor: "admin:2" },
    ]);
  });

  it.each<[string, Record<string, [unknown, unknown]>]>([
    ["a rule that nobody knows", { "rules.earn.bonus": [undefined, 1] }],
    ["a figure that is none", { [POINTS]: [1, "many"] }],
    ["a rule that is missing", { [POINTS]: [1, undefined] }],
    ["what is nested without end", { [POINTS]: [1, nested(20_000)] }],
    ["half a tier", { "tiers.PEARL.thresholdMinor": [undefined, 5] }],
  ])("refuses %s", async (_, fields) => {
    const draftId = await draft();
    await expect(set(draftId, fields)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    expect(await admin.drafts.get({ draftId })).toMatchObject({ revision: 1 });
  });

  it("says what could not be published, and publishes none of it", async () => {
    const draftId = await draft();
    await set(draftId, { "tiers.GOLD.benefits.NO_SUCH": [undefined, true] });
    const { faults } = await admin.drafts.get({ draftId });
    expect(faults).toEqual([{ path: "tiers.3.benefits", message: "≠ NO_SUCH" }]);
    const before = await inForce();
    await expect(publish(draftId)).rejects.toMatchObject({ errors: faults });
    await expect(publish(await draft())).rejects.toMatchObject({
      errors: [{ path: "content", message: `≠ ${before}` }],
    });
    expect(await inForce()).toBe(before);
  });

  it("shows the second draft what the first changed, and takes it in field by field", async () => {
    const [first, second] = [await draft(), await draft()];
    const gold = "tiers.GOLD.multiplierPct";
    await set(first, { "rules.earn.streakDays": [7, 6], [gold]: [150, 160] });
    await set(second, { "rules.earn.streakPoints": [20, 19], [gold]: [150, 170] });
    await publish(first);
    await expect(publish(second)).rejects.toMatchObject(conflict);
    const stale = await admin.drafts.get({ draftId: second });
    expect(stale.conflicts).toEqual([gold]);
    const { revision } = stale;
    const { versionId } = stale.inForce;
    const take = { draftId: second, revision, versionId };
    await expect(admin.drafts.takeIn(take)).rejects.toMatchObject({
      errors: [{ path: `choices.${gold}`, message: "mine | theirs" }],
    });
    const choices = [{ field: gold, take: "mine" as const }];
    await admin.drafts.takeIn({ ...take, choices });
    await expect(admin.drafts.takeIn({ ...take, choices })).rejects.toMatchObject(conflict);
    await publish(second);
    expect((await rules()).earn).toMatchObject({ streakDays: 6, streakPoints: 19 });
    const { items } = await admin.tiers.ladder({});
    expect(items.find(({ code }) => code === "GOLD")).toMatchObject({ multiplierPct: 170 });
    await expect(publish(second)).rejects.toMatchObject(conflict);
  });

  it("publishes at its time, once, whoever looks, in the name of whoever decided", async () => {
    const draftId = await draft();
    await set(draftId, { "rules.earn.sharePoints": [5, 6] });
    await expect(publish(draftId, later(-1))).rejects.toMatchObject({
      errors: [{ path: "publishAt" }],
    });
    const before = await inForce();
    expect(await publish(draftId, later(2))).toMatchObject({
      versionId: null,
      publishAt: later(2),
    });
    await expect(set(draftId, { "rules.earn.sharePoints": [6, 7] })).rejects.toMatchObject({
      facts: { draftStatus: "SCHEDULED" },
    });
    await jobs.runNow("drafts.publish");
    expect(await inForce()).toBe(before);
    goTo(later(3));
    const run = { now: new Date(later(3)), progress: null, stopping: () => false };
    const due = draftsJobs[0]?.run;
    await Promise.all([due?.(run), due?.(run), due?.(run)]);
    const { versionId, actor, rules: now } = await admin.program.current({});
    expect([actor, now.earn.sharePoints]).toEqual(["admin:2", 6]);
    expect(await admin.drafts.get({ draftId })).toMatchObject({
      status: "PUBLISHED",
      publishedVersionId: versionId,
    });
    expect(await countOf("program_version", "id > ?", [before])).toBe(1);
  });

  it("is called off, and parked where the program changed meanwhile or whoever decided is gone", async () => {
    const [called, stale] = [await draft(), await draft()];
    await set(called, { "rules.earn.reviewPoints": [10, 9] });
    await set(stale, { "rules.earn.reviewsPerDayMax": [5, 4] });
    await publish(called, later(5));
    await publish(stale, later(5));
    expect(await admin.drafts.cancelSchedule({ draftId: called })).toMatchObject({ revision: 2 });
    await expect(admin.drafts.cancelSchedule({ draftId: called })).rejects.toMatchObject(conflict);
    await publish(called);
    const gone = await draft();
    await set(gone, { "rules.earn.referralPoints": [100, 90] });
    await publish(gone, later(5));
    const { id } = await account("operator");
    await changeRow("UPDATE program_draft SET scheduledBy = ? WHERE id = ?", [`admin:${id}`, gone]);
    const before = await inForce();
    goTo(later(6));
    await jobs.runNow("drafts.publish");
    expect(await inForce()).toBe(before);
    for (const [draftId, parkedCode] of [
      [stale, "VERSION_CONFLICT"],
      [gone, "REQUESTER_ENDED"],
    ] as const) {
      expect(await admin.drafts.get({ draftId })).toMatchObject({ status: "PARKED", parkedCode });
      const like = `%"draftId":"${draftId}"%"PARKED"%`;
      const where = "type = 'program.scheduleEnded' AND data LIKE ?";
      expect(await countOf("outbox_event", where, [like])).toBe(1);
    }
    const { revision, inForce: now } = await admin.drafts.get({ draftId: stale });
    await admin.drafts.takeIn({ draftId: stale, revision, versionId: now.versionId });
    expect(await admin.drafts.get({ draftId: stale })).toMatchObject({
      status: "OPEN",
      publishAt: null,
      scheduledBy: null,
    });
    await publish(stale);
    expect((await rules()).earn).toMatchObject({ reviewPoints: 9, reviewsPerDayMax: 4 });
  });

  it("waits for a second person, who agrees to just what was shown", async () => {
    const draftId = await draft();
    const dear = { "rules.redeem.pointsPerYuanOff": [100, 50] } as const;
    await set(draftId, {
      "rules.redeem.pointsPerYuanOff": [...dear["rules.redeem.pointsPerYuanOff"]],
    });
    const asked = await publish(draftId, later(4));
    expect(asked).toMatchObject({ versionId: null, publishAt: null });
    const decide = (approvalId: string | null) =>
      other.approvals.decide({ approvalId: approvalId ?? "", approve: true, reason: "looked at" });
    await set(draftId, { "rules.earn.shareEnabled": [true, false] });
    await expect(decide(asked.approvalId)).rejects.toMatchObject(conflict);
    const again = await publish(draftId, later(4));
    await decide(again.approvalId);
    expect(await admin.drafts.get({ draftId })).toMatchObject({
      status: "SCHEDULED",
      scheduledBy: "admin:3",
    });
    await admin.drafts.cancelSchedule({ draftId });
    await admin.drafts.discard({ draftId });
    const ended = await admin.drafts.list({ isEnded: true });
    expect(ended.items.map((one) => one.draftId)).toContain(draftId);
  });

  it("goes back to an older version, and members of tiers that came since go one step down", async () => {
    const old = await inForce();
    const before = await admin.drafts.document({ versionId: old });
    const draftId = await draft({ preset: "ROLLING_YEAR" });
    const member = await enrolled();
    await bought(member.id, { yuan: 30_000, now: TODAY });
    const { approvalId } = await publish(draftId);
    expect(approvalId).toBeNull();
    await jobs.runNow("tiers.follow");
    goTo(later(1));
    await jobs.runNow("tiers.follow");
    expect(await accountsOf(member.id)).toMatchObject({ tierCode: "PLATINUM" });
    const expectedVersion = await inForce();
    const back = { versionId: old, expectedVersion, reason: "too dear" };
    expect(await admin.drafts.rollBack(back)).toMatchObject({ approvalId: null });
    const now = await inForce();
    expect(now).not.toBe(old);
    expect(await admin.drafts.document({ versionId: now })).toEqual(before);
    await expect(admin.drafts.rollBack({ ...back, expectedVersion: now })).rejects.toMatchObject({
      errors: [{ path: "content" }],
    });
    await expect(admin.drafts.rollBack(back)).rejects.toMatchObject(conflict);
    await jobs.runNow("tiers.follow");
    expect(await accountsOf(member.id)).toMatchObject({ tierCode: "DIAMOND" });
    const where = "memberId = ? AND cause = 'RULES_PUBLISHED' AND programVersionId = ?";
    expect(await countOf("tier_change", where, [member.id, now])).toBe(1);
  });

  it("starts from a file of another program, and that file is no different", async () => {
    const source = await draft({ preset: "THREE_TIERS" });
    const { rules, tiers, ...head } = await admin.drafts.document({ draftId: source });
    const document = JSON.parse(JSON.stringify({ ...head, rules, tiers }));
    const draftId = await draft({ document });
    expect(await admin.drafts.document({ draftId })).toEqual(document);
    const { content } = await admin.drafts.get({ draftId });
    expect(content.removed).toEqual((await admin.drafts.get({ draftId: source })).content.removed);
    expect(content.removed.map(({ code }) => code)).toContain("DIAMOND");
    const earn = { ...rules.earn, pointsPerYuan: -1, bonus: 1 };
    const broken = { ...document, rules: { ...rules, earn } };
    await expect(draft({ document: broken })).rejects.toMatchObject({
      errors: [
        { path: "from.document.rules.earn.pointsPerYuan" },
        { path: "from.document.rules.earn.bonus" },
      ],
    });
  });
});
