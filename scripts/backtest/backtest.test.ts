import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { env } from "@/env";
import { closePool, reader } from "@/platform/db";
import { at } from "@/testing/actors";
import { account } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { Doors } from "@/testing/journalled";
import { copyDatabase } from "../database-copy.mjs";
import { takeBase } from "./base";
import { day, firstWeek, later, secondWeek } from "./busy-weeks";
import { compare } from "./compare";
import { couponWeek, PHONES } from "./coupon-week";
import { figuresOf, totalsOf } from "./figures";
import { changeTo } from "./other-version";
import { ENDS, endsOf, policyWeek } from "./policy-week";
import { type Change, runAgain } from "./run";
import { prepareScratch } from "./scratch";
import { openSource, type Source, textOf } from "./source";

const BEGINNING = "2000-01-01";
const ALWAYS = { from: BEGINNING, to: "2100-01-01" };
const END = new Date("2099-01-01T00:00:00Z");

const COUNTED = ["points_hold", "coupon_use", "activity_use", "check_in", "referral"];
const SUMS = [
  "SELECT CAST(memberId AS CHAR) AS who, status, COUNT(*) AS n FROM coupon GROUP BY memberId, status ORDER BY 1, 2",
  `SELECT CAST(automationId AS CHAR) AS which, CAST(memberId AS CHAR) AS who, occasion, status, reason
    FROM automation_gift ORDER BY 1, 2, 3`,
  `SELECT CAST(id AS CHAR) AS which, joinedCount, pointsGiven, pointsReturned, couponsGiven, couponsReturned
    FROM activity ORDER BY 1`,
  "SELECT CAST(id AS CHAR) AS which, stock FROM reward ORDER BY 1",
  "SELECT status, COUNT(*) AS n FROM points_batch_row GROUP BY status ORDER BY 1",
  "SELECT CAST(id AS CHAR) AS which, kind, status, requestedBy, CAST(expiresAt AS CHAR) AS ends FROM approval WHERE kind <> 'KEY' ORDER BY id",
  "SELECT act, always, waitDays, revision FROM approval_policy ORDER BY act",
  "SELECT CAST(id AS CHAR) AS which, status, CAST(publishedVersionId AS CHAR) AS version FROM program_draft ORDER BY id",
];

/** Each value as text, by whichever connection. */
async function rowsOf(db: Pick<Source, "rows"> | typeof reader, sql: string): Promise<string[]> {
  const rows = await (db as Pick<Source, "rows">).rows<object>(sql);
  return rows.map((row) => Object.values(row).map(String).join(" "));
}

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
    await couponWeek();
    await account("admin");
    await policyWeek();
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
    expect(await endsOf()).toEqual(ENDS);
    // Merged, claimed, given and taken back as well, not only entered.
    for (const sql of [...COUNTED.map((table) => `SELECT COUNT(*) AS n FROM ${table}`), ...SUMS]) {
      const told = [await rowsOf(reader, sql), await rowsOf(source, sql)];
      expect(told[0]).toEqual(told[1]);
      expect(told[0]?.length).toBeGreaterThan(0);
    }
  });

  it("has nothing by which anybody is known, whether they are still there or not", async () => {
    const rows = await source.rows<{ text: string }>(
      "SELECT CONCAT_WS(' ', act, caller, input, COALESCE(drawn, '')) AS text FROM journal",
    );
    const all = rows.map(({ text }) => text).join("\n");
    const whole = ["wave-0", "friend", "card-0", "card-1", "guest@shop.example", "周舟", "林夏"];
    const phones = [...PHONES, "139 1234 0001", "13912340001", "13800001234"];
    const said = [...[...whole, ...phones].map((text) => `"${text}"`), "customer:wave"];
    expect(said.filter((text) => all.includes(text))).toEqual([]);
    expect(all).not.toMatch(/"19\d\d-/);
    expect(all).not.toMatch(/"(?:coupons|codes|bearer code)":\["[A-Z0-9]/);
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
    const to = day(40);
    const tiers = [{ code: "BRONZE", thresholdMinor: 20_000, discountRateBps: 9000 }];
    const change = changeTo(
      source,
      { patch: { rules: { earn: { pointsPerYuan: 3 } }, tiers } },
      from,
    );
    const { refused } = await again("journal_other", to, change);
    // Nobody publishes a program under it; what waits otherwise is decided, and ends at its time.
    expect(refused.map(({ act }) => act)).toEqual(["drafts.edit", "approvals.decide"]);
    expect(await endsOf()).toEqual([...ENDS.slice(0, -1), "OPEN"]);
    const period = { from: textOf(from), to: textOf(to) };
    const really = totalsOf((await figuresOf(source, period, null)).values(), 100);
    const other = totalsOf((await figuresOf(reader, period, null)).values(), 100);
    expect(other.members).toBe(really.members);
    expect(other.earned).toBeGreaterThan(really.earned);
    expect(other.liabilityMinor).toBeGreaterThan(really.liabilityMinor);
    expect(other.tiers.BRONZE).toBeGreaterThan(really.tiers.BRONZE ?? 0);
  });
});
