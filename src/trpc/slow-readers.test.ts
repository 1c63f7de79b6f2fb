import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { createFront, type Front } from "./front";

/** Far more than the network keeps on its way. */
const ANSWER_BYTES = 60_000_000;
const TAKEN_MS = 800;

describe("an answer that is taken in a little at a time", () => {
  useDatabase();
  let front: Front;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    front = createFront({
      servePage: async (_, response) => {
        response.end(Buffer.alloc(ANSWER_BYTES, "x"));
      },
      takenMs: TAKEN_MS,
    });
    await new Promise<void>((resolve) => front.server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await front.stop();
  });

  function asking(): Socket {
    const address = front.server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    const socket = connect(address.port, "127.0.0.1", () => {
      socket.write("GET /all HTTP/1.1\r\nHost: localhost\r\n\r\n");
    });
    socket.on("error", () => undefined);
    sockets.push(socket);
    return socket;
  }

  const connections = () =>
    new Promise<number>((resolve, reject) => {
      front.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });

  it("is held for so long and no longer, though it is never silent", async () => {
    const socket = asking();
    socket.pause();
    await expect.poll(connections).toBe(1);
    let read = 0;
    const from = Date.now();
    while (Date.now() - from < 5 * TAKEN_MS && (await connections()) > 0) {
      read += (socket.read(1024) as Buffer | null)?.length ?? 0;
      await sleep(50);
    }
    expect(read).toBeGreaterThan(0);
    expect(await connections()).toBe(0);
    expect(Date.now() - from).toBeGreaterThanOrEqual(TAKEN_MS - 50);
  });

  it("comes whole to whoever takes it in time", async () => {
    const socket = asking();
    let read = 0;
    for await (const piece of socket as AsyncIterable<Buffer>) {
      read += piece.length;
      if (read > ANSWER_BYTES) break;
    }
    expect(read).toBeGreaterThan(ANSWER_BYTES);
  });
});
