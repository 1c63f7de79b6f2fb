import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { lines, wire } from "@/testing/wire";
import { createFront, type Front } from "./front";
import type { Upgrade } from "./hot-reload";

const UPGRADE = ["Upgrade: websocket"];
const HOT_RELOAD = "/_next/hmr?id=1";

let front: Front;

async function serve(hotReload?: Upgrade): Promise<number> {
  front = createFront({
    servePage: async (request, response) => {
      response.end(`${request.method} ${request.url}`);
    },
    hotReload,
    lingerMs: 100,
  });
  await new Promise<void>((resolve) => front.server.listen(0, "127.0.0.1", resolve));
  return (front.server.address() as AddressInfo).port;
}

/** Takes the connection and keeps it, as a web socket does. */
const takeAndKeep: Upgrade = async (_, socket) => {
  socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
};

const askToUpgrade = (port: number, path: string, headers: readonly string[] = []) =>
  wire(port, (socket) => {
    const text = lines("GET", path, [...UPGRADE, ...headers]);
    socket.write(text.replace("Connection: close", "Connection: Upgrade"));
    setTimeout(() => socket.destroy(), 300);
  });

describe("the web socket of `npm run dev`", () => {
  useDatabase();
  afterEach(() => front.stop());

  it("is handed on at its own path, and every other offer to leave HTTP is refused", async () => {
    const port = await serve(takeAndKeep);
    const paths = [HOT_RELOAD, "/_next/hmr", "/_next/hmrs", "/membership", "//_next/hmr"];
    const heard = await Promise.all(paths.map((path) => askToUpgrade(port, path)));
    expect(heard.map(({ status }) => status)).toEqual([101, 101, 404, 404, 404]);
  });

  it("is refused to a host that no request may name", async () => {
    const port = await serve(takeAndKeep);
    const heard = await askToUpgrade(port, HOT_RELOAD, ["X-Forwarded-Host: a b"]);
    expect(heard.status).toBe(404);
  });

  it("does not keep the process from stopping", async () => {
    const port = await serve(takeAndKeep);
    const kept = wire(port, (socket) => {
      socket.write(lines("GET", HOT_RELOAD, UPGRADE).replace("close", "Upgrade"));
    });
    await expect
      .poll(() => new Promise((resolve) => front.server.getConnections((_, n) => resolve(n))))
      .toBe(1);
    const startedAt = performance.now();
    await front.stop();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect((await kept).sentBytes).toBeGreaterThan(0);
  });

  it("exists nowhere else: the offer is left alone and answered as a page", async () => {
    const port = await serve();
    const heard = await askToUpgrade(port, HOT_RELOAD);
    expect([heard.status, heard.text.includes(`GET ${HOT_RELOAD}`)]).toEqual([200, true]);
  });
});

describe("what Next's overlay of errors tells", () => {
  useDatabase();
  afterEach(() => front.stop());

  const tell = async (port: number) => {
    const response = await fetch(`http://127.0.0.1:${port}/__nextjs_original-stack-frames`, {
      method: "POST",
      body: "{}",
    });
    return response.status;
  };

  it("is taken by `npm run dev` and by nothing else", async () => {
    expect(await tell(await serve(takeAndKeep))).toBe(200);
    await front.stop();
    expect(await tell(await serve())).toBe(405);
  });
});
