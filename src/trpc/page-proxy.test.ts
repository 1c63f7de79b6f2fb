import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asDomainError } from "@/platform/errors";
import { ask } from "@/testing/asking";
import { lines, whole, wire } from "@/testing/wire";
import type { PageHandler } from "./page-copies";
import { createPageProxy, passedOn } from "./page-proxy";
import { createPageServer, type PageServer } from "./page-server";

process.env.LOG_LEVEL = "silent";

const BIG = 30_000_000;

let folder: string;
let path: string;
let front: Server;
let port: number;
let pages: PageServer | undefined;

/** The process with the pages. */
async function open(serve: PageHandler): Promise<void> {
  pages = createPageServer(serve);
  await pages.listen(path);
}

/** What is done before the pages are asked. */
let before: (response: ServerResponse) => Promise<unknown>;

beforeEach(async () => {
  before = async () => undefined;
  folder = mkdtempSync(join(tmpdir(), "proxy-"));
  path = join(folder, "pages.sock");
  const proxy = createPageProxy(path, { waitMs: 1500 });
  front = createServer((incoming, response) => {
    const served = before(response).then(() => proxy(incoming, response));
    served.catch((error: unknown) => {
      const refusal = asDomainError(error);
      response.setHeader("retry-after", String(refusal?.facts.retryAfterSeconds));
      response.writeHead(refusal?.status ?? 500).end();
    });
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  port = (front.address() as AddressInfo).port;
});

afterEach(async () => {
  front.close();
  front.closeAllConnections();
  await pages?.stop();
  pages = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const hashOf = async (stream: AsyncIterable<Buffer>) => {
  const hash = createHash("sha256");
  for await (const piece of stream) hash.update(piece);
  return hash.digest("hex");
};

function send(method: string, target: string, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port, method, path: target, agent: false },
      resolve,
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

describe("the page proxy", () => {
  it("passes a body on and an answer back as they are, however big", async () => {
    const body = randomBytes(BIG);
    await open(async (incoming, response) => {
      response.setHeader("x-hash", await hashOf(incoming));
      response.end(body);
    });
    const answer = await send("POST", "/any?x=1", body);
    const hash = createHash("sha256").update(body).digest("hex");
    expect(answer.headers["x-hash"]).toBe(hash);
    expect(await hashOf(answer)).toBe(hash);
  });

  it("hands back a redirect to an address as long as any that was asked for", async () => {
    await open(async (incoming, response) => {
      const location = `${incoming.url}`;
      response.writeHead(308, { location, refresh: `0;url=${location}` }).end();
    });
    const target = `/${"a/".repeat(5000)}`;
    const heard = await wire(port, whole("GET", target));
    expect(heard.status).toBe(308);
    expect(heard.headers).toContain(`location: ${target}\r\n`);
  });

  it("asks for nothing for whoever left before it could ask", async () => {
    const asked: string[] = [];
    await open(async ({ url }, response) => {
      asked.push(String(url));
      response.end(randomBytes(BIG));
    });
    const left = new Promise<void>((resolve) => {
      before = async (response) => {
        socket.destroy();
        await new Promise((closed) => response.once("close", closed));
        before = async () => undefined;
        resolve();
      };
    });
    const socket = connect(port, "127.0.0.1");
    socket.write(lines("GET", "/left"));
    await left;
    expect((await ask(port, "/stays")).status).toBe(200);
    expect(asked).toEqual(["/stays"]);
  });

  it("takes no more from the pages than whoever asked takes in", async () => {
    let written = 0;
    await open(async (_, response) => {
      const piece = Buffer.alloc(1_000_000);
      for (let n = 0; n < 200 && !response.destroyed; n++) {
        written += piece.length;
        if (!response.write(piece)) {
          await new Promise<void>((resolve) => {
            response.once("drain", resolve).once("close", resolve);
          });
        }
      }
      response.end();
    });
    const socket = connect(port, "127.0.0.1");
    socket.write(lines("GET", "/"));
    socket.pause();
    await sleep(800);
    const held = written;
    await sleep(400);
    expect(written).toBe(held);
    expect(written).toBeLessThan(50_000_000);
    socket.destroy();
  });

  it("tells the pages when whoever asked has gone, before the answer and in the middle of it", async () => {
    const left: string[] = [];
    let asked = 0;
    await open(async ({ url = "" }, response) => {
      asked += 1;
      response.once("close", () => response.writableFinished || left.push(url));
      if (url === "/middle") response.write("a beginning");
    });
    for (const target of ["/before", "/middle"]) {
      const socket = connect(port, "127.0.0.1");
      socket.write(lines("GET", target));
      await expect.poll(() => asked).toBe(target === "/before" ? 1 : 2);
      await sleep(100);
      socket.destroy();
      await expect.poll(() => left).toContain(target);
    }
  });

  it("cuts an answer off where the pages break off, and takes it for no whole one", async () => {
    await open(async (_, response) => {
      response.setHeader("content-length", "1000");
      response.write("a beginning");
      await sleep(50);
      response.destroy();
    });
    const heard = await wire(port, whole("GET", "/"));
    expect(heard.status).toBe(200);
    expect(heard.text).toBe("a beginning");
    await expect(ask(port, "/")).rejects.toThrow();
  });

  it("keeps what is about one connection to itself, both ways", async () => {
    await open(async ({ headers, method, url }, response) => {
      response.setHeader("Keep-Alive", "timeout=1");
      response.setHeader("Connection", "X-Inner, keep-alive");
      response.setHeader("X-Inner", "of this connection");
      response.setHeader("Set-Cookie", ["a=1; Path=/", "b=2"]);
      response.writeHead(404).end(JSON.stringify({ headers, method, url }));
    });
    const heard = await wire(
      port,
      whole("GET", "/a%20b?c=%26", [
        "Proxy-Authorization: x",
        "TE: trailers",
        "Upgrade: h2c",
        "X-Mine: of mine",
        "Cookie: c=1",
        "Proxy-Connection: X-Mine",
      ]),
    );
    expect(heard.status).toBe(404);
    expect(heard.headers.toLowerCase()).not.toMatch(/x-inner|timeout=1/);
    expect(heard.headers.match(/^set-cookie: .*$/gim)).toHaveLength(2);
    const told = JSON.parse(
      heard.text.slice(heard.text.indexOf("{"), heard.text.lastIndexOf("}") + 1),
    );
    expect([told.method, told.url]).toEqual(["GET", "/a%20b?c=%26"]);
    expect(told.headers).toEqual({
      host: "localhost",
      "x-mine": "of mine",
      cookie: "c=1",
      connection: "keep-alive",
    });
  });

  it("leaves out whatever Connection names", () => {
    const headers = { connection: "Keep-Alive, X-One", "x-one": "1", "x-two": "2", te: "trailers" };
    expect(passedOn(headers)).toEqual({ "x-two": "2" });
  });

  it("answers a hundred at once, each with its own, and HEAD without a body", async () => {
    await open(async ({ url = "" }, response) => {
      await sleep(20);
      response.end(url.repeat(1000));
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    for (let round = 0; round < 3; round++) {
      const got = await Promise.all(
        Array.from({ length: 100 }, (_, n) => ask(port, `/${round}-${n}`, {}, agent)),
      );
      expect(got.map(({ text }) => text)).toEqual(
        Array.from({ length: 100 }, (_, n) => `/${round}-${n}`.repeat(1000)),
      );
    }
    agent.destroy();
    expect((await wire(port, whole("HEAD", "/"))).text).toBe("");
  });

  it("waits for pages that are coming up, with a body too", async () => {
    const waiting = [ask(port, "/"), send("POST", "/", Buffer.from("a body")).then(hashOf)];
    await sleep(300);
    await open(async (incoming, response) => {
      for await (const piece of incoming) response.write(piece);
      response.end();
    });
    const [got, hash] = await Promise.all(waiting);
    expect(got).toMatchObject({ status: 200 });
    expect(hash).toBe(createHash("sha256").update("a body").digest("hex"));
  });

  it("refuses with the time to come again where they don't come, or hung up on a write", async () => {
    const startedAt = Date.now();
    const got = await ask(port, "/");
    expect([got.status, got.headers["retry-after"]]).toEqual([503, "5"]);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    let asked = 0;
    await open(async (incoming) => {
      asked += 1;
      incoming.socket.destroy();
    });
    expect((await send("POST", "/", Buffer.from("a body"))).statusCode).toBe(503);
    // What may have been done is not asked again.
    expect(asked).toBe(1);
  });
});
