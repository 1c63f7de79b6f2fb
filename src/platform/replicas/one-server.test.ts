import { afterAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { useDatabase } from "@/testing/database";
import { reader } from "../db";
import { OneServer, SERVER } from "./one-server";
import { ORIGIN, Replica } from "./replica";

const SECOND = 1000;

describe("the address of a replica", () => {
  it("leads to one server, or to another after a minute of the first one’s silence", () => {
    let now = 0;
    const one = new OneServer(() => now);
    expect(one.fault("1 a 3306")).toBeUndefined();
    expect(one.fault("1 a 3306")).toBeUndefined();
    now = 30 * SECOND;
    expect(one.fault("2 b 3306")).toMatch(/several servers/);
    // Whichever it leads to: nothing says which of them keeps up.
    expect(one.fault("1 a 3306")).toMatch(/several servers/);
    now = 91 * SECOND;
    expect(one.fault("2 b 3306")).toBeUndefined();
  });
});

describe("a connection to a replica", () => {
  useDatabase();
  const open: Replica[] = [];
  afterAll(() => Promise.all(open.map((one) => one.close())));

  function replica(one: OneServer): Replica {
    const made = new Replica({
      name: "1",
      url: env().DATABASE_URL,
      authority: undefined,
      connections: 2,
      waitMs: 100,
      originOfPrimary: async () => (await reader.row<{ id: string }>(ORIGIN))?.id,
      positionOfPrimary: async () => null,
      oneServer: one,
    });
    open.push(made);
    return made;
  }

  it("is used while it leads where others led, and leaves the replica out where it does not", async () => {
    const same = replica(new OneServer());
    expect(await same.read("SELECT 1 AS one", [], SECOND)).toEqual([{ one: 1 }]);
    const other = new OneServer();
    other.fault("7 elsewhere 3306");
    const mixed = replica(other);
    await expect(mixed.read("SELECT 1 AS one", [], SECOND)).rejects.toMatchObject({
      reason: "unsuitable",
    });
    expect(mixed.leftOut).toBe("unsuitable");
    const { name } = (await reader.row<{ name: string }>(SERVER)) ?? {};
    expect(name).toMatch(/^\d+ \S+ \d+$/);
  });
});
