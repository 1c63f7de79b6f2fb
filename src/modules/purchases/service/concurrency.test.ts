import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import {
  accountsOf,
  bought,
  countOf,
  enrolled,
  fresh,
  LONG_AGO,
  refunded,
} from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";

const TODAY = "2026-07-01T04:00:00Z";

async function violationsOf(...memberIds: number[]) {
  const { checks } = await verifyLedger(reader);
  const all = checks.flatMap(({ violations }) => violations);
  return all.filter(({ memberId }) => memberIds.includes(memberId) || memberId === 0);
}

describe("at the same moment", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("twenty times the same order counts once", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => bought(id, { yuan: 600, orderId })),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await accountsOf(id)).toMatchObject({
      available: 600,
      spendMinor: 60_000,
      tierCode: "BRONZE",
    });
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(1);
    expect(await countOf("outbox_event", "memberId = ? AND type = 'points.earned'", [id])).toBe(1);
    expect(await violationsOf(id)).toEqual([]);
  });

  it("twenty times the same refund counts once", async () => {
    const { id } = await enrolled();
    const refund = { ...(await bought(id, { yuan: 100 })), yuan: 40, refundId: fresh("r") };
    await Promise.all(Array.from({ length: 20 }, () => refunded(id, refund)));
    expect(await accountsOf(id)).toMatchObject({ available: 60, spendMinor: 6_000 });
    expect(await countOf("points_entry", "memberId = ? AND type = 'CLAW_BACK'", [id])).toBe(1);
  });

  it("twenty different refunds never take more than was paid", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => refunded(id, { orderId, yuan: 15 })),
    );
    // Six in full, and of the seventh what is left.
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(7);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({ domainCode: "REFUND_EXCEEDS_PAID" });
      }
    }
    expect(await accountsOf(id)).toMatchObject({ available: 0, spendMinor: 0, owed: 0 });
    expect(await violationsOf(id)).toEqual([]);
  });

  it("an order and its refund never miss each other", async () => {
    const members = await Promise.all(Array.from({ length: 15 }, () => enrolled()));
    await Promise.all(
      members.flatMap(({ id }) => {
        const orderId = fresh("o");
        return [bought(id, { yuan: 100, orderId }), refunded(id, { orderId, yuan: 100 })];
      }),
    );
    for (const { id } of members) {
      expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 0, spendMinor: 0 });
    }
    const ids = members.map(({ id }) => id);
    expect(
      await countOf(
        "order_refund",
        `memberId IN (${ids.map(() => "?")}) AND status = 'APPLIED'`,
        ids,
      ),
    ).toBe(15);
  });

  it("one order id of two members counts for one of them", async () => {
    for (let round = 0; round < 8; round++) {
      const [one, other] = await Promise.all([enrolled(), enrolled()]);
      const orderId = fresh("o");
      const results = await Promise.allSettled([
        bought(one.id, { yuan: 100, orderId }),
        bought(other.id, { yuan: 100, orderId }),
        bought(one.id, { yuan: 100, orderId }),
        bought(other.id, { yuan: 100, orderId }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
      for (const result of results) {
        if (result.status === "rejected") {
          expect(result.reason).toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
        }
      }
      const [first, second] = [await accountsOf(one.id), await accountsOf(other.id)];
      expect([first.available, second.available].sort((a, b) => a - b)).toEqual([0, 100]);
      expect(first.spendMinor + second.spendMinor).toBe(10_000);
    }
  });

  it("a redemption and the refund of what earned its points leave no points from nowhere", async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await enrolled();
      const { orderId } = await bought(id, { yuan: 100 });
      const use = {
        memberId: String(id),
        points: 100,
        orderId: fresh("o"),
        orderAmountMinor: 100_000,
      };
      const [used] = await Promise.allSettled([
        as(SERVICE).points.use(use),
        refunded(id, { orderId, yuan: 100 }),
      ]);
      const spent = used.status === "fulfilled";
      expect(await accountsOf(id)).toMatchObject({ available: 0, owed: spent ? 100 : 0 });
    }
  });
});

/** Moves points, or is refused by a rule; the points it acknowledged. */
type Act = () => Promise<number>;

/** Eight kinds of acts, so many of each, on members taken in turn. */
function mixedActs(memberIds: number[], orders: Map<number, string[]>, count: number): Act[] {
  return Array.from({ length: count }, (_, n) => {
    const id = memberIds[n % memberIds.length] as number;
    const memberId = String(id);
    const [ofRefund = ""] = orders.get(id)?.splice(0, 1) ?? [];
    const kinds: Act[] = [
      async () => {
        const answer = await bought(id, { yuan: 37 });
        return answer.actions.reduce((sum, a) => sum + ("points" in a ? a.points : 0), 0);
      },
      async () => {
        const use = { memberId, points: 23, orderId: fresh("use"), orderAmountMinor: 100_000 };
        return -(await as(SERVICE).points.use(use)).pointsUsed;
      },
      async () => {
        const answer = await refunded(id, { orderId: ofRefund, yuan: 10 });
        const actions = "parked" in answer ? [] : answer.actions;
        return -actions.reduce((sum, a) => sum + ("points" in a ? a.points : 0), 0);
      },
      async () => {
        const custom = { memberId, event: "CUSTOM", referenceId: fresh("c"), points: 11 } as const;
        return (await as(SERVICE).orders.earn(custom)).pointsEarned;
      },
      async () => {
        const review = { memberId, event: "REVIEW", referenceId: fresh("v") } as const;
        return (await as(SERVICE).orders.earn(review)).pointsEarned;
      },
      async () => {
        const checkIn = { memberId, event: "CHECKIN", referenceId: fresh("c") } as const;
        const answer = await as(SERVICE).orders.earn(checkIn);
        return answer.duplicate ? 0 : answer.pointsEarned;
      },
      async () => {
        await as(OPERATOR).points.adjust({ memberId, points: -7, reason: "found double" });
        return -7;
      },
      async () => {
        const use = { memberId, points: 5, orderId: fresh("back"), orderAmountMinor: 100_000 };
        const { transactionId } = await as(SERVICE).points.use(use);
        const back = await as(SERVICE).points.reverse({ id: transactionId, reason: "not placed" });
        return back.pointsRestored - 5;
      },
    ];
    return kinds[Math.floor(n / memberIds.length) % kinds.length] as Act;
  });
}

describe("sixty-four mixed acts at once", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["one member", 1],
    ["ten members", 10],
  ])("on %s leave exactly what was acknowledged, and a ledger without a fault", async (_, size) => {
    const members = await Promise.all(Array.from({ length: size }, () => enrolled()));
    const ids = members.map(({ id }) => id);
    const orders = new Map<number, string[]>();
    for (const id of ids) {
      const placed = [await bought(id, { yuan: 60 }), await bought(id, { yuan: 60 })];
      orders.set(
        id,
        Array.from({ length: 64 }, (_, n) => placed[n % 2]?.orderId ?? ""),
      );
    }
    const worthOf = async () => {
      let sum = 0;
      for (const id of ids) {
        const { available, pending, frozen, owed } = await accountsOf(id);
        sum += available + pending + frozen - owed;
      }
      return sum;
    };
    const before = await worthOf();
    const results = await Promise.allSettled(mixedActs(ids, orders, 64).map((act) => act()));
    let acknowledged = 0;
    for (const result of results) {
      if (result.status === "fulfilled") acknowledged += result.value;
      else {
        const code = asDomainError(result.reason)?.domainCode;
        expect(["INSUFFICIENT_POINTS", "LIMIT_REACHED", "REFUND_EXCEEDS_PAID"]).toContain(code);
      }
    }
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(32);
    expect(await worthOf()).toBe(before + acknowledged);
    expect(await violationsOf(...ids)).toEqual([]);
  });

  it("of sixty-four increments none is lost", async () => {
    const { id } = await enrolled(LONG_AGO);
    const { earnByAction } = await import("../../earning/service/earn-action");
    await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        at(LONG_AGO, (work) =>
          earnByAction(
            work,
            { memberId: id },
            { event: "CUSTOM", referenceId: fresh("c"), points: n + 1 },
          ),
        ),
      ),
    );
    expect(await accountsOf(id)).toMatchObject({ available: (64 * 65) / 2 });
  });
});
