import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import type { JobContext } from "@/platform/jobs";
import { ADMIN, as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import type { RungInput } from "../schema";
import { followPublished } from "./review";

const TODAY = "2026-05-10T04:00:00Z";
const admin = as(ADMIN);

async function ladder() {
  const { versionId, items } = await admin.tiers.ladder({});
  return { expectedVersion: versionId, tiers: items.map(({ rank, ...rung }): RungInput => rung) };
}

async function publish(
  edit: (tiers: RungInput[]) => RungInput[],
  removed: { code: string; moveTo: string }[] = [],
) {
  const { expectedVersion, tiers } = await ladder();
  return admin.tiers.publish({ expectedVersion, reason: "a test", tiers: edit(tiers), removed });
}

const from = (code: string, yuan: number) => (tiers: RungInput[]) =>
  tiers.map((rung) => (rung.code === code ? { ...rung, thresholdMinor: yuan * 100 } : rung));
const without = (code: string) => (tiers: RungInput[]) =>
  tiers.filter((rung) => rung.code !== code);

const MINUTE = 60_000;

/** Some minutes after everything that the tests do at TODAY. */
const run = (progress: string | null, minutes = 10): JobContext => ({
  now: new Date(new Date(TODAY).getTime() + minutes * MINUTE),
  progress,
  stopping: () => false,
});

const causes = async (memberId: number) => {
  const rows = await reader.rows<{ cause: string; fromCode: string; toCode: string }>(
    "SELECT cause, fromCode, toCode FROM tier_change WHERE memberId = ? ORDER BY id",
    [memberId],
  );
  return rows.map(({ cause, fromCode, toCode }) => `${cause} ${fromCode} ${toCode}`);
};

/** Moves everybody from the version given to the one in force, as the job does. */
async function follow(version: string): Promise<void> {
  const { versionId } = await admin.program.current({});
  expect((await followPublished(run(version))).progress).toBe(versionId);
  expect(await followPublished(run(versionId))).toEqual({ handled: 0, progress: versionId });
}

describe("publishing a ladder", () => {
  useDatabase("publish");
  useProgram({});
  useBusinessTime(TODAY);

  it("says beforehand how many it lifts and moves, and that is how many it does", async () => {
    const { expectedVersion, tiers } = await ladder();
    const [near, far] = [await enrolled(), await enrolled()];
    await bought(near.id, { yuan: 3200, now: TODAY });
    await bought(far.id, { yuan: 2900, now: TODAY });
    const steps = (rungs: RungInput[]) =>
      rungs.map(({ code, thresholdMinor }) => ({ code, thresholdMinor }));
    const lowered = await admin.tiers.preview({ tiers: steps(from("GOLD", 3000)(tiers)) });
    expect(lowered).toMatchObject({
      lifted: { more: false },
      moved: { members: 0 },
      atMost: false,
    });
    const { versionId } = await publish(from("GOLD", 3000));
    const { handled } = await followPublished(run(expectedVersion));
    expect(handled).toBe(lowered.lifted.members);
    expect(await accountsOf(near.id)).toMatchObject({ tierCode: "GOLD" });
    // Taking it back lowers nobody.
    const raised = await admin.tiers.preview({ tiers: steps(tiers) });
    expect(raised).toMatchObject({ lifted: { members: 0 }, moved: { members: 0 } });
    await publish(from("GOLD", 5000));
    await follow(versionId ?? "");
    expect(await accountsOf(near.id)).toMatchObject({ tierCode: "GOLD" });
    const gone = await admin.tiers.preview({ tiers: steps(without("SILVER")(tiers)) });
    expect(gone.moved.members).toBe(
      await countOf("member", "tierCode = 'SILVER' AND status <> 'CLOSED'", []),
    );
  });

  it("waits for a second person where it gives more than three tenths of a price, and changes nothing", async () => {
    const before = await admin.tiers.ladder({});
    const all = (rungs: RungInput[]) => rungs.map((one) => ({ ...one, discountRateBps: 1000 }));
    const asked = await publish(all);
    expect(asked).toEqual({ versionId: null, approvalId: expect.any(String) });
    expect(await admin.tiers.ladder({})).toEqual(before);
    const { items } = await admin.approvals.list({ limit: 100 });
    expect(items.find(({ approvalId }) => approvalId === asked.approvalId)).toMatchObject({
      kind: "RULES",
      changes: [{ field: "tierWorthBps" }],
    });
    const decision = { approvalId: asked.approvalId ?? "", approve: true, reason: "looked at" };
    await expect(admin.approvals.decide(decision)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await as(SECOND_ADMIN).approvals.decide(decision);
    const after = await admin.tiers.ladder({});
    expect(new Set(after.items.map(({ discountRateBps }) => discountRateBps))).toEqual(
      new Set([1000]),
    );
    await publish((rungs) =>
      rungs.map((one, at) => ({
        ...one,
        discountRateBps: before.items[at]?.discountRateBps ?? 10_000,
      })),
    );
  });

  it("shows a version beside the one it took the place of", async () => {
    const { versionId } = await publish(from("BRONZE", 450));
    const said = await admin.program.version({ versionId: versionId ?? "" });
    const { version, before, after } = said;
    expect(version).toMatchObject({ versionId, actor: "admin:2" });
    const bronze = (state: typeof before) => state?.tiers.find(({ code }) => code === "BRONZE");
    expect(bronze(after)).toMatchObject({ thresholdMinor: 45_000 });
    expect(bronze(before)?.thresholdMinor).not.toBe(45_000);
    expect(before?.rules).toEqual(after.rules);
    const unknown = { versionId: "9000000000000" };
    await expect(admin.program.version(unknown)).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    await publish(from("BRONZE", 500));
  });

  it("decides from the next order on, keeps the old version, and is told to the world", async () => {
    const { expectedVersion, tiers } = await ladder();
    const { versionId } = await publish(from("BRONZE", 100));
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: TODAY });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
    const shown = (await admin.tiers.list({})).items.find(({ code }) => code === "BRONZE");
    expect(shown).toMatchObject({ thresholdMinor: 10_000, benefits: [{ type: "BIRTHDAY_GIFT" }] });
    const old = await reader.row(
      "SELECT thresholdMinor FROM tier WHERE programVersionId = ? AND code = 'BRONZE'",
      [Number(expectedVersion)],
    );
    expect(old).toEqual({ thresholdMinor: tiers[1]?.thresholdMinor });
    const [change] = await reader.rows<{ programVersionId: number }>(
      "SELECT programVersionId FROM tier_change WHERE memberId = ?",
      [id],
    );
    expect(String(change?.programVersionId)).toBe(versionId);
    expect(
      await countOf("audit_log", "action = 'tiers.publish' AND target = ?", [
        `program:${versionId}`,
      ]),
    ).toBe(1);
    await publish(from("BRONZE", 500));
  });

  it("starts from the version its editor saw", async () => {
    const seen = await ladder();
    await publish((tiers) => tiers);
    const late = { ...seen, reason: "late", removed: [] };
    await expect(admin.tiers.publish(late)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
      facts: { expectedVersion: seen.expectedVersion },
    });
  });

  it.each<[string, (tiers: RungInput[]) => RungInput[], string[]]>([
    ["a threshold that does not rise", from("GOLD", 2000), ["tiers.3.thresholdMinor"]],
    ["a first tier above nothing", from("REGISTERED", 1), ["tiers.0.thresholdMinor"]],
    [
      "a worse discount above, and a threshold, at once",
      (tiers) =>
        tiers.map((rung) =>
          rung.code === "GOLD" ? { ...rung, thresholdMinor: 1, discountRateBps: 9999 } : rung,
        ),
      ["tiers.3.thresholdMinor", "tiers.3.discountRateBps"],
    ],
    ["no first tier", without("REGISTERED"), ["tiers.0.thresholdMinor", "tiers.0.code"]],
    [
      "a benefit that nobody defined",
      (tiers) => tiers.map((rung, at) => (at === 1 ? { ...rung, benefits: ["MAGIC"] } : rung)),
      ["tiers.1.benefits"],
    ],
  ])("refuses %s by its fields, and changes nothing", async (_, edit, paths) => {
    const before = (await ladder()).expectedVersion;
    const refusal = await publish(edit).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ domainCode: "VALIDATION_FAILED" });
    const { errors } = refusal as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(paths);
    expect((await ladder()).expectedVersion).toBe(before);
  });

  it("is for admins", async () => {
    const { expectedVersion, tiers } = await ladder();
    const input = { expectedVersion, tiers, reason: "no" };
    await expect(as(OPERATOR).tiers.publish(input)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });
});

describe("members after a ladder was published", () => {
  useDatabase("publish");
  useProgram({});
  useBusinessTime(TODAY);

  it("are lifted by a lowered threshold with a line of history, and nobody is lowered by a raised one", async () => {
    const { expectedVersion } = await ladder();
    const [near, far, high] = [await enrolled(), await enrolled(), await enrolled()];
    await bought(near.id, { yuan: 3000, now: TODAY });
    await bought(far.id, { yuan: 2999.99, now: TODAY });
    await bought(high.id, { yuan: 10_000, now: TODAY });
    await publish((tiers) => from("GOLD", 3000)(from("DIAMOND", 20_000)(tiers)));
    await follow(expectedVersion);
    expect(await accountsOf(near.id)).toMatchObject({ tierCode: "GOLD" });
    expect(await causes(near.id)).toEqual([
      "ORDER REGISTERED SILVER",
      "RULES_PUBLISHED SILVER GOLD",
    ]);
    expect(await accountsOf(far.id)).toMatchObject({ tierCode: "SILVER" });
    expect(await accountsOf(high.id)).toMatchObject({ tierCode: "DIAMOND" });
    await publish((tiers) => from("GOLD", 5000)(from("DIAMOND", 10_000)(tiers)));
    expect(await accountsOf(near.id)).toMatchObject({ tierCode: "GOLD" });
  });

  it("go on from where an interrupted run came to", async () => {
    const { expectedVersion } = await ladder();
    const { id } = await enrolled();
    await bought(id, { yuan: 300, now: TODAY });
    const { versionId } = await publish(from("BRONZE", 300));
    const stopped = await followPublished({ ...run(expectedVersion), stopping: () => true });
    expect(stopped).toEqual({ handled: 0, progress: `${expectedVersion}>${versionId}:1` });
    await followPublished(run(stopped.progress ?? null));
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
    await publish(from("BRONZE", 500));
  });

  it("are gone through again until every act that began before has ended", async () => {
    const { expectedVersion } = await ladder();
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: TODAY });
    const { versionId } = await publish(from("BRONZE", 350));
    const soon = await followPublished(run(expectedVersion, 0));
    expect(soon.progress).toBe(`${expectedVersion}>${versionId}:1`);
    // An order that was judged by the ladder before, written after its member was passed by.
    await reader.write("UPDATE member SET spendMinor = 40000 WHERE id = ?", [id]);
    const again = await followPublished(run(soon.progress ?? null));
    expect(again).toEqual({ handled: 1, progress: versionId });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "BRONZE" });
    await publish(from("BRONZE", 500));
  });

  it("of a removed tier count as members of the one named for them at once, and are moved", async () => {
    const { expectedVersion, tiers } = await ladder();
    const { id } = await enrolled();
    await bought(id, { yuan: 2100, now: TODAY });
    await expect(publish(without("SILVER"))).rejects.toMatchObject({
      domainCode: "INVALID_TIER_CHANGE",
      facts: { tierCode: "SILVER", reason: "HAS_MEMBERS" },
    });
    await publish(without("SILVER"), [{ code: "SILVER", moveTo: "GOLD" }]);
    const memberId = String(id);
    expect(await admin.members.get({ memberId })).toMatchObject({
      tier: { code: "GOLD", multiplierPct: 150 },
      nextTier: { code: "DIAMOND" },
    });
    await bought(id, { yuan: 100, now: TODAY });
    expect(await accountsOf(id)).toMatchObject({ available: 2100 + 150 });
    await follow(expectedVersion);
    expect(await accountsOf(id)).toMatchObject({ tierCode: "GOLD" });
    expect((await causes(id)).at(-1)).toBe("RULES_PUBLISHED SILVER GOLD");
    await publish(() => tiers);
    expect((await ladder()).tiers).toEqual(tiers);
  });

  it("leaves room for an empty tier to go without a word", async () => {
    const { tiers } = await ladder();
    const platinum = {
      ...(tiers.at(-1) as RungInput),
      code: "PLATINUM",
      thresholdMinor: 9_000_000,
    };
    await publish((all) => [...all, platinum]);
    await publish(without("PLATINUM"));
    expect((await ladder()).tiers).toEqual(tiers);
  });
});

describe("publishing rules", () => {
  useDatabase("publish");
  useProgram({});
  useBusinessTime(TODAY);

  it("replaces the sections that are given, whole, and leaves the others", async () => {
    const { versionId, rules } = await admin.program.current({});
    const earn = { ...rules.earn, pointsPerYuan: 3 };
    const edited = { expectedVersion: versionId, reason: "triple", earn };
    const { versionId: next } = await admin.program.publishRules(edited);
    const { id } = await enrolled();
    await bought(id, { yuan: 10, now: TODAY });
    expect(await accountsOf(id)).toMatchObject({ available: 30 });
    const current = await admin.program.current({});
    expect(current).toMatchObject({ versionId: next, reason: "triple", actor: "admin:2" });
    expect(current.rules).toEqual({ ...rules, earn });
    expect((await ladder()).tiers).toHaveLength(5);
  });

  it("tells everybody how long a tier stays and which spend counts, as published", async () => {
    const { versionId, rules } = await admin.program.current({});
    const terms = { protectionMonths: 4, qualifyingPeriod: "rolling12Months" as const };
    const edited = { expectedVersion: versionId, reason: "shorter", tiers: terms };
    await admin.program.publishRules(edited);
    expect((await as(ANONYMOUS).tiers.list({})).terms).toEqual(terms);
    const back = { expectedVersion: (await ladder()).expectedVersion, reason: "back" };
    await admin.program.publishRules({ ...back, tiers: rules.tiers });
  });

  it("refuses a section with a field missing, unknown or out of bounds", async () => {
    const { versionId: expectedVersion, rules } = await admin.program.current({});
    const { pointsPerYuan, ...incomplete } = rules.earn;
    const faulty = [incomplete, { ...rules.earn, more: 1 }, { ...rules.earn, pointsPerYuan: -1 }];
    for (const earn of faulty) {
      const edited = { expectedVersion, reason: "x", earn: earn as typeof rules.earn };
      await expect(admin.program.publishRules(edited)).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
      });
    }
    expect((await admin.program.current({})).versionId).toBe(expectedVersion);
    expect(pointsPerYuan).toBe(3);
  });
});
