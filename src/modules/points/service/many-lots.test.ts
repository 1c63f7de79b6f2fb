import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, fresh, LONG_AGO } from "@/testing/factories";
import { collector } from "@/testing/many-lots";
import { openAccount } from "./account";
import { holdPoints } from "./holds";
import { payWithPoints } from "./pay-with-points";
import { releaseHold } from "./release";
import { reverseRedemption } from "./reverse";

const LOTS = 8192;
/** More than two bytes number. */
const MORE = 32_770;
/** Less than a connection may be silent. */
const ACT_MS = 8_000;

async function timed<T>(act: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const answer = await act();
  expect(performance.now() - began).toBeLessThan(ACT_MS);
  return answer;
}

describe("points in eight thousand lots", () => {
  useDatabase();

  it("are set aside, let go, spent and given back, each in one act that takes a moment", {
    timeout: 120_000,
  }, async () => {
    const memberId = await collector(LOTS);
    const order = () => ({ points: LOTS, orderId: fresh("o"), orderAmountMinor: 10_000_000 });
    const { holdId } = await timed(() =>
      at(LONG_AGO, (work) => holdPoints(work, { memberId }, { ...order(), ttlSeconds: null })),
    );
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, frozen: LOTS });
    await timed(() => at(LONG_AGO, (work) => releaseHold(work, holdId)));
    expect(await accountsOf(memberId)).toMatchObject({ available: LOTS, frozen: 0 });
    const use = order();
    const { transactionId } = await timed(() =>
      at(LONG_AGO, (work) => payWithPoints(work, { memberId }, use)),
    );
    expect(await accountsOf(memberId)).toMatchObject({ available: 0 });
    const whole = { reason: "called off", points: null, reference: null };
    await timed(() => at(LONG_AGO, (work) => reverseRedemption(work, transactionId, whole)));
    expect(await accountsOf(memberId)).toMatchObject({ available: LOTS });
    const left = await reader.row<{ lots: number; points: number }>(
      `SELECT COUNT(*) AS lots, CAST(SUM(remaining) AS SIGNED) AS points FROM points_lot
        WHERE memberId = ? AND live = 1 AND remaining = 1 AND frozen = 0`,
      [memberId],
    );
    expect(left).toEqual({ lots: LOTS, points: LOTS });
  });

  it("run out together with a hold on them, all of them in one act", {
    timeout: 120_000,
  }, async () => {
    const memberId = await collector(LOTS);
    const hold = { points: LOTS, orderId: fresh("o"), orderAmountMinor: 10_000_000 };
    const late = { ...hold, ttlSeconds: 60 };
    await timed(() => at(LONG_AGO, (work) => holdPoints(work, { memberId }, late)));
    const later = new Date(LONG_AGO.getTime() + 120_000);
    const use = { ...hold, orderId: fresh("o") };
    await timed(() => at(later, (work) => payWithPoints(work, { memberId }, use)));
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, frozen: 0 });
  });
});

describe("points in more lots than a small number counts", () => {
  useDatabase();

  it("are spent and given back, each in one act", { timeout: 120_000 }, async () => {
    const memberId = await collector(MORE);
    const use = { points: MORE, orderId: fresh("o"), orderAmountMinor: 10_000_000 };
    const { transactionId } = await at(LONG_AGO, (work) => payWithPoints(work, { memberId }, use));
    expect(await accountsOf(memberId)).toMatchObject({ available: 0 });
    const whole = { reason: "called off", points: null, reference: null };
    await at(LONG_AGO, (work) => reverseRedemption(work, transactionId, whole));
    expect(await accountsOf(memberId)).toMatchObject({ available: MORE });
  });

  it("end in one lot in as many parts as it takes", async () => {
    const memberId = await collector(1);
    await reader.write("UPDATE points_lot SET settlements = 32767 WHERE memberId = ?", [memberId]);
    await reader.write("UPDATE member SET nextPointsEventAt = ? WHERE id = ?", [
      LONG_AGO,
      memberId,
    ]);
    await at("2030-01-05T04:00:00Z", (work) => openAccount(work, { memberId }));
    expect(await accountsOf(memberId)).toMatchObject({ available: 0 });
  });
});
