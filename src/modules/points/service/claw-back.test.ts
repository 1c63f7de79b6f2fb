import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { earnedByOrder } from "../rules/reference";
import { openAccount } from "./account";
import { takeBack } from "./claw-back";
import { payWithPoints } from "./pay-with-points";
import { verifyLedger } from "./verify";

const NOW = "2026-07-01T04:00:00Z";

function clawed(memberId: number, orderId: string, points: number) {
  return at(NOW, async (work) => {
    const account = await openAccount(work, { memberId });
    const reference = { type: "REFUND" as const, id: fresh("r") };
    const claw = { points, orderId, reference, breakdown: {}, frozen: [] };
    return takeBack(work, account, { ...claw, earnedBy: earnedByOrder(orderId, 0) });
  });
}

/** What an entry did to the lots, each named by the day it was earned. */
async function touchedBy(entryId: number) {
  const rows = await reader.rows<{ earned: string; points: number }>(
    `SELECT DATE_FORMAT(l.availableAt, '%m-%d') AS earned, a.points FROM points_allocation a
       JOIN points_lot l ON l.id = a.lotId WHERE a.entryId = ? ORDER BY a.position`,
    [entryId],
  );
  return rows.map(({ earned, points }) => [earned, points]);
}

describe("taking back what an order earned", () => {
  useDatabase();

  it("takes its own lot before one that expires earlier", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 50, now: "2026-02-01T04:00:00Z" });
    const { orderId } = await bought(id, { yuan: 80, now: "2026-03-01T04:00:00Z" });
    expect(await touchedBy(await clawed(id, orderId, 80))).toEqual([["03-01", -80]]);
    expect(await accountsOf(id)).toMatchObject({ available: 50, owed: 0 });
  });

  it("takes others by expiry when its own was spent, and owes the rest", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 80, now: "2026-02-01T04:00:00Z" });
    await bought(id, { yuan: 30, now: "2026-04-01T04:00:00Z" });
    await bought(id, { yuan: 20, now: "2026-03-01T04:00:00Z" });
    await at("2026-05-01T04:00:00Z", (work) =>
      payWithPoints(
        work,
        { memberId: id },
        { points: 70, orderId: fresh("o"), orderAmountMinor: 100_000 },
      ),
    );
    const entryId = await clawed(id, orderId, 80);
    expect(await touchedBy(entryId)).toEqual([
      ["02-01", -10],
      ["03-01", -20],
      ["04-01", -30],
    ]);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 20 });
    const entry = await reader.row(
      "SELECT type, availableDelta, pendingDelta, frozenDelta, owedDelta FROM points_entry WHERE id = ?",
      [entryId],
    );
    expect(entry).toEqual({
      type: "CLAW_BACK",
      availableDelta: -60,
      pendingDelta: 0,
      frozenDelta: 0,
      owedDelta: 20,
    });
  });

  it("owes everything of an order whose lot paid a debt already", async () => {
    const { id } = await enrolled();
    const first = await bought(id, { yuan: 100, now: "2026-02-01T04:00:00Z" });
    await at("2026-02-02T04:00:00Z", (work) =>
      payWithPoints(
        work,
        { memberId: id },
        { points: 100, orderId: fresh("o"), orderAmountMinor: 100_000 },
      ),
    );
    await clawed(id, first.orderId, 100);
    const second = await bought(id, { yuan: 60, now: NOW });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 40 });
    await clawed(id, second.orderId, 60);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 100 });
  });

  it("looks through as many lots as it takes", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 150, now: "2026-01-10T04:00:00Z" });
    await at("2026-01-11T04:00:00Z", (work) =>
      payWithPoints(
        work,
        { memberId: id },
        { points: 150, orderId: fresh("o"), orderAmountMinor: 100_000 },
      ),
    );
    for (let n = 0; n < 140; n++) await bought(id, { yuan: 1, now: "2026-02-01T04:00:00Z" });
    const entryId = await clawed(id, orderId, 150);
    expect(await countOf("points_allocation", "entryId = ?", [entryId])).toBe(140);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 10 });
  });

  it("of points that expired meanwhile is owed, for they were used up by time", async () => {
    const { id } = await enrolled("2024-01-05T04:00:00Z");
    const { orderId } = await bought(id, { yuan: 40, now: "2024-01-05T04:00:00Z" });
    await clawed(id, orderId, 40);
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 40 });
  });

  it("tells the world what it took and what is owed", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 40, now: "2026-06-01T04:00:00Z" });
    const entryId = await clawed(id, orderId, 50);
    const event = await reader.row<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'points.clawed_back'",
      [id],
    );
    expect(JSON.parse(event?.data ?? "")).toMatchObject({
      transactionId: String(entryId),
      points: 50,
      orderId,
      available: 0,
      owed: 10,
    });
    const { checks } = await verifyLedger(reader);
    const faults = checks.flatMap(({ violations }) =>
      violations.filter(({ memberId }) => memberId === id),
    );
    expect(faults).toEqual([]);
  });
});
