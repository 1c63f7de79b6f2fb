import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { activity } from "@/testing/activities";
import { ADMIN, as, at, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { drawing } from "@/testing/baskets";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import type { Cart, OrderScope } from "../../orders/schema/cart";
import { tiersJobs } from "../../tiers/jobs";
import { purchasesJobs } from "../jobs";
import { completeOrder } from "./complete";
import type { Completion } from "./told-order";

const TODAY = "2026-06-30T04:00:00.000Z";
const DAY = 86_400_000;
/** The first business date of the ninety. */
const SINCE = new Date("2026-04-01T16:00:00Z");

const admin = as(ADMIN);
const jobs = new JobRunner([...tiersJobs, ...purchasesJobs]);
const draw = drawing(16);

const of = (...categories: string[]): OrderScope => {
  const none = { categories: [], brands: [], skus: [] };
  return { include: { ...none, categories }, exclude: none, channels: [], stores: [] };
};

const multiplier = (id: string, multiplierPct: number, quota: object | null) => ({
  ...{ id, type: "POINTS_MULTIPLIER", name: { "zh-CN": id, en: id }, enabled: true },
  ...{ validFrom: null, validUntil: null, quota, params: { multiplierPct } },
});
const price = {
  ...multiplier("PRICE", 100, null),
  ...{ type: "DISCOUNT", params: {} },
};

const PROGRAM = {
  limits: { tierLiftsPerDay: 1_000_000 },
  goods: {
    dayPointsMax: 900,
    monthPointsMax: 4000,
    yearPointsMax: 9000,
    giftCardsEarn: false,
    rules: [{ label: "shoes", scope: of("SHOES"), gives: { kind: "PERCENT", percent: 200 } }],
  },
  currencies: { rates: [{ currency: "USD", rate: "7.1234" }] },
  benefits: [
    price,
    multiplier("TWICE", 200, { limit: 2, per: "month" }),
    multiplier("BIT", 130, null),
  ],
};

interface Told extends Completion {
  memberId: number;
}
const told: Told[] = [];

function linesOf(minor: number): Cart["lines"] {
  const word = () => ["SHOES", "SOCKS", "CARDS"][draw(3)] ?? "SOCKS";
  const first = 1 + draw(Math.max(1, minor - 1));
  return [first, minor - first]
    .filter((one) => one > 0)
    .map((unitAmountMinor, at) => {
      const category = word();
      return {
        ...{ lineId: `L${at}`, sku: category, categories: [category], quantity: 1 },
        ...{ unitAmountMinor: unitAmountMinor + 50, discountMinor: 50 },
        giftCard: category === "CARDS",
      };
    });
}

const complete = (order: Told, now: Date) => {
  const { memberId, ...completion } = order;
  return at(now, (work) => completeOrder(work, { memberId }, completion));
};

async function crowd(): Promise<void> {
  const running = {
    startsAt: new Date("2026-05-21T00:00:00Z"),
    endsAt: new Date("2026-06-20T00:00:00Z"),
  };
  const free = { ...running, joining: "AUTOMATIC" } as const;
  const three = { kind: "POINTS_MULTIPLIER", multiplierPct: 300 } as const;
  await activity({ ...free, effect: three, scope: of("SHOES") });
  const bonus = {
    kind: "BONUS_POINTS",
    on: "EACH_ORDER",
    points: 40,
    orderMinimumMinor: 10_000,
  } as const;
  await activity({
    ...{ ...free, effect: bonus, minTierCode: "SILVER", stacking: { mode: "ALL" } },
    ...{ frequency: { limit: 1, per: "month" }, pointsBudget: 1_000_000 },
  });
  for (let who = 0; who < 8; who++) {
    const { id: memberId } = await enrolled("2025-06-01T04:00:00Z");
    const orders = 4 + draw(6);
    for (let one = 0; one < orders; one++) {
      const paidAt = new Date(new Date(TODAY).getTime() - draw(130) * DAY - draw(DAY));
      const paidAmountMinor = 100 + draw(90_000);
      const isOther = draw(5) === 0;
      told.push({
        ...{ memberId, orderId: fresh("o"), paidAt },
        paidAmountMinor: isOther ? Math.ceil(paidAmountMinor / 7) : paidAmountMinor,
        ...(isOther && { currency: "USD" }),
      });
      const last = told.at(-1);
      if (last && draw(2) === 0) last.lines = linesOf(last.paidAmountMinor) ?? [];
    }
  }
  told.sort((a, b) => a.paidAt.getTime() - b.paidAt.getTime());
  for (const order of told) await complete(order, order.paidAt);
  const [, second, third] = told.filter(({ paidAt }) => paidAt > SINCE);
  if (!second || !third) throw new Error("there are orders in the ninety days");
  await refunded(second.memberId, { orderId: second.orderId, yuan: 0.5, now: TODAY });
  await changeRow("UPDATE shop_order SET cancelledAt = ? WHERE orderId = ?", [
    new Date(TODAY),
    third.orderId,
  ]);
}

/** As if nobody had told the orders of the ninety days: they are told again, in their turn. */
async function toldAgain(now: string): Promise<Map<number, number>> {
  await reader.write(
    "UPDATE activity a SET pointsGiven = pointsGiven - (SELECT COALESCE(SUM(points), 0) FROM activity_use u WHERE u.activityId = a.id AND u.paidAt >= ?)",
    [SINCE],
  );
  await reader.write("DELETE FROM activity_use WHERE paidAt >= ?", [SINCE]);
  await reader.write("DELETE FROM benefit_usage WHERE usedOn >= '2026-04-02'");
  await reader.write(
    "UPDATE shop_order SET orderId = CONCAT('x', id), pointsEarned = 0, pointsClawed = 0 WHERE paidAt >= ?",
    [SINCE],
  );
  // So that no tier is reached on the way that was not reached before.
  const spent = await reader.rows<{ id: number; spendMinor: number }>(
    "SELECT id, spendMinor FROM member",
  );
  await reader.write("UPDATE member SET spendMinor = 0");
  const earned = new Map<number, number>();
  for (const order of told.filter(({ paidAt }) => paidAt >= SINCE)) {
    const orderId = fresh("again");
    await complete({ ...order, orderId }, new Date(now));
    const row = await reader.row<{ pointsEarned: number }>(
      "SELECT pointsEarned FROM shop_order WHERE orderId = ?",
      [orderId],
    );
    earned.set(order.memberId, (earned.get(order.memberId) ?? 0) + (row?.pointsEarned ?? 0));
  }
  for (const { id, spendMinor } of spent) {
    await reader.write("UPDATE member SET spendMinor = ? WHERE id = ?", [spendMinor, id]);
  }
  return earned;
}

const sum = (points: Iterable<number>) => [...points].reduce((all, one) => all + one, 0);

async function publish(reason: string, edit: Edit) {
  const decide = async (done: { approvalId: string | null }) => {
    const { approvalId } = done;
    if (approvalId) await decideOn(as(SECOND_ADMIN), { approvalId, approve: true, reason });
  };
  const version = async () => (await admin.program.current({})).versionId;
  await decide(
    await admin.tiers.publish({ expectedVersion: await version(), reason, ...edit.ladder }),
  );
  await decide(
    await admin.program.publishRules({ expectedVersion: await version(), reason, ...edit.rules }),
  );
}

async function anEdit() {
  const { items } = await admin.tiers.ladder({});
  const tiers = items.map(({ rank: _, ...rung }) => ({
    ...rung,
    thresholdMinor: Math.floor(rung.thresholdMinor / 2),
    multiplierPct: rung.multiplierPct + 30,
  }));
  const { rules } = await admin.program.current({});
  const goods = {
    ...rules.goods,
    ...{ dayPointsMax: 1300, monthPointsMax: 6000, taxEarns: true, giftCardsEarn: true },
    rules: [
      { label: "socks", scope: of("SOCKS"), gives: { kind: "PER_PIECE" as const, points: 7 } },
    ],
  };
  const earn = { ...rules.earn, pointsPerYuan: 2 };
  const redeem = { ...rules.redeem, pointsPerYuanOff: 200 };
  return { ladder: { tiers, removed: [] }, rules: { goods, earn, redeem } };
}
type Edit = Awaited<ReturnType<typeof anEdit>>;

async function previewed(edit: Partial<Edit>) {
  const { versionId: expectedVersion } = await admin.program.current({});
  const { previewId } = await admin.program.startPreview({ expectedVersion, ...edit });
  expect(await admin.program.previewOrders({ previewId })).toMatchObject({
    status: "WAITING",
    figures: null,
  });
  await jobs.runNow("tiers.preview");
  await jobs.runNow("purchases.preview");
  const { status, figures } = await admin.program.previewOrders({ previewId });
  expect(status).toBe("DONE");
  if (!figures) throw new Error("a preview that is whole has figures");
  return figures;
}

describe("what orders would bring under an edit", () => {
  useDatabase("orderPreview");
  useProgram(PROGRAM, (rung) => ({
    ...rung,
    benefits: rung.rank > 2 ? ["TWICE", "BIT"] : ["BIT"],
  }));
  useBusinessTime(TODAY);
  beforeAll(crowd);

  it("is what they bring when they come again: as things are, and once it is published", async () => {
    const edit = await anEdit();
    const figures = await previewed(edit);
    const again = (
      await reader.rows<{ orderId: string }>(
        "SELECT orderId FROM shop_order WHERE cancelledAt IS NULL",
      )
    ).map(({ orderId }) => orderId);
    // The cancelled one is none of them.
    told.splice(0, told.length, ...told.filter(({ orderId }) => again.includes(orderId)));
    const buyers = [...new Set(told.map(({ memberId }) => memberId))];
    const tried = new Map(
      await Promise.all(
        buyers.map(async (id) => {
          const trial = await admin.orders.trialOrders({ memberId: String(id), ...edit });
          return [id, trial] as const;
        }),
      ),
    );
    const asTheyAre = await toldAgain(TODAY);
    expect(figures.inForce.points).toBe(sum(asTheyAre.values()));
    await publish("as it was looked at", edit);
    await jobs.runNow("tiers.follow");
    const byTheEdit = await toldAgain(TODAY);
    expect(figures.draft.points).toBe(sum(byTheEdit.values()));
    const more = [...byTheEdit].filter(([id, points]) => points > (asTheyAre.get(id) ?? 0));
    const fewer = [...byTheEdit].filter(([id, points]) => points < (asTheyAre.get(id) ?? 0));
    // Member by member, as each one's own trial says it.
    for (const id of buyers) {
      const trial = tried.get(id);
      const points = [trial?.inForce.points, trial?.proposed.points];
      expect({ id, points }).toEqual({
        id,
        points: [asTheyAre.get(id) ?? 0, byTheEdit.get(id) ?? 0],
      });
    }
    expect([figures.more, figures.fewer]).toEqual([more.length, fewer.length]);
    expect(figures.draft.points).not.toBe(figures.inForce.points);
    expect(figures.orders).toBe(told.filter(({ paidAt }) => paidAt >= SINCE).length);
  });
});
