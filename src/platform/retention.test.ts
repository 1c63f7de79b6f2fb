import { afterEach, describe, expect, it } from "vitest";
import { env, readEnv } from "@/env";
import { jobs } from "@/modules/jobs";
import { ADMIN, as, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { deliverAll, hooked, publishAll, useReceivers } from "@/testing/receiver";
import { followAll } from "@/testing/statistics";
import { reader } from "./db";
import { JobRunner } from "./jobs";
import { forgottenUpTo, publishedUpTo } from "./outbox";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

async function run(name: string): Promise<number> {
  expect(await new JobRunner(jobs).runNow(name)).toBe(true);
  const row = await reader.row<{ lastStatus: string; lastHandled: number }>(
    "SELECT lastStatus, lastHandled FROM job_state WHERE name = ?",
    [name],
  );
  expect(row?.lastStatus).toBe("DONE");
  return row?.lastHandled ?? 0;
}

/** Rows of one table, so and so many days old. */
const OLD: Record<string, [table: string, column: string, insert: string, setting: string]> = {
  "platform.pruneRuns": [
    "job_run",
    "startedAt",
    "INSERT INTO job_run (name, holder, status, startedAt) VALUES ('old', 'x', 'DONE', ?)",
    "RETAIN_JOB_RUNS_DAYS",
  ],
  "platform.pruneAudit": [
    "audit_log",
    "createdAt",
    "INSERT INTO audit_log (actor, action, requestId, createdAt) VALUES ('old', 'x', 'r', ?)",
    "RETAIN_AUDIT_DAYS",
  ],
  "access.pruneSessions": [
    "session",
    "expiresAt",
    "INSERT INTO session (id, userId, createdAt, expiresAt) VALUES (UUID(), 1, NOW(3), ?)",
    "RETAIN_SESSIONS_DAYS",
  ],
  "sending.prune": [
    "outgoing_message",
    "createdAt",
    `INSERT INTO outgoing_message (reference, channel, address, kind, locale, status, nextAttemptAt,
       createdAt, expiresAt) SELECT UUID(), 'EMAIL', 'a', 'HAS_ACCOUNT', 'en', 'SENT', d.at, d.at, d.at
       FROM (SELECT CAST(? AS DATETIME(3)) AS at) d`,
    "RETAIN_SENT_DAYS",
  ],
  "inbox.prune": [
    "inbox_message",
    "createdAt",
    "INSERT INTO inbox_message (memberId, kind, params, createdAt) VALUES (1, 'X', '{}', ?)",
    "RETAIN_INBOX_DAYS",
  ],
};

describe("what grows is forgotten", () => {
  useDatabase("retention");
  useReceivers();
  afterEach(() => {
    Object.assign(env(), {
      RETAIN_JOB_RUNS_DAYS: 30,
      RETAIN_AUDIT_DAYS: 1095,
      RETAIN_SESSIONS_DAYS: 30,
      RETAIN_INBOX_DAYS: 400,
      RETAIN_EVENTS_DAYS: 0,
      RETAIN_SENT_DAYS: 30,
    });
  });

  it.each(Object.entries(OLD))(
    "%s: older than its days, by the index, and nothing else",
    async (name, [table, column, insert, setting]) => {
      const kept = env()[setting as "RETAIN_AUDIT_DAYS"];
      const mark = async (days: number, count: number) => {
        for (let row = 0; row < count; row++) await reader.write(insert, [daysAgo(days)]);
      };
      await mark(kept + 1, 1205);
      await mark(kept - 1, 3);
      Object.assign(env(), { [setting]: 0 });
      expect(await run(name)).toBe(0);
      Object.assign(env(), { [setting]: kept });
      expect(await run(name)).toBe(1205);
      expect(
        await countOf(table, `${column} < ?`, [
          daysAgo(kept).toISOString().slice(0, 23).replace("T", " "),
        ]),
      ).toBe(0);
      expect(
        await countOf(table, `${column} < ?`, [
          daysAgo(kept - 2)
            .toISOString()
            .slice(0, 23)
            .replace("T", " "),
        ]),
      ).toBe(3);
      const plan = await reader.rows(
        `EXPLAIN FORMAT=JSON SELECT ${column} FROM ${table} WHERE ${column} < ?
          ORDER BY ${column} LIMIT 1000`,
        [daysAgo(kept)],
      );
      expect(JSON.stringify(plan)).toContain(`${table}_${column}_idx`);
    },
  );

  it("sums of what a person gave go 32 days after their day, and today’s stays", async () => {
    const day = (days: number) => daysAgo(days).toISOString().slice(0, 10);
    const insert = "INSERT INTO grant_tally (grantor, day, kind, amount) VALUES (?,?,'points',1)";
    for (let n = 0; n < 1005; n++) await reader.write(insert, [`old:${n}`, day(33 + (n % 40))]);
    for (const n of [0, 1, 31]) await reader.write(insert, [`new:${n}`, day(n)]);
    expect(await run("access.pruneGrants")).toBe(1005);
    expect(await countOf("grant_tally", "grantor LIKE 'old:%'", [])).toBe(0);
    expect(await countOf("grant_tally", "grantor LIKE 'new:%'", [])).toBe(3);
    const plan = await reader.rows(
      "EXPLAIN FORMAT=JSON SELECT day FROM grant_tally WHERE day < ? ORDER BY day LIMIT 1000",
      [day(32)],
    );
    expect(JSON.stringify(plan)).toContain("grant_tally_day_idx");
  });

  it("events go when every follower has passed them, from the beginning on", async () => {
    await followAll();
    const { receiver, endpointId } = await hooked();
    for (let round = 0; round < 5; round++) await enrolled();
    await publishAll();
    await reader.write("UPDATE outbox_event SET createdAt = ?", [daysAgo(40)]);
    Object.assign(env(), { RETAIN_EVENTS_DAYS: 31 });
    const start = await reader.row<{ position: number }>(
      "SELECT position FROM webhook_endpoint WHERE id = ?",
      [Number(endpointId)],
    );
    // Neither counted nor delivered yet: only what was before them goes.
    await run("platform.pruneEvents");
    expect(await forgottenUpTo(reader)).toBeLessThanOrEqual(start?.position ?? 0);
    await deliverAll();
    await followAll();
    expect(receiver.received).toHaveLength(5);
    const published = await publishedUpTo(reader);
    await run("platform.pruneEvents");
    expect(await forgottenUpTo(reader)).toBe(published);
    expect(await countOf("outbox_event", "sequence IS NOT NULL", [])).toBe(0);
    // Who comes back too late is told so; who begins anew gets what there is.
    const feed = as(SERVICE).events.list;
    await expect(feed({ after: "1" })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      facts: { oldest: String(published) },
    });
    await enrolled();
    await publishAll();
    const { items } = await feed({});
    expect(items.map(({ id }) => id)).toEqual([String(published + 1)]);
    expect((await feed({ after: String(published) })).items).toHaveLength(1);
    await expect(as(ADMIN).stats.rebuild({})).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
      facts: { reason: "EVENTS_FORGOTTEN" },
    });
    await run("platform.pruneEvents");
    expect(await publishedUpTo(reader)).toBe(published + 1);
  });

  it("the settings refuse what would lose an event that a delivery names", () => {
    const base = { DATABASE_URL: "mysql://a:b@c/d", AUTH_SECRET: fresh("s").padEnd(40, "x") };
    expect(() => readEnv({ ...base, RETAIN_EVENTS_DAYS: "7" })).toThrow("RETAIN_EVENTS_DAYS");
    expect(() => readEnv({ ...base, RETAIN_AUDIT_DAYS: "-1" })).toThrow("RETAIN_AUDIT_DAYS");
    expect(readEnv({ ...base, RETAIN_EVENTS_DAYS: "31" }).RETAIN_EVENTS_DAYS).toBe(31);
  });
});
