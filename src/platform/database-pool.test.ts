import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { useDatabase } from "@/testing/database";
import { SilentLine } from "@/testing/line";
import { useServersPatience } from "@/testing/stray";
import { databaseAddress } from "./database-address.mjs";
import { isAway, refuseUnsuitableDatabase } from "./database-pool";
import { closePool, pool, poolFigures, reader, transaction } from "./db";

const AWAY = { domainCode: "SERVICE_UNAVAILABLE", status: 503, facts: { retryAfterSeconds: 2 } };
const one = () => reader.row("SELECT 1 AS one");

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

describe("the pool", () => {
  useDatabase("pool");
  useServersPatience();
  let line: SilentLine;
  let own: string;

  const through = (port: number) => {
    const url = new URL(own);
    url.host = `127.0.0.1:${port}`;
    env().DATABASE_URL = url.href;
  };

  beforeAll(async () => {
    own = env().DATABASE_URL;
    Object.assign(env(), { DB_POOL_SIZE: 4, DB_ACQUIRE_TIMEOUT_MS: 1000 });
    line = new SilentLine(databaseAddress(own));
    await line.open();
    await pool().query("CREATE TABLE IF NOT EXISTS tick (id INT PRIMARY KEY)");
    await closePool();
  });
  afterEach(async () => {
    await closePool();
    env().DATABASE_URL = own;
  });
  afterAll(() => line.close());

  it("lets one act find out that the database is away, and tells the others at once", async () => {
    through(1);
    await expect(one()).rejects.toMatchObject(AWAY);
    expect(isAway()).toBe(true);
    const waited = await timed(() => Promise.allSettled(Array.from({ length: 200 }, one)));
    expect(waited).toBeLessThan(300);
    await expect(transaction((tx) => tx.rows("SELECT 1"))).rejects.toMatchObject(AWAY);
    await refuseUnsuitableDatabase();
  });

  it("does not take a server that refuses the account for one that is away, and says so at the start", async () => {
    const url = new URL(own);
    url.password = "wrong";
    env().DATABASE_URL = url.href;
    await expect(refuseUnsuitableDatabase()).rejects.toThrow(
      /does not let us in: Access denied for user/,
    );
    await expect(one()).rejects.toMatchObject({ status: 503 });
  });

  it("serves again by itself once the database is back", async () => {
    through(1);
    await expect(one()).rejects.toMatchObject(AWAY);
    env().DATABASE_URL = own;
    await expect.poll(() => one().catch(() => null), { timeout: 3000 }).toEqual({ one: 1 });
    expect(isAway()).toBe(false);
    const together = await Promise.all(Array.from({ length: 50 }, one));
    expect(together).toHaveLength(50);
  });

  it("whose connections all died in silence makes new ones long before their statements end", async () => {
    through(line.port);
    await Promise.all(Array.from({ length: 8 }, one));
    line.fallSilent();
    const stuck = Array.from({ length: 4 }, (_, id) =>
      transaction((tx) => tx.write("INSERT INTO tick (id) VALUES (?)", [id])).catch(
        (error) => error,
      ),
    );
    await expect
      .poll(() => one().catch(() => isAway()), { timeout: 8000, interval: 50 })
      .toBe(true);
    line.heal();
    const recovery = await timed(() =>
      expect.poll(() => one().catch(() => null), { timeout: 8000 }).toEqual({ one: 1 }),
    );
    expect(recovery).toBeLessThan(4000);
    expect(poolFigures().waiting).toBe(0);
    // Who had a connection is told; who waited for a turn may have been let in after all, and is there then.
    const outcomes = await Promise.all(stuck);
    const told = outcomes.filter((outcome) => outcome instanceof Error);
    for (const outcome of told) expect(outcome).toMatchObject(AWAY);
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(await reader.rows("SELECT id FROM tick")).toHaveLength(outcomes.length - told.length);
  });
});
