import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useProgram } from "@/testing/program";
import { earnByAction } from "../../earning/service/earn-action";
import { pointsEvents } from "../events";
import { openAccount } from "./account";
import { holdPoints } from "./holds";
import { payWithPoints } from "./pay-with-points";
import { balanceOf, settledMember, transactionsOf } from "./view";

/** 24 months later the points of this moment end at 00:00 in Shanghai on 11 March 2028. */
const EARNED = "2026-03-10T02:00:00Z";
const END = new Date("2028-03-11T00:00:00+08:00");
const around = (ms: number) => new Date(END.getTime() + ms);

interface EntryLine {
  type: string;
  available: number;
  pending: number;
  owed: number;
  effectiveAt: Date;
  createdAt: Date;
  actor: string;
  programVersionId: number;
}

function entriesOf(memberId: number) {
  return reader.rows<EntryLine>(
    `SELECT type, availableDelta AS available, pendingDelta AS pending, owedDelta AS owed,
        effectiveAt, createdAt, actor, programVersionId
       FROM points_entry WHERE memberId = ? ORDER BY id`,
    [memberId],
  );
}

describe("points at the moment they expire", () => {
  useDatabase();

  it.each([
    ["a millisecond before", -1, 300, 300],
    ["at the moment", 0, 0, 0],
    ["a millisecond after", 1, 0, 0],
  ])("are %s, without any sweep, what a read shows", async (_, ms, available, expiring) => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const balance = await balanceOf(askAt(around(ms)), { memberId });
    expect(balance.available).toBe(available);
    expect(balance.worthMinor).toBe(available);
    expect(balance.expiring.reduce((sum, { points }) => sum + points, 0)).toBe(expiring);
    const { summary } = await transactionsOf(askAt(around(ms)), { memberId }, { limit: 5 });
    expect(summary).toMatchObject({ earned: 300, redeemed: 0, expired: 300 - available });
  });

  it.each([
    ["spent a millisecond before", -1, true],
    ["not spent at the moment", 0, false],
    ["not spent a millisecond after", 1, false],
  ])("are %s, without any sweep", async (_, ms, spendable) => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const use = { points: 300, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const spent = at(around(ms), (work) => payWithPoints(work, { memberId }, use));
    if (spendable) await expect(spent).resolves.toMatchObject({ pointsUsed: 300, available: 0 });
    else {
      await expect(spent).rejects.toMatchObject({
        domainCode: "INSUFFICIENT_POINTS",
        facts: { required: 300, available: 0, shortage: 300 },
      });
    }
  });

  it("leave an entry of the moment they ended, and one event, once", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const reads = Array.from({ length: 8 }, () => settledMember(askAt(around(5000)), { memberId }));
    for (const member of await Promise.all(reads)) {
      expect(member).toMatchObject({ available: 0, totalEarned: 300, totalExpired: 300 });
    }
    const [, expired, ...others] = await entriesOf(memberId);
    expect(others).toEqual([]);
    expect(expired).toMatchObject({
      type: "EXPIRE",
      available: -300,
      effectiveAt: END,
      createdAt: around(5000),
      actor: "system",
      programVersionId: 1,
    });
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'points.expired'", [memberId]),
    ).toBe(1);
  });

  it("end lot by lot, each at its own moment, in one act that comes late", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 100, now: "2026-04-10T02:00:00Z" });
    await bought(memberId, { yuan: 200, now: EARNED });
    await bought(memberId, { yuan: 50, now: "2027-06-10T02:00:00Z" });
    await settledMember(askAt("2028-12-01T00:00:00Z"), { memberId });
    const expired = (await entriesOf(memberId)).filter(({ type }) => type === "EXPIRE");
    expect(expired.map(({ available, effectiveAt }) => [available, effectiveAt])).toEqual([
      [-200, END],
      [-100, new Date("2028-04-11T00:00:00+08:00")],
    ]);
    expect((await accountsOf(memberId)).available).toBe(50);
  });

  it("are gone before an act decides, so that a new purchase does not save them", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    await bought(memberId, { yuan: 20, now: around(0) });
    expect(await accountsOf(memberId)).toMatchObject({ available: 20, pending: 0, owed: 0 });
  });

  it("are earned and expired at once when they come too late", async () => {
    const { id: memberId } = await enrolled(EARNED);
    const order = { orderId: fresh("o"), paidAmountMinor: 12_300, paidAt: new Date(EARNED) };
    const { completeOrder } = await import("../../purchases/service/complete");
    const { actions } = await at(around(0), (work) => completeOrder(work, { memberId }, order));
    expect(actions).toEqual([
      { action: "POINTS_EARNED", points: 123, transactionId: expect.any(Number) },
    ]);
    const lines = await entriesOf(memberId);
    expect(lines.map(({ type, available }) => [type, available])).toEqual([
      ["EARN", 123],
      ["EXPIRE", -123],
    ]);
    const member = await settledMember(askAt(around(0)), { memberId });
    expect(member).toMatchObject({
      available: 0,
      totalEarned: 123,
      totalExpired: 123,
      spendMinor: 12_300,
    });
    expect(member.nextPointsEventAt).toBeNull();
  });
});

describe("points that wait seven days", () => {
  useDatabase();
  useProgram({ earn: { pendingDays: 7 } });

  const MATURES = new Date("2026-03-17T02:00:00Z");
  const matures = (ms: number) => new Date(MATURES.getTime() + ms);

  it.each([
    ["a millisecond before", -1, 0, 300],
    ["at the moment", 0, 300, 0],
    ["a millisecond after", 1, 300, 0],
  ])("are available on a read %s", async (_, ms, available, pending) => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, pending: 300 });
    const balance = await balanceOf(askAt(matures(ms)), { memberId });
    expect(balance).toMatchObject({ available, pending, owed: 0 });
    // Only what can be spent is said to expire.
    expect(balance.expiring).toEqual(available === 0 ? [] : [{ points: 300, expiresAt: END }]);
  });

  it("cannot be spent before, and can from the moment on", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const use = { points: 1, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await expect(
      at(matures(-1), (work) => payWithPoints(work, { memberId }, use)),
    ).rejects.toMatchObject({ domainCode: "INSUFFICIENT_POINTS", facts: { available: 0 } });
    const spent = await at(matures(0), (work) => payWithPoints(work, { memberId }, use));
    expect(spent.available).toBe(299);
  });

  it("count as earned at once, and say how many became available when they mature", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    await settledMember(askAt(matures(0)), { memberId });
    const { items, summary } = await transactionsOf(askAt(matures(0)), { memberId }, { limit: 5 });
    expect(summary).toMatchObject({ earned: 300, redeemed: 0, expired: 0 });
    expect(items.map(({ type, points, balanceAfter }) => [type, points, balanceAfter])).toEqual([
      ["MATURE", 300, 300],
      ["EARN", 300, 0],
    ]);
    const [told] = await reader.rows<{ data: string; occurredAt: Date }>(
      "SELECT data, occurredAt FROM outbox_event WHERE memberId = ? AND type = 'points.matured'",
      [memberId],
    );
    expect(told?.occurredAt).toEqual(MATURES);
    const data: unknown = JSON.parse(told?.data ?? "null");
    expect(data).toMatchObject({
      transactionId: String(items[0]?.id),
      points: 300,
      available: 300,
    });
    expect(pointsEvents["points.matured"].safeParse(data).success).toBe(true);
  });

  it("say how many matured, also those that pay what was owed", async () => {
    const long = new Date(Date.parse(EARNED) - 30 * 86_400_000).toISOString();
    const { id: memberId } = await enrolled(long);
    const { orderId } = await bought(memberId, { yuan: 25, now: long });
    const use = { points: 25, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at(EARNED, (work) => payWithPoints(work, { memberId }, use));
    await refunded(memberId, { orderId, yuan: 25, now: EARNED });
    await bought(memberId, { yuan: 60, now: EARNED });
    expect(await accountsOf(memberId)).toMatchObject({ pending: 60, owed: 25 });
    const { items } = await transactionsOf(askAt(matures(0)), { memberId }, { limit: 1 });
    expect(items).toMatchObject([{ type: "MATURE", points: 60, balanceAfter: 35 }]);
  });

  it("say how many were set aside and came back", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const orderId = fresh("o");
    const hold = { points: 120, orderId, orderAmountMinor: 100_000, ttlSeconds: 600 };
    await at(matures(0), (work) => holdPoints(work, { memberId }, hold));
    const later = askAt(matures(600_000));
    const { items, summary } = await transactionsOf(later, { memberId }, { limit: 2 });
    expect(items.map(({ type, points, balanceAfter }) => [type, points, balanceAfter])).toEqual([
      ["RELEASE", 120, 300],
      ["HOLD", -120, 180],
    ]);
    expect(summary).toMatchObject({ earned: 300, redeemed: 0, expired: 0, net: 300 });
  });

  it("are available at once when the event comes after their days are over", async () => {
    const { id: memberId } = await enrolled(EARNED);
    const { completeOrder } = await import("../../purchases/service/complete");
    const order = { orderId: fresh("o"), paidAmountMinor: 5000, paidAt: new Date(EARNED) };
    await at(matures(0), (work) => completeOrder(work, { memberId }, order));
    expect(await accountsOf(memberId)).toMatchObject({ available: 50, pending: 0 });
  });

  it("pay what is owed only when they mature", async () => {
    const { id: memberId } = await enrolled(EARNED);
    const { orderId } = await bought(memberId, { yuan: 100, now: EARNED });
    const use = { points: 90, orderId: fresh("o"), orderAmountMinor: 100_000 };
    await at(matures(0), (work) => payWithPoints(work, { memberId }, use));
    await refunded(memberId, { orderId, yuan: 100, now: matures(1) });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, pending: 0, owed: 90 });
    await bought(memberId, { yuan: 60, now: matures(2) });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, pending: 60, owed: 90 });
    await bought(memberId, { yuan: 70, now: matures(3) });
    const ready = new Date("2026-03-24T02:00:01Z");
    const balance = await balanceOf(askAt(ready), { memberId });
    expect(balance).toMatchObject({ available: 40, pending: 0, owed: 0 });
  });

  it("are clawed back while pending from the order’s own lot and from no other’s", async () => {
    const { id: memberId } = await enrolled(EARNED);
    const first = await bought(memberId, { yuan: 100, now: EARNED });
    await bought(memberId, { yuan: 200, now: EARNED });
    await refunded(memberId, { orderId: first.orderId, yuan: 100, now: matures(-1) });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, pending: 200, owed: 0 });
    const balance = await balanceOf(askAt(matures(0)), { memberId });
    expect(balance).toMatchObject({ available: 200, pending: 0, owed: 0 });
  });

  it("wait for actions too, and check in only once", async () => {
    const { id: memberId } = await enrolled(EARNED);
    const checkIn = { event: "CHECKIN", referenceId: "today" } as const;
    const first = await at(EARNED, (work) => earnByAction(work, { memberId }, checkIn));
    expect(first).toMatchObject({ pointsEarned: 5, available: 0, duplicate: false });
    const again = await at(EARNED, (work) => earnByAction(work, { memberId }, checkIn));
    expect(again).toMatchObject({ pointsEarned: 5, duplicate: true });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, pending: 5 });
  });
});

describe("an act", () => {
  useDatabase();

  it("sees the settled account and writes it once, with the rows of its events", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const member = await at(
      around(0),
      async (work) => (await openAccount(work, { memberId })).member,
    );
    expect(member).toMatchObject({ available: 0, totalExpired: 300, nextPointsEventAt: null });
    expect(await accountsOf(memberId)).toMatchObject({ available: 0 });
  });

  it("that fails leaves neither entries nor events of what it settled", async () => {
    const { id: memberId } = await enrolled(EARNED);
    await bought(memberId, { yuan: 300, now: EARNED });
    const failing = at(around(0), async (work) => {
      await openAccount(work, { memberId });
      throw new Error("the shop hung up");
    });
    await expect(failing).rejects.toThrow("the shop hung up");
    expect((await entriesOf(memberId)).map(({ type }) => type)).toEqual(["EARN"]);
    expect(await accountsOf(memberId)).toMatchObject({ available: 300 });
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'points.expired'", [memberId]),
    ).toBe(0);
  });

  it("on nobody is MEMBER_NOT_FOUND", async () => {
    const nobody = { externalId: fresh("nobody") };
    await expect(at(EARNED, (work) => openAccount(work, nobody))).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
    await expect(settledMember(askAt(EARNED), nobody)).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
  });
});
