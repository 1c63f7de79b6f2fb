import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { freePort, portFrom } from "./ports.mjs";

const servers: ReturnType<typeof createServer>[] = [];

async function listening(host?: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("ports", () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it.each([
    ["on loopback alone", "127.0.0.1"],
    ["on every address", undefined],
  ])("a start takes the next port where somebody listens %s", async (_, host) => {
    const taken = await listening(host);
    expect(await portFrom(taken)).toBeGreaterThan(taken);
  });

  it("a free port is given to one asker only", async () => {
    const ports = await Promise.all(Array.from({ length: 64 }, () => freePort()));
    expect(new Set(ports).size).toBe(64);
  });

  it("goes no further than the last port there is", async () => {
    const last = createServer().listen(65_535);
    servers.push(last);
    await once(last, "listening");
    await expect(portFrom(65_535)).rejects.toThrow("no free port");
  });
});
