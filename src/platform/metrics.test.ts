import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { jobs } from "@/modules/jobs";
import { checkLedger } from "@/modules/points/service/verify";
import { changeRow, serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { serveTrpc } from "@/trpc/node-door";
import { closePool, transaction } from "./db";
import { type Job, JobRunner } from "./jobs";
import { metrics } from "./metrics";
import { serveMetrics } from "./metrics-door";

describe("GET /metrics", () => {
  useDatabase("metrics");
  const api = useApi();
  let url = "";
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const answered = path.startsWith("/trpc/")
      ? serveTrpc(request, response, path.slice("/trpc/".length))
      : serveMetrics(jobs, request, response);
    answered.catch(() => response.destroy());
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => {
    delete env().METRICS_TOKEN;
  });

  const scrape = async () => (await fetch(url)).text();

  /** The value of a line such as `member_system_ledger_ok 1`. */
  async function value(line: string): Promise<number | undefined> {
    const found = (await scrape()).split("\n").find((text) => text.startsWith(`${line} `));
    return found === undefined ? undefined : Number(found.slice(line.length + 1));
  }

  const check = () => checkLedger({ now: new Date(), progress: null, stopping: () => false });

  const FAULTY = 'member_system_ledger_faulty_members{invariant="lots = accounts"}';

  it("says nothing of the ledger before the first check, then that it is right", async () => {
    expect(await value("member_system_ledger_ok")).toBeUndefined();
    await enrolled();
    const before = Date.now();
    await check();
    expect(await value("member_system_ledger_ok")).toBe(1);
    expect(await value(FAULTY)).toBe(0);
    const checkedAt = (await value("member_system_ledger_check_timestamp_seconds")) ?? 0;
    expect(Math.abs(checkedAt * 1000 - before)).toBeLessThan(10_000);
  });

  it("tells of a ledger that is broken, in which way, and still does after a restart", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 100 });
    const set = (points: number) =>
      changeRow("UPDATE points_lot SET remaining = ? WHERE memberId = ?", [points, member.id]);
    await set(99);
    await check();
    // Nothing a process remembers: the figures of a new one come from the database.
    globalThis.__memberSystemMetrics = undefined;
    expect(await value("member_system_ledger_ok")).toBe(0);
    expect(await value(FAULTY)).toBe(1);
    expect(
      await value('member_system_ledger_faulty_members{invariant="spend = paid minus refunded"}'),
    ).toBe(0);
    await set(100);
    await check();
    expect(await value("member_system_ledger_ok")).toBe(1);
    expect(await value(FAULTY)).toBe(0);
  });

  it("counts each answer by door, procedure and status, and what no procedure answers as none", async () => {
    const { headers } = await serviceKey();
    const member = await enrolled();
    const counted = (procedure: string, status: number) =>
      value(
        `member_system_http_requests_total{door="rest",procedure="${procedure}",status="${status}"}`,
      );
    await api.call("GET", `/members/${member.id}`, { headers });
    await api.call("GET", `/members/${member.id}`, { headers });
    await api.call("GET", "/members/99999999", { headers });
    await api.call("GET", `/nothing/${fresh("x")}`, { headers });
    expect(await counted("members.get", 200)).toBe(2);
    expect(await counted("members.get", 404)).toBe(1);
    expect(await counted("none", 404)).toBe(1);
    expect(
      await value('member_system_http_request_seconds_count{door="rest",procedure="members.get"}'),
    ).toBe(3);
  });

  it("counts each procedure of a page's batch with its own status, and invented names as none", async () => {
    const home = url.replace("/metrics", "/trpc");
    await fetch(`${home}/health.live,profile.get,no.such?batch=1&input={}`);
    const counted = (procedure: string, status: number) =>
      value(
        `member_system_http_requests_total{door="trpc",procedure="${procedure}",status="${status}"}`,
      );
    expect(await counted("health.live", 200)).toBe(1);
    expect(await counted("profile.get", 401)).toBe(1);
    expect(await counted("none", 404)).toBe(1);
    expect(await scrape()).not.toContain("no.such");
  });

  it("counts transactions, what ran again and why, and the runs of jobs", async () => {
    const one = metrics().transactions;
    const committed = async () =>
      (await one.get()).values.find((v) => v.labels.outcome === "committed")?.value ?? 0;
    const before = await committed();
    let attempts = 0;
    await transaction(async () => {
      attempts += 1;
      if (attempts < 3) throw Object.assign(new Error("deadlock"), { errno: 1213 });
    });
    expect(await committed()).toBe(before + 1);
    expect(await value('member_system_transaction_retries_total{cause="deadlock"}')).toBe(2);
    const job: Job = { name: "metrics.test", everySeconds: 60, run: async () => ({ handled: 0 }) };
    await new JobRunner([job]).runNow(job.name);
    expect(await value('member_system_job_runs_total{job="metrics.test",status="DONE"}')).toBe(1);
    expect(await value('member_system_pool_connections{state="waiting"}')).toBe(0);
    expect(await value('member_system_pool_connections{state="idle"}')).toBeGreaterThan(0);
  });

  it("wants the token where one is set, and takes no other", async () => {
    env().METRICS_TOKEN = "a token for the scraper";
    const status = async (authorization?: string) =>
      (await fetch(url, authorization ? { headers: { authorization } } : {})).status;
    expect(await status()).toBe(401);
    expect(await status("Bearer a token for the scrapes")).toBe(401);
    expect(await status("Basic a-token")).toBe(401);
    env().METRICS_TOKEN = "a-token-for-the-scraper";
    expect(await status("Bearer a-token-for-the-scrapeR")).toBe(401);
    expect(await status("Bearer a-token-for-the-scraper")).toBe(200);
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
  });

  it("answers without a token only to this machine itself, not through a proxy", async () => {
    expect((await fetch(url)).status).toBe(200);
    const passedOn = { headers: { "x-forwarded-for": "127.0.0.1" } };
    expect((await fetch(url, passedOn)).status).toBe(403);
  });

  it("holds nothing of a member, whatever was asked for", async () => {
    const member = await enrolled();
    const { headers } = await serviceKey();
    const orderId = fresh("o");
    await bought(member.id, { yuan: 100, orderId });
    await api.call("GET", `/profile?externalId=${member.externalId}`, { headers });
    await api.call("GET", `/${member.memberCode}`, { headers });
    const text = await scrape();
    for (const personal of [member.externalId, member.memberCode, orderId]) {
      expect(text).not.toContain(personal);
    }
  });

  it("still answers while the database is away", async () => {
    const { DATABASE_URL } = env();
    await closePool();
    env().DATABASE_URL = "mysql://nobody:x@127.0.0.1:1/none";
    try {
      expect(await value("member_system_ledger_ok")).toBe(1);
    } finally {
      await closePool();
      env().DATABASE_URL = DATABASE_URL;
    }
  });
});
