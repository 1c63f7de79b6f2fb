import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import { entryType, type LedgerSummary } from "../schema/ledger";
import { holdPoints } from "./holds";
import { payWithPoints } from "./pay-with-points";
import { balanceOf, transactionsOf } from "./view";

const TODAY = "2026-07-01T04:00:00Z";

/** The figures as a reader adds them up. */
function addedUp(sum: LedgerSummary): number {
  const came = sum.earned + sum.restored + sum.adjusted;
  return came - sum.redeemed - sum.clawedBack - sum.expired - sum.forfeited;
}

describe("the balance", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("has the four accounts, what they are worth and what ends when, by date", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 250, now: "2026-03-10T10:00:00Z" });
    await bought(id, { yuan: 100, now: "2026-02-10T02:00:00Z" });
    await bought(id, { yuan: 30, now: "2026-02-10T08:00:00Z" });
    expect(await as(memberCaller(id)).points.balance({})).toEqual({
      available: 380,
      pending: 0,
      frozen: 0,
      owed: 0,
      expiring: [
        { points: 130, expiresAt: "2028-02-10T16:00:00.000Z" },
        { points: 250, expiresAt: "2028-03-10T16:00:00.000Z" },
      ],
      worthMinor: 380,
    });
  });

  it("of a new member is nothing", async () => {
    const { id } = await enrolled();
    expect(await as(memberCaller(id)).points.balance({})).toEqual({
      available: 0,
      pending: 0,
      frozen: 0,
      owed: 0,
      expiring: [],
      worthMinor: 0,
    });
  });

  it("is the same for the member, a service by either name, and an operator", async () => {
    const { id, externalId } = await enrolled();
    await bought(id, { yuan: 55 });
    const own = await as(memberCaller(id)).points.balance({});
    const who = { memberId: String(id) };
    expect(await as(SERVICE).points.balance(who)).toEqual(own);
    expect(await as(SERVICE).points.balance({ externalId: externalId ?? "" })).toEqual(own);
    expect(await as(OPERATOR).points.balance(who)).toEqual(own);
  });

  it("of somebody else is nobody’s to see for a member", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    for (const who of [{ memberId: String(other.id) }, { externalId: other.externalId ?? "" }]) {
      await expect(as(memberCaller(one.id)).points.balance(who)).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });

  it.each([
    ["nobody", {}],
    ["two names", { memberId: "1", externalId: "u-1" }],
    ["no id", { memberId: "0" }],
    ["a negative id", { memberId: "-1" }],
    ["a fraction", { memberId: "1.5" }],
  ])("asked by a service for %s is VALIDATION_FAILED", async (_, who) => {
    await expect(as(SERVICE).points.balance(who)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it.each([{ memberId: "9000000000000000" }, { externalId: "nobody-has-this" }])(
    "of %o is MEMBER_NOT_FOUND",
    async (who) => {
      await expect(as(SERVICE).points.balance(who)).rejects.toMatchObject({
        domainCode: "MEMBER_NOT_FOUND",
      });
    },
  );

  it("lets no member be found by the case of their id", async () => {
    const { externalId } = await enrolled();
    const other = (externalId ?? "").toUpperCase();
    await expect(as(SERVICE).points.balance({ externalId: other })).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
  });

  it("reads alike after its points ended, however many read at once", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: "2026-01-10T02:00:00Z" });
    const asks = Array.from({ length: 12 }, () =>
      balanceOf(askAt("2028-01-10T16:00:00Z"), { memberId: id }),
    );
    for (const balance of await Promise.all(asks)) {
      expect(balance).toMatchObject({ available: 0, expiring: [], worthMinor: 0 });
    }
  });
});

describe("the ledger of a member", () => {
  useDatabase();
  useBusinessTime(TODAY);

  async function history() {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 300, now: "2026-02-01T04:00:00Z" });
    const use = { points: 120, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at("2026-03-01T04:00:00Z", (work) => payWithPoints(work, { memberId: id }, use));
    await refunded(id, { orderId: first.orderId, yuan: 10, now: "2026-04-01T04:00:00Z" });
    await bought(id, { yuan: 40, now: "2026-05-01T04:00:00Z" });
    return { id, orderId: first.orderId, use };
  }

  it("shows each entry, newest first, with what it moved and what was left", async () => {
    const { id, orderId, use } = await history();
    const { items, nextCursor, summary } = await as(memberCaller(id)).points.transactions({});
    expect(items.map(({ type, points, balanceAfter }) => [type, points, balanceAfter])).toEqual([
      ["EARN", 40, 210],
      ["CLAW_BACK", -10, 170],
      ["REDEEM", -120, 180],
      ["EARN", 300, 300],
    ]);
    expect(nextCursor).toBeNull();
    expect(summary).toEqual({
      earned: 340,
      redeemed: 120,
      restored: 0,
      clawedBack: 10,
      expired: 0,
      adjusted: 0,
      forfeited: 0,
      transferred: 0,
      net: 210,
      change: { available: 210, pending: 0, frozen: 0, owed: 0 },
    });
    expect(items[3]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      type: "EARN",
      points: 300,
      balanceAfter: 300,
      reason: null,
      memberNote: null,
      referenceType: "ORDER",
      referenceId: orderId,
      breakdown: {
        orderId,
        paidAmountMinor: 30_000,
        base: 300,
        tier: { code: "REGISTERED", multiplierPct: 100, name: expect.any(String) },
      },
      expiresAt: "2028-02-01T16:00:00.000Z",
      createdAt: "2026-02-01T04:00:00.000Z",
    });
    expect(items[2]?.breakdown).toMatchObject({ orderId: use.orderId, discountMinor: 120 });
  });

  it.each([
    [
      "a type",
      { type: "EARN" as const },
      ["EARN", "EARN"],
      { earned: 340, redeemed: 0, expired: 0 },
    ],
    [
      "a type without entries",
      { type: "EXPIRE" as const },
      [],
      { earned: 0, redeemed: 0, expired: 0 },
    ],
    [
      "a span, its end excluded",
      { from: "2026-03-01T04:00:00Z", to: "2026-05-01T04:00:00Z" },
      ["CLAW_BACK", "REDEEM"],
      { earned: 0, redeemed: 120, expired: 0 },
    ],
    [
      "a start, in another zone",
      { from: "2026-05-01T12:00:00+08:00" },
      ["EARN"],
      { earned: 40, redeemed: 0, expired: 0 },
    ],
    [
      "both",
      { type: "REDEEM" as const, to: "2026-03-01T04:00:00Z" },
      [],
      { earned: 0, redeemed: 0, expired: 0 },
    ],
  ])("can be narrowed to %s, and the summary with it", async (_, filter, types, summary) => {
    const { id } = await history();
    const page = await as(memberCaller(id)).points.transactions(filter);
    expect(page.items.map(({ type }) => type)).toEqual(types);
    expect(page.summary).toMatchObject(summary);
  });

  it("is summed up to the balance: pending, frozen and owed points, corrections, what came back", async () => {
    const { id } = await history();
    const ref = { memberId: id };
    await at("2026-05-02T04:00:00Z", (work) =>
      holdPoints(work, ref, {
        points: 50,
        orderId: fresh("o"),
        orderAmountMinor: 100_000,
        ttlSeconds: 86_400,
      }),
    );
    await as(OPERATOR).points.adjust({
      memberId: String(id),
      points: -7,
      reason: "counted twice",
      reference: fresh("a"),
    });
    const { summary } = await as(memberCaller(id)).points.transactions({});
    const { available, pending, frozen, owed } = await balanceOf(askAt(TODAY), ref);
    expect(summary.change).toEqual({ available, pending, frozen, owed });
    expect(addedUp(summary)).toBe(available + pending + frozen - owed);
  });

  it("adds up the same however it is cut, by type and by time", async () => {
    const { id } = await history();
    const ask = askAt(TODAY);
    const all = (await transactionsOf(ask, { memberId: id }, { limit: 1 })).summary;
    const moments = fc.date({
      min: new Date("2026-01-01T00:00:00Z"),
      max: new Date("2026-06-01T00:00:00Z"),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(moments, async (cut) => {
        const parts = await Promise.all([
          transactionsOf(ask, { memberId: id }, { limit: 1, to: cut }),
          transactionsOf(ask, { memberId: id }, { limit: 1, from: cut }),
        ]);
        expect(parts.reduce((sum, { summary }) => sum + addedUp(summary), 0)).toBe(all.net);
        for (const { summary } of parts) expect(addedUp(summary)).toBe(summary.net);
      }),
      { numRuns: 25 },
    );
    const byType = await Promise.all(
      entryType.options.map((type) => transactionsOf(ask, { memberId: id }, { limit: 1, type })),
    );
    expect(byType.reduce((sum, { summary }) => sum + summary.net, 0)).toBe(all.net);
  });

  it("pages through everything without a gap or a repeat, whatever comes in between", async () => {
    const { id } = await enrolled();
    for (let n = 1; n <= 23; n++) await bought(id, { yuan: n });
    const seen: number[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const input = cursor === null ? { limit: 5 } : { limit: 5, cursor };
      const page = await as(memberCaller(id)).points.transactions(input);
      seen.push(...page.items.map(({ points }) => points));
      expect(page.summary.earned).toBeGreaterThanOrEqual(276);
      cursor = page.nextCursor;
      pages += 1;
      await bought(id, { yuan: 1000 });
    } while (cursor !== null);
    expect(pages).toBe(5);
    expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => 23 - n));
  });

  it("never shows another member’s entries, whatever the cursor", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    await bought(other.id, { yuan: 10 });
    const cursor = "9000000000000";
    expect((await as(memberCaller(one.id)).points.transactions({ cursor })).items).toEqual([]);
  });

  it.each(["", "0", "-1", "1e9", "abc", "1;DROP TABLE member", "99999999999999999"])(
    "refuses the cursor %j",
    async (cursor) => {
      const { id } = await enrolled();
      await expect(as(memberCaller(id)).points.transactions({ cursor })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [expect.objectContaining({ path: "cursor" })],
      });
    },
  );

  it.each([
    ["limit", { limit: 0 }],
    ["limit", { limit: 101 }],
    ["limit", { limit: 1.5 }],
    ["from", { from: "yesterday" }],
    ["from", { from: "2026-02-30T00:00:00Z" }],
    ["type", { type: "STEAL" }],
  ])("refuses a wrong %s", async (path, input) => {
    const { id } = await enrolled();
    const reading = as(memberCaller(id)).points.transactions(
      input as Parameters<ReturnType<typeof as>["points"]["transactions"]>[0],
    );
    await expect(reading).rejects.toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it("counts what has expired as of the moment it is read", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: "2026-01-10T02:00:00Z" });
    const late = await transactionsOf(
      askAt("2028-01-10T16:00:00Z"),
      { memberId: id },
      { limit: 20 },
    );
    expect(late.summary).toMatchObject({ earned: 100, redeemed: 0, expired: 100 });
    expect(late.items.map(({ type, points }) => [type, points])).toEqual([
      ["EXPIRE", -100],
      ["EARN", 100],
    ]);
  });
});
