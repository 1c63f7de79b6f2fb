import { EventEmitter } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { ask } from "@/testing/asking";
import { useDatabase } from "@/testing/database";
import { gate } from "@/testing/gate";
import { createPageDoor } from "./page-door";
import { BOUNDS_OF_AUTH, boundsOfPages, createPageTurns } from "./page-turns";

const AFTERWARDS_MS = 20;
const { running: AT_WORK, ofLane: OF_CALLER } = boundsOfPages(1);
const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Whoever may begin has begun. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("pages in turns", () => {
  let inTurn: ReturnType<typeof createPageTurns>;
  let begun: string[];
  let atWork: number;
  let most: number;

  beforeEach(() => {
    inTurn = createPageTurns({ afterwardsMs: AFTERWARDS_MS });
    begun = [];
    atWork = 0;
    most = 0;
  });

  /** A page that is made once `until` has come, and read as it is made. */
  function page(caller: string, until: Promise<unknown>, response = new EventEmitter()) {
    return inTurn(caller, response, async () => {
      begun.push(caller);
      most = Math.max(most, ++atWork);
      await until;
      atWork -= 1;
      response.emit("finish");
    });
  }
  const begunBy = (caller: string) => begun.filter((one) => one === caller).length;

  it("few of one caller are at work, and whoever asks for one waits behind none that wait", async () => {
    const { opened, release } = gate();
    const flood = many(300, () => page("flood", opened));
    await settled();
    expect(begunBy("flood")).toBe(OF_CALLER);
    await page("quiet", Promise.resolve());
    expect(begunBy("flood")).toBe(OF_CALLER);
    release();
    await Promise.all(flood);
    expect(most).toBe(OF_CALLER + 1);
  });

  it("of many callers so many are at work, and each comes", async () => {
    const { opened, release } = gate();
    const all = many(200, (n) => page(`caller ${n % 50}`, opened));
    await settled();
    expect(begun).toHaveLength(AT_WORK);
    release();
    await Promise.all(all);
    expect([most, begun.length]).toEqual([AT_WORK, 200]);
  });

  it("an answer that nobody reads, and one that somebody left, keep nobody waiting", async () => {
    const begin = () => inTurn("slow", new EventEmitter(), async () => void begun.push("slow"));
    await Promise.all(many(3 * OF_CALLER, begin));
    expect(begunBy("slow")).toBe(3 * OF_CALLER);
    const left = many(2 * OF_CALLER, () => new EventEmitter());
    const never = new Promise<never>(() => undefined);
    for (const response of left) void page("left", never, response);
    await settled();
    expect(begunBy("left")).toBe(OF_CALLER);
    for (const response of left.slice(0, OF_CALLER)) response.emit("close");
    await settled();
    // What was begun is still being made.
    expect(begunBy("left")).toBe(OF_CALLER);
    await expect.poll(() => begunBy("left")).toBe(2 * OF_CALLER);
  });

  it("whoever left while waiting is not served", async () => {
    const { opened, release } = gate();
    const first = many(OF_CALLER, () => page("a", opened));
    const gone = new EventEmitter();
    const second = page("a", Promise.resolve(), gone);
    gone.emit("close");
    await second;
    release();
    await Promise.all(first);
    await sleep(2 * AFTERWARDS_MS);
    expect(begun).toHaveLength(OF_CALLER);
  });

  it("whoever left before it was known who they are is not served", async () => {
    await page("a", Promise.resolve(), Object.assign(new EventEmitter(), { destroyed: true }));
    expect(begun).toEqual([]);
  });

  it("a page that fails gives its turn back", async () => {
    const fail = () =>
      inTurn("a", new EventEmitter(), () => Promise.reject(new Error("no page"))).catch(String);
    expect(new Set(await Promise.all(many(3 * OF_CALLER, fail)))).toEqual(
      new Set(["Error: no page"]),
    );
  });

  it("a flood gives up its own newest for whoever comes, and those who wait too long are told", async () => {
    const hurried = createPageTurns({ waitMs: 200 });
    const { opened, release } = gate();
    const ask = (caller: string) =>
      hurried(caller, new EventEmitter(), () => opened).then(
        () => "served",
        (error: { domainCode?: string }) => error.domainCode,
      );
    const flood = many(OF_CALLER + 520, () => ask("flood"));
    const others = many(AT_WORK - OF_CALLER + 5, (n) => ask(`other ${n}`));
    expect(await Promise.race(flood)).toBe("SERVICE_UNAVAILABLE");
    await sleep(300);
    release();
    const served = (all: (string | undefined)[]) => all.filter((one) => one === "served").length;
    expect(served(await Promise.all(flood))).toBe(OF_CALLER);
    expect(served(await Promise.all(others))).toBe(AT_WORK - OF_CALLER);
  });

  it.each([
    [1, { running: 16, ofLane: 2 }],
    [2, { running: 8, ofLane: 2 }],
    [8, { running: 4, ofLane: 2 }],
  ])("of %i processes each has its share", (processes, bounds) => {
    expect(boundsOfPages(processes)).toEqual(bounds);
  });
});

describe("the door of the pages", () => {
  useDatabase();
  let before: Partial<ReturnType<typeof env>>;
  let server: Server;
  let held: ServerResponse[];
  let isHolding: boolean;

  beforeEach(async () => {
    before = { ...env() };
    Object.assign(env(), { TRUSTED_PROXIES: 1, ANONYMOUS_PAGE_RATE_PER_MINUTE: 0 });
    held = [];
    isHolding = true;
    const door = createPageDoor(async (_, response) => {
      if (isHolding) held.push(response);
      else response.end("page");
    });
    server = createServer((request, response) => {
      void door(new URL(request.url ?? "/", "http://localhost"), request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    Object.assign(env(), before);
    server.closeAllConnections();
    server.close();
  });

  const get = (region: string, path = "/membership") =>
    ask((server.address() as AddressInfo).port, path, { "x-forwarded-for": `${region}.7` });

  it("300 pages of one region at once let the next region’s come at once", async () => {
    const flood = many(300, () => get("203.0.113"));
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(OF_CALLER);
    await sleep(100);
    expect(held.length).toBeLessThanOrEqual(2 * OF_CALLER);
    isHolding = false;
    expect((await get("198.51.100")).text).toBe("page");
    for (const response of held) response.end("late");
    expect(new Set((await Promise.all(flood)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("300 tries of one region to sign in let the next region’s page, and try, come at once", async () => {
    const flood = many(300, () => get("203.0.113", "/api/auth/session"));
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(BOUNDS_OF_AUTH.ofLane);
    await sleep(100);
    expect(held.length).toBeLessThanOrEqual(2 * BOUNDS_OF_AUTH.ofLane);
    isHolding = false;
    expect((await get("198.51.100")).text).toBe("page");
    expect((await get("198.51.100", "/api/auth/csrf")).text).toBe("page");
    for (const response of held) response.end("late");
    await Promise.all(flood);
  });

  it("signing in waits for no page", async () => {
    void many(20, () => get("203.0.113").catch(() => undefined));
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(OF_CALLER);
    isHolding = false;
    expect((await get("203.0.113", "/api/auth/csrf")).text).toBe("page");
  });
});
