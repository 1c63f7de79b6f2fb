import { describe, expect, it } from "vitest";
import { as, at, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime } from "@/testing/program";
import { createInput, type NewReward } from "../schema/managed";
import { createReward } from "./manage";

const TODAY = "2026-07-01T04:00:00Z";
const HOME = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

async function reward(name: string, changes: Partial<NewReward> = {}) {
  const wanted = createInput.parse({
    kind: "PRODUCT",
    name: { "zh-CN": name, en: name },
    pointsCost: 100,
    onShelf: true,
    stock: 10,
    ...changes,
  });
  return String((await at(TODAY, (work) => createReward(work, wanted))).rewardId);
}

/** A category that is this test's alone. */
function aCategory() {
  const key = fresh("c").slice(0, 24);
  return { key, category: { "zh-CN": key, en: `${key.slice(0, 20)} en` } };
}

async function rich(points = 1000) {
  const { id } = await enrolled();
  await bought(id, { yuan: points, now: TODAY });
  return { id, caller: memberCaller(id) };
}

type List = Parameters<ReturnType<typeof as>["rewards"]["list"]>[0];

/** The names of all pages, read one by one. */
async function namesOf(caller: ReturnType<typeof memberCaller>, asked: List): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await as(caller).rewards.list({ ...asked, limit: 1, cursor });
    names.push(...page.items.map(({ name }) => name));
    if (page.nextCursor === null) return names;
    cursor = page.nextCursor;
  }
}

describe("the shelf", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is laid out as the shop does, by newness, or by what the member can have first", async () => {
    const { key, category } = aCategory();
    const { caller } = await rich();
    await reward("dear", { category, pointsCost: 5000, sortOrder: 1 });
    await reward("for diamonds", { category, pointsCost: 10, minTier: "DIAMOND", sortOrder: 2 });
    await reward("had", { category, pointsCost: 20, perMonth: 1, sortOrder: 3 });
    await reward("cheap", { category, pointsCost: 30, sortOrder: 4 });
    await reward("middling", { category, pointsCost: 30, sortOrder: -1 });
    await reward("gone", { category, stock: 0 });
    await reward("hidden", { category, onShelf: false });
    await reward("elsewhere");
    const { items } = await as(caller).rewards.list({ category: key });
    const rewardId = items.find(({ name }) => name === "had")?.rewardId ?? "";
    await keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME });
    const shelf = ["middling", "dear", "for diamonds", "had", "cheap"];
    expect(await namesOf(caller, { category: key })).toEqual(shelf);
    expect(await namesOf(caller, { category: key, sort: "NEWEST" })).toEqual([
      "middling",
      "cheap",
      "had",
      "for diamonds",
      "dear",
    ]);
    expect(await namesOf(caller, { category: key, sort: "REACH" })).toEqual([
      "cheap",
      "middling",
      "dear",
      "for diamonds",
      "had",
    ]);
    expect(await namesOf(caller, { category: key, kind: "COUPON" })).toEqual([]);
  });

  it("keeps a pass that the tier gives anyway behind what the member can have", async () => {
    const { key, category } = aCategory();
    const pass = {
      kind: "BENEFIT_PASS",
      benefitId: "FREE_SHIPPING",
      passUses: 2,
      passDays: 30,
    } as const;
    await reward("pass", { ...pass, category, pointsCost: 10, stock: null });
    await reward("bag", { category, pointsCost: 500 });
    const [poor, { caller: rank }] = [await rich(600), await rich(50_000)];
    expect(await namesOf(poor.caller, { category: key, sort: "REACH" })).toEqual(["pass", "bag"]);
    expect(await namesOf(rank, { category: key, sort: "REACH" })).toEqual(["bag", "pass"]);
    const { items } = await as(poor.caller).rewards.list({ category: key, kind: "BENEFIT_PASS" });
    expect(items).toMatchObject([{ pass: { benefitId: "FREE_SHIPPING", uses: 2, days: 30 } }]);
    expect(items[0]?.pass?.summary).not.toBe("");
  });

  it.each([
    ["SHELF", "12"],
    ["NEWEST", "3~4"],
    ["REACH", "3~4"],
    ["REACH", "O1~x"],
    ["SHELF", "O1~2"],
  ] as const)("takes no cursor of another order: %s %s", async (sort, cursor) => {
    const { caller } = await rich(10);
    await expect(as(caller).rewards.list({ sort, cursor })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("tells its categories, each as its latest reward calls it", async () => {
    const { key, category } = aCategory();
    const { caller } = await rich(10);
    await reward("one", { category });
    await reward("two", { category: { ...category, en: "Later" } });
    await reward("hidden", { category: { ...category, en: "Hidden" }, onShelf: false });
    const { key: unseen, category: off } = aCategory();
    await reward("off", { category: off, onShelf: false });
    const { items } = await as(caller).rewards.categories({});
    expect(items.filter(({ key: one }) => one === key)).toEqual([{ key, name: "Later" }]);
    expect(items.map(({ key: one }) => one)).not.toContain(unseen);
  });

  it("shows one with its terms; not one that is off, or was never there", async () => {
    const { caller } = await rich(10);
    const terms = { "zh-CN": "不退换。", en: `No returns. ${"x".repeat(900)}` };
    const rewardId = await reward("one", { terms });
    expect(await as(caller).rewards.get({ rewardId })).toMatchObject({ terms: terms.en });
    for (const other of [await reward("off", { onShelf: false }), "999999999"]) {
      const looked = as(caller).rewards.get({ rewardId: other });
      await expect(looked).rejects.toMatchObject({ domainCode: "REWARD_NOT_FOUND" });
    }
  });
});

describe("a goal", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is one reward, and says how far it is by the member’s own rate", async () => {
    const { id, caller } = await rich(1000);
    expect(await as(caller).rewards.goal({})).toEqual({ goal: null });
    const [first, rewardId] = [await reward("first"), await reward("dear", { pointsCost: 5000 })];
    await as(caller).rewards.setGoal({ rewardId: first });
    await Promise.all([1, 2, 3].map(() => as(caller).rewards.setGoal({ rewardId })));
    expect(await countOf("reward_goal", "memberId = ?", [id])).toBe(1);
    const { goal } = await as(SERVICE).rewards.goal({ memberId: String(id) });
    const { available } = await as(caller).points.balance({});
    expect(goal).toMatchObject({
      reward: { rewardId, reason: "INSUFFICIENT_POINTS" },
      onShelf: true,
      missingPoints: 5000 - available,
    });
    const about = { orderId: fresh("o"), yuan: (goal?.spendMinor ?? 0) / 100 };
    await bought(id, { ...about, now: TODAY });
    expect((await as(caller).rewards.goal({})).goal).toMatchObject({
      missingPoints: 0,
      spendMinor: 0,
    });
    expect(await countOf("audit_log", "memberId = ? AND action = 'rewards.setGoal'", [id])).toBe(2);
    await as(caller).rewards.setGoal({ rewardId: null });
    expect(await as(caller).rewards.goal({})).toEqual({ goal: null });
  });

  it("is nothing that the member cannot see, and tells when the shop has taken it off", async () => {
    const { caller } = await rich(1000);
    const hidden = await reward("hidden", { onShelf: false });
    for (const rewardId of [hidden, "999999999"]) {
      const pinned = as(caller).rewards.setGoal({ rewardId });
      await expect(pinned).rejects.toMatchObject({ domainCode: "REWARD_NOT_FOUND" });
    }
    const rewardId = await reward("soon off");
    await as(caller).rewards.setGoal({ rewardId });
    const items = await everyItem((page) => as(OPERATOR).rewards.managed(page));
    const row = items.find((one) => one.rewardId === rewardId);
    const [named, version] = [{ "zh-CN": "soon off", en: "soon off" }, row?.version ?? 0];
    const settings = { rewardId, version, kind: "PRODUCT", name: named, pointsCost: 100 } as const;
    await as(OPERATOR).rewards.update({ ...settings, onShelf: false });
    expect((await as(caller).rewards.goal({})).goal).toMatchObject({ onShelf: false });
    await as(caller).rewards.setGoal({ rewardId: null });
    const again = as(caller).rewards.setGoal({ rewardId });
    await expect(again).rejects.toMatchObject({ domainCode: "REWARD_NOT_FOUND" });
  });

  it("ends when it is had; another one stays", async () => {
    const { id, caller } = await rich(1000);
    const [rewardId, other] = [await reward("goal"), await reward("other")];
    await as(caller).rewards.setGoal({ rewardId });
    await keyed(caller).rewards.redeem({ rewardId: other, deliveryAddress: HOME });
    expect((await as(caller).rewards.goal({})).goal?.reward.rewardId).toBe(rewardId);
    await keyed(caller).rewards.redeem({ rewardId, deliveryAddress: HOME });
    expect(await countOf("reward_goal", "memberId = ?", [id])).toBe(0);
  });
});
