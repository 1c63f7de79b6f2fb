import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { env } from "@/env";
import { closePool, reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { Doors } from "@/testing/journalled";
import { copyDatabase } from "../database-copy.mjs";
import { takeBase } from "./base";
import { firstWeek, later, secondWeek } from "./busy-weeks";
import { compare } from "./compare";
import { figuresOf, totalsOf } from "./figures";
import { changeTo } from "./other-version";
import { type Change, runAgain } from "./run";
import { prepareScratch } from "./scratch";
import { openSource, type Source, textOf } from "./source";

const BEGINNING = "2000-01-01";
const ALWAYS = { from: BEGINNING, to: "2100-01-01" };
const END = new Date("2099-01-01T00:00:00Z");

describe("a past period that is run again", () => {
  useDatabase("journal_source");
  const doors = new Doors();
  let source: Source;
  let own: string;

  const address = (name: string) => {
    const { server, prefix } = inject("databases");
    return Object.assign(new URL(server), { pathname: `/${prefix}${name}` }).href;
  };

  async function again(name: string, to: Date, change?: Change) {
    await closePool();
    env().DATABASE_URL = address(name);
    await copyDatabase(address("template"), address(name));
    await takeBase(source, address(name), true);
    const afterId = await prepareScratch(source, address(name));
    return runAgain({ source, afterId, to, ...(change && { change }) });
  }

  beforeAll(async () => {
    own = env().DATABASE_URL;
    await firstWeek();
    await secondWeek();
    await doors.run(16, 4, 120);
    await later(new Date("2033-01-01T00:00:00Z"));
    source = await openSource(own);
  });
  afterAll(async () => {
    await source.end();
    env().DATABASE_URL = own;
  });

  it("comes to every entry and every change of tier, in their order, at their moments", async () => {
    const ran = await again("journal_scratch", END);
    expect(ran.refused).toEqual([]);
    const found = await compare(source, reader, ALWAYS);
    expect(found.differences).toEqual([]);
    expect(found.entries).toBeGreaterThan(200);
    expect(found.tierChanges).toBeGreaterThan(20);
    const count = (table: string) => ({
      rows: async (db: Pick<Source, "rows">) =>
        (await db.rows(`SELECT CAST(COUNT(*) AS CHAR) AS n FROM ${table}`))[0],
    });
    // Merged, claimed and given back as well, not only entered.
    for (const table of ["points_hold", "coupon_use", "activity_use", "check_in", "referral"]) {
      const { rows } = count(table);
      expect(await rows(reader as Pick<Source, "rows">)).toEqual(await rows(source));
    }
  });

  it("tells of what was done otherwise", async () => {
    const { id } = await enrolled();
    await at("2034-12-01T00:00:00Z", ({ tx }) =>
      tx.write(
        `INSERT INTO tier_change (memberId, toCode, cause, actor, qualifyingMinor, programVersionId, effectiveAt, createdAt)
          VALUES (1, 'GOLD', 'ORDER', 'x', 0, 1, NOW(3), '2034-12-01')`,
      ),
    );
    const { differing, differences } = await compare(source, reader, ALWAYS);
    expect(id).toBeGreaterThan(0);
    expect(differing).toBe(1);
    expect(differences[0]).toMatchObject({ memberId: 1, what: "tier", really: null });
  });

  it("comes to other figures under another version, for the same members", async () => {
    const from = new Date("2025-06-15T00:00:00Z");
    const to = new Date("2025-07-01T00:00:00Z");
    const tiers = [{ code: "BRONZE", thresholdMinor: 20_000, discountRateBps: 9000 }];
    const change = changeTo(
      source,
      { patch: { rules: { earn: { pointsPerYuan: 3 } }, tiers } },
      from,
    );
    await again("journal_other", to, change);
    const period = { from: textOf(from), to: textOf(to) };
    const really = totalsOf((await figuresOf(source, period, null)).values(), 100);
    const other = totalsOf((await figuresOf(reader, period, null)).values(), 100);
    expect(other.members).toBe(really.members);
    expect(other.earned).toBeGreaterThan(really.earned);
    expect(other.liabilityMinor).toBeGreaterThan(really.liabilityMinor);
    expect(other.tiers.BRONZE).toBeGreaterThan(really.tiers.BRONZE ?? 0);
  });
});
