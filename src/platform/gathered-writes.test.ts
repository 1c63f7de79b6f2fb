import { connect, createServer, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { gatherWrites } from "./gathered-writes";

const open: { close: () => void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A socket whose calls of the system are counted, and what its other end got. */
async function pair(): Promise<{ socket: Socket; calls: number[]; heard: () => string }> {
  let heard = "";
  const server = createServer((other) => {
    other.on("data", (data) => {
      heard += data.toString();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const socket = gatherWrites(connect({ host: "127.0.0.1", port: address.port }));
  open.push({ close: () => server.close() }, { close: () => socket.destroy() });
  await new Promise((resolve) => socket.once("connect", resolve));
  const calls: number[] = [];
  const { _write: one, _writev: many } = socket;
  socket._write = (...given) => {
    calls.push(1);
    one.apply(socket, given);
  };
  socket._writev = (...given) => {
    calls.push(given[0].length);
    many?.apply(socket, given);
  };
  return { socket, calls, heard: () => heard };
}

test("what is written in one go leaves in one call, in its order", async () => {
  const { socket, calls, heard } = await pair();
  socket.write("a");
  socket.write(Buffer.from("b"));
  await Promise.resolve();
  socket.write("c");
  await expect.poll(heard).toBe("abc");
  expect(calls.reduce((all, one) => all + one)).toBe(3);
  expect(calls.length).toBeLessThan(3);
});

test("what is written after something arrived leaves by itself", async () => {
  const { socket, calls, heard } = await pair();
  socket.write("a");
  await expect.poll(heard).toBe("a");
  socket.write("b");
  await expect.poll(heard).toBe("ab");
  expect(calls).toEqual([1, 1]);
});

test("tells who waits for it that it was written", async () => {
  const { socket } = await pair();
  await new Promise<void>((resolve, reject) => {
    socket.write("a", "utf8", (error) => (error ? reject(error) : resolve()));
  });
});
