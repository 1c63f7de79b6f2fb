import { beforeAll, describe, expect, it } from "vitest";
import { pool, type Reader, reader, type Values } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { ADMIN, as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { joinedBy, usedBy as usesBy } from "../../activities/store/then";
import { usedBefore } from "../../benefits/store";
import { membersIn } from "../../members/store/spans";
import { ordersAgain } from "../../orders/service/again";
import * as orders from "../../orders/store/again";
import { tiersJobs } from "../../tiers/jobs";
import { donePreviews, movesWithin } from "../../tiers/store/preview";
import { purchasesJobs } from "../jobs";
import * as store from "../store/previews";
import { completeOrder } from "./complete";
import { runOrderPreviews } from "./preview-run";

const TODAY = "2026-06-30T04:00:00.000Z";
const BEFORE = "2026-06-01T04:00:00.000Z";
const admin = as(ADMIN);
const jobs = new JobRunner([...tiersJobs, ...purchasesJobs]);
const context = { now: new Date(TODAY), progress: null, stopping: () => false };

async function started(): Promise<string> {
  const { rules, versionId: expectedVersion } = await admin.program.current({});
  const { items } = await admin.tiers.ladder({});
  const tiers = items.map(({ rank: _, ...rung }) =>
    rung.code === "REGISTERED" ? rung : { ...rung, discountRateBps: rung.discountRateBps - 500 },
  );
  const edit = {
    ladder: { tiers, removed: [] },
    rules: {
      earn: { ...rules.earn, pointsPerYuan: 2 },
      redeem: { ...rules.redeem, pointsPerYuanOff: 200 },
      currencies: { rates: [] },
    },
  };
  const { previewId } = await admin.program.startPreview({ expectedVersion, ...edit });
  await jobs.runNow("tiers.preview");
  return previewId;
}

async function figuresOf(previewId: string) {
  const { figures } = await admin.program.previewOrders({ previewId });
  if (!figures) throw new Error("a preview that is whole has figures");
  return figures;
}

describe("the preview of orders", () => {
  useDatabase("orderPreviewRun");
  useProgram({ currencies: { rates: [{ currency: "USD", rate: "7" }] } });
  useBusinessTime(TODAY);

  beforeAll(async () => {
    const buyer = await enrolled();
    await bought(buyer.id, { yuan: 2000, now: "2026-01-10T04:00:00Z" });
    const line = { lineId: "A", sku: "A", categories: [], quantity: 2, giftCard: false };
    await at(BEFORE, (work) =>
      completeOrder(
        work,
        { memberId: buyer.id },
        {
          ...{ orderId: fresh("o"), paidAmountMinor: 18_000, paidAt: new Date(BEFORE) },
          lines: [{ ...line, unitAmountMinor: 10_000, discountMinor: 2_000 }],
        },
      ),
    );
    const other = await enrolled();
    await at(BEFORE, (work) =>
      completeOrder(
        work,
        { memberId: other.id },
        {
          ...{ orderId: fresh("o"), paidAmountMinor: 1_000, paidAt: new Date(BEFORE) },
          currency: "USD",
        },
      ),
    );
    const { orderId } = await bought(other.id, { yuan: 300, now: BEFORE });
    await refunded(other.id, { orderId, yuan: 300, now: BEFORE });
  });

  it("tells points, their worth, discounts, liability and what a version does not take", async () => {
    const previewId = await started();
    await jobs.runNow("purchases.preview");
    const figures = await figuresOf(previewId);
    // SILVER earns 1.2 times and pays 90 %, by the edit 85 %, of the goods before anything was taken off.
    expect(figures).toMatchObject({
      orders: 2,
      members: 2,
      more: 1,
      fewer: 1,
      inForce: { points: 216 + 70, discountMinor: 2_000, refused: 0, worthMinor: 286 },
      draft: { points: 432, discountMinor: 3_000, refused: 1, worthMinor: 216 },
      goodsUnknown: 1,
      cut: 0,
    });
    const { liability } = figures;
    expect(liability.inForceMinor).toBe(liability.points);
    expect(liability.draftMinor).toBe(Math.floor(liability.points / 2));
    expect(figures.tiers.find(({ code }) => code === "SILVER")).toMatchObject({ orders: 1 });
  });

  it("counts nobody twice where two processes are at it at once", async () => {
    const first = await started();
    await jobs.runNow("purchases.preview");
    const alone = await figuresOf(first);
    const second = await started();
    await Promise.all([runOrderPreviews(context), runOrderPreviews(context)]);
    expect(await figuresOf(second)).toEqual(alone);
  });

  it("goes with its preview, and is for whoever prepares rules", async () => {
    const previewId = await started();
    const { status } = await as(OPERATOR).program.previewOrders({ previewId });
    expect(status).toBe("WAITING");
    await expect(as(SERVICE).program.previewOrders({ previewId })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await admin.program.dropPreview({ previewId });
    await runOrderPreviews(context);
    await expect(admin.program.previewOrders({ previewId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
    expect(await store.running(reader)).toEqual([]);
  });

  it("never ends a page within a member, and leaves out the last orders of one who has too many", async () => {
    const many = await enrolled();
    const few = await enrolled();
    for (let order = 0; order < 4; order++)
      await bought(many.id, { yuan: 10 + order, now: BEFORE });
    await bought(few.id, { yuan: 10, now: BEFORE });
    const time = { since: new Date("2026-05-01T00:00:00Z"), until: new Date(TODAY) };
    const span = { from: many.id, to: few.id + 1 };
    const whole = await ordersAgain(reader, span, time, 4);
    expect(whole).toMatchObject({ to: few.id, isCut: false });
    expect(whole.orders).toHaveLength(4);
    const cut = await ordersAgain(reader, span, time, 3);
    expect(cut).toMatchObject({ to: many.id + 1, isCut: true });
    expect(cut.orders).toHaveLength(3);
    expect(await ordersAgain(reader, span, time, 5)).toMatchObject({ to: span.to, isCut: false });
  });

  it("asks for nothing without an index", async () => {
    const seen: [string, Values][] = [];
    const watched: Reader = {
      ...reader,
      rows: (sql: string, values: Values = []) => {
        seen.push([sql, values]);
        return reader.rows(sql, values);
      },
    };
    const span = { from: 1, to: 50 };
    const time = { since: new Date(BEFORE), until: new Date(TODAY) };
    await orders.ordersPaid(watched, span, time, 100);
    await orders.linesOfMany(watched, [1, 2]);
    await orders.keptByMember(watched, span, time);
    await membersIn(watched, span);
    await joinedBy(watched, span, [1, 2]);
    await usesBy(watched, span, [1, 2]);
    await usedBefore(watched, span, { benefitIds: ["A"], date: "2026-06-01", now: time.until });
    await movesWithin(watched, 1, span);
    await donePreviews(watched);
    await store.running(watched);
    expect(seen).toHaveLength(10);
    for (const [sql, values] of seen) {
      const plan: { table: string; possible_keys: string | null }[] = await pool().query(
        `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
        values,
      );
      // So small a table may be gone through as a whole; the key is there for it all the same.
      for (const { table, possible_keys } of plan.filter(({ table }) => table !== null)) {
        expect(possible_keys, `${table}: ${sql}`).not.toBeNull();
      }
    }
  });
});
