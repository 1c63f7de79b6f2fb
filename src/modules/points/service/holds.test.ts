import { describe, expect, it } from "vitest";
import { as, at, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { raceRounds, raceTimeout } from "@/testing/races";
import { activateVersion, insertVersion, programOf } from "../../program/service";
import { insertLadder, ladderOfVersion } from "../../tiers/service/ladder";
import { captureHold } from "./capture";
import { holdPoints } from "./holds";
import { releaseHold } from "./release";

const T0 = new Date("2026-03-01T04:00:00Z");
const minutes = (n: number) => new Date(T0.getTime() + n * 60_000);

async function rich(yuan = 1000) {
  const member = await enrolled();
  await bought(member.id, { yuan, now: "2026-02-01T04:00:00Z" });
  return member;
}

function held(memberId: number, points: number, orderId = fresh("o"), now = T0) {
  const request = { points, orderId, orderAmountMinor: 1_000_000, ttlSeconds: null };
  return at(now, (work) => holdPoints(work, { memberId }, request), SERVICE);
}

const part = (points: number | null) => ({ points, orderAmountMinor: null });
const capture = (holdId: number, points: number | null, now = minutes(5)) =>
  at(now, (work) => captureHold(work, holdId, part(points)), SERVICE);
const release = (holdId: number, now = minutes(5)) =>
  at(now, (work) => releaseHold(work, holdId), SERVICE);

describe("holding points for a checkout", () => {
  useDatabase();

  it("sets points aside, spends part of them and gives the rest back", async () => {
    const member = await rich();
    const hold = await held(member.id, 600);
    expect(hold).toMatchObject({ status: "HELD", points: 600, discountMinor: 600, available: 400 });
    expect(await accountsOf(member.id)).toMatchObject({ available: 400, frozen: 600 });
    expect(await capture(hold.holdId, 250)).toMatchObject({
      pointsUsed: 250,
      pointsReleased: 350,
      discountMinor: 250,
      available: 750,
    });
    expect(await accountsOf(member.id)).toMatchObject({ available: 750, frozen: 0 });
  });

  it("answers the same for the same call while it lives and refuses another one on the order", async () => {
    const member = await rich();
    const orderId = fresh("o");
    const hold = await held(member.id, 300, orderId);
    expect(await held(member.id, 300, orderId, minutes(1))).toEqual(hold);
    await expect(held(member.id, 301, orderId)).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
      facts: { holdId: String(hold.holdId) },
    });
    const use = { memberId: String(member.id), points: 300, orderId, orderAmountMinor: 1_000_000 };
    await release(hold.holdId);
    expect(await as(SERVICE).points.use(use)).toMatchObject({ pointsUsed: 300 });
    await expect(held(member.id, 300, orderId, minutes(9))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
  });

  it("ends in one way: the same ending again answers again, whatever points are worth by then, another one is refused", async () => {
    const member = await rich();
    const captured = await held(member.id, 200);
    const first = await capture(captured.holdId, 150);
    expect(await capture(captured.holdId, 150, minutes(8))).toEqual(first);
    await expect(capture(captured.holdId, 151)).rejects.toMatchObject({
      domainCode: "HOLD_NOT_ACTIVE",
      facts: { holdStatus: "CAPTURED" },
    });
    await expect(release(captured.holdId)).rejects.toMatchObject({ domainCode: "HOLD_NOT_ACTIVE" });
    await at(minutes(8), async (work) => {
      const { versionId, rules } = await programOf(work);
      const redeem = { ...rules.redeem, pointsPerYuanOff: 50 };
      const next = await insertVersion(work, { ...rules, redeem }, "for a test");
      insertLadder(work, next, await ladderOfVersion(work.tx, versionId));
      await activateVersion(work, next);
    });
    const repeated = await capture(captured.holdId, 150, minutes(9));
    await at(minutes(9), (work) => activateVersion(work, 1));
    expect(repeated).toEqual(first);
    const let_go = await held(member.id, 200);
    const released = await release(let_go.holdId);
    expect(await release(let_go.holdId, minutes(9))).toEqual(released);
    await expect(capture(let_go.holdId, null)).rejects.toMatchObject({
      domainCode: "HOLD_NOT_ACTIVE",
      facts: { holdStatus: "RELEASED" },
    });
  });

  it("dies by itself after its time, to the millisecond, and may then be made anew", async () => {
    const member = await rich();
    const orderId = fresh("o");
    const { holdId } = await held(member.id, 500, orderId);
    const last = new Date(minutes(15).getTime() - 1);
    expect(
      await at(
        last,
        (work) =>
          holdPoints(
            work,
            { memberId: member.id },
            { points: 500, orderId, orderAmountMinor: 1_000_000, ttlSeconds: null },
          ),
        SERVICE,
      ),
    ).toMatchObject({ holdId });
    await expect(capture(holdId, null, minutes(15))).rejects.toMatchObject({
      domainCode: "HOLD_NOT_ACTIVE",
      facts: { holdStatus: "EXPIRED" },
    });
    const anew = await held(member.id, 1000, orderId, minutes(16));
    expect(anew).toMatchObject({ available: 0 });
  });

  it("can be captured after its lots expired, and what is let go then expires at once", async () => {
    const member = await rich(100);
    const lastDay = new Date("2028-02-01T15:50:00Z");
    const { holdId } = await held(member.id, 80, fresh("o"), lastDay);
    const later = new Date("2028-02-01T16:03:00Z");
    expect(await capture(holdId, 50, later)).toMatchObject({
      pointsUsed: 50,
      pointsReleased: 30,
      available: 0,
    });
    expect(await countOf("points_entry", "memberId = ? AND type = 'EXPIRE'", [member.id])).toBe(2);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, frozen: 0, owed: 0 });
  });

  it("is never clawed back by a refund, and pays the debt when it is let go", async () => {
    const member = await enrolled();
    const { orderId } = await bought(member.id, { yuan: 100, now: "2026-02-01T04:00:00Z" });
    const { holdId } = await held(member.id, 70);
    await refunded(member.id, { orderId, yuan: 100, now: minutes(1) });
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, frozen: 70, owed: 70 });
    await release(holdId);
    expect(await accountsOf(member.id)).toMatchObject({ available: 0, frozen: 0, owed: 0 });
  });

  it("lets a member release their own hold but not one that a service made, nor another's", async () => {
    const member = await rich();
    const other = await rich();
    const byService = await as(SERVICE).points.hold({
      memberId: String(member.id),
      points: 10,
      orderId: fresh("o"),
      orderAmountMinor: 100_000,
    });
    const own = as(memberCaller(member.id)).points;
    await expect(own.release({ holdId: byService.holdId })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    const mine = await own.hold({ points: 10, orderId: fresh("o"), orderAmountMinor: 100_000 });
    await expect(
      as(memberCaller(other.id)).points.release({ holdId: mine.holdId }),
    ).rejects.toMatchObject({ domainCode: "HOLD_NOT_FOUND" });
    expect(await own.release({ holdId: mine.holdId })).toMatchObject({ status: "RELEASED" });
    expect(await own.holdView({ holdId: mine.holdId })).toMatchObject({ status: "RELEASED" });
  });

  it(
    "ends in exactly one way when capture, release and expiry come at once",
    async () => {
      for (let round = 0; round < raceRounds(12); round++) {
        const member = await rich(500);
        const { holdId } = await held(member.id, 300);
        const results = await Promise.allSettled([
          capture(holdId, null, minutes(14)),
          release(holdId, minutes(14)),
          at(minutes(15), async (work) => {
            const { openAccount } = await import("./account");
            await openAccount(work, { memberId: member.id });
          }),
          capture(holdId, 100, minutes(14)),
        ]);
        const ended = results.filter(
          (result, index) => index !== 2 && result.status === "fulfilled",
        );
        expect(ended.length).toBeLessThanOrEqual(1);
        const { available, frozen, owed } = await accountsOf(member.id);
        expect({ frozen, owed }).toEqual({ frozen: 0, owed: 0 });
        expect([200, 400, 500]).toContain(available);
      }
    },
    raceTimeout(raceRounds(12)),
  );
});
