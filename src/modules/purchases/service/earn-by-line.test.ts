import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { programRules } from "../../program/schema/rules";

const TODAY = "2026-07-01T04:00:00Z";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

const scope = (categories: string[]) => ({ channels: [], stores: [], include: { categories } });

const rules = programRules.parse({
  goods: {
    dayPointsMax: 1_000,
    rules: [
      { label: "书籍不积分", scope: scope(["BOOKS"]), gives: { kind: "PERCENT", percent: 0 } },
      { label: "鞋双倍", scope: scope(["SHOES"]), gives: { kind: "PERCENT", percent: 200 } },
      { label: "新品", scope: scope(["NEW"]), gives: { kind: "PER_PIECE", points: 30 } },
    ],
  },
}).goods;

const line = (lineId: string, yuan: number, category: string, quantity = 1) => ({
  ...{ lineId, sku: lineId, categories: [category], quantity, unitAmountMinor: yuan * 100 },
});

/** ¥100 of shoes at twice, ¥100 of books at nothing, two new hats of ¥25 with 30 points each, ¥50 of socks. */
const LINES = [
  line("shoes", 100, "SHOES"),
  line("books", 100, "BOOKS"),
  line("hats", 25, "NEW", 2),
  line("socks", 50, "SOCKS"),
];

const order = (externalId: string | null, orderId: string, lines = LINES): ShopEvent => ({
  type: "ORDER_COMPLETED",
  timestamp: TODAY,
  data: {
    ...{ externalId: externalId ?? "", orderId, paidAt: TODAY, lines },
    paidAmountMinor: lines.reduce((sum, l) => sum + l.quantity * l.unitAmountMinor, 0),
  },
});

type Part = { lines: { lineId: string; quantity: number }[] } | { amountMinor: number };

const refund = (externalId: string | null, orderId: string, part: Part): ShopEvent => ({
  type: "ORDER_REFUNDED",
  timestamp: TODAY,
  data: {
    ...{ externalId: externalId ?? "", orderId, refundId: fresh("r"), refundedAt: TODAY },
    ...part,
  },
});

const piece = (lineId: string, quantity = 1) => ({ lines: [{ lineId, quantity }] });

const clawedOf = async (orderId: string) =>
  (
    await reader.row<{ pointsClawed: number }>(
      "SELECT pointsClawed FROM shop_order WHERE orderId = ?",
      [orderId],
    )
  )?.pointsClawed;

describe("an order whose lines earn by rules", () => {
  useDatabase();
  useProgram({ goods: rules }, (rung) => ({ ...rung, multiplierPct: 100 }));
  useBusinessTime(TODAY);

  it("earns what its lines do, as the quote says, and tells by which rules", async () => {
    const { id, externalId } = await enrolled();
    const cart = { externalId: externalId ?? "", orderAmountMinor: 30_000, lines: LINES };
    const quoted = await as(SERVICE).orders.quote(cart);
    const orderId = fresh("o");
    await tell(order(externalId, orderId));
    const { available } = await accountsOf(id);
    expect(available).toBe(200 + 0 + 60 + 50);
    expect(quoted.pointsToEarn).toBe(available);
    const [entry] = await reader.rows<{ breakdown: string }>(
      "SELECT breakdown FROM points_entry WHERE memberId = ? AND type = 'EARN'",
      [id],
    );
    expect(JSON.parse(entry?.breakdown ?? "")).toMatchObject({
      base: 250,
      goods: [
        { label: "鞋双倍", lines: 1, fixedPoints: 0 },
        { label: "书籍不积分", lines: 1, fixedPoints: 0 },
        { label: "新品", lines: 1, fixedPoints: 60 },
      ],
    });
  });

  it.each<[string, Part[], number]>([
    ["what earned nothing takes nothing", [piece("books")], 0],
    ["what earned twice takes that", [piece("shoes")], 200],
    ["a new hat takes its own points", [piece("hats")], 30],
    ["by name and in parts", [piece("hats"), piece("hats"), piece("socks")], 110],
    ["of the order as a whole is pro rata", [{ amountMinor: 15_000 }], 155],
    ["and then a line takes what lies on it", [{ amountMinor: 15_000 }, piece("shoes")], 283],
    ["all of it takes all", [{ amountMinor: 30_000 }], 310],
    [
      "all of it in any way takes all",
      [piece("shoes"), { amountMinor: 100 }, piece("books"), { amountMinor: 9_900 }],
      310,
    ],
  ])("refunding %s", async (_, parts, clawed) => {
    for (const told of [parts, [...parts].reverse()]) {
      const { externalId } = await enrolled();
      const orderId = fresh("o");
      await tell(order(externalId, orderId));
      for (const part of told) await tell(refund(externalId, orderId, part));
      expect(await clawedOf(orderId)).toBe(clawed);
    }
  });

  it("freezes what a return of a line would take, before its order and after", async () => {
    const { id, externalId } = await enrolled();
    const orderId = fresh("o");
    const asked = (lineId: string): ShopEvent => ({
      type: "RETURN_REQUESTED",
      timestamp: TODAY,
      data: {
        externalId: externalId ?? "",
        orderId,
        returnId: `t-${lineId}.${orderId}`,
        ...piece(lineId),
      },
    });
    await tell(asked("shoes"));
    await tell(order(externalId, orderId));
    expect(await accountsOf(id)).toMatchObject({ frozen: 200, available: 110 });
    await tell(asked("books"));
    await tell(asked("socks"));
    expect(await accountsOf(id)).toMatchObject({ frozen: 250, available: 60 });
    await tell(refund(externalId, orderId, piece("shoes")));
    expect(await clawedOf(orderId)).toBe(200);
  });

  it("earns no more in a day than the bound, and what was taken back is room again", async () => {
    const { id, externalId } = await enrolled();
    const shoes = (yuan: number) => [line("shoes", yuan, "SHOES")];
    const [first, second] = [fresh("o"), fresh("o")];
    await tell(order(externalId, first, shoes(400)));
    await tell(order(externalId, second, shoes(400)));
    expect((await accountsOf(id)).available).toBe(1_000);
    await tell(refund(externalId, first, piece("shoes")));
    expect((await accountsOf(id)).available).toBe(200);
    await tell(order(externalId, fresh("o"), shoes(100)));
    expect((await accountsOf(id)).available).toBe(400);
    await tell(refund(externalId, second, { amountMinor: 20_000 }));
    expect(await clawedOf(second)).toBe(100);
  });

  it("ten orders at once keep to the bound", async () => {
    const { id, externalId } = await enrolled();
    const orders = Array.from({ length: 10 }, () =>
      order(externalId, fresh("o"), [line("shoes", 100, "SHOES")]),
    );
    await Promise.all(orders.map(tell));
    expect((await accountsOf(id)).available).toBe(1_000);
  });

  it("takes back by its lines what an order that points paid for earned", async () => {
    const told: [Part[], number][] = [
      [[piece("hats")], 30],
      [[piece("hats"), piece("hats")], 60],
      [[{ amountMinor: 5_000 }], 60],
      [[{ amountMinor: 2_500 }, piece("hats", 2)], 60],
    ];
    for (const [parts, clawed] of told) {
      const { externalId } = await enrolled();
      const orderId = fresh("o");
      const hats = [{ ...line("hats", 25, "NEW", 2), paidMinor: 0 }];
      const { data } = order(externalId, orderId, hats) as Extract<
        ShopEvent,
        { type: "ORDER_COMPLETED" }
      >;
      const free: ShopEvent = {
        type: "ORDER_COMPLETED",
        timestamp: TODAY,
        data: { ...data, paidAmountMinor: 0 },
      };
      await tell(free);
      for (const part of parts) await tell(refund(externalId, orderId, part));
      expect(await clawedOf(orderId)).toBe(clawed);
      expect(await tell(free)).toMatchObject({ duplicate: true });
    }
  });

  it("freezes what lies on a line that cost nothing, until that is refunded or rejected", async () => {
    const { id, externalId } = await enrolled();
    const orderId = fresh("o");
    const gift = { ...line("gift", 0, "NEW", 2) };
    const paid = [line("socks", 50, "SOCKS"), line("books", 50, "BOOKS")];
    await tell(order(externalId, orderId, [gift, ...paid]));
    const asked = (returnId: string, lineId: string): ShopEvent => ({
      type: "RETURN_REQUESTED",
      timestamp: TODAY,
      data: { externalId: externalId ?? "", orderId, returnId, ...piece(lineId) },
    });
    const [ofGift, ofSocks] = [fresh("t"), fresh("t")];
    await tell(asked(ofGift, "gift"));
    expect(await accountsOf(id)).toMatchObject({ frozen: 30, available: 80 });
    await tell(asked(ofSocks, "socks"));
    expect(await accountsOf(id)).toMatchObject({ frozen: 80, available: 30 });
    const socks = refund(externalId, orderId, piece("socks"));
    await tell({ ...socks, data: { ...socks.data, returnId: ofSocks } } as ShopEvent);
    expect(await accountsOf(id)).toMatchObject({ frozen: 30, available: 30 });
  });

  it("keeps frozen what a return of one line needs while another line is refunded", async () => {
    const { id, externalId } = await enrolled();
    const orderId = fresh("o");
    await tell(order(externalId, orderId));
    await tell({
      type: "RETURN_REQUESTED",
      timestamp: TODAY,
      data: { externalId: externalId ?? "", orderId, returnId: fresh("t"), ...piece("shoes") },
    });
    expect(await accountsOf(id)).toMatchObject({ frozen: 200, available: 110 });
    await tell(refund(externalId, orderId, piece("books")));
    expect(await accountsOf(id)).toMatchObject({ frozen: 200, available: 110 });
    await tell(refund(externalId, orderId, piece("shoes")));
    expect(await accountsOf(id)).toMatchObject({ frozen: 0, available: 110, owed: 0 });
  });
});
