import { readdirSync } from "node:fs";
import { Agent } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, type Got } from "@/testing/asking";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { UNLIMITED } from "@/testing/front";
import { complete, READY, type Served, useServed } from "@/testing/served";
import { SLOW_PAGE } from "@/testing/slow-page";
import { lines, whole, wire } from "@/testing/wire";
import { REST_PREFIX, TRPC_PREFIX } from "@/trpc/doors";

/** A server as several processes: what is counted together, and what happens when one of them dies. */

const TIERS = `${REST_PREFIX}/tiers`;
const API_A_MINUTE = 40;
const PAGES_A_MINUTE = 30;
const PATIENCE = { timeout: 60_000, interval: 50 };

const statuses = (got: readonly Got[]) => {
  const of = (wanted: number) => got.filter(({ status }) => status === wanted).length;
  return { ok: of(200), refused: of(429) };
};
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe("a server of several processes", { timeout: 150_000 }, () => {
  useDatabase("processes");
  const start = useServed();
  let served: Served;
  beforeAll(async () => {
    served = await start({
      ANONYMOUS_RATE_PER_MINUTE: String(API_A_MINUTE),
      ANONYMOUS_PAGE_RATE_PER_MINUTE: String(PAGES_A_MINUTE),
      TRUSTED_PROXIES: "1",
    });
    await complete(served);
  });

  const from = (address: string) => ({ "x-forwarded-for": address });
  /** Each on a connection of its own, so that every process gets some. */
  const atOnce = (count: number, path: string, address: string) =>
    Promise.all(
      Array.from({ length: count }, () => ask(served.port, path, from(address), new Agent())),
    );
  const page = async (path = "/membership", headers = {}) => {
    const { status, text } = await ask(served.port, path, headers, new Agent());
    return { status, told: status === 200 ? JSON.parse(text) : undefined };
  };
  const figures = async () => (await ask(served.port, "/metrics", {}, new Agent())).text;
  const value = (text: string, line: string) => {
    const found = text.split("\n").find((one) => one.startsWith(`${line} `));
    return Number(found?.slice(line.length + 1));
  };
  const answered = (text: string) =>
    value(
      text,
      'member_system_http_requests_total{door="rest",procedure="tiers.list",status="200"}',
    );

  it("counts a caller's requests in all of them together, in one and in the other alike", async () => {
    const api = await atOnce(64, TIERS, "203.0.113.1");
    expect(statuses(api)).toEqual({ ok: API_A_MINUTE, refused: 64 - API_A_MINUTE });
    const left = api.map(({ headers }) => Number(/r=(\d+)/.exec(String(headers.ratelimit))?.[1]));
    // Everybody is told another number on the way down.
    expect(new Set(left).size).toBe(API_A_MINUTE);
    const pages = await atOnce(64, "/membership", "203.0.113.1");
    expect(statuses(pages)).toEqual({ ok: PAGES_A_MINUTE, refused: 64 - PAGES_A_MINUTE });
    // The next caller has all of theirs.
    expect(statuses(await atOnce(API_A_MINUTE, TIERS, "203.0.113.2")).ok).toBe(API_A_MINUTE);
  });

  it("shares connections out among them", async () => {
    const open = async () => {
      const text = await figures();
      return ["api-1", "api-2"].map((name) => value(text, `process_open_fds{process="${name}"}`));
    };
    const more = async () => {
      // In rounds: what was asked before may have left files that are closed meanwhile.
      const before = await open();
      const sockets = Array.from({ length: 20 }, () => connect(served.port, "127.0.0.1"));
      await sleep(500);
      const after = await open();
      for (const socket of sockets) socket.destroy();
      return Math.min(...after.map((now, at) => now - (before[at] ?? 0)));
    };
    await expect.poll(more, { ...PATIENCE, interval: 1_000 }).toBeGreaterThanOrEqual(7);
  });

  it("tells the figures of all of them, whichever is asked, and none goes down when one dies", async () => {
    const before = answered(await figures());
    await atOnce(30, TIERS, "203.0.113.3");
    const told = await Promise.all(Array.from({ length: 4 }, figures));
    for (const text of told) expect(answered(text)).toBe(before + 30);
    const [text = ""] = told;
    for (const name of ["primary", "api-1", "api-2", "pages"]) {
      expect(value(text, `process_resident_memory_bytes{process="${name}"}`)).toBeGreaterThan(1e7);
    }
    expect(value(text, 'member_system_pool_connections{state="idle"}')).toBeGreaterThan(1);

    const { "api-1": pid = 0 } = served.processes();
    process.kill(pid, "SIGKILL");
    await expect.poll(() => isGone(pid), PATIENCE).toBe(true);
    expect(answered(await figures())).toBe(before + 30);
    await complete(served);
    expect(answered(await figures())).toBe(before + 30);
  });

  it("goes on when an API process is killed, and starts another", async () => {
    const { "api-2": pid = 0 } = served.processes();
    process.kill(pid, "SIGKILL");
    // From the moment that the system has closed what it had.
    await expect.poll(() => isGone(pid), PATIENCE).toBe(true);
    const seen = new Set<number>();
    await expect
      .poll(async () => {
        seen.add((await ask(served.port, READY, {}, new Agent())).status);
        const { "api-2": now = pid } = served.processes();
        return now !== pid;
      }, PATIENCE)
      .toBe(true);
    expect([...seen]).toEqual([200]);
    expect(served.output()).toContain("process api-2 has ended unexpectedly (SIGKILL)");
    await complete(served);
  });

  it("leaves nobody on a connection that a process died of", async () => {
    const { "api-1": pid = 0 } = served.processes();
    process.kill(pid, "SIGSTOP");
    const heard = Array.from({ length: 6 }, () => wire(served.port, whole("GET", READY)));
    await sleep(500);
    process.kill(pid, "SIGKILL");
    const answers = await Promise.all(heard);
    // The one on its way to it is told by its end, and may ask again.
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    await complete(served);
  });

  it("answers the API while the pages are gone, and pages as soon as they are back", async () => {
    const first = await page("/membership", from("203.0.113.4"));
    const { pages: pid } = served.processes();
    expect(first.told.pid).toBe(pid);
    const slow = page(SLOW_PAGE, from("203.0.113.4"));
    await sleep(300);
    process.kill(pid ?? 0, "SIGKILL");
    const waiting = page("/membership", from("203.0.113.4"));
    expect((await ask(served.port, READY, {}, new Agent())).status).toBe(200);
    // What was asked is asked again of the next.
    for (const { status, told } of await Promise.all([slow, waiting])) {
      expect(status).toBe(200);
      expect(told.pid).not.toBe(pid);
    }
    await complete(served);
  });

  it("tells the pages who asks, whatever the request says of it", async () => {
    const { told } = await page("/membership?tab=points", {
      "x-forwarded-for": "6.6.6.6, 203.0.113.5",
      "x-page-path": "/console",
      "x-real-ip": "6.6.6.6",
      connection: "x-forwarded-for, x-page-path, keep-alive",
    });
    expect(told.headers["x-forwarded-for"]).toBe("203.0.113.5");
    expect(told.headers["x-page-path"]).toBe("/membership?tab=points");
    expect(told.url).toBe("/membership?tab=points");
  });

  it("moves business time in all of them before the answer says so", async () => {
    const { cookie } = await signedIn("admin");
    const now = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const body = JSON.stringify({ now });
    const origin = process.env.APP_URL ?? "http://localhost:3000";
    const heard = await wire(served.port, (socket) => {
      socket.write(
        lines("POST", `${REST_PREFIX}/admin/test-clock`, [
          `Cookie: ${cookie}`,
          `Origin: ${origin}`,
          "Content-Type: application/json",
          `Content-Length: ${body.length}`,
        ]),
      );
      socket.write(body);
    });
    expect(heard.status).toBe(200);
    const { told } = await page("/membership", from("203.0.113.6"));
    expect(Date.parse(told.now)).toBeGreaterThanOrEqual(Date.parse(now));
    const asked = await Promise.all(
      Array.from({ length: 6 }, () =>
        ask(served.port, `${TRPC_PREFIX}/system.list?input={}`, { cookie }, new Agent()),
      ),
    );
    for (const { text } of asked) {
      expect(text).toContain("result");
      expect(Date.parse(JSON.parse(text).result.data.now)).toBeGreaterThanOrEqual(Date.parse(now));
    }
  });

  it("ends with its primary, however that ends", async () => {
    const pids = Object.values(served.processes());
    process.kill(served.pid, "SIGKILL");
    await expect.poll(() => pids.every(isGone), PATIENCE).toBe(true);
    expect(readdirSync(served.temporary)).toEqual([]);
  });
});

describe("the order to stop a server", { timeout: 150_000 }, () => {
  useDatabase("processes");
  const start = useServed();
  let served: Served;
  beforeAll(async () => {
    served = await start({ ...UNLIMITED, JOBS: "on" });
    await complete(served, ["api-1", "api-2", "jobs", "pages"]);
  });

  it("is obeyed by all: what was asked is answered, pages too, and nothing is left", async () => {
    const pids = Object.values(served.processes());
    const slow = Array.from({ length: 8 }, () => ask(served.port, SLOW_PAGE, {}, new Agent()));
    await sleep(400);
    const stoppedAt = Date.now();
    // As a service manager does, which tells all processes of the service at once.
    for (const pid of [served.pid, ...pids]) process.kill(pid, "SIGTERM");
    for (const { status, headers } of await Promise.all(slow)) {
      expect([status, headers.connection]).toEqual([200, "close"]);
    }
    expect(await served.exited).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    expect(pids.every(isGone)).toBe(true);
    expect(readdirSync(served.temporary)).toEqual([]);
  });

  it("is not needed by a server that cannot serve at all: it ends by itself and says why", async () => {
    const wrong = new URL(process.env.DATABASE_URL ?? "");
    wrong.password = "nobody's";
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, resolve));
    const { port } = taken.address() as AddressInfo;
    const servers = await Promise.all([
      start({ DATABASE_URL: wrong.href }),
      start({ PORT: String(port) }),
    ]);
    for (const { exited, output, processes } of servers) {
      expect(await exited).toBe(1);
      expect(output()).toContain("cannot start");
      expect(processes()).toEqual({});
    }
    taken.close();
  });
});
