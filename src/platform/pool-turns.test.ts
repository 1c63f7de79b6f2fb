import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { env } from "@/env";
import { useDatabase } from "@/testing/database";
import { reader } from "./db";

const BUSY_MS = 3_000;

describe("connections to the database", () => {
  useDatabase();

  it("go to those who wait in their turn, however often others ask again", async () => {
    const until = performance.now() + BUSY_MS;
    const busy = Array.from({ length: env().DB_POOL_SIZE }, async () => {
      while (performance.now() < until) await reader.rows("SELECT SLEEP(0.02) AS slept");
    });
    await sleep(300);
    const waited = Array.from({ length: 5 }, async () => {
      const from = performance.now();
      await reader.rows("SELECT 1 AS one");
      return performance.now() - from;
    });
    expect(Math.max(...(await Promise.all(waited)))).toBeLessThan(BUSY_MS / 2);
    await Promise.all(busy);
  });
});
