import { describe, expect, it } from "vitest";
import { env } from "@/env";
import { reader } from "@/platform/db";
import { as, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { useBusinessTime } from "@/testing/program";
import type { Member } from "../../members/service/members";

const TODAY = "2026-07-01T04:00:00Z";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
type EventOf<Type> = Extract<ShopEvent, { type: Type }>["data"];

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

/** Three shirts of ¥99.99 in all, two hats of which one is free, and a gift. */
const LINES = [
  {
    lineId: "1",
    sku: "SHIRT",
    categories: ["上衣"],
    brand: "Acme",
    quantity: 3,
    unitAmountMinor: 3333,
  },
  {
    lineId: "2",
    sku: "HAT",
    quantity: 2,
    unitAmountMinor: 5000,
    discountMinor: 5000,
    taxMinor: 575,
  },
  { lineId: "3", sku: "GIFT", quantity: 1, unitAmountMinor: 0 },
];
const PAID = 9_999 + 5_000;

const order = (
  { externalId }: Pick<Member, "externalId">,
  orderId: string,
  changes: Partial<EventOf<"ORDER_COMPLETED">> = {},
): ShopEvent => ({
  type: "ORDER_COMPLETED",
  timestamp: TODAY,
  data: {
    ...{ externalId: externalId ?? "", orderId, paidAmountMinor: PAID, paidAt: TODAY },
    ...{ lines: LINES, ...changes },
  },
});

const refund = (
  { externalId }: Pick<Member, "externalId">,
  orderId: string,
  told: Omit<EventOf<"ORDER_REFUNDED">, "orderId" | "refundedAt" | "refundId"> & {
    refundId?: string;
  },
): ShopEvent => ({
  type: "ORDER_REFUNDED",
  timestamp: TODAY,
  data: {
    ...{ externalId: externalId ?? "", orderId, refundedAt: TODAY },
    ...{ refundId: fresh("r"), ...told },
  },
});

const asked = (
  type: "RETURN_REQUESTED" | "RETURN_REJECTED",
  { externalId }: Pick<Member, "externalId">,
  told: Omit<EventOf<"RETURN_REQUESTED">, "externalId">,
): ShopEvent => ({ type, timestamp: TODAY, data: { externalId: externalId ?? "", ...told } });

const orderRow = (orderId: string) =>
  reader.row<{ refundedMinor: number; pointsClawed: number; lineCount: number }>(
    "SELECT refundedMinor, pointsClawed, lineCount FROM shop_order WHERE orderId = ?",
    [orderId],
  );

const linesOf = (orderId: string) =>
  reader.rows<{ lineId: string; refundedMinor: number; refundedQuantity: number }>(
    `SELECT l.lineId, l.refundedMinor, l.refundedQuantity FROM order_line l
       JOIN shop_order o ON o.id = l.orderRowId WHERE o.orderId = ? ORDER BY l.position`,
    [orderId],
  );

const piece = (lineId: string, quantity: number) => ({ lineId, quantity });

describe("the lines of an order", () => {
  useDatabase();
  useBusinessTime(TODAY);
  const api = useApi();

  const post = (event: object) => {
    const body = JSON.stringify(event);
    const headers = signatureOf(body, { id: fresh("id") });
    return api.call("POST", "/webhooks/events", { headers, body });
  };

  it("are kept as they were told, with what else was said", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const said = {
      channel: "APP",
      store: "上海一店",
      currency: "CNY",
      attributes: { wrap: "red" },
    };
    await tell(order(member, orderId, said));
    const { lists } = await as(memberCaller(member.id)).profile.export({});
    const { currency: _, ...kept } = said;
    expect(lists.orders?.items).toMatchObject([
      { orderId, ...kept, currency: null, rate: null, lineCount: 3 },
    ]);
    const keptLines = lists.orderLines?.items ?? [];
    expect(keptLines.toSorted((a, b) => Number(a.lineId) - Number(b.lineId))).toMatchObject([
      { sku: "SHIRT", categories: ["上衣"], brand: "Acme", quantity: 3, paidMinor: 9_999 },
      { sku: "HAT", categories: [], brand: null, discountMinor: 5_000, paidMinor: 5_000 },
      { sku: "GIFT", paidMinor: 0, taxMinor: null },
    ]);
  });

  it.each([
    ["another total", { paidAmountMinor: PAID + 1 }, "data.paidAmountMinor"],
    ["another price", { orderAmountMinor: PAID + 1 }, "data.orderAmountMinor"],
    [
      "more paid than it costs",
      {
        lines: [{ lineId: "1", sku: "A", quantity: 1, unitAmountMinor: PAID - 1, paidMinor: PAID }],
      },
      "data.lines.0.paidMinor",
    ],
    ["a line without its sku", { lines: [{ lineId: "1", quantity: 1 }] }, "data.lines.0.sku"],
    ["a word too many", { lines: [{ ...LINES[0], colour: "red" }] }, "data.lines.0.colour"],
  ])("are refused by the name of what is wrong: %s", async (_, changes, path) => {
    const event = order(await enrolled(), fresh("o"));
    const { status, json } = await post({ ...event, data: { ...event.data, ...changes } });
    expect(status).toBe(400);
    expect(json.errors.map((fault: { path: string }) => fault.path)).toContain(path);
  });

  it("leave out what nobody knows where the setting says so, and nothing else", async () => {
    const settings = env();
    const member = await enrolled();
    const orderId = fresh("o");
    const event = order(member, orderId, { lines: undefined });
    const lines = LINES.map((line) => ({ ...line, colour: "red", weightGrams: 300 }));
    const told = { ...event, source: "shop", data: { ...event.data, lines, gift: { wrap: 1 } } };
    expect((await post(told)).status).toBe(400);
    settings.EVENT_UNKNOWN_FIELDS = "ignore";
    try {
      expect((await post(told)).status).toBe(200);
      const wrong = { ...told, data: { ...told.data, paidAmountMinor: "much" } };
      const { json } = await post(wrong);
      expect(json.errors.map(({ path }: { path: string }) => path)).toEqual([
        "data.paidAmountMinor",
      ]);
    } finally {
      settings.EVENT_UNKNOWN_FIELDS = "refuse";
    }
    expect(await orderRow(orderId)).toMatchObject({ lineCount: 3 });
  });

  it("are five hundred at most, kept of a guest and of an order told before them", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const lines = Array.from({ length: 500 }, (_, n) => ({
      ...{ lineId: `${n}`, sku: `sku-${n}-${"x".repeat(50)}`, quantity: 1, unitAmountMinor: 20 },
      categories: ["家居".repeat(16), "清仓"],
    }));
    const event = order(member, orderId, { lines, paidAmountMinor: 10_000 });
    expect((await post(event)).json).toMatchObject({ duplicate: false });
    expect(await orderRow(orderId)).toMatchObject({ lineCount: 500 });
    const guest = order({ externalId: "" }, fresh("o"), { lines, paidAmountMinor: 10_000 });
    const { externalId: _, ...data } = guest.data;
    const ofGuest = { ...guest, data: { ...data, guestKey: "a".repeat(64) } };
    expect((await post(ofGuest)).json).toMatchObject({ actions: [{ reason: "GUEST_KEPT" }] });
  });

  it("are told again in any order, and not otherwise", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await tell(order(member, orderId));
    const again = { lines: [...LINES].reverse() };
    expect(await tell(order(member, orderId, again))).toMatchObject({ duplicate: true });
    const [shirts, ...others] = LINES;
    const other = { lines: [{ ...LINES[0], ...shirts, sku: "OTHER" }, ...others] };
    await expect(tell(order(member, orderId, other as typeof again))).rejects.toMatchObject({
      facts: { differs: "lines" },
    });
    expect(await countOf("order_line", "memberId = ?", [member.id])).toBe(3);
  });

  it("what else was said goes with who closes", async () => {
    const member = await enrolled();
    const [before, after] = [fresh("o"), fresh("o")];
    const attributes = { note: "for Li Lei" };
    await tell(order(member, before, { attributes }));
    await as(memberCaller(member.id)).profile.close({ memberCode: member.memberCode });
    const { externalId: _, ...told } = { ...order(member, after, { attributes }).data };
    const { type, timestamp } = order(member, after);
    await tell({ type, timestamp, data: { ...told, memberId: String(member.id) } } as ShopEvent);
    const kept = await reader.rows("SELECT attributes FROM shop_order WHERE memberId = ?", [
      member.id,
    ]);
    expect(kept).toEqual([{ attributes: null }, { attributes: null }]);
    expect(await countOf("order_line", "memberId = ?", [member.id])).toBe(6);
  });

  it("of a cart come to what is asked about", async () => {
    const { externalId } = await enrolled();
    const cart = { externalId: externalId ?? "", orderAmountMinor: PAID, lines: LINES };
    const { pointsToEarn } = await as(SERVICE).orders.quote(cart);
    expect(pointsToEarn).toBe(149);
    const wrong = { ...cart, orderAmountMinor: PAID - 1 };
    await expect(as(SERVICE).orders.quote(wrong)).rejects.toMatchObject({
      errors: [{ path: "orderAmountMinor" }],
    });
    const hold = { ...wrong, points: 1, orderId: fresh("o") };
    await expect(as(SERVICE).points.hold(hold)).rejects.toMatchObject({
      errors: [{ path: "orderAmountMinor" }],
    });
  });
});

describe("refunding lines", () => {
  useDatabase();
  useBusinessTime(TODAY);

  const ended = { refundedMinor: PAID, pointsClawed: 149, lineCount: 3 };

  it.each([
    ["all at once", [[piece("1", 3), piece("2", 2), piece("3", 1)]]],
    ["line by line", [[piece("1", 3)], [piece("3", 1)], [piece("2", 2)]]],
    [
      "piece by piece",
      [[piece("1", 1)], [piece("2", 1)], [piece("1", 1)], [piece("2", 1)], [piece("1", 1)]],
    ],
    [
      "by pieces, amounts and the order as a whole",
      [[piece("1", 2)], [{ lineId: "2", amountMinor: 1_234 }], 1_000, [piece("1", 1)], 9_999],
    ],
  ])("%s takes what one full refund takes", async (_, parts) => {
    const member = await enrolled();
    const orderId = fresh("o");
    await tell(order(member, orderId));
    for (const part of parts) {
      const told = typeof part === "number" ? { amountMinor: part } : { lines: part };
      await tell(refund(member, orderId, told));
    }
    expect(await orderRow(orderId)).toEqual(ended);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
  });

  it.each([
    ["after the order", false],
    ["before it", true],
  ])("by the piece, %s, comes to the piece's share", async (_, isEarly) => {
    const member = await enrolled();
    const orderId = fresh("o");
    const first = refund(member, orderId, { lines: [piece("1", 1), piece("2", 1)] });
    const second = refund(member, orderId, { lines: [piece("1", 1)], amountMinor: 3_000 });
    const told = isEarly
      ? [first, second, order(member, orderId)]
      : [order(member, orderId), first, second];
    for (const event of told) await tell(event);
    expect(await linesOf(orderId)).toEqual([
      { lineId: "1", refundedMinor: 6_333, refundedQuantity: 2 },
      { lineId: "2", refundedMinor: 2_500, refundedQuantity: 1 },
      { lineId: "3", refundedMinor: 0, refundedQuantity: 0 },
    ]);
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 8_833, pointsClawed: 88 });
    const kept = await reader.rows(
      "SELECT amountMinor, countedMinor, status FROM order_refund WHERE memberId = ? ORDER BY id",
      [member.id],
    );
    expect(kept).toEqual([
      { amountMinor: 5_833, countedMinor: 5_833, status: "APPLIED" },
      { amountMinor: 3_000, countedMinor: 3_000, status: "APPLIED" },
    ]);
    for (const event of [first, second]) {
      expect(await tell(event)).toMatchObject({ duplicate: true });
    }
  });

  it("counts no more than the line, and says what is left over", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await tell(order(member, orderId));
    const told = { lines: [{ lineId: "2", amountMinor: 6_000 }] };
    const { actions } = (await tell(refund(member, orderId, told))) as { actions: unknown[] };
    expect(actions).toContainEqual(
      expect.objectContaining({
        action: "REFUND_LEFT_OVER",
        countedMinor: 5_000,
        leftOverMinor: 1_000,
      }),
    );
    await expect(tell(refund(member, orderId, told))).rejects.toMatchObject({
      domainCode: "REFUND_EXCEEDS_PAID",
    });
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 5_000 });
  });

  it("is seen line by line by who looks after the member, of their own orders alone", async () => {
    const [member, other] = [await enrolled(), await enrolled()];
    const orderId = fresh("o");
    await tell(order(member, orderId));
    await tell(refund(member, orderId, { lines: [piece("1", 2)] }));
    const asOperator = as(OPERATOR).members;
    const { items } = await asOperator.orderLines({ memberId: String(member.id), orderId });
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ sku: "SHIRT", refundedMinor: 6_666, refundedQuantity: 2 });
    const foreign = asOperator.orderLines({ memberId: String(other.id), orderId });
    await expect(foreign).rejects.toMatchObject({ domainCode: "ORDER_NOT_FOUND" });
  });

  it("of a line that is not there is refused, and told where it waited", async () => {
    const member = await enrolled();
    const [known, awaited] = [fresh("o"), fresh("o")];
    await tell(order(member, known));
    const unknown = { lines: [{ lineId: "9", quantity: 1, amountMinor: 100 }] };
    await expect(tell(refund(member, known, unknown))).rejects.toMatchObject({
      domainCode: "LINE_UNKNOWN",
      facts: { lineId: "9" },
    });
    const early = refund(member, awaited, { ...unknown, refundId: fresh("r") });
    expect(await tell(early)).toEqual({ parked: true });
    const { actions } = (await tell(order(member, awaited))) as { actions: unknown[] };
    expect(actions).toContainEqual(
      expect.objectContaining({ action: "PARKED_REFUSED", reason: "LINE_UNKNOWN" }),
    );
    expect(await orderRow(awaited)).toMatchObject({ refundedMinor: 0 });
  });

  it("of an order that was told without lines counts by its amount", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await tell(order(member, orderId, { lines: undefined }));
    await tell(refund(member, orderId, { lines: [{ lineId: "1", amountMinor: 9_999 }] }));
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 9_999, lineCount: 0 });
    const byPiece = refund(member, orderId, { lines: [piece("2", 1)] });
    await expect(tell(byPiece)).rejects.toMatchObject({ domainCode: "LINE_UNKNOWN" });
  });

  it("told again with other lines is another refund of the same name", async () => {
    const member = await enrolled();
    const [orderId, refundId] = [fresh("o"), fresh("r")];
    await tell(order(member, orderId));
    await tell(refund(member, orderId, { refundId, lines: [piece("1", 1)] }));
    const again = (told: object) => tell(refund(member, orderId, { refundId, ...told }));
    expect(await again({ amountMinor: 3_333 })).toMatchObject({ duplicate: true });
    for (const told of [{ lines: [piece("1", 2)] }, { lines: [piece("2", 1)] }]) {
      await expect(again(told)).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    }
  });

  it("at once takes each piece once", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    await tell(order(member, orderId));
    const refunds = Array.from({ length: 6 }, () =>
      refund(member, orderId, { lines: [piece("1", 1)] }),
    );
    const answers = await Promise.allSettled(refunds.map(tell));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect((await linesOf(orderId))[0]).toEqual({
      ...{ lineId: "1", refundedMinor: 9_999, refundedQuantity: 3 },
    });
    expect(await orderRow(orderId)).toMatchObject({ refundedMinor: 9_999 });
  });

  it("of an order that points paid for counts against the price of its lines", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const lines = [
      { lineId: "1", sku: "A", quantity: 2, unitAmountMinor: 500, paidMinor: 0 },
      { lineId: "2", sku: "B", quantity: 1, unitAmountMinor: 1_000, paidMinor: 0 },
    ];
    await tell(order(member, orderId, { lines, paidAmountMinor: 0, orderAmountMinor: 2_000 }));
    await tell(refund(member, orderId, { lines: [piece("1", 1)] }));
    await tell(refund(member, orderId, { lines: [piece("1", 1), piece("2", 1)] }));
    const [row] = await reader.rows("SELECT undoneMinor FROM shop_order WHERE orderId = ?", [
      orderId,
    ]);
    expect(row).toEqual({ undoneMinor: 2_000 });
  });
});

describe("returning lines", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("freezes what refunding them would take, whenever it is told, and the refund takes it", async () => {
    const member = await enrolled();
    for (const isEarly of [false, true]) {
      const [orderId, returnId] = [fresh("o"), fresh("t")];
      const request = asked("RETURN_REQUESTED", member, {
        orderId,
        returnId,
        lines: [piece("1", 2)],
      });
      const told = isEarly ? [request, order(member, orderId)] : [order(member, orderId), request];
      for (const event of told) await tell(event);
      expect(await accountsOf(member.id)).toMatchObject({ frozen: 67, available: 82 });
      expect(await tell(request)).toMatchObject({ duplicate: true });
      await tell(refund(member, orderId, { returnId, lines: [piece("1", 2)] }));
      expect(await accountsOf(member.id)).toMatchObject({ frozen: 0, available: 82 });
      await tell(refund(member, orderId, { amountMinor: PAID - 6_666 }));
      expect(await accountsOf(member.id)).toMatchObject({ frozen: 0, available: 0 });
    }
  });

  it("is refused beyond the line, and let go when it is rejected", async () => {
    const member = await enrolled();
    const [orderId, returnId] = [fresh("o"), fresh("t")];
    await tell(order(member, orderId));
    const much = { orderId, returnId: fresh("t"), lines: [{ lineId: "2", amountMinor: 5_001 }] };
    await expect(tell(asked("RETURN_REQUESTED", member, much))).rejects.toMatchObject({
      domainCode: "REFUND_EXCEEDS_PAID",
    });
    const lines = [piece("2", 2)];
    await tell(asked("RETURN_REQUESTED", member, { orderId, returnId, lines }));
    expect(await accountsOf(member.id)).toMatchObject({ frozen: 50, available: 99 });
    await tell(asked("RETURN_REJECTED", member, { orderId, returnId, lines }));
    expect(await accountsOf(member.id)).toMatchObject({ frozen: 0, available: 149 });
  });
});
