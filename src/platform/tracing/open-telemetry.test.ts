import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bundled } from "@/testing/bundle";
import { serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { otlpReceiver, type ReceivedSpan } from "@/testing/otlp-receiver";
import { deliverAll, hooked, useReceivers } from "@/testing/receiver";
import { createPageDoor } from "@/trpc/page-door";
import { createPageProxy } from "@/trpc/page-proxy";
import { createPageServer } from "@/trpc/page-server";
import { reader, transaction } from "../db";
import { JobRunner } from "../jobs";
import { startTracing, stopTracing } from "./open-telemetry";
import { timeRequests, traceWhole } from "./spans";

const SERVER = 2;
const CLIENT = 3;

/** A trace that somebody else began. */
function foreign(flags = "01") {
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(Math.random() * 15 + 1).toString(16)).join("");
  const [traceId, spanId] = [hex(32), hex(16)];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}

describe("traces", () => {
  useDatabase("traces");
  useReceivers();
  const api = useApi();
  let receiver: Awaited<ReturnType<typeof otlpReceiver>>;

  beforeAll(async () => {
    receiver = await otlpReceiver();
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    });
  });
  afterEach(() => {
    receiver.forget();
    delete process.env.OTEL_TRACES_SAMPLER;
  });
  afterAll(() => receiver.close());

  /** What is exported of what `run` does. */
  async function exported(run: () => Promise<unknown>): Promise<ReceivedSpan[]> {
    await startTracing("test");
    try {
      await run();
    } finally {
      await stopTracing();
    }
    return receiver.spans();
  }

  async function earn(headers: Record<string, string>) {
    const { externalId = "" } = await enrolled();
    const key = await serviceKey();
    const referenceId = fresh("o");
    const idempotencyKey = fresh("key");
    const description = "买了一只很特别的杯子";
    const body = { externalId, event: "CUSTOM", points: 4321, referenceId, description };
    const sent = { ...key.headers, ...headers, "idempotency-key": idempotencyKey };
    const answer = () => api.call("POST", "/points/earn", { headers: sent, body });
    const secrets = [key.secret, String(externalId), referenceId, idempotencyKey, description];
    return { answer, secrets };
  }

  it("tell of an earn with its parts, as a part of the caller's own trace", async () => {
    const theirs = foreign();
    const { answer } = await earn({ traceparent: theirs.traceparent });
    const spans = await exported(async () => expect((await answer()).status).toBe(200));
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([theirs.traceId]));
    const named = (name: string) => spans.find((span) => span.name === name);
    const request = named("rest orders.earn");
    expect(request).toMatchObject({ parentSpanId: theirs.spanId, kind: SERVER, hasFailed: false });
    expect(request?.attributes).toMatchObject({
      door: "rest",
      procedure: "orders.earn",
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "caller.kind": "service",
      "process.role": "test",
    });
    const procedure = named("orders.earn");
    expect(procedure?.parentSpanId).toBe(request?.spanId);
    const act = named("transaction");
    expect(act).toMatchObject({ parentSpanId: procedure?.spanId, attributes: { attempts: 1 } });
    const inside = spans.filter(({ parentSpanId }) => parentSpanId === act?.spanId);
    const names = inside.map(({ name }) => name);
    for (const name of ["INSERT points_entry", "INSERT points_lot", "UPDATE member"]) {
      expect(names).toContain(name);
    }
    // Before it was known whose trace it is, and told all the same.
    const early = spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(early.map(({ name }) => name)).toContain("SELECT api_key");
    expect(request?.attributes.statements).toBe(spans.filter(({ kind }) => kind === CLIENT).length);
    for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    }
  });

  it("hold nothing that anybody sent, is called or shows", async () => {
    const { answer, secrets } = await earn({ "x-request-id": "asked-for-by-them" });
    await exported(answer);
    const text = receiver.text();
    expect(text).toContain("points_entry");
    for (const secret of [...secrets, "asked-for-by-them", process.argv[1] ?? "node"]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/VALUES|WHERE|msk_|\?/);
    // Ids of traces and moments may have any digits within.
    expect(text).not.toMatch(/(?<![0-9a-f])4321(?![0-9a-f])/);
  });

  it("are their own for strangers, whatever trace they name", async () => {
    const theirs = foreign();
    const { traceparent } = theirs;
    const spans = await exported(async () => {
      await api.call("GET", "/tiers", { headers: { traceparent } });
      const headers = { traceparent, authorization: "Bearer msk_guessed" };
      await api.call("GET", "/points/balance?memberId=1", { headers });
      await api.call("GET", "/nothing/here", { headers: { traceparent } });
    });
    expect(spans.map(({ traceId }) => traceId)).not.toContain(theirs.traceId);
    const requests = spans.filter(({ kind }) => kind === SERVER);
    expect(requests.map(({ name }) => name)).toEqual([
      "rest tiers.list",
      "rest points.balance",
      "rest none",
    ]);
    expect(requests.map(({ attributes }) => attributes["http.response.status_code"])).toEqual([
      200, 401, 404,
    ]);
    expect(requests.map(({ parentSpanId }) => parentSpanId)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("of pages go on in the process that has them, from whoever is signed in and not from strangers", async () => {
    const folder = mkdtempSync(join(tmpdir(), "traces-"));
    const path = join(folder, "pages.sock");
    const pages = createPageServer(async (_, response) => {
      await reader.row("SELECT id FROM tier_change LIMIT 1");
      response.end("a page");
    });
    const door = createPageDoor(createPageProxy(path));
    const front = createServer((request, response) => {
      void door(new URL(request.url ?? "/", "http://localhost"), request, response);
    });
    await pages.listen(path);
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    const { port } = front.address() as AddressInfo;
    const look = async (headers: Record<string, string>) => {
      const { traceId, spanId, traceparent } = foreign();
      const url = `http://127.0.0.1:${port}/membership`;
      const spans = await exported(async () => {
        const answer = await fetch(url, { headers: { ...headers, traceparent } });
        expect(await answer.text()).toBe("a page");
      });
      receiver.forget();
      const ends = spans.filter(({ kind }) => kind === SERVER);
      const atDoor = ends.find(({ spanId }) =>
        ends.some(({ parentSpanId }) => parentSpanId === spanId),
      );
      const inPages = ends.find((span) => span !== atDoor);
      expect(ends.map(({ name }) => name)).toEqual(["page", "page"]);
      expect(inPages?.parentSpanId).toBe(atDoor?.spanId);
      expect(inPages?.traceId).toBe(atDoor?.traceId);
      expect(atDoor?.attributes).toMatchObject({ "http.response.status_code": 200 });
      const read = spans.find(({ name }) => name === "SELECT tier_change");
      expect(read?.parentSpanId).toBe(inPages?.spanId);
      return { atDoor, isTheirs: atDoor?.traceId === traceId && atDoor.parentSpanId === spanId };
    };
    try {
      const member = await enrolled();
      expect((await look((await signedIn("member", member.id)).headers)).isTheirs).toBe(true);
      const { isTheirs, atDoor } = await look({});
      expect(isTheirs).toBe(false);
      expect(atDoor?.parentSpanId).toBeUndefined();
    } finally {
      front.close();
      front.closeAllConnections();
      await pages.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it("are taken as often as the standard variables and the caller say", async () => {
    const unsampled = await earn({ traceparent: foreign("00").traceparent });
    expect(await exported(unsampled.answer)).toEqual([]);
    process.env.OTEL_TRACES_SAMPLER = "always_off";
    const { answer } = await earn({});
    expect(await exported(answer)).toEqual([]);
  });

  it("tell how often a transaction ran, and why it ran again", async () => {
    let ran = 0;
    const deadlock = Object.assign(new Error("deadlock"), { errno: 1213 });
    const run = async () => {
      if (++ran < 3) throw deadlock;
    };
    const spans = await exported(() => traceWhole("test", "internal", {}, () => transaction(run)));
    const act = spans.find(({ name }) => name === "transaction");
    expect(act).toMatchObject({ attributes: { attempts: 3 }, events: ["ran again", "ran again"] });
    expect(act?.hasFailed).toBe(false);
  });

  it("have jobs and deliveries, which tell receivers whose part they are", async () => {
    const { receiver: shop } = await hooked();
    await enrolled();
    const failing = {
      name: "test.fails",
      everySeconds: 60,
      run: async () => {
        await reader.row("SELECT id FROM points_hold LIMIT 1");
        throw new Error("it fails");
      },
    };
    const spans = await exported(async () => {
      await deliverAll();
      await new JobRunner([failing]).runNow(failing.name);
    });
    const deliveries = spans.filter(({ name }) => name === "webhook delivery");
    expect(deliveries.length).toBeGreaterThan(0);
    const sent = shop.received.map(({ headers }) => headers.traceparent);
    expect(sent.sort()).toEqual(
      deliveries.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).sort(),
    );
    expect(deliveries[0]).toMatchObject({
      attributes: { attempt: 1, result: "RECEIVED", "http.response.status_code": 204 },
      hasFailed: false,
    });
    const job = spans.find(({ name }) => name === "job test.fails");
    expect(job).toMatchObject({ attributes: { job: "test.fails" }, hasFailed: true });
    const inJob = spans.filter(({ parentSpanId }) => parentSpanId === job?.spanId);
    expect(inJob.map(({ name }) => name)).toContain("SELECT points_hold");
  });

  it("cost nothing where none are asked for: nothing of the SDK is loaded with a program", async () => {
    const { file, remove } = await bundled("src/api.ts");
    try {
      const text = readFileSync(file, "utf8");
      expect(text).toContain('import("@opentelemetry/sdk-node")');
      expect(text).not.toMatch(/from "@opentelemetry/);
    } finally {
      remove();
    }
    process.env.OTEL_SDK_DISABLED = "true";
    try {
      const { answer } = await earn({});
      expect(await exported(answer)).toEqual([]);
    } finally {
      delete process.env.OTEL_SDK_DISABLED;
    }
  });

  it("are told to browsers as figures while developing, and only then", async () => {
    const { answer } = await earn({});
    expect((await answer()).headers["server-timing"]).toBeUndefined();
    timeRequests(true);
    try {
      const again = await earn({});
      expect((await again.answer()).headers["server-timing"]).toMatch(
        /^db;desc="\d+ statements";dur=\d+\.\d, total;dur=\d+\.\d$/,
      );
    } finally {
      timeRequests(false);
    }
  });
});
