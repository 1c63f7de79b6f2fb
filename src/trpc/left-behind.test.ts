import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { createFront, type Front } from "./front";

let front: Front;
const asked: ServerResponse[] = [];

afterEach(() => {
  front.server.closeAllConnections();
  front.server.close();
});

describe("a connection that closes", () => {
  useDatabase();

  it("ends the answers that waited behind another one, whoever asks later", async () => {
    front = createFront({
      servePage: async (_, response) => void asked.push(response),
      files: new Set(["first.js", "second.js"]),
    });
    front.server.listen(0, "127.0.0.1");
    await once(front.server, "listening");
    const socket = connect((front.server.address() as AddressInfo).port, "127.0.0.1");
    const file = (name: string) => `GET /_next/static/${name} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    socket.write(file("first.js") + file("second.js"));
    await expect.poll(() => asked.length).toBe(2);
    let told = 0;
    for (const response of asked) response.once("close", () => void told++);
    socket.destroy();
    await expect.poll(() => told).toBe(2);
    expect(asked.map(({ destroyed }) => destroyed)).toEqual([true, true]);
    // What is said to nobody is held for nobody.
    expect(asked[1]?.write("x".repeat(100_000))).toBe(false);
    expect(asked[1]?.writableLength).toBe(0);
  });
});
