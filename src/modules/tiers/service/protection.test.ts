import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh, refunded } from "@/testing/factories";
import { useProgram } from "@/testing/program";
import { findMember } from "../../members/service/members";
import { completeOrder } from "../../purchases/service/complete";
import { assignTier } from "./assign";

const NOW = "2026-07-01T04:00:00Z";

interface Told {
  yuan: number;
  paidAt: string;
  orderId: string;
}

async function tell(memberId: number, { yuan, paidAt, orderId }: Told, now = NOW) {
  const order = { orderId, paidAmountMinor: yuan * 100, paidAt: new Date(paidAt) };
  await at(now, (work) => completeOrder(work, { memberId }, order));
}

async function tierOf(memberId: number) {
  const member = await findMember(reader, { memberId });
  return [member?.tierCode, member?.tierProtectedUntil?.toISOString().slice(0, 10) ?? null];
}

/** Every order of a few things. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  );
}

describe("protection", () => {
  useDatabase("protection");
  useProgram({});

  it("counts from the moment of the order, however late it comes", async () => {
    const { id } = await enrolled("2024-01-01T04:00:00Z");
    const paidAt = "2026-03-10T04:00:00Z";
    await tell(id, { yuan: 600, paidAt, orderId: fresh("o") });
    expect(await tierOf(id)).toEqual(["BRONZE", "2026-09-10"]);
    const old = await enrolled("2024-01-01T04:00:00Z");
    await tell(old.id, { yuan: 600, paidAt: "2024-05-10T04:00:00Z", orderId: fresh("o") });
    expect(await tierOf(old.id)).toEqual(["BRONZE", "2026-11-10"]);
  });

  it("ends at one moment in whatever order orders and refunds are told of", async () => {
    const ends = new Set<string>();
    for (const turn of permutations([0, 1, 2, 3])) {
      const { id } = await enrolled("2024-01-01T04:00:00Z");
      const [a, b, c] = [fresh("a"), fresh("b"), fresh("c")];
      const acts = [
        () => tell(id, { yuan: 300, paidAt: "2026-02-10T04:00:00Z", orderId: a }),
        () => tell(id, { yuan: 300, paidAt: "2026-03-15T04:00:00Z", orderId: b }),
        () => tell(id, { yuan: 400, paidAt: "2026-05-20T04:00:00Z", orderId: c }),
        // Of the second: what is left reaches the tier with the third alone.
        () => refunded(id, { orderId: b, yuan: 150, now: NOW }),
      ];
      for (const next of turn) await acts[next]?.();
      ends.add((await tierOf(id)).join());
    }
    expect([...ends]).toEqual(["BRONZE,2026-11-20"]);
  });

  it("is as before where a late order was paid after the tier was reached", async () => {
    const { id } = await enrolled("2024-01-01T04:00:00Z");
    await tell(id, { yuan: 600, paidAt: "2026-03-10T04:00:00Z", orderId: fresh("o") });
    await tell(id, { yuan: 600, paidAt: "2026-04-10T04:00:00Z", orderId: fresh("o") });
    await tell(id, { yuan: 100, paidAt: NOW, orderId: fresh("o") });
    expect(await tierOf(id)).toEqual(["BRONZE", "2026-09-10"]);
  });

  it("of a tier set by hand is its date, whatever comes late", async () => {
    const { id } = await enrolled("2024-01-01T04:00:00Z");
    await tell(id, { yuan: 600, paidAt: "2026-03-10T04:00:00Z", orderId: fresh("o") });
    const how = {
      tierCode: "BRONZE",
      reason: "agreed",
      keepUntil: new Date("2026-12-01T00:00:00Z"),
    };
    await at(NOW, (work) => assignTier(work, { memberId: id }, how));
    const later = "2026-07-03T04:00:00Z";
    await tell(id, { yuan: 10, paidAt: "2026-01-01T04:00:00Z", orderId: fresh("o") }, later);
    expect(await tierOf(id)).toEqual(["BRONZE", "2026-12-01"]);
  });
});

describe("protection by the spend of twelve months", () => {
  useDatabase("protection");
  useProgram({ tiers: { qualifyingPeriod: "rolling12Months", protectionMonths: 6 } });

  it("counts from the order by which those that count reach the tier", async () => {
    const { id } = await enrolled("2024-01-01T04:00:00Z");
    await tell(id, { yuan: 600, paidAt: "2024-05-10T04:00:00Z", orderId: fresh("o") });
    expect(await tierOf(id)).toEqual(["REGISTERED", null]);
    await tell(id, { yuan: 600, paidAt: "2025-11-10T04:00:00Z", orderId: fresh("o") });
    expect(await tierOf(id)).toEqual(["BRONZE", "2026-11-10"]);
  });
});
