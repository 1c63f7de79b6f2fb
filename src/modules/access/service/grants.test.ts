import { describe, expect, it } from "vitest";
import type { Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { ADMIN, as, keyed, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useBusinessTime, useProgram } from "@/testing/program";

const TODAY = "2026-07-01T04:00:00Z";
const PER_DAY = 50_000;

let people = 100;

/** Somebody who has given nothing today. */
function someone(as: Caller = OPERATOR): Caller & { personId: number } {
  people += 1;
  return { ...as, actor: `${as.kind}:${people}`, userId: people, personId: people };
}

/** A key, and the person who made it. */
function keyOf(personId: number | null, pointsPerDayMax: number | null = null): Caller {
  people += 1;
  return { ...SERVICE, actor: `service:${people}`, personId, pointsPerDayMax };
}

const adjust = (caller: Caller, memberId: number, points: number, reference = fresh("c")) =>
  as(caller).points.adjust({ memberId: String(memberId), points, reason: reference, reference });

const custom = (caller: Caller, memberId: number, points: number, referenceId = fresh("c")) =>
  as(caller).orders.earn({ memberId: String(memberId), event: "CUSTOM", points, referenceId });

const batch = (caller: Caller, memberId: number, points: number) =>
  as(caller).points.createBatch({
    reason: "a test",
    dryRun: false,
    rows: [{ memberId: String(memberId), points }],
  });

async function statusesOf(acts: Promise<{ status: string }>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of await Promise.all(acts)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe("what one person or key gives a business date", () => {
  useDatabase("grants");
  useBusinessTime(TODAY);

  it("is 50,000 of 25 corrections of 10,000 points; the others wait for a second person", async () => {
    const [{ id }, caller] = [await enrolled(), someone()];
    const acts: { status: string }[] = [];
    for (let n = 0; n < 25; n++) acts.push(await adjust(caller, id, 10_000));
    expect(acts.filter(({ status }) => status === "APPLIED")).toHaveLength(5);
    expect(acts.filter(({ status }) => status === "WAITING_FOR_APPROVAL")).toHaveLength(20);
    expect(await accountsOf(id)).toMatchObject({ available: PER_DAY });
  });

  it("begins with all who come first of a day at once, to different members", async () => {
    const members = await Promise.all(Array.from({ length: 4 }, () => enrolled()));
    for (let day = 0; day < 12; day++) {
      const key = keyOf(null, 1000);
      const given = members.map(({ id }) => custom(key, id, 1));
      expect(await Promise.all(given)).toHaveLength(members.length);
    }
  });

  it("is exact when 64 corrections come at once", async () => {
    const caller = someone();
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const counts = await statusesOf(members.map(({ id }) => adjust(caller, id, 1_000)));
    expect(counts).toEqual({ APPLIED: 50, WAITING_FOR_APPROVAL: 14 });
    const tally = "grantor = ? AND kind = 'points' AND amount = ?";
    expect(await countOf("grant_tally", tally, [`user:${caller.personId}`, PER_DAY])).toBe(1);
  });

  it("is of the person: roles, batches and keys of their own count together", async () => {
    const [{ id }, person] = [await enrolled(), someone()];
    for (let n = 0; n < 3; n++) await adjust(person, id, 10_000);
    const promoted = { ...person, kind: "admin" as const, actor: `admin:${person.userId}` };
    expect(await adjust(promoted, id, 10_000)).toMatchObject({ status: "APPLIED" });
    const key = keyOf(person.personId);
    expect(await batch(key, id, 9_000)).toMatchObject({ status: "RUNNING" });
    expect(await batch(key, id, 1_001)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
    await expect(custom(key, id, 1_001)).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
      facts: { limit: PER_DAY, used: 49_000, resetsAt: "2026-07-01T16:00:00.000Z" },
    });
    expect(await custom(key, id, 1_000)).toMatchObject({ pointsEarned: 1_000 });
    expect(await adjust(someone(), id, 10_000)).toMatchObject({ status: "APPLIED" });
  });

  it("counts what is taken from members too", async () => {
    const [{ id }, caller] = [await enrolled(), someone()];
    await bought(id, { yuan: 100_000 });
    for (let n = 0; n < 5; n++) await adjust(caller, id, -10_000);
    expect(await adjust(caller, id, -1)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
  });

  it("counts neither what is repeated, nor what is refused, nor what two persons decided", async () => {
    const [{ id }, caller] = [await enrolled(), someone()];
    const reference = fresh("c");
    for (let n = 0; n < 9; n++) await adjust(caller, id, 10_000, reference);
    for (let n = 0; n < 9; n++) {
      await expect(adjust(caller, id, -9_999_999)).resolves.toMatchObject({
        status: "WAITING_FOR_APPROVAL",
      });
      await expect(adjust(caller, 9_000_000_000, 9_000)).rejects.toMatchObject({
        domainCode: "MEMBER_NOT_FOUND",
      });
    }
    const { approvalId } = await adjust(caller, id, 30_000);
    const decision = { approvalId: approvalId ?? "0", approve: true, reason: "checked" };
    await decideOn(as(SECOND_ADMIN), decision);
    for (let n = 0; n < 4; n++) {
      expect(await adjust(caller, id, 10_000)).toMatchObject({ status: "APPLIED" });
    }
    expect(await adjust(caller, id, 1)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
  });

  it("answers a correction that waits for the day’s limit the same when it is repeated", async () => {
    const [{ id }, caller] = [await enrolled(), someone()];
    for (let n = 0; n < 5; n++) await adjust(caller, id, 10_000);
    const reference = fresh("c");
    const first = await adjust(caller, id, 5, reference);
    expect(first.status).toBe("WAITING_FOR_APPROVAL");
    expect(await adjust(caller, id, 5, reference)).toEqual(first);
    expect(await countOf("approval", "reference = ?", [reference])).toBe(1);
  });

  it("of a key without a limit of its own or a known maker is the program’s, and 10⁹ is refused", async () => {
    const [{ id }, key] = [await enrolled(), keyOf(null)];
    await expect(custom(key, id, 1_000_000_000)).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
    });
    expect(await accountsOf(id)).toMatchObject({ available: 0 });
    expect(await custom(key, id, PER_DAY)).toMatchObject({ pointsEarned: PER_DAY });
    await expect(custom(key, id, 1)).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
  });

  it("of a key with its own limit is exact when 64 calls come at once", async () => {
    const key = keyOf(someone().personId, 3_000);
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const results = await Promise.allSettled(members.map(({ id }) => custom(key, id, 100)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(30);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toBeInstanceOf(DomainError);
        expect(result.reason).toMatchObject({ domainCode: "LIMIT_REACHED" });
      }
    }
  });

  it("leaves what orders and the rules bring alone: it is nobody’s decision", async () => {
    const [{ id }, key] = [await enrolled(), keyOf(null, 1)];
    const order = { memberId: String(id), event: "PURCHASE" as const, amountMinor: 100_000_000 };
    await as(key).orders.earn({ ...order, referenceId: fresh("o") });
    const review = { memberId: String(id), event: "REVIEW" as const, referenceId: fresh("r") };
    await as(key).orders.earn(review);
    expect(await countOf("grant_tally", "grantor = ?", [key.actor.replace("service", "key")])).toBe(
      0,
    );
    await expect(custom(key, id, 2)).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
  });
});

const WELCOME = {
  title: "见面礼",
  titleEn: "A welcome",
  description: "参加就送。",
  descriptionEn: "Points for joining.",
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2100-01-01T00:00:00Z",
  effect: { kind: "BONUS_POINTS", on: "JOIN", points: 100 },
  publish: true,
} as const;

const approve = (approvalId: string | null, caller = SECOND_ADMIN) =>
  decideOn(as(caller), { approvalId: approvalId ?? "0", approve: true, reason: "checked" });

describe("an activity that one person publishes", () => {
  useDatabase("grants");
  useBusinessTime(TODAY);

  it("brings 10⁹ points for joining only after a second person has agreed", async () => {
    const caller = someone();
    const effect = { ...WELCOME.effect, points: 1_000_000_000 };
    const made = await as(caller).activities.create({ ...WELCOME, effect });
    expect(made).toMatchObject({ status: "DRAFT", approvalId: expect.any(String) });
    const { activityId } = made;
    const { id } = await enrolled();
    await expect(as(memberCaller(id)).activities.join({ activityId })).rejects.toMatchObject({
      domainCode: "ACTIVITY_NOT_FOUND",
    });
    const [asked] = (await as(ADMIN).approvals.list({})).items;
    expect(asked).toMatchObject({
      kind: "ACTIVITY",
      subject: { type: "activity", id: activityId, name: "见面礼" },
      changes: expect.arrayContaining([{ field: "points", before: null, after: "1000000000" }]),
    });
    await approve(made.approvalId);
    expect(await as(ADMIN).activities.get({ activityId })).toMatchObject({ status: "RUNNING" });
  });

  it("fits into their day by its capacity or its budget, and takes from it", async () => {
    const caller = someone();
    const first = await as(caller).activities.create({ ...WELCOME, capacity: 300 });
    expect(first).toMatchObject({ status: "RUNNING", approvalId: null });
    const more = { ...WELCOME, pointsBudget: 20_001 };
    expect(await as(caller).activities.create(more)).toMatchObject({ status: "DRAFT" });
    const fits = { ...WELCOME, pointsBudget: 20_000 };
    expect(await as(caller).activities.create(fits)).toMatchObject({ status: "RUNNING" });
    const { id } = await enrolled();
    expect(await adjust(caller, id, 1)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
  });

  it("grows no further than their day either, and changes nothing until it is approved", async () => {
    const caller = someone();
    const { activityId } = await as(caller).activities.create({ ...WELCOME, capacity: 500 });
    const grow = { activityId, revision: 1, capacity: 501 };
    const asked = await as(caller).activities.change(grow);
    expect(asked).toMatchObject({ capacity: 500, revision: 1, approvalId: expect.any(String) });
    expect(await as(caller).activities.change(grow)).toEqual(asked);
    const pause = { activityId, revision: 1, action: "pause" as const, reason: "stock is late" };
    expect(await as(caller).activities.change(pause)).toMatchObject({ status: "PAUSED" });
    // It is another one by now than the request was about.
    expect(await approve(asked.approvalId)).toMatchObject({ status: "VOID" });
    const again = await as(caller).activities.change({ ...grow, revision: 2 });
    await approve(again.approvalId);
    expect(await as(caller).activities.get({ activityId })).toMatchObject({ capacity: 501 });
  });

  it("multiplies within a budget only", async () => {
    const effect = { kind: "POINTS_MULTIPLIER" as const, multiplierPct: 1000 };
    const made = await as(someone()).activities.create({ ...WELCOME, effect });
    expect(made).toMatchObject({ status: "DRAFT" });
  });

  it("lasts no longer than what was approved where only its time bounds it", async () => {
    const caller = someone();
    const effect = { kind: "POINTS_MULTIPLIER" as const, multiplierPct: 1000 };
    const ends = { endsAt: "2031-01-01T00:00:00Z" };
    const { activityId, approvalId } = await as(caller).activities.create({
      ...WELCOME,
      ...ends,
      effect,
    });
    const [asked] = (await as(ADMIN).approvals.list({})).items;
    expect(asked?.changes).toEqual(
      expect.arrayContaining([
        { field: "endsAt", before: null, after: "2031-01-01T00:00:00.000Z" },
        { field: "minTierCode", before: null, after: null },
      ]),
    );
    await approve(approvalId);
    const { revision } = await as(caller).activities.get({ activityId });
    const change = { activityId, revision, endsAt: "2040-01-01T00:00:00Z" };
    expect(await as(caller).activities.change(change)).toMatchObject({
      endsAt: "2031-01-01T00:00:00.000Z",
      approvalId: expect.any(String),
    });
    // Its words are one person's to decide.
    const words = { activityId, revision, description: "十倍积分。" };
    expect(await as(caller).activities.change(words)).toMatchObject({ approvalId: null });
  });

  it("takes no more than the day of 64 published at once", async () => {
    const caller = someone();
    const acts = Array.from({ length: 64 }, () =>
      as(caller).activities.create({ ...WELCOME, capacity: 10 }),
    );
    expect(await statusesOf(acts)).toEqual({ RUNNING: 50, DRAFT: 14 });
  });
});

const CODES = {
  kind: "COUPON",
  name: { "zh-CN": "十元券", en: "Ten off" },
  pointsCost: 1000,
  stock: 100,
  onShelf: true,
} as const;

describe("a reward that one person offers", () => {
  useDatabase("grants");
  useBusinessTime(TODAY);
  useProgram({});

  it("is off the shelf without a number of pieces or below the lowest price, until it is approved", async () => {
    for (const change of [{ stock: null, pointsCost: 1 }, { stock: null }, { pointsCost: 9 }]) {
      const made = await as(someone()).rewards.create({ ...CODES, ...change });
      expect(made).toMatchObject({ shelf: "OFF", approvalId: expect.any(String) });
      await approve(made.approvalId);
      const items = await everyItem((page) => as(ADMIN).rewards.managed(page));
      const approved = items.find(({ rewardId }) => rewardId === made.rewardId);
      expect(approved).toMatchObject({ ...change, shelf: "ON" });
    }
  });

  it("is 1,000 pieces a day in all, whatever way they come on the shelf", async () => {
    const caller = someone();
    const { rewards } = as(caller);
    const { rewardId, version } = await rewards.create({ ...CODES, stock: 500 });
    const more = { rewardId, by: 200, reason: "more came" };
    expect(await rewards.changeStock(more)).toMatchObject({ stock: 700, approvalId: null });
    const { stock: _, ...codes } = CODES;
    const cheaper = { ...codes, rewardId, version, pointsCost: 900 };
    // All of them are on offer again.
    expect(await rewards.update(cheaper)).toMatchObject({
      pointsCost: 1000,
      approvalId: expect.any(String),
    });
    const dearer = { ...cheaper, pointsCost: 1100 };
    expect(await rewards.update(dearer)).toMatchObject({ pointsCost: 1100, approvalId: null });
    expect(await rewards.changeStock({ ...more, by: 301 })).toMatchObject({ stock: 700 });
    expect(await rewards.changeStock({ ...more, by: 300 })).toMatchObject({ stock: 1000 });
    expect(await rewards.changeStock({ ...more, by: -1000 })).toMatchObject({ stock: 0 });
  });
});

describe("codes of coupons", () => {
  useDatabase("grants");
  useBusinessTime(TODAY);

  it("are masked for staff, and shown to whoever says why, which is kept", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 1000 });
    const { rewardId } = await as(someone()).rewards.create({ ...CODES, pointsCost: 10 });
    const { redemptionId, couponCodes } = await keyed(memberCaller(id)).rewards.redeem({
      rewardId,
    });
    const code = couponCodes[0] ?? "";
    expect(code).toMatch(/^[0-9A-Z]{4}-/);
    const masked = [`••••-••••-••••-${code.slice(-4)}`];
    for (const caller of [OPERATOR, ADMIN]) {
      const { items } = await as(caller).rewards.redemptions({ memberId: String(id) });
      expect(items[0]?.couponCodes).toEqual(masked);
      const queue = await as(caller).rewards.queue({ status: "DONE", limit: 100 });
      const queued = queue.items.find((item) => item.redemptionId === redemptionId);
      expect(queued?.couponCodes).toEqual(masked);
    }
    const own = await as(memberCaller(id)).rewards.redemptions({});
    expect(own.items[0]?.couponCodes).toEqual([code]);
    const reason = "the member lost the message";
    expect(await as(OPERATOR).rewards.reveal({ redemptionId, reason })).toEqual({
      redemptionId,
      couponCodes: [code],
    });
    const row =
      "action = 'rewards.reveal' AND memberId = ? AND reason = ? AND actor = 'operator:1'";
    expect(await countOf("audit_log", row, [id, reason])).toBe(1);
    expect(
      await countOf("audit_log", "CONCAT_WS(' ', `after`, reason) LIKE ?", [`%${code}%`]),
    ).toBe(0);
  });
});
