import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { appRouter } from "@/modules/router";
import type { Meta } from "@/platform/trpc";
import { signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { UNLIMITED, useFront } from "@/testing/front";
import { dripping, type Heard, inPieces, lines, type Pour, whole, wire } from "@/testing/wire";
import { BATCH_SIZE_MAX } from "./batch";
import { REST_PREFIX, TRPC_PREFIX } from "./doors";

/**
 * What a stranger may send to every procedure that strangers may call, and to every door, on a heap of
 * 256 MB: it is refused in good time, in few words, and nobody else notices.
 */

/** Generous: other programs share the machine. Unbounded work takes far longer, or never ends. */
const PROMPT_MS = 5000;
/** After collecting garbage; at rest it is about 60 MB. */
const HEAP_BYTES_MAX = 128_000_000;
const ANSWER_BYTES_MAX = 20_000;

const JSON_LINE = ["Content-Type: application/json"];

interface Target {
  name: string;
  method: "GET" | "POST";
  path: string;
  /** What stands between the address and the input of a read. */
  inputIn: "query" | "json";
}

const targets: Target[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta: Meta } }>,
).flatMap(([name, { _def }]): Target[] => {
  const { access, kind, rest } = _def.meta;
  if (!access.public && !access.signature) return [];
  const path = `${TRPC_PREFIX}/${name}`;
  const method = kind === "query" ? "GET" : "POST";
  const byRpc: Target = { name: `tRPC ${name}`, method, path, inputIn: "json" };
  if (!rest || rest.method === "PUT") return [byRpc];
  const restPath = `${REST_PREFIX}${rest.path.replace(/\{\w+\}/g, "1")}`;
  return [byRpc, { name: `REST ${name}`, method: rest.method, path: restPath, inputIn: "query" }];
});

const signature = Object.entries(signatureOf("{}")).map(([name, value]) => `${name}: ${value}`);

function headersOf({ path }: Target): string[] {
  return path.includes("/webhooks/events") ? [...JSON_LINE, ...signature] : JSON_LINE;
}

const times = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_, n) => make(n));
const keys = (count: number) => `{${times(count, (n) => `"k${n}":1`).join(",")}}`;

/** Name → the JSON of an input of about 100 kB and of one that fits an address. */
const SHAPES: Record<string, [large: string, small: string]> = {
  "10,000 unknown keys": [keys(10_000), keys(1500)],
  "objects inside each other": [
    `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
    `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`,
  ],
  "lists inside each other, never closed": ["[".repeat(500_000), "[".repeat(10_000)],
  "a list of 300,000 things": [`{"items":[${"{},".repeat(300_000)}{}]}`, `[${"1,".repeat(5000)}1]`],
  "a very long name": [`{"${"n".repeat(900_000)}":1}`, `{"${"n".repeat(12_000)}":1}`],
  "a very long text": [`{"type":"${"t".repeat(900_000)}"}`, `{"limit":"${"t".repeat(12_000)}"}`],
  "the same name many times": [
    `{${times(50_000, () => '"a":1').join(",")}}`,
    keys(1500).replace(/k\d+/g, "k"),
  ],
};

const QUERIES: Record<string, string> = {
  "15 kB of names": times(2500, (n) => `k${n}`).join("&"),
  "the same name many times": times(5000, () => "a=1").join("&"),
  "a very long name": "n".repeat(15_000),
  "brackets inside each other": `a${"[a]".repeat(4000)}=1`,
};

function attacksOn(target: Target): [string, Pour][] {
  const { method, path, inputIn } = target;
  if (method === "POST") {
    return Object.entries(SHAPES).map(([shape, [large]]) => [
      shape,
      whole("POST", path, headersOf(target), large),
    ]);
  }
  if (inputIn === "query") {
    return Object.entries(QUERIES).map(([shape, query]) => [
      shape,
      whole("GET", `${path}?${query}`),
    ]);
  }
  return Object.entries(SHAPES).map(([shape, [, small]]) => {
    // As it is, where the address has room for no escapes.
    const input = encodeURI(small).length < 15_000 ? encodeURI(small) : small.replaceAll('"', "'");
    return [shape, whole("GET", `${path}?input=${input}`)];
  });
}

describe("a heap of 256 MB", () => {
  useDatabase();
  const front = useFront(UNLIMITED);

  async function unharmed(heard: readonly Heard[], answerBytesMax = ANSWER_BYTES_MAX) {
    expect(front.isAlive()).toBe(true);
    for (const { status, ms, text } of heard) {
      expect(Math.floor(status / 100), `${status}`).toBe(4);
      expect(ms).toBeLessThan(PROMPT_MS);
      expect(text.length).toBeLessThan(answerBytesMax);
    }
    const health = await wire(front.port, whole("GET", `${REST_PREFIX}/health`));
    expect(health.status).toBe(200);
    expect(health.ms).toBeLessThan(PROMPT_MS);
    expect((await front.held()).heapBytes).toBeLessThan(HEAP_BYTES_MAX);
  }

  /** Whoever goes on sending may meet the end of the connection before the answer. */
  async function hungUpOn(heard: readonly Heard[]) {
    for (const { ms } of heard) expect(ms).toBeLessThan(PROMPT_MS);
    await unharmed(heard.filter(({ status }) => status !== 0));
  }

  it("knows what strangers may call", () => {
    expect(targets.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["REST tiers.list", "tRPC access.me", "REST orders.event"]),
    );
  });

  it.each(targets)(
    "$name: wide, deep, long and repeated, four to eight at once",
    async (target) => {
      const atOnce = target.method === "GET" ? 8 : 4;
      const all: Heard[] = [];
      for (const [shape, pour] of attacksOn(target)) {
        const heard = await Promise.all(times(atOnce, () => wire(front.port, pour)));
        expect(new Set(heard.map(({ status }) => status)).size, shape).toBe(1);
        all.push(...heard);
      }
      await unharmed(all);
    },
  );

  it("twenty calls in one: 10,000 unknown keys together", async () => {
    const names = times(BATCH_SIZE_MAX, () => "access.signOut").join(",");
    const body = `{${times(BATCH_SIZE_MAX, (n) => `"${n}":${keys(500)}`).join(",")}}`;
    const pour = whole("POST", `${TRPC_PREFIX}/${names}?batch=1`, JSON_LINE, body);
    await unharmed(
      await Promise.all(times(4, () => wire(front.port, pour))),
      20 * ANSWER_BYTES_MAX,
    );
  });

  it("an event that is signed and nested 5,000 deep is 400", async () => {
    const items = `[{"a":${"[".repeat(5000)}${"]".repeat(5000)}}]`;
    const body = `{"type":"ORDER_COMPLETED","timestamp":"2026-03-01T08:00:00Z","data":{"externalId":"u","orderId":"o","paidAmountMinor":1,"paidAt":"2026-03-01T08:00:00Z","items":${items}}}`;
    const signed = Object.entries(signatureOf(body)).map(([name, value]) => `${name}: ${value}`);
    const pour = whole("POST", `${REST_PREFIX}/webhooks/events`, [...JSON_LINE, ...signed], body);
    const heard = await wire(front.port, pour);
    expect(heard.status).toBe(400);
    expect(heard.text).toContain("nested deeper than 32");
  });

  /** Where a body may be sent, with what its door wants to hear before it looks at one. */
  const doors: [path: string, headers: string[]][] = [
    [`${REST_PREFIX}/webhooks/events`, [...JSON_LINE, ...signature]],
    [`${REST_PREFIX}/nothing`, JSON_LINE],
    [`${TRPC_PREFIX}/access.signOut`, JSON_LINE],
    [`${TRPC_PREFIX}/nothing`, JSON_LINE],
    ["/api/auth/callback/credentials", ["Content-Type: application/x-www-form-urlencoded"]],
    ["/api/auth/signin", ["Content-Type: text/plain"]],
    ["/tiers", []],
    ["/_next/static/x.js", []],
    ["/api-docs", []],
    ["/metrics", []],
  ];
  const atEveryDoor = (pourFor: (path: string, headers: string[]) => Pour) =>
    Promise.all(doors.map(([path, headers]) => wire(front.port, pourFor(path, headers))));
  const CHUNKED = "Transfer-Encoding: chunked";

  it("every door: a body without end is hung up on", async () => {
    const heard = await atEveryDoor((path, headers) =>
      inPieces(lines("POST", path, [...headers, CHUNKED]), "x".repeat(65_536)),
    );
    for (const { sentBytes } of heard) expect(sentBytes).toBeLessThan(60_000_000);
    await hungUpOn(heard);
  });

  it("every door: a read with a body without end is hung up on", async () => {
    const heard = await atEveryDoor((path, headers) =>
      inPieces(lines("GET", path, [...headers, CHUNKED]), "x".repeat(65_536)),
    );
    for (const { sentBytes } of heard) expect(sentBytes).toBeLessThan(60_000_000);
    await unharmed([]);
  });

  it.each(doors.slice(0, 5))(
    "%s: a body in pieces of a byte takes no more room",
    async (path, headers) => {
      const head = lines("POST", path, [...headers, CHUNKED]);
      const heard = await Promise.all(
        times(3, () => wire(front.port, inPieces(head, "x", 150_000))),
      );
      await unharmed(heard);
    },
  );

  it("every door: a body of 200 MB is refused by its length", async () => {
    const heard = await atEveryDoor((path, headers) => (socket) => {
      socket.write(lines("POST", path, [...headers, "Content-Length: 200000000"]));
      socket.write("x");
    });
    await unharmed(heard);
  });

  it("every door: 150 headers, and one header 150 times, are 431", async () => {
    for (const more of [times(150, (n) => `X-H${n}: 1`), times(150, () => "X-Same: 1")]) {
      const heard = await atEveryDoor((path, headers) => whole("GET", path, [...headers, ...more]));
      expect(new Set(heard.map(({ status }) => status))).toEqual(new Set([431]));
      await unharmed(heard);
    }
  });

  it("every door: a body that drips is ended by time", async () => {
    const heard = await atEveryDoor((path, headers) =>
      dripping(lines("POST", path, [...headers, "Content-Length: 10000"])),
    );
    await hungUpOn(heard);
  });

  it("answers that nobody takes in are let go of", async () => {
    const sockets = times(20, () => connect(front.port, "127.0.0.1").on("error", () => undefined));
    const reads = lines("GET", `${REST_PREFIX}/openapi.json`).replace("close", "keep-alive");
    for (const socket of sockets) socket.pause().write(reads.repeat(100));
    await sleep(1000);
    await unharmed([]);
    expect((await front.held()).connections).toBeGreaterThanOrEqual(20);
    await expect
      .poll(async () => (await front.held()).connections, { timeout: 10_000, interval: 500 })
      .toBe(0);
    for (const socket of sockets) socket.destroy();
  });

  /** What else HTTP/1.1 would let somebody speak on the connection. */
  const PROTOCOLS: Record<string, string[]> = {
    websocket: ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
    h2c: ["HTTP2-Settings: AAMAAABkAAQAAP__"],
    "nothing, TLS/1.0": [],
  };
  const upgrading = (protocol: string) => [
    "Connection: Upgrade",
    `Upgrade: ${protocol}`,
    ...(PROTOCOLS[protocol] ?? []),
  ];

  it.each(Object.keys(PROTOCOLS))(
    "every door: who would go on in %s is answered as ever, before and after the first page",
    async (protocol) => {
      const more = upgrading(protocol);
      for (const ask of ["GET", "POST"]) {
        const plain = await atEveryDoor((path, headers) => whole(ask, path, headers, ""));
        const heard = await atEveryDoor((path, headers) =>
          whole(ask, path, [...headers, ...more], ""),
        );
        expect(heard.map(({ status }) => status)).toEqual(plain.map(({ status }) => status));
        expect(heard.every(({ status, ms }) => status >= 200 && ms < PROMPT_MS)).toBe(true);
      }
      const many = await Promise.all(
        times(200, (n) => wire(front.port, whole("GET", `/nothing-${n}`, more))),
      );
      expect(many.every(({ status, ms }) => status === 200 && ms < PROMPT_MS)).toBe(true);
      await unharmed([]);
    },
  );

  it.each(["CONNECT", "CONNECT with more behind it"])(
    "%s is refused and hung up on",
    async (how) => {
      const more = how === "CONNECT" ? "" : "x".repeat(100_000);
      const heard = await Promise.all(
        times(50, () =>
          wire(front.port, (socket) => {
            socket.write(`${lines("CONNECT", "shop.example:443")}${more}`);
          }),
        ),
      );
      if (more === "") await unharmed(heard);
      else await hungUpOn(heard);
    },
  );

  it("headers that drip are ended by time, 200 at once, and nobody else notices", async () => {
    const head = "GET /tiers HTTP/1.1\r\nHost: x\r\nX-A: ";
    const slow = times(200, () => wire(front.port, dripping(head)));
    const health = whole("GET", `${REST_PREFIX}/health`);
    const others = await Promise.all(times(20, () => wire(front.port, health)));
    expect(others.every(({ status }) => status === 200)).toBe(true);
    await hungUpOn(await Promise.all(slow));
  });
});

describe("the order to stop, among connections that would speak something else", () => {
  useDatabase();
  const front = useFront(UNLIMITED);

  it("ends as soon as ever", async () => {
    const sockets = times(50, () => connect(front.port, "127.0.0.1").on("error", () => undefined));
    const asked = ["GET", "CONNECT"].map((method) =>
      lines(method, method === "GET" ? "/tiers" : "x:1", ["Upgrade: websocket"]).replace(
        "Connection: close",
        "Connection: Upgrade",
      ),
    );
    const answers = sockets.map(
      (socket) => new Promise((resolve) => socket.once("data", resolve).once("close", resolve)),
    );
    for (const [n, socket] of sockets.entries()) socket.write(asked[n % 2] ?? "");
    await Promise.all(answers);
    const askedAt = performance.now();
    expect(await front.stop()).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(PROMPT_MS);
    for (const socket of sockets) socket.destroy();
  });
});
