import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { programRules } from "../../program/schema/rules";

const TODAY = "2026-07-01T04:00:00Z";
const { goods } = programRules.parse({ goods: { dayPointsMax: 150 } });

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

/** An order of one line, which earns a point a yuan. */
async function paid(externalId: string, yuan: number): Promise<string> {
  const orderId = fresh("o");
  const line = { lineId: "a", sku: "A", categories: [], quantity: 1, unitAmountMinor: yuan * 100 };
  const order = { orderId, paidAmountMinor: yuan * 100, paidAt: TODAY, lines: [line] };
  const attributes = { gift: "yes" };
  await tell({
    type: "ORDER_COMPLETED",
    timestamp: TODAY,
    data: { externalId, ...order, attributes },
  });
  return orderId;
}

async function merge(fromId: number, intoId: number): Promise<void> {
  const ids = { memberId: String(intoId), fromMemberId: String(fromId) };
  const { version } = await as(SERVICE).members.mergePreview(ids);
  await as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
}

describe("the orders of two who are merged", () => {
  useDatabase();
  useBusinessTime(TODAY);
  useProgram({ goods });

  it("share what a day's orders may earn, and are refunded by their lines", async () => {
    const [from, into] = [await enrolled(), await enrolled()];
    const [fromId, intoId] = [from.externalId ?? "", into.externalId ?? ""];
    const first = await paid(fromId, 100);
    await paid(intoId, 30);
    await merge(from.id, into.id);
    for (const table of ["shop_order", "order_line"]) {
      expect(await countOf(table, "memberId = ?", [from.id])).toBe(0);
      expect(await countOf(table, "memberId = ?", [into.id])).toBe(2);
    }
    await paid(fromId, 100);
    expect(await accountsOf(into.id)).toMatchObject({ available: 150 });
    await tell({
      type: "ORDER_REFUNDED",
      timestamp: TODAY,
      data: {
        ...{ externalId: intoId, orderId: first, refundId: fresh("r"), refundedAt: TODAY },
        lines: [{ lineId: "a", quantity: 1 }],
      },
    });
    expect(await accountsOf(into.id)).toMatchObject({ available: 50 });
    expect(await countOf("order_part", "memberId = ?", [into.id])).toBe(1);
    // What came back is room again.
    await paid(intoId, 500);
    expect(await accountsOf(into.id)).toMatchObject({ available: 150 });
  });

  it("lose with the person what else was said of them", async () => {
    const [from, into] = [await enrolled(), await enrolled()];
    await paid(from.externalId ?? "", 10);
    await merge(from.id, into.id);
    const said = "memberId = ? AND attributes IS NOT NULL";
    expect(await countOf("shop_order", said, [into.id])).toBe(1);
    await as(OPERATOR).members.close({ memberId: String(into.id), reason: "查" });
    expect(await countOf("shop_order", said, [into.id])).toBe(0);
  });

  it("leave no room where both together kept more than one may", async () => {
    const [from, into] = [await enrolled(), await enrolled()];
    await paid(from.externalId ?? "", 120);
    await paid(into.externalId ?? "", 100);
    await merge(from.id, into.id);
    await paid(into.externalId ?? "", 50);
    expect(await reader.row("SELECT available FROM member WHERE id = ?", [into.id])).toEqual({
      available: 220,
    });
  });
});
