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
  let patient: Front;
  const sockets: Socket[] = [];

  async function opened(takenMs: number): Promise<Front> {
    const made = createFront({
      servePage: async (_, response) => {
        response.end(Buffer.alloc(ANSWER_BYTES, "x"));
      },
      takenMs,
    });
    await new Promise<void>((resolve) => made.server.listen(0, "127.0.0.1", resolve));
    return made;
  }

  beforeAll(async () => {
    front = await opened(TAKEN_MS);
    patient = await opened(60_000);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([front.stop(), patient.stop()]);
  });

  function asking(of: Front): Socket {
    const address = of.server.address();
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
    const socket = asking(front);
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
    const socket = asking(patient);
    let read = 0;
    for await (const piece of socket as AsyncIterable<Buffer>) {
      read += piece.length;
      if (read > ANSWER_BYTES) break;
    }
    expect(read).toBeGreaterThan(ANSWER_BYTES);
  });
});
