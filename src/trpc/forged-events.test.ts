import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { useFront } from "@/testing/front";
import { lines, whole, wire } from "@/testing/wire";
import { REST_PREFIX, restDoor } from "./doors";

const EVENTS = `${REST_PREFIX}/webhooks/events`;
const JSON_LINE = "Content-Type: application/json";
const LIMIT = 40;

const headersOf = (signature: Record<string, string>) =>
  Object.entries(signature).map(([name, value]) => `${name}: ${value}`);
const forged = headersOf(signatureOf("another body"));
const from = (address: string) => `X-Forwarded-For: ${address}`;

describe("events that nobody signed", () => {
  useDatabase();
  const front = useFront({ ANONYMOUS_RATE_PER_MINUTE: String(LIMIT), TRUSTED_PROXIES: "1" });
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  const forge = (address: string, body = "{}") =>
    wire(front.port, whole("POST", EVENTS, [JSON_LINE, from(address), ...forged], body));
  async function send(address: string, more: object = {}) {
    const { externalId } = await enrolled();
    const data = { externalId, orderId: fresh("o"), paidAmountMinor: 100, paidAt: NOW, ...more };
    const body = JSON.stringify({ type: "ORDER_COMPLETED", timestamp: NOW, data });
    const headers = [JSON_LINE, from(address), ...headersOf(signatureOf(body))];
    return wire(front.port, whole("POST", EVENTS, headers, body));
  }
  const NOW = "2026-01-05T04:00:00Z";
  const LARGE = { items: new Array(45).fill({ text: "y".repeat(15_000) }) };

  it("are counted before anybody reads them", async () => {
    Object.assign(env(), { ANONYMOUS_RATE_PER_MINUTE: LIMIT });
    let read = 0;
    const asked = async () => {
      const answer = await restDoor()({
        method: "POST",
        path: "webhooks/events",
        search: new URLSearchParams(),
        headers: new Headers(signatureOf("another body")),
        remoteAddress: "203.0.113.1",
        readBody: async () => {
          read += 1;
          return Buffer.from("{}");
        },
      });
      return answer.status;
    };
    const statuses = await Promise.all(Array.from({ length: 2 * LIMIT }, asked));
    expect(statuses.filter((status) => status === 401)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(LIMIT);
    expect(read).toBe(LIMIT);
  });

  it("count the more the larger they are", async () => {
    const address = "203.0.114.1";
    const body = JSON.stringify({ text: "y".repeat(500_000) });
    const statuses = [await forge(address, body), await forge(address, body)];
    expect(statuses.map(({ status }) => status)).toEqual([401, 429]);
  });

  it("that the shop signed count nobody’s limit, also from where nobody knew it yet", async () => {
    for (let n = 0; n < LIMIT + 5; n++) expect((await send("198.51.100.7")).status).toBe(200);
    const left = await forge("198.51.100.7");
    expect(left.status).toBe(401);
    const all = await Promise.all(Array.from({ length: 2 * LIMIT }, () => send("198.51.100.7")));
    expect(all.map(({ status }) => status)).toEqual(new Array(2 * LIMIT).fill(200));
  });

  it("take nothing from where the shop sends from, in its own network either", {
    timeout: 60_000,
  }, async () => {
    const shop = "198.51.101.7";
    expect((await send(shop)).status).toBe(200);
    // All that strangers may hold of the region, and all that they may ask of the shop's own address.
    const half = (address: string) =>
      new Promise<void>((resolve) => {
        const socket = connect(front.port, "127.0.0.1", () => {
          socket.write(
            lines("POST", EVENTS, [JSON_LINE, from(address), ...forged, "Content-Length: 999999"]),
          );
          socket.write("x".repeat(900_000), () => resolve());
        });
        socket.on("error", () => undefined);
        sockets.push(socket);
      });
    await Promise.all(Array.from({ length: 10 }, (_, n) => half(`198.51.101.${100 + n}`)));
    for (let n = 0; n < LIMIT; n++) await forge(shop);
    expect((await send(shop, LARGE)).status).toBe(200);
  });
});
