import { connect, type Socket } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { serviceKey, signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { UNLIMITED, useFront } from "@/testing/front";
import { SLOW_PAGE } from "@/testing/slow-page";
import { lines, whole, wire } from "@/testing/wire";
import { REST_PREFIX } from "./doors";

const EVENTS = `${REST_PREFIX}/webhooks/events`;
const JSON_LINE = "Content-Type: application/json";
const SENDERS = 20;
const SENT_BYTES = 900_000;

const headersOf = (signature: Record<string, string>) =>
  Object.entries(signature).map(([name, value]) => `${name}: ${value}`);
// As anybody can write one: whether it is right is known once the body is there.
const forged = headersOf(signatureOf("another body"));

describe("bodies that do not end", () => {
  useDatabase();
  const front = useFront(UNLIMITED);
  const sockets: Socket[] = [];
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
  });

  /** Sends nearly all of a body, and then nothing more. */
  function halt(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(front.port, "127.0.0.1", () => {
        socket.write(lines("POST", EVENTS, [JSON_LINE, ...forged, "Content-Length: 999999"]));
        socket.write("x".repeat(SENT_BYTES), () => resolve());
      });
      socket.on("error", reject);
      sockets.push(socket);
    });
  }

  it("take no more than a strangers’ part, and leave others theirs", {
    timeout: 120_000,
  }, async () => {
    const { secret } = await serviceKey();
    // More than a refused sender leaves free for the next.
    const body = JSON.stringify({ items: new Array(99).fill("y".repeat(10_000)) });
    const stranger = () => wire(front.port, whole("POST", EVENTS, [JSON_LINE, ...forged], body));
    const key = [`Authorization: Bearer ${secret}`, JSON_LINE];
    const known = () => wire(front.port, whole("POST", `${REST_PREFIX}/points/earn`, key, body));
    expect((await stranger()).status).toBe(401);

    await Promise.all(Array.from({ length: SENDERS }, halt));
    await expect.poll(async () => (await stranger()).status, { timeout: 40_000 }).toBe(429);
    expect((await stranger()).headers.toLowerCase()).toContain("retry-after: 1");
    expect((await known()).status).toBe(400);

    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await stranger()).status, { timeout: 40_000 }).toBe(401);
  });

  /** A whole body whose answer waits behind another's when the connection closes. */
  function leave(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(front.port, "127.0.0.1", () => {
        socket.write(`GET ${SLOW_PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        socket.write(
          lines("POST", EVENTS, [JSON_LINE, ...forged, `Content-Length: ${SENT_BYTES}`]),
        );
        socket.write("x".repeat(SENT_BYTES));
        setTimeout(() => socket.destroy(), 500);
      });
      socket.on("close", () => resolve());
      socket.on("error", reject);
    });
  }

  it("are not held for answers that waited for their turn on a connection that closed", {
    timeout: 120_000,
  }, async () => {
    const body = JSON.stringify({ items: new Array(99).fill("y".repeat(10_000)) });
    const stranger = () => wire(front.port, whole("POST", EVENTS, [JSON_LINE, ...forged], body));
    for (let sent = 0; sent < SENDERS; sent += 5) {
      await Promise.all(Array.from({ length: 5 }, leave));
    }
    await expect.poll(async () => (await stranger()).status, { timeout: 20_000 }).toBe(401);
  });
});
