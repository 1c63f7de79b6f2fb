import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { useApi } from "@/testing/http";
import { poolFigures, transaction } from "./db";

describe("readiness", () => {
  useDatabase("readiness");
  const api = useApi();
  const ready = () => api.call("GET", "/health/ready");

  it("asked 200 times at once looks once, and keeps what it saw for a second", async () => {
    const answers = Promise.all(Array.from({ length: 200 }, ready));
    let busiest = 0;
    const watch = setInterval(() => {
      const { in_use, waiting } = poolFigures();
      busiest = Math.max(busiest, in_use + waiting);
    }, 1);
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
    clearInterval(watch);
    expect(busiest).toBeLessThanOrEqual(1);

    // A migration that stands half done is seen within a second or so, and so is its end.
    const failed =
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x','x','x')";
    await transaction((tx) => tx.write(failed, []));
    await sleep(1100);
    const refused = await ready();
    expect([refused.status, refused.json.migrations]).toEqual([503, "incomplete"]);
    await transaction((tx) => tx.write("DELETE FROM _prisma_migrations WHERE id = 'x'", []));
    expect((await ready()).status).toBe(503);
    await sleep(1100);
    expect((await ready()).status).toBe(200);
  });
});
