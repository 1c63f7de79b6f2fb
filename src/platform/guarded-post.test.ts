import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createNetServer, type LookupFunction } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardedPost, publicLookup } from "./guarded-post";

const servers: Server[] = [];
let requests = 0;

async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const post = (url: string, changes: Partial<Parameters<typeof guardedPost>[0]> = {}) =>
  guardedPost({ url, headers: {}, body: "{}", allowPrivate: false, ...changes });

/** A resolver that answers each time with the next of what it is given. */
function resolver(...answers: string[][]): LookupFunction {
  let asked = 0;
  return (_, options, callback) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    const all = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? "", all[0]?.family);
  };
}

describe("a guarded POST", () => {
  let port = "";

  beforeAll(async () => {
    port = new URL(await receiver((_, response) => response.end("hello"))).port;
  });

  it.each([
    "https://127.0.0.1",
    "https://[::1]",
    "https://[::]",
    "https://169.254.169.254",
    "https://2130706433",
    "https://0x7f000001",
    "https://0x7f.1",
    "https://0177.0.0.1",
    "https://127.1",
    "https://１２７.0.0.1",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:7f00:1]",
    "https://[64:ff9b::7f00:1]",
    "https://10.1.2.3",
    "https://100.64.1.1",
    "https://0.0.0.0",
    "https://localhost",
    "http://127.0.0.1",
    "http://example.com",
    "ftp://example.com",
    "file:///etc/passwd",
  ])("never reaches %s", async (address) => {
    const before = requests;
    const url = address.startsWith("file") ? address : `${address}:${port}/`;
    expect(await post(url)).toEqual({ failure: "ADDRESS_NOT_ALLOWED" });
    expect(requests).toBe(before);
  });

  it.each([
    ["a private address", [["127.0.0.1"]]],
    ["a mapped address", [["::ffff:127.0.0.1"]]],
    ["a private address beside a public one", [["93.184.216.34", "127.0.0.1"]]],
    ["a public address once and a private one from then on", [["127.0.0.1"], ["93.184.216.34"]]],
    ["nothing", [[]]],
  ])("refuses a name that resolves to %s", async (_, answers) => {
    const before = requests;
    const lookup = resolver(...answers);
    const outcome = await post(`https://rebound.example:${port}/`, { lookup });
    expect(outcome).toEqual({ failure: "ADDRESS_NOT_ALLOWED" });
    expect(requests).toBe(before);
  });

  it("connects to the very addresses that were checked, not to a second answer", async () => {
    const lookup = publicLookup(resolver(["93.184.216.34"], ["127.0.0.1"]));
    const asked = (all: boolean) =>
      new Promise((resolve) => {
        lookup("rebound.example", { all }, (error, found) => resolve(error?.message ?? found));
      });
    expect(await asked(true)).toEqual([{ address: "93.184.216.34", family: 4 }]);
    expect(await asked(true)).not.toContain("127.0.0.1");
  });

  it.each([
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x"],
    ["another protocol in words of its own", "HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade"],
    ["101 alone", "HTTP/1.1 101 x"],
  ])("comes to its end where the receiver answers with %s", async (_, head) => {
    const server = createNetServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () => socket.write(`${head}\r\n\r\n`));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const outcome = await post(url, { allowPrivate: true, timeoutMs: 500 });
    server.close();
    expect(["TIMEOUT", 101]).toContain("failure" in outcome ? outcome.failure : outcome.statusCode);
  });

  it("follows no redirect", async () => {
    const inside = await receiver((_, response) => response.end("secret"));
    const url = await receiver((_, response) =>
      response.writeHead(307, { location: inside }).end("elsewhere"),
    );
    const before = requests;
    const outcome = await post(url, { allowPrivate: true });
    expect(outcome).toEqual({ statusCode: 307, answer: "elsewhere" });
    expect(requests).toBe(before + 1);
  });

  it("reads no more than 64 KB of an endless answer and keeps the first of it", async () => {
    let sent = 0;
    const url = await receiver((_, response) => {
      const chunk = "汉".repeat(4096);
      const more = () => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += chunk.length * 3;
          if (!response.write(chunk)) return;
        }
      };
      response.on("drain", more);
      more();
    });
    const outcome = await post(url, { allowPrivate: true });
    expect(outcome).toEqual({ statusCode: 200, answer: "汉".repeat(341) });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("gives up on a slow answer, a slow header and silence, all within its time", async () => {
    const drip = await receiver((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    const silent = await receiver(() => {});
    for (const url of [drip, silent]) {
      const startedAt = Date.now();
      const outcome = await post(url, { allowPrivate: true, timeoutMs: 300 });
      expect(outcome).toEqual({ failure: "TIMEOUT" });
      expect(Date.now() - startedAt).toBeLessThan(3_000);
    }
  });

  it("says when nobody listens, the name is not known, or the peer speaks no TLS", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const free = (gone.address() as AddressInfo).port;
    await new Promise((resolve) => gone.close(resolve));
    const inside = { allowPrivate: true };
    expect(await post(`http://127.0.0.1:${free}/`, inside)).toEqual({
      failure: "CONNECTION_FAILED",
    });
    expect(await post(`https://127.0.0.1:${port}/`, inside)).toHaveProperty("failure");
    const lookup: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), "", 0);
    expect(await post("https://nowhere.example/", { lookup })).toEqual({
      failure: "NAME_NOT_FOUND",
    });
  });

  it("uses no proxy of the environment", async () => {
    process.env.HTTP_PROXY = "http://127.0.0.1:1";
    process.env.http_proxy = "http://127.0.0.1:1";
    const outcome = await post(`http://127.0.0.1:${port}/`, { allowPrivate: true });
    delete process.env.HTTP_PROXY;
    delete process.env.http_proxy;
    expect(outcome).toEqual({ statusCode: 200, answer: "hello" });
  });

  it("ends at once when it is told to", async () => {
    const silent = await receiver(() => stop.abort());
    const stop = new AbortController();
    const outcome = await post(silent, { allowPrivate: true, signal: stop.signal });
    expect(outcome).toEqual({ failure: "STOPPED" });
  });
});
