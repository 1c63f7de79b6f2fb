import { describe, expect, it } from "vitest";
import { runBatches } from "@/modules/corrections/service/sweep";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, at, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh } from "@/testing/factories";
import { raceRounds, raceTimeout } from "@/testing/races";
import { handleEvent } from "../../intake/service/events";
import { verifyLedger } from "../../points/service/verify";
import { shopEvent } from "../schema/events";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

const T0 = "2026-03-01T04:00:00Z";

const events = as(WEBHOOK).orders;
const points = as(SERVICE).points;

/** What a caller may see in a race: an answer or a refusal by rules, never a database error. */
async function outcome<T>(act: Promise<T>): Promise<T | null> {
  try {
    return await act;
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || refusal.status >= 500) throw error;
    return null;
  }
}

async function violationsOf(memberIds: number[]) {
  const { checks } = await verifyLedger(reader);
  const all = checks.flatMap(({ violations }) => violations);
  return all.filter(({ memberId }) => memberIds.includes(memberId));
}

async function spender(yuan: number) {
  const member = await enrolled();
  const { orderId } = await bought(member.id, { yuan });
  return {
    id: member.id,
    externalId: member.externalId ?? "",
    orderId,
    memberId: String(member.id),
  };
}

describe("races on one member", () => {
  useDatabase();

  it("64 clients spend a balance once: conserved, not overdrawn, nobody sees a deadlock", async () => {
    const { id, memberId } = await spender(1000);
    const uses = Array.from({ length: 64 }, () =>
      outcome(points.use({ memberId, points: 37, orderId: fresh("o"), orderAmountMinor: 100_000 })),
    );
    const done = (await Promise.all(uses)).filter((answer) => answer !== null);
    expect(done).toHaveLength(27);
    expect(await accountsOf(id)).toMatchObject({ available: 1000 - 27 * 37, owed: 0 });
    expect(await violationsOf([id])).toEqual([]);
  });

  it("refunds against uses: what was spent is owed, and the sums hold", async () => {
    const { id, memberId, externalId, orderId } = await spender(640);
    const refund = (n: number): ShopEvent => ({
      type: "ORDER_REFUNDED",
      timestamp: T0,
      data: { externalId, orderId, refundId: fresh(`r${n}`), amountMinor: 2000, refundedAt: T0 },
    });
    const acts = Array.from({ length: 64 }, (_, n) =>
      n % 2 === 0
        ? outcome(
            points.use({ memberId, points: 20, orderId: fresh("o"), orderAmountMinor: 100_000 }),
          )
        : outcome(events.event(refund(n))),
    );
    const answers = await Promise.all(acts);
    const used = answers.filter((answer, n) => n % 2 === 0 && answer !== null).length * 20;
    const { available, owed } = await accountsOf(id);
    expect(answers.filter((_, n) => n % 2 === 1).every((answer) => answer !== null)).toBe(true);
    // All 64000 fen went back in 32 refunds: every earned point is clawed back, used ones are owed.
    expect(available - owed).toBe(-used);
    expect(await violationsOf([id])).toEqual([]);
  });

  it("holds, captures, releases, returns, cancellations and a batch at once leave a ledger that adds up", async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => spender(900)));
    const rows = people.flatMap(({ memberId }) =>
      Array.from({ length: 8 }, () => ({ memberId, points: 5 })),
    );
    const { batchId } = await points.createBatch({ reason: "race", dryRun: false, rows });
    const now = () => ({ now: new Date(), progress: null, stopping: () => false });
    const acts = people.flatMap((person) => actsOf(person));
    await Promise.all([...acts, runBatches(now()), runBatches(now()), runBatches(now())]);
    await runBatches(now());
    expect(await points.batch({ batchId })).toMatchObject({ status: "DONE", applied: 80 });
    expect(await violationsOf(people.map(({ id }) => id))).toEqual([]);
    for (const { id } of people) expect((await accountsOf(id)).frozen).toBeGreaterThanOrEqual(0);
  });

  it(
    "an order and everything that undoes it, all at the same moment, end as if told in order",
    async () => {
      for (let round = 0; round < raceRounds(6); round++) {
        const member = await enrolled();
        const externalId = member.externalId ?? "";
        const orderId = fresh("o");
        const returnId = fresh("t");
        const data = { externalId, orderId };
        const told: ShopEvent[] = [
          {
            type: "ORDER_COMPLETED",
            timestamp: T0,
            data: { ...data, paidAmountMinor: 60_000, paidAt: T0 },
          },
          {
            type: "RETURN_REQUESTED",
            timestamp: T0,
            data: { ...data, returnId, amountMinor: 20_000 },
          },
          {
            type: "ORDER_REFUNDED",
            timestamp: T0,
            data: { ...data, refundId: fresh("r"), returnId, amountMinor: 20_000, refundedAt: T0 },
          },
          {
            type: "ORDER_REFUNDED",
            timestamp: T0,
            data: { ...data, refundId: fresh("r"), amountMinor: 10_000, refundedAt: T0 },
          },
        ];
        const order = [...told, ...told].sort(() => (round % 2 === 0 ? 1 : -1));
        await Promise.all(
          order.map((event) =>
            at(new Date(), (work) => handleEvent(work, shopEvent.parse(event)), WEBHOOK),
          ),
        );
        expect(await accountsOf(member.id)).toMatchObject({
          available: 300,
          frozen: 0,
          owed: 0,
          spendMinor: 30_000,
          tierCode: "REGISTERED",
        });
      }
    },
    raceTimeout(raceRounds(6)),
  );
});

function actsOf({ memberId, externalId, orderId }: Awaited<ReturnType<typeof spender>>) {
  const hold = async (end: "capture" | "release") => {
    const order = { orderId: fresh("h"), orderAmountMinor: 100_000 };
    const held = await outcome(points.hold({ memberId, points: 60, ...order }));
    if (!held) return;
    const { holdId } = held;
    await Promise.all([
      outcome<unknown>(points[end]({ holdId })),
      outcome(points.capture({ holdId, points: 10 })),
      outcome(points.release({ holdId })),
    ]);
  };
  const data = { externalId, orderId };
  const returnId = fresh("t");
  const told: ShopEvent[] = [
    { type: "RETURN_REQUESTED", timestamp: T0, data: { ...data, returnId, amountMinor: 30_000 } },
    { type: "RETURN_REJECTED", timestamp: T0, data: { ...data, returnId, amountMinor: 30_000 } },
    {
      type: "ORDER_REFUNDED",
      timestamp: T0,
      data: { ...data, refundId: fresh("r"), amountMinor: 15_000, refundedAt: T0 },
    },
    { type: "ORDER_CANCELLED", timestamp: T0, data },
  ];
  return [
    hold("capture"),
    hold("release"),
    ...told.map((event) => outcome(events.event(event))),
    outcome(points.use({ memberId, points: 100, orderId: fresh("u"), orderAmountMinor: 100_000 })),
  ];
}
