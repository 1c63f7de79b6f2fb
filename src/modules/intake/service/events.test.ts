import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { findMember } from "../../members/service/members";
import { shopEvent } from "../../purchases/schema/events";
import { handleEvent } from "./events";

const TODAY = "2026-07-01T04:00:00Z";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

function tell(event: ShopEvent, requestId = fresh("req")) {
  return as(WEBHOOK, { requestId }).orders.event(event);
}

function completed(externalId: string, orderId: string, paidAmountMinor: number): ShopEvent {
  const data = { externalId, orderId, paidAmountMinor, paidAt: TODAY };
  return { type: "ORDER_COMPLETED", timestamp: TODAY, data };
}

function refunded(
  externalId: string,
  orderId: string,
  refundId: string,
  amountMinor: number,
): ShopEvent {
  const data = { externalId, orderId, refundId, amountMinor, refundedAt: TODAY };
  return { type: "ORDER_REFUNDED", timestamp: TODAY, data };
}

async function memberOf(externalId: string) {
  const member = await findMember(reader, { externalId });
  if (!member) throw new Error(`${externalId} is no member`);
  return member;
}

describe("the first event of an unknown customer", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("makes a member and counts", async () => {
    const externalId = fresh("u");
    const answer = await tell(completed(externalId, fresh("o"), 29_900));
    expect(answer).toEqual({
      actions: [{ action: "POINTS_EARNED", points: 299, transactionId: expect.any(String) }],
      duplicate: false,
    });
    const member = await memberOf(externalId);
    expect(member).toMatchObject({
      available: 299,
      spendMinor: 29_900,
      orderCount: 1,
      status: "ACTIVE",
    });
    expect(member.memberCode).toMatch(/^M\d{12}$/);
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'member.enrolled'", [member.id]),
    ).toBe(1);
    expect(
      await countOf("audit_log", "memberId = ? AND action = 'members.enrol'", [member.id]),
    ).toBe(1);
  });

  it("may be a refund, which waits for its order", async () => {
    const externalId = fresh("u");
    const orderId = fresh("o");
    expect(await tell(refunded(externalId, orderId, fresh("r"), 100))).toEqual({ parked: true });
    await tell(completed(externalId, orderId, 29_900));
    expect(await memberOf(externalId)).toMatchObject({ available: 298, spendMinor: 29_800 });
  });

  it("twenty at once make one member and count once", async () => {
    const externalId = fresh("u");
    const event = completed(externalId, fresh("o"), 29_900);
    const answers = await Promise.all(Array.from({ length: 20 }, () => tell(event)));
    expect(answers.filter((answer) => "duplicate" in answer && !answer.duplicate)).toHaveLength(1);
    const member = await memberOf(externalId);
    expect(member).toMatchObject({ available: 299, orderCount: 1 });
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(1);
    expect(await countOf("points_entry", "memberId = ?", [member.id])).toBe(1);
  });

  it.each(["REVIEW_CREATED", "SHARE_CREATED"] as const)("is not a %s", async (type) => {
    const externalId = fresh("u");
    const reference = fresh("ref");
    const data =
      type === "REVIEW_CREATED"
        ? { externalId, reviewId: reference }
        : { externalId, shareId: reference };
    const event = { type, timestamp: TODAY, data } as ShopEvent;
    await expect(tell(event)).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
    expect(await findMember(reader, { externalId })).toBeUndefined();
  });

  it("tells ids apart by case", async () => {
    const externalId = fresh("User");
    await tell(completed(externalId, fresh("o"), 10_000));
    await tell(completed(externalId.toUpperCase(), fresh("o"), 20_000));
    expect(await memberOf(externalId)).toMatchObject({ available: 100 });
    expect(await memberOf(externalId.toUpperCase())).toMatchObject({ available: 200 });
  });

  it("leaves no member behind when it is malformed", async () => {
    const externalId = fresh("u");
    await expect(tell(completed(externalId, "with space", 100))).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    expect(await findMember(reader, { externalId })).toBeUndefined();
  });
});

describe("where the program enrols nobody by itself", () => {
  useDatabase();
  useProgram({ autoEnrol: false });
  useBusinessTime(TODAY);

  it("an unknown customer’s order and refund are MEMBER_NOT_FOUND and leave nothing", async () => {
    const externalId = fresh("u");
    const orderId = fresh("o");
    for (const event of [
      completed(externalId, orderId, 100),
      refunded(externalId, orderId, fresh("r"), 1),
    ]) {
      await expect(tell(event)).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
    }
    expect(await findMember(reader, { externalId })).toBeUndefined();
    expect(await countOf("shop_order", "orderId = ?", [orderId])).toBe(0);
  });

  it("a known customer’s order counts", async () => {
    const { externalId, id } = await enrolled();
    await tell(completed(externalId ?? "", fresh("o"), 10_000));
    expect(await accountsOf(id)).toMatchObject({ available: 100 });
  });
});

describe("a purchase told by the API and by an event", () => {
  useDatabase();
  useBusinessTime(TODAY);

  async function known() {
    const { externalId, id } = await enrolled();
    return { id, externalId: externalId ?? "", orderId: fresh("o") };
  }

  const purchase = (externalId: string, referenceId: string, amountMinor: number) =>
    as(SERVICE).orders.earn({ externalId, event: "PURCHASE", referenceId, amountMinor });

  it("is one act when the API comes first", async () => {
    const { id, externalId, orderId } = await known();
    const earned = await purchase(externalId, orderId, 50_000);
    expect(earned).toEqual({
      transactionId: expect.any(String),
      pointsEarned: 500,
      available: 500,
      expiresAt: "2028-07-01T16:00:00.000Z",
      tierChanged: { from: "REGISTERED", to: "BRONZE" },
      duplicate: false,
    });
    expect(await tell(completed(externalId, orderId, 50_000))).toEqual({
      actions: [{ action: "NONE", reason: "DUPLICATE" }],
      duplicate: true,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 500, spendMinor: 50_000 });
  });

  it("is one act when the event comes first, and the API answers what it earned", async () => {
    const { id, externalId, orderId } = await known();
    await tell(completed(externalId, orderId, 50_000));
    expect(await purchase(externalId, orderId, 50_000)).toEqual({
      transactionId: expect.any(String),
      pointsEarned: 500,
      available: 500,
      expiresAt: "2028-07-01T16:00:00.000Z",
      tierChanged: null,
      duplicate: true,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 500, spendMinor: 50_000 });
  });

  it("contradicts itself with another amount, either way round", async () => {
    const { externalId, orderId } = await known();
    await purchase(externalId, orderId, 50_000);
    await expect(tell(completed(externalId, orderId, 50_001))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
    await expect(purchase(externalId, orderId, 49_999)).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
  });

  it("ten of each at once count once", async () => {
    const { id, externalId, orderId } = await known();
    const calls = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? purchase(externalId, orderId, 30_000)
        : tell(completed(externalId, orderId, 30_000)),
    );
    await Promise.all(calls);
    expect(await accountsOf(id)).toMatchObject({ available: 300, spendMinor: 30_000 });
  });

  it("shows what the service says about it", async () => {
    const { id, externalId, orderId } = await known();
    const order = {
      externalId,
      event: "PURCHASE",
      referenceId: orderId,
      amountMinor: 100,
    } as const;
    await as(SERVICE).orders.earn({ ...order, description: "in the store" });
    const { items } = await as(SERVICE).points.transactions({ memberId: String(id) });
    expect(items).toMatchObject([{ type: "EARN", reason: "in the store" }]);
  });

  it("of nothing has no transaction", async () => {
    const { externalId, orderId } = await known();
    expect(await purchase(externalId, orderId, 0)).toMatchObject({
      transactionId: null,
      pointsEarned: 0,
      expiresAt: null,
      duplicate: false,
    });
  });
});

describe("reviews and shares", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["REVIEW_CREATED", 5, 10],
    ["SHARE_CREATED", 1, 5],
  ] as const)(
    "%s past the day’s %i moves nothing and is no fault of the sender",
    async (type, limit, points) => {
      const { externalId, id } = await enrolled();
      const event = (reference: string) => {
        const named = type === "REVIEW_CREATED" ? { reviewId: reference } : { shareId: reference };
        return { type, timestamp: TODAY, data: { externalId, ...named } } as ShopEvent;
      };
      const reference = fresh("ref");
      const answers = [await tell(event(reference)), await tell(event(reference))];
      for (let n = 1; n <= limit; n++) answers.push(await tell(event(fresh("ref"))));
      expect(answers[0]).toMatchObject({
        actions: [{ action: "POINTS_EARNED", points }],
        duplicate: false,
      });
      expect(answers[1]).toEqual({
        actions: [{ action: "NONE", reason: "DUPLICATE" }],
        duplicate: true,
      });
      expect(answers.at(-1)).toEqual({
        actions: [{ action: "NONE", reason: "LIMIT_REACHED" }],
        duplicate: false,
      });
      expect(await accountsOf(id)).toMatchObject({ available: limit * points });
    },
  );

  it("of a closed member move nothing", async () => {
    const { externalId, id } = await enrolled();
    await at(TODAY, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    const data = { externalId: externalId ?? "", reviewId: fresh("ref") };
    expect(await tell({ type: "REVIEW_CREATED", timestamp: TODAY, data })).toEqual({
      actions: [{ action: "NONE", reason: "MEMBER_STATUS_INVALID" }],
      duplicate: false,
    });
  });
});

describe("a customer who registers", () => {
  useDatabase();
  useBusinessTime(TODAY);

  const registers = (externalId: string, changes = {}): ShopEvent => ({
    type: "USER_REGISTERED",
    timestamp: TODAY,
    data: { externalId, nickname: "林夏", birthday: "1990-05-17", ...changes },
  });

  it("becomes a member with what the shop knows", async () => {
    const externalId = fresh("u");
    const answer = await tell(registers(externalId));
    const member = await memberOf(externalId);
    expect(answer).toEqual({
      actions: [{ action: "MEMBER_ENROLLED", memberId: String(member.id) }],
      duplicate: false,
    });
    expect(member).toMatchObject({
      nickname: "林夏",
      birthday: "1990-05-17",
      tierCode: "REGISTERED",
    });
  });

  it("after their first order gets what was not known, and nothing is overwritten", async () => {
    const externalId = fresh("u");
    await tell(completed(externalId, fresh("o"), 10_000));
    expect(await tell(registers(externalId))).toMatchObject({ duplicate: true });
    await tell(registers(externalId, { nickname: "someone else", birthday: "1991-01-01" }));
    expect(await memberOf(externalId)).toMatchObject({
      nickname: "林夏",
      birthday: "1990-05-17",
      available: 100,
    });
  });

  it("at the moment of their first order is one member with both", async () => {
    for (let round = 0; round < 10; round++) {
      const externalId = fresh("u");
      await Promise.all([
        tell(completed(externalId, fresh("o"), 10_000)),
        tell(registers(externalId)),
        tell(registers(externalId)),
      ]);
      expect(await memberOf(externalId)).toMatchObject({ nickname: "林夏", available: 100 });
    }
  });

  it("twice is a duplicate", async () => {
    const externalId = fresh("u");
    await tell(registers(externalId));
    expect(await tell(registers(externalId))).toEqual({
      actions: [{ action: "NONE", reason: "DUPLICATE" }],
      duplicate: true,
    });
  });
});

describe("a customer whom the shop deleted before anybody enrolled them", () => {
  useDatabase();
  useBusinessTime(TODAY);

  const deleted = (externalId: string): ShopEvent => ({
    type: "USER_DELETED",
    timestamp: TODAY,
    data: { externalId },
  });
  const gone = { actions: [{ action: "NONE", reason: "MEMBER_CLOSED" }], duplicate: false };

  it("is remembered once, and nothing told later makes a member of them", async () => {
    const externalId = fresh("u");
    expect(await tell(deleted(externalId))).toEqual({
      actions: [{ action: "NONE", reason: "MEMBER_UNKNOWN" }],
      duplicate: false,
    });
    expect(await tell(deleted(externalId))).toMatchObject({ duplicate: true });
    const orderId = fresh("o");
    const named = (type: string, data: object) =>
      ({ type, timestamp: TODAY, data: { externalId, ...data } }) as ShopEvent;
    const returned = { orderId, returnId: fresh("r"), amountMinor: 1 };
    for (const event of [
      completed(externalId, orderId, 29_900),
      refunded(externalId, orderId, fresh("r"), 100),
      named("ORDER_CANCELLED", { orderId }),
      named("RETURN_REQUESTED", returned),
      named("RETURN_REJECTED", returned),
      named("REVIEW_CREATED", { reviewId: fresh("v") }),
      named("USER_REGISTERED", { nickname: "林夏" }),
    ]) {
      expect(await tell(event), event.type).toEqual(gone);
    }
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
    expect(await countOf("shop_order", "orderId = ?", [orderId])).toBe(0);
    expect(await countOf("outbox_event", "data LIKE ?", [`%${externalId}%`])).toBe(0);
    await expect(as(SERVICE).members.create({ externalId })).rejects.toMatchObject({
      domainCode: "EXTERNAL_ID_TAKEN",
    });
    await expect(as(SERVICE).profile.get({ externalId })).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
  });

  it("at the moment of their first order is closed or never was, but is no member", async () => {
    for (let round = 0; round < 10; round++) {
      const externalId = fresh("u");
      const orderId = fresh("o");
      await Promise.all([
        tell(completed(externalId, orderId, 10_000)),
        tell(deleted(externalId)),
        tell(completed(externalId, fresh("o"), 10_000)),
        tell(deleted(externalId)),
      ]);
      expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
      const member = await findMember(reader, { externalId });
      expect(member?.status ?? "CLOSED").toBe("CLOSED");
      expect(member?.available ?? 0).toBe(0);
      const answer = await tell(completed(externalId, fresh("o"), 100));
      expect(answer).toEqual(gone);
    }
  });
});

describe("what an event leaves behind", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is written with the change: the events it tells the world, and who sent it", async () => {
    const { externalId, id } = await enrolled();
    const requestId = fresh("req");
    await tell(completed(externalId ?? "", fresh("o"), 50_000), requestId);
    const events = await reader.rows<{ type: string; data: string }>(
      "SELECT type, data FROM outbox_event WHERE memberId = ? AND type <> 'member.enrolled' ORDER BY id",
      [id],
    );
    const types = ["order.completed", "points.earned", "tier.changed"];
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(JSON.parse(events[0]?.data ?? "")).toMatchObject({
      amountMinor: 50_000,
      tierCode: "REGISTERED",
    });
    expect(JSON.parse(events[1]?.data ?? "")).toMatchObject({
      externalId,
      points: 500,
      available: 500,
    });
    expect(JSON.parse(events[2]?.data ?? "")).toMatchObject({
      from: "REGISTERED",
      to: "BRONZE",
      cause: "ORDER",
    });
    expect(
      await countOf("audit_log", "requestId = ? AND actor = 'webhook' AND memberId = ?", [
        requestId,
        id,
      ]),
    ).toBe(1);
  });

  it("is nothing at all when the act fails at its very end", async () => {
    const { externalId, id } = await enrolled();
    const orderId = fresh("o");
    const data = { externalId: externalId ?? "", orderId, paidAmountMinor: 50_000, paidAt: TODAY };
    const failing = at(TODAY, async (work) => {
      const event = shopEvent.parse({ type: "ORDER_COMPLETED", timestamp: TODAY, data });
      await handleEvent(work, event);
      throw new Error("lost the connection");
    });
    await expect(failing).rejects.toThrow("lost the connection");
    expect(await accountsOf(id)).toMatchObject({
      available: 0,
      spendMinor: 0,
      tierCode: "REGISTERED",
    });
    for (const table of ["points_entry", "points_lot", "tier_change", "shop_order"]) {
      expect(await countOf(table, "memberId = ?", [id]), table).toBe(0);
    }
    expect(await countOf("outbox_event", "memberId = ? AND type <> 'member.enrolled'", [id])).toBe(
      0,
    );
    // Told again, it counts as if nothing had been.
    await tell({ type: "ORDER_COMPLETED", timestamp: TODAY, data });
    expect(await accountsOf(id)).toMatchObject({ available: 500, tierCode: "BRONZE" });
  });

  it("is refused by the database when somebody rewrites the ledger", async () => {
    const { externalId, id } = await enrolled();
    await tell(completed(externalId ?? "", fresh("o"), 10_000));
    for (const statement of [
      "UPDATE points_entry SET availableDelta = 1000 WHERE memberId = ?",
      "DELETE FROM points_entry WHERE memberId = ?",
    ]) {
      await expect(at(TODAY, (work) => work.tx.write(statement, [id]))).rejects.toThrow(
        "append-only",
      );
    }
  });
});
