import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { assignTier } from "../../tiers/service/assign";

const TODAY = "2026-05-10T04:00:00Z";
const edit = as(ADMIN).benefits;

async function versionId(): Promise<string> {
  return (await as(OPERATOR).program.current({})).versionId;
}

const coupon = {
  id: "SPRING",
  type: "COUPON",
  name: { "zh-CN": "春季券", en: "Spring coupon" },
  enabled: true,
  validFrom: null,
  validUntil: null,
  quota: { limit: 1, per: "year" as const },
  params: { amountMinor: 3000, minimumMinor: 20_000 },
};

const GIFT = { id: "GIFT", type: "BIRTHDAY_GIFT", params: { points: 10 } };
const RATE = { id: "RATE", type: "DISCOUNT", quota: null, params: { rateBps: 9000 } };

async function save(changes: Partial<typeof coupon> & Record<string, unknown> = {}) {
  const benefit = { ...coupon, ...changes };
  return edit.save({ expectedVersion: await versionId(), reason: "spring", benefit });
}

async function give(benefitId: string, tiers: string[]) {
  const benefits = [{ benefitId, tiers }];
  return edit.setTiers({ expectedVersion: await versionId(), reason: "spring", benefits });
}

const use = (memberId: number, benefitId: string, orderAmountMinor = 20_000) =>
  as(SERVICE).benefits.use({
    memberId: String(memberId),
    benefitId,
    orderId: fresh("o"),
    orderAmountMinor,
  });

describe("editing benefits", () => {
  useDatabase();
  useProgram({});
  useBusinessTime(TODAY);

  it("keeps a version as processes of the release before read it, a field for each language", async () => {
    await save();
    const row = await reader.row<{ rules: string }>(
      "SELECT rules FROM program_version WHERE id = ?",
      [await versionId()],
    );
    const { benefits } = JSON.parse(row?.rules ?? "") as { benefits: { id: string }[] };
    const { name: _, ...others } = coupon;
    expect(benefits.find(({ id }) => id === "SPRING")).toEqual({
      ...others,
      ...{ name: "春季券", nameEn: "Spring coupon" },
      params: coupon.params,
    });
    const { items } = await edit.list({});
    expect(items.find(({ id }) => id === "SPRING")).toMatchObject({ name: coupon.name });
    await edit.remove({
      expectedVersion: await versionId(),
      reason: "spring is over",
      benefitId: "SPRING",
    });
  });

  it("takes effect at the next use: added, given to a tier, changed, switched off, removed", async () => {
    const { id } = await enrolled();
    await expect(use(id, "SPRING")).rejects.toMatchObject({ domainCode: "BENEFIT_NOT_FOUND" });
    await save();
    await expect(use(id, "SPRING")).rejects.toMatchObject({ facts: { reason: "NOT_OF_TIER" } });
    await give("SPRING", ["GOLD"]);
    await expect(use(id, "SPRING")).rejects.toMatchObject({
      facts: { reason: "TIER_TOO_LOW", requiredTier: "GOLD" },
    });
    await give("SPRING", ["REGISTERED", "GOLD"]);
    expect(await use(id, "SPRING")).toMatchObject({ valueMinor: 3000, remaining: 0 });
    await save({ params: { amountMinor: 500, minimumMinor: 0 }, quota: { limit: 3, per: "year" } });
    expect(await use(id, "SPRING", 400)).toMatchObject({ valueMinor: 400, remaining: 1 });
    await save({ enabled: false });
    await expect(use(id, "SPRING")).rejects.toMatchObject({ facts: { reason: "DISABLED" } });
    const expectedVersion = await versionId();
    await edit.remove({ expectedVersion, reason: "over", benefitId: "SPRING" });
    await expect(use(id, "SPRING")).rejects.toMatchObject({ domainCode: "BENEFIT_NOT_FOUND" });
    const { items } = await as(OPERATOR).tiers.ladder({});
    expect(items.flatMap(({ benefits }) => benefits)).not.toContain("SPRING");
  });

  it("is for admins: an operator publishes no version of the program", async () => {
    const edited = { expectedVersion: await versionId(), reason: "mine" };
    const { benefits } = as(OPERATOR);
    const acts = [
      () => benefits.save({ ...edited, benefit: coupon }),
      () => benefits.remove({ ...edited, benefitId: "FREE_SHIPPING" }),
      () =>
        benefits.setTiers({
          ...edited,
          benefits: [{ benefitId: "FREE_SHIPPING", tiers: ["REGISTERED"] }],
        }),
    ];
    for (const act of acts) {
      await expect(act()).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
    }
    expect(await versionId()).toBe(edited.expectedVersion);
    expect((await benefits.list({})).items.length).toBeGreaterThan(0);
  });

  it("gives many benefits their tiers in one version, or none of them", async () => {
    await save({ id: "ONE" });
    await save({ id: "TWO" });
    const having = async () => {
      const { items } = await edit.list({});
      const of = (id: string) => items.find((item) => item.id === id)?.tiers;
      return [of("ONE"), of("TWO")];
    };
    const expectedVersion = await versionId();
    const both = [
      { benefitId: "ONE", tiers: ["GOLD"] },
      { benefitId: "TWO", tiers: ["SILVER", "GOLD"] },
    ];
    const edited = { expectedVersion, reason: "spring" };
    const wrong = [
      [{ benefitId: "NONE", tiers: [] }, { domainCode: "BENEFIT_NOT_FOUND" }],
      [{ benefitId: "DISCOUNT", tiers: [] }, { domainCode: "VALIDATION_FAILED" }],
      [{ benefitId: "TWO", tiers: ["NO_TIER"] }, { domainCode: "TIER_NOT_FOUND" }],
    ] as const;
    for (const [last, refusal] of wrong) {
      const benefits = [
        { benefitId: "ONE", tiers: ["GOLD"] },
        { ...last, tiers: [...last.tiers] },
      ];
      await expect(edit.setTiers({ ...edited, benefits })).rejects.toMatchObject(refusal);
    }
    const twice = [both[0], both[0]].flatMap((one) => one ?? []);
    await expect(edit.setTiers({ ...edited, benefits: twice })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    expect(await versionId()).toBe(expectedVersion);
    expect(await having()).toEqual([[], []]);
    const before = await countOf("program_version", "1 = 1", []);
    const race = [
      edit.setTiers({ ...edited, benefits: both }),
      edit.setTiers({ ...edited, benefits: both }),
    ];
    const outcomes = (await Promise.allSettled(race)).map(({ status }) => status);
    expect(outcomes.sort()).toEqual(["fulfilled", "rejected"]);
    await expect(edit.setTiers({ ...edited, benefits: both })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    expect(await countOf("program_version", "1 = 1", [])).toBe(before + 1);
    expect(await having()).toEqual([["GOLD"], ["SILVER", "GOLD"]]);
  });

  it("makes a new version each time, with audit and event, and one of two editors at once waits in vain", async () => {
    const expectedVersion = await versionId();
    const saves = ["A", "B", "C", "D"].map((id) =>
      edit.save({ expectedVersion, reason: "race", benefit: { ...coupon, id: `RACE_${id}` } }),
    );
    const outcomes = await Promise.allSettled(saves);
    const done = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(done).toHaveLength(1);
    const activeVersion = done[0]?.value.versionId ?? "";
    expect(await versionId()).toBe(activeVersion);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") continue;
      expect(outcome.reason).toMatchObject({
        domainCode: "VERSION_CONFLICT",
        facts: { expectedVersion, activeVersion },
      });
    }
    const target = `program:${activeVersion}`;
    expect(await countOf("audit_log", "action = 'benefits.save' AND target = ?", [target])).toBe(1);
    const published = `%"versionId":"${activeVersion}"%`;
    expect(
      await countOf("outbox_event", "type = 'program.published' AND data LIKE ?", [published]),
    ).toBe(1);
    const [latest, before] = (await as(OPERATOR).program.versions({ limit: 2 })).items;
    expect(latest).toMatchObject({ versionId: activeVersion, reason: "race", actor: "admin:2" });
    expect(before?.versionId).toBe(expectedVersion);
  });

  it.each([
    ["a million points", { ...GIFT, params: { points: 10_001 } }, "benefit.params.points"],
    ["points without a quota", { ...GIFT, quota: null }, "benefit.quota"],
    [
      "10,000 points a hundred thousand times a day",
      { ...GIFT, params: { points: 10_000 }, quota: { limit: 100_000, per: "day" as const } },
      "benefit.quota.limit",
    ],
    [
      "10,000 points once a day",
      { ...GIFT, params: { points: 10_000 }, quota: { limit: 1, per: "day" as const } },
      "benefit.quota.per",
    ],
    [
      "5,000 points three times a year",
      { ...GIFT, params: { points: 5_000 }, quota: { limit: 3, per: "year" as const } },
      "benefit.quota.limit",
    ],
    [
      "points by the order",
      { ...GIFT, quota: { limit: 1, per: "order" as const } },
      "benefit.quota.per",
    ],
    ["half a price without a quota", { ...RATE, params: { rateBps: 5000 } }, "benefit.quota"],
    ["a coupon of 10¹²", { params: { amountMinor: 10 ** 12 } }, "benefit.params.amountMinor"],
    ["a coupon without a quota", { quota: null }, "benefit.quota"],
    ["a price of 0.01 %", { ...RATE, params: { rateBps: 1 } }, "benefit.params.rateBps"],
    [
      "a present of 10¹²",
      { ...GIFT, params: { item: "礼物", itemValueMinor: 10 ** 12 } },
      "benefit.params.itemValueMinor",
    ],
    ["an unknown type", { type: "MAGIC" }, "benefit.type"],
    ["parameters of another type", { params: { rateBps: 1 } }, "benefit.params.amountMinor"],
    ["an amount of nothing", { params: { amountMinor: 0 } }, "benefit.params.amountMinor"],
    [
      "a window that ends before it begins",
      { validFrom: "2026-06-01T00:00:00Z", validUntil: "2026-06-01T00:00:00Z" },
      "benefit.validUntil",
    ],
    [
      "a window that ends before it begins, by another offset",
      { validFrom: "2026-06-01T00:00:00Z", validUntil: "2026-06-01T06:00:00+08:00" },
      "benefit.validUntil",
    ],
    ["another type for a benefit that is there", { id: "FREE_SHIPPING" }, "benefit.type"],
    ["an id in small letters", { id: "spring" }, "benefit.id"],
    ["a quota of nothing", { quota: { limit: 0, per: "day" } }, "benefit.quota.limit"],
    ["an unknown field", { colour: "red" }, "benefit"],
  ])("refuses %s, by its field", async (_, changes, path) => {
    const before = await versionId();
    await expect(save(changes as Record<string, unknown>)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: expect.arrayContaining([
        expect.objectContaining({ path: expect.stringContaining(path) }),
      ]),
    });
    expect(await versionId()).toBe(before);
  });

  it("knows the benefits and tiers it names", async () => {
    const unknown = { domainCode: "BENEFIT_NOT_FOUND" };
    await expect(give("NOTHING", [])).rejects.toMatchObject(unknown);
    const edited = { expectedVersion: await versionId(), reason: "x", benefitId: "NOTHING" };
    await expect(edit.remove(edited)).rejects.toMatchObject(unknown);
    await expect(give("FREE_SHIPPING", ["PLATINUM"])).rejects.toMatchObject({
      domainCode: "TIER_NOT_FOUND",
      facts: { tierCode: "PLATINUM" },
    });
    await expect(give("DISCOUNT", ["GOLD"])).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("lists every benefit with its tiers, and every type with what it takes", async () => {
    const { items, types } = await edit.list({});
    const shipping = items.find(({ id }) => id === "FREE_SHIPPING");
    expect(shipping).toMatchObject({ tiers: ["SILVER", "GOLD", "DIAMOND"], isTierPrice: false });
    const price = items.find(({ id }) => id === "DISCOUNT");
    expect(price).toMatchObject({
      tiers: ["BRONZE", "SILVER", "GOLD", "DIAMOND"],
      isTierPrice: true,
    });
    expect(types.map(({ type }) => type)).toEqual([
      "BIRTHDAY_GIFT",
      "COUPON",
      "DEDICATED_SERVICE",
      "DISCOUNT",
      "FREE_SHIPPING",
      "POINTS_MULTIPLIER",
      "PRIORITY_DISPATCH",
    ]);
    const params = types.find(({ type }) => type === "COUPON")?.params;
    expect(params).toMatchObject({ type: "object", required: ["amountMinor"] });
    expect((await as(ADMIN).benefits.list({})).items).toEqual(items);
  });
});

describe("a member’s benefits", () => {
  useDatabase();
  useProgram({});
  useBusinessTime(TODAY);
  let id: number;

  beforeAll(async () => {
    id = (await enrolled()).id;
    await as(OPERATOR).tiers.assign({ memberId: String(id), tierCode: "SILVER", reason: "VIP" });
  });

  it("are those of the tier with why and how often, then those of higher tiers", async () => {
    const { items, nextCursor } = await as(memberCaller(id)).benefits.available({});
    expect(nextCursor).toBeNull();
    const brief = items.map(({ benefitId, usable, reason, unlockedBy }) => {
      return [benefitId, usable, reason, unlockedBy?.code ?? null];
    });
    expect(brief).toEqual([
      ["DISCOUNT", true, null, null],
      ["BIRTHDAY_GIFT", false, "BIRTHDAY_UNKNOWN", null],
      ["FREE_SHIPPING", true, null, null],
      ["DEDICATED_SERVICE", false, "TIER_TOO_LOW", "GOLD"],
      ["PRIORITY_DISPATCH", false, "TIER_TOO_LOW", "DIAMOND"],
    ]);
    expect(items[0]).toMatchObject({ name: "Member discount", summary: "10% off everything" });
    expect(items[1]?.quota).toEqual({
      limit: 1,
      per: "year",
      used: 0,
      resetsAt: "2026-12-31T16:00:00.000Z",
    });
  });

  it("say for a frozen member that none can be used", async () => {
    const other = await enrolled();
    await bought(other.id, { yuan: 600 });
    const memberId = String(other.id);
    await as(OPERATOR).members.setStatus({ memberId, status: "FROZEN", reason: "checked" });
    const { items } = await as(SERVICE).benefits.available({ memberId });
    const own = items.filter(({ unlockedBy }) => unlockedBy === null);
    expect(new Set(own.map(({ reason }) => reason))).toEqual(new Set(["MEMBER_STATUS_INVALID"]));
  });

  it("follow a change of tier at once", async () => {
    const other = await enrolled();
    const own = async () => {
      const { items } = await as(memberCaller(other.id)).benefits.available({});
      return items
        .filter(({ unlockedBy }) => unlockedBy === null)
        .map(({ benefitId }) => benefitId);
    };
    expect(await own()).toEqual([]);
    const gold = { tierCode: "GOLD", reason: "VIP", keepUntil: null };
    await at(TODAY, (work) => assignTier(work, { memberId: other.id }, gold));
    expect(await own()).toEqual([
      "DISCOUNT",
      "BIRTHDAY_GIFT",
      "FREE_SHIPPING",
      "DEDICATED_SERVICE",
    ]);
  });
});

const SHIPPING = { type: "FREE_SHIPPING", quota: null };
const waits = { versionId: null, approvalId: expect.any(String) };
const done = { versionId: expect.any(String), approvalId: null };

describe("what one admin gives by benefits", () => {
  useDatabase("generous");
  useProgram({});
  useBusinessTime(TODAY);

  const saved = (benefit: Record<string, unknown>) => save(benefit);
  const approve = (approvalId: string | null) =>
    decideOn(as(SECOND_ADMIN), {
      approvalId: approvalId ?? "",
      approve: true,
      reason: "looked at",
    });

  it("is no more than three tenths of a price, by their rate and their multiplier with the tier’s", async () => {
    const quota = { limit: 1, per: "day" as const };
    await saved({ ...RATE, quota, params: { rateBps: 1000 } });
    await saved({
      id: "TENFOLD",
      type: "POINTS_MULTIPLIER",
      quota: null,
      params: { multiplierPct: 1000 },
    });
    for (const id of ["RATE", "TENFOLD"]) {
      const before = await as(ADMIN).benefits.list({});
      const asked = await give(id, ["DIAMOND"]);
      expect(asked).toEqual(waits);
      expect(await as(ADMIN).benefits.list({})).toEqual(before);
      await approve(asked.approvalId);
      const { items } = await as(ADMIN).benefits.list({});
      expect(items.find((one) => one.id === id)?.tiers).toEqual(["DIAMOND"]);
      expect(await give(id, [])).toEqual(done);
    }
    // A tier that pays the whole price has room for points, and for a tenth off.
    expect(await give("TENFOLD", ["REGISTERED"])).toEqual(done);
    expect(await give("TENFOLD", [])).toEqual(done);
    await saved({ ...RATE, id: "TENTH", params: { rateBps: 9000 } });
    expect(await give("TENTH", ["REGISTERED", "BRONZE", "SILVER"])).toEqual(done);
    // A tier has it: from then on an edit of the benefit is one of the tier.
    expect(await saved({ ...RATE, id: "TENTH", quota, params: { rateBps: 5000 } })).toEqual(waits);
  });

  it("is no more in gifts of all a tier’s benefits than one of them may give", async () => {
    const gift = (id: string, points: number) =>
      saved({ id, type: "BIRTHDAY_GIFT", quota: { limit: 1, per: "year" }, params: { points } });
    for (const id of ["ONE", "TWO"]) expect(await gift(id, 6000)).toEqual(done);
    expect(await give("ONE", ["REGISTERED"])).toEqual(done);
    const asked = await give("TWO", ["REGISTERED", "GOLD"]);
    expect(asked).toEqual(waits);
    const { items } = await as(ADMIN).approvals.list({ limit: 100 });
    expect(items.find(({ approvalId }) => approvalId === asked.approvalId)).toMatchObject({
      changes: expect.arrayContaining([{ field: "giftPoints", before: "6000", after: "12000" }]),
    });
    // Nor by making one larger that a tier has with another, nor by the ladder.
    expect(await give("TWO", ["GOLD"])).toEqual(done);
    const { items: tiers } = await as(ADMIN).tiers.ladder({});
    const both = tiers.map(({ rank: _, ...tier }) => ({
      ...tier,
      benefits: [...tier.benefits, "ONE", "TWO"],
    }));
    const expectedVersion = await versionId();
    const ladder = { expectedVersion, reason: "more", tiers: both, removed: [] };
    expect(await as(ADMIN).tiers.publish(ladder)).toEqual(waits);
  });

  it("is no pass that becomes worth any amount after it was judged", async () => {
    const upTo = (maximumMinor: number | null, id = "SHIP") =>
      saved({ ...SHIPPING, id, params: { minimumMinor: 0, maximumMinor } });
    expect(await upTo(1000)).toEqual(done);
    const pass = {
      kind: "BENEFIT_PASS",
      name: { "zh-CN": "包邮卡", en: "Pass" },
      onShelf: true,
    } as const;
    const few = { pointsCost: 10, stock: 1, passUses: 1000, passDays: 365, benefitId: "SHIP" };
    expect(await as(OPERATOR).rewards.create({ ...pass, ...few })).toMatchObject({ shelf: "ON" });
    expect(await upTo(2000)).toEqual(done);
    const asked = await upTo(null);
    expect(asked).toEqual(waits);
    const { items } = await as(ADMIN).approvals.list({ limit: 100 });
    expect(items.find(({ approvalId }) => approvalId === asked.approvalId)).toMatchObject({
      changes: expect.arrayContaining([{ field: "useMinorMax", before: "2000", after: null }]),
    });
    // Nor by way of removing it and making it anew.
    const expectedVersion = await versionId();
    await edit.remove({ expectedVersion, reason: "over", benefitId: "SHIP" });
    const again = await upTo(null);
    expect(again).toEqual(waits);
    await approve(again.approvalId);
    expect((await as(ADMIN).benefits.list({})).items.at(-1)).toMatchObject({ id: "SHIP" });
    // One that nobody sells passes of may be made of any worth.
    expect(await upTo(null, "NEW")).toEqual(done);
  });
});
