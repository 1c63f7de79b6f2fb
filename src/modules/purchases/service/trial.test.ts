import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { completeOrder } from "./complete";

const TODAY = "2026-06-30T04:00:00.000Z";
const admin = as(ADMIN);
const operator = as(OPERATOR);

const line = (lineId: string, yuan: number) => ({
  ...{ lineId, sku: lineId, categories: [lineId], quantity: 1, unitAmountMinor: yuan * 100 },
});
const lines = [line("SHOES", 200), line("SOCKS", 100)];
const none = { categories: [], brands: [], skus: [] };
const SHOES = {
  label: "shoes",
  scope: { include: { ...none, categories: ["SHOES"] }, exclude: none, channels: [], stores: [] },
  gives: { kind: "PERCENT" as const, percent: 300 },
};

let memberId = "";

async function edit() {
  const { items } = await admin.tiers.ladder({});
  const tiers = items.map(({ rank: _, ...rung }) =>
    rung.code === "GOLD" ? { ...rung, thresholdMinor: 250_000 } : rung,
  );
  const { rules } = await admin.program.current({});
  return {
    ladder: { tiers, removed: [] },
    rules: { goods: { ...rules.goods, rules: [SHOES] } },
  };
}

/** All that is kept, but for who asked when. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await reader.rows<{ name: string }>(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`,
  );
  const sums: Record<string, unknown> = {};
  for (const { name } of tables) {
    const rows = await reader.rows<object>(`SELECT * FROM \`${name}\``);
    sums[name] = rows.map((row) => JSON.stringify(row)).toSorted();
  }
  return sums;
}

describe("an order that is tried", () => {
  useDatabase("trial");
  useProgram({ earn: { pendingDays: 7 } });
  useBusinessTime(TODAY);

  beforeAll(async () => {
    const { id } = await enrolled();
    memberId = String(id);
    // SILVER by 3,000, of which points mature before today: a balance that is read would settle them.
    await bought(id, { yuan: 3000, now: "2026-05-01T04:00:00Z" });
    const order = {
      orderId: fresh("o"),
      paidAmountMinor: 30_000,
      paidAt: new Date("2026-06-20T04:00:00Z"),
    };
    await at(order.paidAt, (work) =>
      completeOrder(
        work,
        { memberId: id },
        { ...order, lines: lines.map((one) => ({ ...one, discountMinor: 0, giftCard: false })) },
      ),
    );
  });

  const cart = { orderAmountMinor: 30_000, lines };

  it("writes nothing, settles nothing and counts a wrong code once", async () => {
    const due = await reader.row("SELECT 1 AS one FROM member WHERE nextPointsEventAt <= ?", [
      new Date(TODAY),
    ]);
    expect(due).toBeDefined();
    const before = await everything();
    const change = await edit();
    await operator.orders.trial({ memberId, ...cart, ...change });
    await operator.orders.trialOrders({ memberId, ...change });
    expect(await everything()).toEqual(before);
    const guessing = as({ ...OPERATOR, actor: "operator:16" });
    const wrong = () =>
      guessing.orders.trial({ memberId, ...cart, ...change, coupons: ["NOBODYSCODE"] });
    expect((await wrong()).wrongCodes).toEqual(["NOBODYSCODE"]);
    // Sixty in ten minutes: counted twice, half of them were refused.
    for (let times = 1; times < 60; times++) await wrong();
    await expect(wrong()).rejects.toMatchObject({ domainCode: "RATE_LIMIT_EXCEEDED" });
  });

  it("is told by the rules in force and by an edit, line by line", async () => {
    const trial = await operator.orders.trial({ memberId, ...cart, ...(await edit()) });
    expect(trial.inForce.figures).toMatchObject({
      tier: { code: "SILVER" },
      tierPriceMinor: 27_000,
    });
    expect(trial.proposed.figures).toMatchObject({
      tier: { code: "GOLD" },
      tierPriceMinor: 25_500,
    });
    const [shoes, socks] = trial.lines;
    expect(shoes).toMatchObject({
      inForce: { toPayMinor: 18_000, rule: null, points: 216 },
      proposed: { toPayMinor: 17_000, rule: "shoes" },
    });
    const { figures } = trial.proposed;
    const points = (shoes?.proposed?.points ?? 0) + (socks?.proposed?.points ?? 0);
    expect(points).toBe(figures?.best?.pointsToEarn);
    // As a quote tells it.
    const quote = await operator.orders.quote({ memberId, ...cart });
    expect(trial.inForce.figures).toMatchObject({
      tierPriceMinor: quote.tierPriceMinor,
      pointsToEarn: quote.pointsToEarn,
    });
  });

  it("is told by a version, in force or not", async () => {
    const first = await operator.orders.trial({ memberId, ...cart, versionId: "1" });
    expect(first.proposed.figures?.tier.code).toBe("SILVER");
    expect(first).toMatchObject({ versionId: "1" });
    expect(first.inForceVersionId).not.toBe("1");
    await expect(
      operator.orders.trial({ memberId, ...cart, versionId: "999999" }),
    ).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("is told by an edit with the benefits of another version, as by that version", async () => {
    const whole = await admin.drafts.document({ versionId: "1" });
    const { benefits: _, ...sections } = whole.rules;
    const ladder = { tiers: whole.tiers, removed: [] };
    const asEdit = { ladder, rules: sections, benefitsOf: "1" };
    const [one, other] = await Promise.all([
      operator.orders.trial({ memberId, ...cart, ...asEdit }),
      operator.orders.trial({ memberId, ...cart, versionId: "1" }),
    ]);
    expect(one.proposed).toEqual(other.proposed);
    expect(one.lines.map(({ proposed }) => proposed)).toEqual(
      other.lines.map(({ proposed }) => proposed),
    );
    await expect(
      operator.orders.trial({ memberId, ...cart, benefitsOf: "999999" }),
    ).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("says which rules take no such order, and what the others make of it", async () => {
    const rules = { currencies: { rates: [{ currency: "USD", rate: "7" }] } };
    const cart = { orderAmountMinor: 1_000, currency: "USD" };
    const trial = await operator.orders.trial({ memberId, ...cart, rules });
    expect(trial.inForce).toMatchObject({ refusal: "CURRENCY_WITHOUT_RATE", figures: null });
    expect(trial.proposed).toMatchObject({ refusal: null });
    expect(trial.proposed.figures?.tierPriceMinor).toBe(6_300);
  });

  it("is refused as the edit itself, to members, and to the shop’s services", async () => {
    const { ladder } = await edit();
    const [first, ...others] = ladder.tiers;
    const wrong = { tiers: [...others, ...(first ? [first] : [])], removed: [] };
    await expect(operator.orders.trial({ memberId, ...cart, ladder: wrong })).rejects.toMatchObject(
      {
        domainCode: "VALIDATION_FAILED",
      },
    );
    const self = as(memberCaller(Number(memberId)));
    const shop = as(SERVICE);
    for (const act of [
      () => self.orders.trial({ ...cart }),
      () => self.orders.trialOrders({}),
      () => shop.orders.trial({ memberId, ...cart }),
      () => shop.orders.trialOrders({ memberId }),
    ]) {
      await expect(act()).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
    }
  });

  it("has the member's last orders beside it, the last one first", async () => {
    const trial = await operator.orders.trialOrders({ memberId, ...(await edit()), limit: 1 });
    expect(trial).toMatchObject({
      orders: 2,
      isPartial: false,
      proposed: { tier: { code: "GOLD" } },
    });
    expect(trial.items).toHaveLength(1);
    expect(trial.items[0]).toMatchObject({
      earned: 360,
      inForce: { points: 360, base: 300, multiplierPct: 120, discountMinor: 3_000 },
      proposed: { points: 1050, base: 700, multiplierPct: 150, discountMinor: 4_500 },
      lines: [
        { lineId: "SHOES", inForce: { points: 240 }, proposed: { points: 900, rule: "shoes" } },
        { lineId: "SOCKS", inForce: { points: 120 }, proposed: { points: 150, rule: null } },
      ],
    });
  });
});
