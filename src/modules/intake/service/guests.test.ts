import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { as, at, memberCaller, OPERATOR, SERVICE, SYSTEM, WEBHOOK } from "@/testing/actors";
import { joined, somePhone } from "@/testing/codes";
import { coupon, printed } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { signIn } from "../../access/service/sessions";
import { claimGuestOrders } from "../../guests/service/claim";
import { guestKeyOf, guestSecretOf } from "../../guests/service/key";
import { pruneGuests } from "../../guests/service/retention";
import { accountBySubject } from "../../identity/service/sign-in";
import { verifyLedger } from "../../points/service/verify";
import { GuestClaims } from "./claims";

const TODAY = "2026-07-01T04:00:00Z";
const day = (date: string) => (date.includes("T") ? date : `${date}T04:00:00.000Z`);

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
type Who = { guestKey: string } | { externalId: string };

const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

async function keyOf(address: string): Promise<{ guestKey: string }> {
  return { guestKey: guestKeyOf(await guestSecretOf(reader), address) };
}

const someGuest = () => `${fresh("guest")}@shop.example`;

const completed = (who: Who, orderId: string, yuan: number, date: string): ShopEvent => ({
  type: "ORDER_COMPLETED",
  timestamp: day(date),
  data: { ...who, orderId, paidAmountMinor: yuan * 100, paidAt: day(date) },
});

const refunded = (who: Who, orderId: string, yuan: number, date: string): ShopEvent => ({
  type: "ORDER_REFUNDED",
  timestamp: day(date),
  data: {
    ...who,
    orderId,
    refundId: `${orderId}-r`,
    amountMinor: yuan * 100,
    refundedAt: day(date),
  },
});

const asked = (who: Who, orderId: string, yuan: number, date: string): ShopEvent => ({
  type: "RETURN_REQUESTED",
  timestamp: day(date),
  data: { ...who, orderId, returnId: `${orderId}-t`, amountMinor: yuan * 100 },
});

const cancelled = (who: Who, orderId: string, date: string): ShopEvent => ({
  type: "ORDER_CANCELLED",
  timestamp: day(date),
  data: { ...who, orderId },
});

const claims = (memberId: number, ...addresses: string[]) =>
  at(TODAY, (work) => claimGuestOrders(work, memberId, addresses));

/** Everything that is being claimed, by so many processes at once. */
async function carriedOut(processes = 1): Promise<void> {
  const all = async () => {
    const loop = new GuestClaims();
    while (await loop.turn());
  };
  await Promise.all(Array.from({ length: processes }, all));
}

async function lotsOf(memberId: number) {
  return reader.rows(
    `SELECT l.original, l.remaining, l.availableAt, l.expiresAt FROM points_lot l
      WHERE l.memberId = ? ORDER BY l.expiresAt, l.original`,
    [memberId],
  );
}

const keptOf = (orderId: string) => countOf("guest_event", "orderId = ?", [orderId]);

/** The ledger adds up, for everybody. */
async function expectSound(): Promise<void> {
  const { checks } = await verifyLedger(reader);
  expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
}

describe("a guest’s order", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is kept without giving anybody anything, once however often it is told", async () => {
    const who = await keyOf(someGuest());
    const order = completed(who, fresh("g"), 600, "2026-06-01");
    const kept = { actions: [{ action: "NONE", reason: "GUEST_KEPT" }], duplicate: false };
    expect(await tell(order)).toEqual(kept);
    const again = { actions: [{ action: "NONE", reason: "DUPLICATE" }], duplicate: true };
    expect(await tell(order)).toEqual(again);
    const { orderId } = order.data as { orderId: string };
    expect(await keptOf(orderId)).toBe(1);
    expect(await countOf("shop_order", "orderId = ?", [orderId])).toBe(0);
    await expect(tell(completed(who, orderId, 700, "2026-06-01"))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
    const other = await keyOf(someGuest());
    await expect(tell(refunded(other, orderId, 1, "2026-06-02"))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { differs: "guestKey" },
    });
  });

  it("names nobody beside the guest, and keeps no address", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const order = completed(who, fresh("g"), 10, "2026-06-01");
    const both = { ...order, data: { ...order.data, externalId: "u-1" } } as ShopEvent;
    await expect(tell(both)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    await tell(order);
    const rows = await reader.rows("SELECT * FROM guest_event");
    expect(JSON.stringify(rows)).not.toContain(who.guestKey);
  });

  it("comes by the API as well, as a purchase alone", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const purchase = {
      ...who,
      event: "PURCHASE",
      referenceId: fresh("g"),
      amountMinor: 9900,
    } as const;
    const nothing = { transactionId: null, pointsEarned: 0, available: 0, duplicate: false };
    expect(await as(SERVICE).orders.earn(purchase)).toMatchObject(nothing);
    await expect(
      as(SERVICE).orders.earn({ ...who, event: "REVIEW", referenceId: fresh("v") }),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    const { id } = await enrolled();
    await claims(id, address);
    await carriedOut();
    expect(await accountsOf(id)).toMatchObject({ available: 99, spendMinor: 9900 });
    expect(await as(SERVICE).orders.earn(purchase)).toMatchObject({
      pointsEarned: 99,
      duplicate: true,
    });
  });
});

describe("who signs up with the address", () => {
  useDatabase();
  useBusinessTime(TODAY);

  /** Five orders with what became of them, as they happened. */
  const story = (who: Who, id: string): ShopEvent[] => [
    completed(who, `${id}-1`, 600, "2026-04-10"),
    completed(who, `${id}-2`, 1500, "2026-04-20"),
    completed(who, `${id}-3`, 1000, "2026-05-02"),
    refunded(who, `${id}-2`, 500, "2026-05-03"),
    asked(who, `${id}-3`, 100, "2026-05-04"),
    completed(who, `${id}-4`, 3000, "2026-06-01"),
    cancelled(who, `${id}-4`, "2026-06-02"),
    completed(who, `${id}-5`, 200, "2026-06-03"),
  ];

  it("has the orders as if they had come then, in whatever order and however often they were told", async () => {
    const twin = await enrolled();
    const own = { externalId: twin.externalId ?? "" };
    for (const event of story(own, fresh("t"))) await tell(event);
    const expected = await accountsOf(twin.id);
    expect(expected).toMatchObject({ tierCode: "SILVER", spendMinor: 280_000 });
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 7 }), async (seed, twice) => {
        const address = someGuest();
        const who = await keyOf(address);
        const events = story(who, fresh("g"));
        const shuffled = [...events, ...events.slice(0, twice)]
          .map((event, at) => ({ event, rank: Math.sin(seed + at * 7919) }))
          .sort((a, b) => a.rank - b.rank);
        for (const { event } of shuffled) await tell(event);
        const { id } = await enrolled(TODAY);
        await claims(id, address);
        await carriedOut();
        expect(await accountsOf(id)).toEqual(expected);
        expect(await lotsOf(id)).toEqual(await lotsOf(twin.id));
        for (const { event } of shuffled.slice(0, 3)) {
          expect(await tell(event)).toMatchObject({ duplicate: true });
        }
      }),
      { numRuns: 5 },
    );
    await expectSound();
  });

  it("has any story as it would have been told of a member in its order", async () => {
    // Each order at a minute of its own: which of two at one moment came first, nothing tells.
    const noon = Date.parse("2026-04-10T04:00:00Z");
    const dateOf = (days: number) => new Date(noon + days * 86_400_000).toISOString();
    const drawn = fc.record({
      yuan: fc.integer({ min: 1, max: 4000 }),
      on: fc.integer({ min: 0, max: 60 }),
      back: fc.option(
        fc.record({
          percent: fc.integer({ min: 1, max: 100 }),
          after: fc.integer({ min: 0, max: 15 }),
        }),
      ),
      isReturned: fc.boolean(),
      isCancelled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 1, maxLength: 6 }),
        fc.integer(),
        async (orders, seed) => {
          const events = (who: Who, id: string) =>
            orders
              .flatMap(({ yuan, on: date, back, isReturned, isCancelled }, n) => {
                const on = date + n / 1440;
                const part = back && Math.max(1, Math.floor((yuan * back.percent) / 100));
                const told: [number, number, ShopEvent][] = [
                  [on, 0, completed(who, `${id}-${n}`, yuan, dateOf(on))],
                ];
                if (isReturned) told.push([on + 1, 1, asked(who, `${id}-${n}`, 1, dateOf(on + 1))]);
                if (back && part) {
                  const at = on + back.after;
                  told.push([at, 3, refunded(who, `${id}-${n}`, part, dateOf(at))]);
                }
                if (isCancelled)
                  told.push([on + 20, 4, cancelled(who, `${id}-${n}`, dateOf(on + 20))]);
                return told;
              })
              .sort(([a, p], [b, q]) => a - b || p - q)
              .map(([, , event]) => event);
          const twin = await enrolled();
          for (const event of events({ externalId: twin.externalId ?? "" }, fresh("t"))) {
            // What does not fit is refused here, and told later of a guest.
            await tell(event).catch((error) =>
              expect(error.domainCode).toBe("REFUND_EXCEEDS_PAID"),
            );
          }
          const address = someGuest();
          const shuffled = events(await keyOf(address), fresh("g"))
            .map((event, at) => ({ event, rank: Math.sin(seed + at * 7919) }))
            .sort((one, other) => one.rank - other.rank);
          for (const { event } of shuffled) await tell(event);
          const { id } = await enrolled();
          await claims(id, address);
          await carriedOut(2);
          expect(await accountsOf(id)).toEqual(await accountsOf(twin.id));
          expect(await lotsOf(id)).toEqual(await lotsOf(twin.id));
        },
      ),
      { numRuns: 8 },
    );
  }, 180_000);

  it("uses the coupons that the orders name, whose codes were nowhere to be read until then", async () => {
    const { definitionId } = await coupon({ validDays: 3000 });
    const { codes } = await printed(definitionId, 1);
    const [code = ""] = codes;
    const address = someGuest();
    const order = completed(await keyOf(address), fresh("g"), 50, "2026-06-01");
    const named = { ...order, data: { ...order.data, coupons: [code] } } as ShopEvent;
    await tell(named);
    const kept = await reader.rows("SELECT * FROM guest_event", []);
    expect(JSON.stringify(kept)).not.toContain(code);
    const { id } = await enrolled();
    await claims(id, address);
    await carriedOut();
    expect(await countOf("coupon_use", "memberId = ? AND status = 'USED'", [id])).toBe(1);
    expect(await tell(named)).toMatchObject({ duplicate: true });
  });

  it("passes the key on with the address: what comes from then on is whose it is now", async () => {
    const typed = somePhone();
    const phone = `+86${typed}`;
    const who = await keyOf(phone);
    const before = fresh("g");
    await tell(completed(who, before, 100, "2026-06-01"));
    const first = await enrolled();
    await claims(first.id, phone);
    await carriedOut();
    const { id: userId, memberId } = await joined(typed, phone);
    await at(TODAY, (work) =>
      signIn(work, userId, { by: "CODE", network: networkOf("203.0.113.9") }),
    );
    // Proven elsewhere alone it takes nothing from whoever has the address here.
    await claims(first.id, phone);
    await tell(completed(who, fresh("g"), 70, "2026-07-01"));
    expect(await accountsOf(first.id)).toMatchObject({ available: 100 });
    expect(await accountsOf(memberId)).toMatchObject({ available: 70 });
    // An order of before stays whose it was, and so does its refund.
    await tell(refunded(who, before, 40, "2026-07-01"));
    expect(await accountsOf(first.id)).toMatchObject({ available: 60 });
  });

  it("claims by a provider’s proven e-mail, by no other", async () => {
    const [proven, said] = [someGuest(), someGuest()];
    for (const address of [proven, said]) {
      await tell(completed(await keyOf(address), fresh("g"), 80, "2026-06-01"));
    }
    const subject = fresh("u");
    const person = { subject, name: null };
    const come = (email: string, isEmailProven: boolean) =>
      at(TODAY, (work) => accountBySubject(work, { ...person, email, isEmailProven }));
    await come(said, false);
    await come(proven, true);
    await carriedOut();
    const { memberId } = await as(OPERATOR).profile.get({ externalId: subject });
    expect(await accountsOf(Number(memberId))).toMatchObject({ available: 80 });
  });

  it("came by themselves, whoever invited them later", async () => {
    const referrer = await enrolled();
    const { inviteCode } = await as(memberCaller(referrer.id)).earning.invitations({});
    const address = someGuest();
    await tell(completed(await keyOf(address), fresh("g"), 600, "2026-06-01"));
    const externalId = fresh("friend");
    await tell({ type: "USER_REGISTERED", timestamp: TODAY, data: { externalId, inviteCode } });
    const { memberId } = await as(OPERATOR).profile.get({ externalId });
    await claims(Number(memberId), address);
    await carriedOut();
    expect(await accountsOf(Number(memberId))).toMatchObject({ available: 600 });
    expect(await accountsOf(referrer.id)).toMatchObject({ available: 0 });
    const told = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'member.invitation' ORDER BY id",
      [Number(memberId)],
    );
    expect(told.map(({ data }) => JSON.parse(data).outcome)).toEqual([
      "REMEMBERED",
      "ORDERED_BEFORE",
    ]);
  });

  it("claims by signing up with a code and coming in, is told so, and reads it in the history", async () => {
    const typed = somePhone();
    const phone = `+86${typed}`;
    const who = await keyOf(phone);
    await tell(completed(who, fresh("g"), 600, "2026-06-01"));
    const { id: userId, memberId } = await joined(typed, phone);
    const come = () =>
      at(TODAY, (work) =>
        signIn(work, userId, { by: "SIGN_UP", network: networkOf("203.0.113.9") }),
      );
    await Promise.all([come(), come(), come()]);
    await carriedOut(3);
    expect(await accountsOf(memberId)).toMatchObject({ available: 600, tierCode: "BRONZE" });
    const events = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'member.guest_orders_claimed'",
      [memberId],
    );
    expect(events.map(({ data }) => JSON.parse(data))).toEqual([
      expect.objectContaining({ orders: 1, events: 1, refused: 0 }),
    ]);
    expect(await countOf("audit_log", "memberId = ? AND action = 'guests.claim'", [memberId])).toBe(
      1,
    );
    const inbox = await as(memberCaller(memberId)).inbox.list({});
    expect(inbox.items.map(({ kind }) => kind)).toContain("GUEST_ORDERS");
    const { items } = await as(memberCaller(memberId)).points.transactions({});
    expect(items[0]).toMatchObject({ type: "EARN", points: 600, breakdown: { asGuest: true } });
  });

  it("has later orders and refunds of the guest at once", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const orderId = fresh("g");
    await tell(completed(who, orderId, 600, "2026-06-01"));
    const { id } = await enrolled();
    await claims(id, address);
    await carriedOut();
    await tell(refunded(who, orderId, 100, "2026-06-20"));
    await tell(completed(who, fresh("g"), 50, "2026-06-21"));
    expect(await accountsOf(id)).toMatchObject({ available: 550, spendMinor: 55_000 });
  });

  it("is refused and told what of it does not fit", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const [orderId, id2] = [fresh("g"), fresh("g")];
    await tell(completed(who, orderId, 100, "2026-06-01"));
    await tell(refunded(who, orderId, 100, "2026-06-02"));
    const more = refunded(who, orderId, 5, "2026-06-03");
    await tell({ ...more, data: { ...more.data, refundId: id2 } } as ShopEvent);
    const { id } = await enrolled();
    await claims(id, address);
    await carriedOut();
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0 });
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'order.parked_refused'", [id]),
    ).toBe(1);
    expect(await countOf("audit_log", "memberId = ? AND action = 'guests.refused'", [id])).toBe(1);
  });

  it("gets nothing of what was ordered longer ago, which is forgotten in the end", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const [old, recent] = [fresh("g"), fresh("g")];
    await tell(completed(who, old, 5000, "2026-03-20"));
    await tell(completed(who, recent, 100, "2026-06-20"));
    const { id } = await enrolled();
    await claims(id, address);
    await carriedOut();
    await tell(refunded(who, old, 100, "2026-06-25"));
    expect(await accountsOf(id)).toMatchObject({ available: 100, spendMinor: 10_000 });
    expect(await keptOf(old)).toBe(2);
    // Nor of what is told only now, whatever came of it before.
    const late = fresh("g");
    await tell(refunded(who, late, 100, "2026-06-26"));
    await tell(completed(who, late, 4000, "2026-03-25"));
    expect(await accountsOf(id)).toMatchObject({ available: 100, spendMinor: 10_000 });
    const { guestOrders } = await as(memberCaller(id)).profile.export({});
    expect(guestOrders).toHaveLength(3);
    const stopping = () => false;
    const prune = (now: string) => pruneGuests({ now: new Date(now), progress: null, stopping });
    await prune("2026-07-10T00:00:00Z");
    expect(await keptOf(old)).toBe(2);
    await prune("2026-07-20T00:00:00Z");
    expect(await keptOf(old)).toBe(0);
  });

  it("takes it along when they close, and later events of it move nothing", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const [old, orderId] = [fresh("g"), fresh("g")];
    await tell(completed(who, old, 10, "2026-03-20"));
    await tell(completed(who, orderId, 600, "2026-06-01"));
    const member = await enrolled();
    await claims(member.id, address);
    await carriedOut();
    await as(OPERATOR).members.close({ memberId: String(member.id), reason: "asked for" });
    expect(await countOf("guest_key", "memberId = ?", [member.id])).toBe(0);
    expect(await keptOf(old)).toBe(0);
    await tell(refunded(who, orderId, 600, "2026-06-20"));
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, spendMinor: 0 });
    const { id } = await enrolled(TODAY);
    await claims(id, address);
    await carriedOut();
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0 });
  });
});

describe("claims at once", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("count each order once, against new orders of the same guest and in three processes", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    const orders = Array.from({ length: 24 }, () => fresh("g"));
    const telling = (id: string) => tell(completed(who, id, 10, "2026-06-01"));
    for (const id of orders.slice(0, 8)) await telling(id);
    const { id } = await enrolled();
    await Promise.all([
      ...orders.slice(8).map(telling),
      ...orders.slice(0, 4).map(telling),
      claims(id, address),
      claims(id, address),
      carriedOut(3),
    ]);
    await carriedOut(3);
    expect(await accountsOf(id)).toMatchObject({ available: 240, spendMinor: 24_000 });
    expect(
      await countOf(
        "guest_event",
        "keyHash IN (SELECT keyHash FROM guest_key WHERE memberId = ?)",
        [id],
      ),
    ).toBe(0);
    await expectSound();
  });

  it("of two members who prove one address give everything to one, and each its own by two", async () => {
    const [email, phone] = [someGuest(), `+86${somePhone()}`];
    const [byEmail, byPhone] = [await keyOf(email), await keyOf(phone)];
    for (let n = 0; n < 6; n++) await tell(completed(byEmail, fresh("g"), 10, "2026-06-01"));
    await tell(completed(byPhone, fresh("g"), 7, "2026-06-01"));
    const [one, other] = [await enrolled(), await enrolled()];
    await Promise.all([
      claims(one.id, email, phone),
      claims(other.id, phone, email),
      carriedOut(2),
    ]);
    await carriedOut();
    const sums = [(await accountsOf(one.id)).available, (await accountsOf(other.id)).available];
    expect(sums.reduce((a, b) => a + b)).toBe(67);
    expect([0, 7, 60, 67]).toContain(sums[0]);
  });

  it("yield to the shop’s own word whose an order is, once, whichever comes first", async () => {
    for (let round = 0; round < 6; round++) {
      const who = await keyOf(someGuest());
      const member = await enrolled();
      const own = { externalId: member.externalId ?? "" };
      const id = fresh("g");
      await Promise.all([
        tell(completed(who, id, 300, "2026-06-01")),
        tell(refunded(own, id, 100, "2026-06-02")),
        ...(round % 2 ? [tell(completed(own, id, 300, "2026-06-01"))] : []),
      ]);
      await carriedOut();
      expect(await accountsOf(member.id)).toMatchObject({ available: 200, spendMinor: 20_000 });
      expect(await keptOf(id)).toBe(0);
    }
    await expectSound();
  });

  it("that can’t be carried out keep no others, nor are passed by what happened later", async () => {
    const spoil = "UPDATE guest_event SET told = '{}' WHERE reference = ?";
    const give = "UPDATE guest_event SET memberId = ? WHERE orderId = ?";
    const [stuck, free] = [await enrolled(), await enrolled()];
    const [first, later, other] = [fresh("g"), fresh("g"), fresh("g")];
    for (const [member, id, date] of [
      [stuck, first, "2026-06-01"],
      [stuck, later, "2026-06-02"],
      [free, other, "2026-06-03"],
    ] as const) {
      await tell(completed(await keyOf(someGuest()), id, 10, date));
      await reader.write(give, [member.id, id]);
    }
    const stuckClaims: number[] = [];
    for (let n = 0; n < 20; n++) {
      const [address, id] = [someGuest(), fresh("g")];
      await tell(completed(await keyOf(address), id, 10, "2026-06-01"));
      await reader.write(spoil, [id]);
      const member = await enrolled();
      await claims(member.id, address);
      stuckClaims.push(member.id);
    }
    const [address, last] = [someGuest(), await enrolled()];
    await tell(completed(await keyOf(address), fresh("g"), 10, "2026-06-01"));
    await claims(last.id, address);
    await reader.write(spoil, [first]);
    await carriedOut(3);
    expect((await accountsOf(free.id)).available).toBe(10);
    expect((await accountsOf(last.id)).available).toBe(10);
    expect((await accountsOf(stuck.id)).available).toBe(0);
    expect((await accountsOf(stuckClaims[0] ?? 0)).available).toBe(0);
    // Another try comes, and what was behind goes on in its turn.
    const told =
      "UPDATE guest_event e JOIN guest_event l ON l.reference = ? SET e.told = l.told WHERE e.reference = ?";
    await reader.write(told, [later, first]);
    await reader.write(
      `UPDATE guest_event SET told = REPLACE(told, ?, ?), retryAt = NOW(3) WHERE reference = ?`,
      [later, first, first],
    );
    await carriedOut();
    expect((await accountsOf(stuck.id)).available).toBe(20);
    await reader.write("DELETE FROM guest_event WHERE told = '{}'");
    await reader.write("UPDATE guest_key SET retryAt = NULL");
    await carriedOut();
  });

  it("let the member go about their business meanwhile, and go on where they stopped", async () => {
    const address = someGuest();
    const who = await keyOf(address);
    for (let n = 0; n < 70; n++) await tell(completed(who, fresh("g"), 10, "2026-06-01"));
    const { id } = await enrolled();
    await claims(id, address);
    const loop = new GuestClaims();
    expect(await loop.turn()).toBe(true);
    const part = (await accountsOf(id)).available;
    expect(part).toBe(500);
    const [, checkedIn] = await Promise.all([
      carriedOut(),
      as(memberCaller(id)).earning.checkIn({}),
    ]);
    expect(checkedIn.points).toBe(5);
    expect((await accountsOf(id)).available).toBe(705);
  });
});

describe("claiming switched off", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("keeps nothing, and says so", async () => {
    const admin = as({ ...SYSTEM, kind: "admin", grants: new Set(["access:manage"]) });
    const { revision } = await admin.guests.setting({});
    await admin.guests.setSetting({ claimDays: 0, revision });
    const order = completed(await keyOf(someGuest()), fresh("g"), 10, "2026-06-01");
    expect(await tell(order)).toEqual({
      actions: [{ action: "NONE", reason: "GUESTS_OFF" }],
      duplicate: false,
    });
    await expect(admin.guests.setSetting({ claimDays: 90, revision })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    await admin.guests.setSetting({ claimDays: 90, revision: revision + 1 });
  });
});
