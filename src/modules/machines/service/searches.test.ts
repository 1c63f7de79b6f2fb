import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { activity, PLAIN_ACTIVITY } from "@/testing/activities";
import { ADMIN, as, at, memberCaller, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { publishRules } from "../../tiers/service/publish";
import type { Subject } from "../schema/subject";
import { MachineSearches } from "./run";

const view = (searchId: string, caller = ADMIN, locale: "en" | "zh-CN" = "en") =>
  as(caller, { locale }).machines.search({ searchId });

/** Turns of one process until nothing waits; how often it had to. */
async function turned(searches = new MachineSearches(2_000)): Promise<number> {
  for (let turns = 0; ; turns++) if (!(await searches.turn())) return turns;
}

async function earnRules() {
  const { versionId, rules } = await as(ADMIN).program.current({});
  return { expectedVersion: versionId, earn: rules.earn };
}

/** The rules in force, with nothing asked of a friend's order. */
async function trap() {
  const { expectedVersion, earn } = await earnRules();
  return { expectedVersion, rules: { earn: { ...earn, referralMinimumMinor: 0 } } };
}

/** As two persons decided. */
async function published(version: string, earn: Awaited<ReturnType<typeof earnRules>>["earn"]) {
  const edit = { expectedVersion: Number(version), earn, reason: "for a test" };
  const { versionId } = await at(new Date(), (work) => publishRules(work, edit, true), ADMIN);
  return String(versionId);
}

describe("a search", () => {
  useDatabase("machine_searches");

  it("of an edit tells the shortest machine step by step, in each language", async () => {
    const { searchId } = await as(ADMIN).machines.start(await trap());
    expect(await view(searchId)).toMatchObject({ status: "RUNNING", machine: null, notes: [] });
    await turned();
    const { status, machine, isStale, contentHash } = await view(searchId);
    expect({ status, isStale }).toEqual({ status: "DONE", isStale: false });
    expect(contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(machine?.steps.map(({ text }) => text)).toEqual([
      "Member A invites Member B, who signs up.",
      "Member B places order 1 worth ¥0.01, ¥0.01 paid.",
    ]);
    expect(machine?.text).toBe("Can be repeated from step 1. Net gain each time: ¥1.99.");
    expect(machine?.steps.at(-1)).toMatchObject({
      moneyMinor: -1,
      members: [{ available: 100 }, { available: 100, owed: 0 }],
    });
    const chinese = await view(searchId, ADMIN, "zh-CN");
    expect(chinese.machine?.steps[1]?.text).toBe("会员乙下第 1 笔订单，商品 ¥0.01，实付 ¥0.01。");
  });

  it("of the program as it is finds nothing, and says what it left out or knows", async () => {
    const { searchId } = await as(OPERATOR).machines.start({});
    await turned();
    const found = await view(searchId, OPERATOR);
    expect(found).toMatchObject({ status: "DONE", machine: null });
    expect(found.depth).toBeGreaterThanOrEqual(3);
    expect(found.notes.map(({ kind }) => kind)).toEqual(["SPENT_FIRST"]);
  });

  it("of an activity or a reward that would be published has it in", async () => {
    const settings = {
      ...PLAIN_ACTIVITY,
      startsAt: "2026-06-01T00:00:00Z",
      endsAt: "2099-01-01T00:00:00Z",
      effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 500 } as const,
      joining: "AUTOMATIC" as const,
    };
    const draft = { activity: { activityId: null, settings } };
    const { searchId } = await as(OPERATOR).machines.start(draft);
    await turned();
    const { machine } = await view(searchId);
    expect(machine?.steps.map(({ kind }) => kind)).toEqual(["BUY"]);
  });

  it("of a benefit or a coupon that would go live has it in, and refuses what could not", async () => {
    const { expectedVersion } = await earnRules();
    const coupon = {
      ...{ name: { "zh-CN": "券", en: "Coupon" }, description: null, enabled: true },
      terms: {
        effect: { kind: "AMOUNT" as const, amountMinor: 5_000 },
        ...{ validDays: 30, uses: 1, combinable: true },
      },
    };
    const benefit = {
      ...{ id: "TWICE", type: "POINTS_MULTIPLIER", name: { "zh-CN": "双倍", en: "Twice" } },
      ...{ enabled: true, validFrom: null, validUntil: null, quota: null },
      params: { multiplierPct: 200 },
    };
    const subjectOf = async (searchId: string) => {
      const row = await reader.row<{ subject: string }>(
        "SELECT subject FROM machine_search WHERE id = ?",
        [searchId],
      );
      return JSON.parse(row?.subject ?? "{}") as Subject;
    };
    const start = as(OPERATOR).machines.start;
    const ofCoupon = await start({ coupon: { definitionId: null, settings: coupon } });
    expect((await subjectOf(ofCoupon.searchId)).coupons).toContainEqual(
      expect.objectContaining({ id: 0, name: coupon.name, isGiven: true }),
    );
    const off = { definitionId: null, settings: { ...coupon, enabled: false } };
    const ofOff = await start({ coupon: off });
    expect((await subjectOf(ofOff.searchId)).coupons.map(({ id }) => id)).not.toContain(0);
    const ofBenefit = await start({ expectedVersion, benefit });
    const { rules } = await subjectOf(ofBenefit.searchId);
    expect(rules.benefits.find(({ id }) => id === "TWICE")).toMatchObject(benefit);
    await turned(new MachineSearches(50));
    expect(await view(ofBenefit.searchId, OPERATOR)).toMatchObject({ status: "DONE" });
    await expect(start({ benefit })).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    const endless = { ...benefit, params: { multiplierPct: "many" } };
    await expect(start({ expectedVersion, benefit: endless })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    const strange = { ...coupon, terms: { ...coupon.terms, minTier: "NONE_SUCH" } };
    await expect(
      start({ coupon: { definitionId: null, settings: strange } }),
    ).rejects.toMatchObject({ domainCode: "TIER_NOT_FOUND" });
  });

  it("is stale once something of it is another", async () => {
    const { searchId } = await as(ADMIN).machines.start({});
    await turned(new MachineSearches(50));
    expect((await view(searchId)).isStale).toBe(false);
    const endsAt = new Date("2099-01-01T00:00:00Z");
    const made = await activity({ endsAt });
    expect((await view(searchId)).isStale).toBe(true);
    await reader.write("UPDATE activity SET endsAt = startsAt WHERE id = ?", [made]);
    expect((await view(searchId)).isStale).toBe(false);
  });

  it("stands beside the version that has its content, whoever published it", async () => {
    const edit = await trap();
    const { searchId } = await as(OPERATOR).machines.start(edit);
    await turned();
    const known = { versionIds: [edit.expectedVersion] };
    const before = await as(OPERATOR).machines.ofVersions(known);
    expect(before.items.map(({ found }) => found)).toEqual([false]);
    const versionId = await published(edit.expectedVersion, edit.rules.earn);
    const { items } = await as(OPERATOR).machines.ofVersions({ versionIds: [versionId] });
    expect(items).toEqual([expect.objectContaining({ versionId, searchId, found: true })]);
    expect((await view(searchId)).isStale).toBe(false);
    const back = await earnRules();
    await published(versionId, { ...back.earn, referralMinimumMinor: 5_000 });
    expect((await view(searchId)).isStale).toBe(true);
    await expect(
      as(OPERATOR).machines.ofVersions({ versionIds: ["999999"] }),
    ).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("is kept once of each content, and fifty of a person at most", async () => {
    const owner = "owner = 'admin:3'";
    for (let times = 0; times < 2; times++) {
      await as(SECOND_ADMIN).machines.start({});
      await turned(new MachineSearches(50));
    }
    expect(await countOf("machine_search", owner, [])).toBe(1);
    const copy = `INSERT INTO machine_search (owner, status, versionId, contentHash, draft, subject,
        subjectHash, result, asOf) SELECT owner, status, versionId, SHA2(?, 256), draft, '{}', subjectHash,
        result, asOf FROM machine_search WHERE owner = 'admin:3' LIMIT 1`;
    for (let copied = 0; copied < 60; copied++) await reader.write(copy, [String(copied)]);
    const { searchId } = await as(SECOND_ADMIN).machines.start({});
    expect(await countOf("machine_search", owner, [])).toBe(50);
    await as(SECOND_ADMIN).machines.drop({ searchId });
  });

  it("takes the place of one's last one, and nobody else's", async () => {
    const first = await as(ADMIN).machines.start({});
    const others = await as(SECOND_ADMIN).machines.start({});
    const { searchId } = await as(ADMIN).machines.start({});
    expect(await countOf("machine_search", "runner = 'admin:2'", [])).toBe(1);
    await expect(view(first.searchId)).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    expect(await as(SECOND_ADMIN).machines.drop({ searchId })).toEqual({ searchId });
    expect((await view(searchId)).status).toBe("RUNNING");
    await as(ADMIN).machines.drop({ searchId });
    await as(SECOND_ADMIN).machines.drop(others);
    expect(await turned()).toBe(0);
  });

  it("is gone through by one process; another goes on where that one died, from the start", async () => {
    const { searchId } = await as(ADMIN).machines.start({});
    const dying = new MachineSearches(60_000);
    await dying.stop();
    await dying.turn();
    expect(await turned()).toBe(0);
    await reader.write("UPDATE machine_search SET heldUntil = '2020-01-01' WHERE id = ?", [
      searchId,
    ]);
    await turned(new MachineSearches(50));
    expect((await view(searchId)).status).toBe("DONE");
  });

  it("that fails again and again says so", async () => {
    const { searchId } = await as(ADMIN).machines.start({});
    await reader.write("UPDATE machine_search SET subject = '{}' WHERE id = ?", [searchId]);
    const searches = new MachineSearches();
    for (let tries = 0; tries < 3; tries++) await searches.turn();
    const row = await reader.row("SELECT status FROM machine_search WHERE id = ?", [searchId]);
    expect(row).toEqual({ status: "FAILED" });
    await as(ADMIN).machines.drop({ searchId });
  });

  it("is refused as the edit itself, and to members", async () => {
    const stale = { ...(await trap()), expectedVersion: "999999" };
    await expect(as(ADMIN).machines.start(stale)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    const { rules } = await trap();
    await expect(as(ADMIN).machines.start({ rules })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    const refusal = await as(memberCaller(1))
      .machines.start({})
      .catch((error: unknown) => asDomainError(error)?.domainCode);
    expect(refusal).toBe("PERMISSION_DENIED");
  });

  it("is not shown after four hundred days, and cleared away by the next one", async () => {
    const { searchId } = await as(ADMIN).machines.start({});
    await reader.write("UPDATE machine_search SET asOf = '2020-01-01' WHERE id = ?", [searchId]);
    await expect(view(searchId)).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    await as(SECOND_ADMIN).machines.start({});
    expect(await countOf("machine_search", "id = ?", [Number(searchId)])).toBe(0);
  });
});
