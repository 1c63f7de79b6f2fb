import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, LONG_AGO } from "@/testing/factories";
import { settleDueMembers } from "./sweeps";
import { verifyLedger } from "./verify";

describe("attack", () => {
  useDatabase("zz");
  it("2,000 members with three lots each that end at one moment, two jobs and 64 who buy", { timeout: 400_000 }, async () => {
    const ids: number[] = [];
    for (let n = 0; n < 2000; n += 20) {
      ids.push(...(await Promise.all(Array.from({ length: 20 }, async () => {
        const { id } = await enrolled();
        for (let k = 0; k < 3; k++) await bought(id, { yuan: 10 });
        return id;
      }))));
    }
    const ends = await reader.row<{ at: Date }>("SELECT MAX(expiresAt) AS at FROM points_lot", []);
    const now = ends?.at ?? LONG_AGO;
    const context = { now, stopping: () => false, progress: null } as unknown as Parameters<typeof settleDueMembers>[0];
    const began = performance.now();
    const lat: number[] = [];
    let on = true;
    const buyers = Array.from({ length: 16 }, async (_, w) => {
      for (let i = 0; on; i++) {
        const t = performance.now();
        await bought(ids[(w * 125 + i * 7) % ids.length] as number, { yuan: 1, now });
        lat.push(performance.now() - t);
      }
    });
    const done = await Promise.all([settleDueMembers(context), settleDueMembers(context)]);
    on = false;
    await Promise.all(buyers);
    lat.sort((a, b) => a - b);
    console.log("ATTACK", Math.round(performance.now() - began), "ms", JSON.stringify(done), "orders", lat.length, "p50", Math.round(lat[lat.length >> 1] ?? 0), "max", Math.round(lat.at(-1) ?? 0));
    const sums = await reader.row<{ e: number; o: number }>("SELECT (SELECT COUNT(*) FROM points_entry WHERE type = 'EXPIRE') AS e, (SELECT CAST(SUM(available) AS SIGNED) FROM member) AS o", []);
    console.log("ATTACK", JSON.stringify(sums), (await verifyLedger(reader)).ok);
    expect(sums?.e).toBe(6000);
  });
});
