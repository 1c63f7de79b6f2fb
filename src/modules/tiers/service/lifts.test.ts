import { describe, expect, it } from "vitest";
import { ADMIN, as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, refunded } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";

const TODAY = "2026-07-01T04:00:00Z";
const LIMIT = 3;

describe("tiers that one person sets by hand a day", () => {
  useDatabase("lifts");
  useProgram({ limits: { tierLiftsPerDay: LIMIT } });
  useBusinessTime(TODAY);

  const lift = (id: number, tierCode: string, by = OPERATOR) =>
    as(by).tiers.assign({ memberId: String(id), tierCode, reason: "VIP" });

  it("are so many members, exactly, also when 24 come at once; another person goes on", async () => {
    const members = await Promise.all(Array.from({ length: 24 }, () => enrolled()));
    const outcomes = await Promise.allSettled(members.map(({ id }) => lift(id, "DIAMOND")));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMIT);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") continue;
      expect(outcome.reason).toMatchObject({
        domainCode: "LIMIT_REACHED",
        facts: { limit: LIMIT, used: LIMIT, resetsAt: "2026-07-01T16:00:00.000Z" },
      });
    }
    const { id } = await enrolled();
    await expect(lift(id, "BRONZE")).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED" });
    expect(await lift(id, "BRONZE", SECOND_ADMIN)).toMatchObject({ to: "BRONZE" });
    // What takes a tier, or gives back what the spend reaches, is nothing that is given.
    const { id: rich } = await enrolled();
    await bought(rich, { yuan: 5000, now: TODAY });
    expect(await lift(rich, "BRONZE")).toMatchObject({ to: "BRONZE" });
    expect(await lift(rich, "GOLD")).toMatchObject({ to: "GOLD" });
  });

  it("are counted too where a date keeps what the spend reaches for longer than it would by itself", async () => {
    const [keepUntil, later] = ["2099-01-01T00:00:00Z", "2099-02-01T00:00:00Z"];
    const keep = (id: number, tierCode: string, until: string) =>
      as(ADMIN).tiers.assign({ memberId: String(id), tierCode, reason: "VIP", keepUntil: until });
    const ids: number[] = [];
    for (let made = 0; made <= LIMIT; made++) {
      const { id } = await enrolled();
      await bought(id, { yuan: 5000, now: TODAY });
      ids.push(id);
    }
    const [first = 0, ...others] = ids;
    const last = others.pop() ?? 0;
    // In place, a tier lower, and once more for longer.
    await keep(first, "GOLD", keepUntil);
    await keep(others[0] ?? 0, "SILVER", keepUntil);
    await keep(first, "GOLD", later);
    for (const tierCode of ["GOLD", "BRONZE"]) {
      await expect(keep(last, tierCode, keepUntil)).rejects.toMatchObject({
        domainCode: "LIMIT_REACHED",
      });
    }
    // A shorter date and no date give nothing; nor does what takes.
    expect(await keep(first, "GOLD", keepUntil)).toMatchObject({ to: "GOLD" });
    expect(await lift(others[0] ?? 0, "GOLD", ADMIN)).toMatchObject({ from: "SILVER", to: "GOLD" });
    for (const tierCode of ["GOLD", "BRONZE", "GOLD"]) {
      expect(await lift(last, tierCode, ADMIN)).toMatchObject({ to: tierCode });
    }
    // A lower tier that is kept for months where the higher one had days left is given too.
    const { id: ending } = await enrolled();
    await lift(ending, "DIAMOND", SECOND_ADMIN);
    const soon = new Date("2026-07-08T04:00:00Z");
    const sql = "UPDATE member SET tierProtectedUntil = ?, tierKeepUntil = ? WHERE id = ?";
    await changeRow(sql, [soon, soon, ending]);
    await expect(lift(ending, "GOLD", ADMIN)).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
    });
  });

  it("leave no floor where the spend reached the tier: a refund takes it", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 5000, now: TODAY });
    expect(await lift(id, "GOLD", ADMIN)).toMatchObject({ to: "GOLD" });
    await refunded(id, { orderId, yuan: 5000, now: TODAY });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED" });
  });

  it("are counted with those whom a ladder lifts: beyond it a second person decides, by whatever edit", async () => {
    const { tiers, approvals } = as(ADMIN);
    const spenders = (yuan: number) =>
      Promise.all(
        Array.from({ length: LIMIT + 1 }, async () => {
          const { id } = await enrolled();
          await bought(id, { yuan, now: TODAY });
        }),
      );
    await spenders(300);
    await spenders(2100);
    const { items } = await tiers.ladder({});
    const rungs = items.map(({ rank: _, ...rung }) => rung);
    const publish = async (change: object) => {
      const { versionId: expectedVersion } = await tiers.ladder({});
      return tiers.publish({
        expectedVersion,
        reason: "a test",
        tiers: rungs,
        removed: [],
        ...change,
      });
    };
    const from = (code: string, yuan: number) =>
      rungs.map((one) => (one.code === code ? { ...one, thresholdMinor: yuan * 100 } : one));
    const upwards = {
      tiers: rungs.filter(({ code }) => code !== "SILVER"),
      removed: [{ code: "SILVER", moveTo: "DIAMOND" }],
    };
    for (const change of [{ tiers: from("BRONZE", 300) }, upwards]) {
      const asked = await publish(change);
      expect(asked).toEqual({ versionId: null, approvalId: expect.any(String) });
      const { items: waiting } = await approvals.list({ limit: 100 });
      expect(waiting.find(({ approvalId }) => approvalId === asked.approvalId)).toMatchObject({
        changes: expect.arrayContaining([
          { field: "membersLifted", before: null, after: String(LIMIT + 1) },
        ]),
      });
    }
    expect((await tiers.ladder({})).items).toEqual(items);
    const { approvalId } = await publish({ tiers: from("BRONZE", 300) });
    const decision = { approvalId: approvalId ?? "", approve: true, reason: "looked at" };
    await decideOn(as(SECOND_ADMIN), decision);
    expect((await tiers.ladder({})).items[1]).toMatchObject({ thresholdMinor: 30_000 });
    // Downwards nobody is given anything.
    const down = { ...upwards, removed: [{ code: "SILVER", moveTo: "BRONZE" }] };
    expect(await publish(down)).toMatchObject({ approvalId: null });
  });
});

describe("tiers that a longer period gives", () => {
  useDatabase("lifts-period");
  useProgram({
    limits: { tierLiftsPerDay: LIMIT },
    tiers: { qualifyingPeriod: "rolling12Months", protectionMonths: 0 },
  });
  useBusinessTime(TODAY);

  it("are counted too: all that was ever spent counts, or lower thresholds of what counts now", async () => {
    const { program, tiers } = as(ADMIN);
    for (let made = 0; made <= LIMIT; made++) {
      const { id } = await enrolled();
      await bought(id, { yuan: 5000, now: "2024-06-01T04:00:00Z" });
      await bought(id, { yuan: 300, now: TODAY });
      await changeRow("UPDATE member SET tierCode = 'REGISTERED' WHERE id = ?", [id]);
    }
    const { versionId: expectedVersion, rules } = await program.current({});
    const lifetime = { ...rules.tiers, qualifyingPeriod: "lifetime" as const };
    const edit = { expectedVersion, reason: "a test", tiers: lifetime };
    const waits = { versionId: null, approvalId: expect.any(String) };
    expect(await program.publishRules(edit)).toEqual(waits);
    const { items } = await tiers.ladder({});
    const rungs = items.map(({ rank: _, ...rung }) =>
      rung.code === "BRONZE" ? { ...rung, thresholdMinor: 30_000 } : rung,
    );
    const ladder = { expectedVersion, reason: "a test", tiers: rungs, removed: [] };
    expect(await tiers.publish(ladder)).toEqual(waits);
  });
});
