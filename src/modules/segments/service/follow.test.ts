import { describe, expect, it } from "vitest";
import { closeMember } from "@/modules/profile/service/close-member";
import { reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, refunded } from "@/testing/factories";
import { publishAll } from "@/testing/receiver";
import { followFacts } from "./follow";

const NOW = new Date("2026-06-10T04:00:00Z");

async function follow(now = NOW): Promise<void> {
  await publishAll();
  await followFacts({ now, progress: null, stopping: () => false });
}

interface Row {
  spend: number;
  spend90: number;
  spend365: number;
  orders: number;
  orders90: number;
  orders365: number;
  points: number;
  expiring30: number;
  expiring90: number;
  lastOrderAt: Date | null;
}

const factsOf = (memberId: number) =>
  reader.row<Row>("SELECT * FROM member_fact WHERE memberId = ?", [memberId]);

describe("the facts of members", () => {
  useDatabase("facts");

  it("have what orders and points came to, by the windows of the business day", async () => {
    const { id } = await enrolled("2024-01-05T04:00:00Z");
    await bought(id, { yuan: 100, now: "2025-06-01T04:00:00Z" });
    // 00:00 in Shanghai of the first of the 365 days, and of the 90.
    await bought(id, { yuan: 20, now: "2025-06-10T16:00:00Z" });
    const { orderId } = await bought(id, { yuan: 7, now: "2026-03-12T16:00:00Z" });
    await bought(id, { yuan: 3, now: "2026-03-12T15:59:59Z" });
    await refunded(id, { orderId, yuan: 2, now: "2026-03-20T04:00:00Z" });
    const gone = await bought(id, { yuan: 50, now: "2026-06-01T04:00:00Z" });
    await refunded(id, { orderId: gone.orderId, yuan: 50, now: "2026-06-02T04:00:00Z" });
    await follow();
    expect(await factsOf(id)).toMatchObject({
      spend: 128_00,
      spend365: 28_00,
      orders365: 3,
      spend90: 5_00,
      orders90: 1,
      lastOrderAt: new Date("2026-03-12T16:00:00Z"),
    });
    // Three months later the day alone makes others of them.
    await follow(new Date("2026-06-10T16:00:00Z"));
    expect(await factsOf(id)).toMatchObject({ spend90: 0, orders90: 0, spend365: 8_00 });
  });

  it("know what expires within so many days", async () => {
    const { id } = await enrolled("2024-01-05T04:00:00Z");
    await bought(id, { yuan: 40, now: "2024-07-10T04:00:00Z" });
    await bought(id, { yuan: 30, now: "2024-09-07T04:00:00Z" });
    await bought(id, { yuan: 20, now: "2024-09-09T04:00:00Z" });
    await follow(new Date("2026-06-11T04:00:00Z"));
    expect(await factsOf(id)).toMatchObject({ points: 90, expiring30: 40, expiring90: 70 });
  });

  it("go with whoever closes, and do not come back", async () => {
    const { id } = await enrolled();
    await follow(new Date("2026-06-12T04:00:00Z"));
    expect(await countOf("member_fact", "memberId = ?", [id])).toBe(1);
    await at(NOW, (work) => closeMember(work, { memberId: id }, null));
    expect(await countOf("member_fact", "memberId = ?", [id])).toBe(0);
    await follow(new Date("2026-06-13T04:00:00Z"));
    expect(await countOf("member_fact", "memberId = ?", [id])).toBe(0);
  });

  it("are the same whoever follows at once", async () => {
    const members = await Promise.all(Array.from({ length: 4 }, () => enrolled()));
    await Promise.all(members.map(({ id }) => bought(id, { yuan: 10 })));
    await publishAll();
    await Promise.all(Array.from({ length: 3 }, () => follow(new Date("2026-06-13T05:00:00Z"))));
    for (const { id } of members) expect(await factsOf(id)).toMatchObject({ spend: 10_00 });
  });
});
