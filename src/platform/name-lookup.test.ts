import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { guardedPost, leadsInside, publicLookup } from "./guarded-post";
import { dnsLookup } from "./name-lookup";

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A name server that takes questions, and answers with what it is told to or not at all. */
async function nameServer(answer: (question: Buffer) => Buffer | null): Promise<string> {
  const socket = createSocket("udp4");
  sockets.push(socket);
  socket.on("message", (question, from) => {
    const reply = answer(question);
    if (reply) socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return `127.0.0.1:${socket.address().port}`;
}

const A = 1;

/** One address of IPv4, and none of IPv6. */
function withAddress(question: Buffer, ...address: number[]): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isA = question.readUInt16BE(end - 4) === A;
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(isA ? 1 : 0, 6);
  head.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, ...address]);
  return Buffer.concat([head, question.subarray(12, end), ...(isA ? [record] : [])]);
}

const ask = (name: string, server: string, all: boolean) =>
  new Promise<unknown>((resolve) => {
    dnsLookup([server])(name, { all }, (error, found) => resolve(error?.code ?? found));
  });

describe("a name that somebody typed in", () => {
  it("has the addresses of the DNS", async () => {
    const server = await nameServer((question) => withAddress(question, 93, 184, 216, 34));
    const address = { address: "93.184.216.34", family: 4 };
    expect(await ask("shop.example", server, true)).toEqual([address]);
    expect(await ask("shop.example", server, false)).toBe(address.address);
  });

  it("whose server says nothing is given up, and keeps nobody's lookup waiting", async () => {
    const server = await nameServer(() => null);
    const from = Date.now();
    const hanging = Array.from({ length: 64 }, (_, n) => ask(`n${n}.example`, server, true));
    await lookup("localhost");
    expect(Date.now() - from).toBeLessThan(1000);
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(["ETIMEOUT"]));
    expect(Date.now() - from).toBeLessThan(9_500);
  }, 15_000);

  it("takes no thread of those that passwords and files need", async () => {
    const looked = Array.from({ length: 8 }, (_, n) => leadsInside(`n${n}.nowhere.invalid`));
    const posted = guardedPost({
      url: "https://nowhere.invalid/",
      headers: {},
      body: "{}",
      allowPrivate: false,
    });
    expect(process.getActiveResourcesInfo()).not.toContain("GetAddrInfoReqWrap");
    expect(await Promise.all(looked)).toEqual(Array(8).fill(false));
    expect(await posted).toEqual({ failure: "NAME_NOT_FOUND" });
  }, 15_000);

  it("that leads to somebody outside when it is checked, and inside when it is used, reaches nobody", async () => {
    let asked = 0;
    const server = await nameServer((question) =>
      // Both kinds of address are asked for each time.
      withAddress(question, ...(asked++ < 2 ? [93, 184, 216, 34] : [127, 0, 0, 1])),
    );
    let reached = 0;
    const inside = createServer(() => (reached += 1));
    await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
    const { port } = inside.address() as AddressInfo;
    const resolve = dnsLookup([server]);
    const checked = await new Promise((done) => {
      publicLookup(resolve)("shop.example", {}, (error, found) => done(error?.code ?? found));
    });
    expect(checked).toBe("93.184.216.34");
    const post = { headers: {}, body: "{}", allowPrivate: false, lookup: resolve };
    const tries = Array.from({ length: 20 }, () =>
      guardedPost({ ...post, url: `https://shop.example:${port}/` }),
    );
    expect(new Set((await Promise.all(tries)).map((one) => JSON.stringify(one)))).toEqual(
      new Set(['{"failure":"ADDRESS_NOT_ALLOWED"}']),
    );
    expect(asked).toBeGreaterThanOrEqual(42);
    inside.close();
    expect(reached).toBe(0);
  });

  it.each(["localhost", "localhost.", "a.localhost", "db", "db."])(
    "is nobody's on the internet: %s",
    async (name) => {
      const post = { url: `https://${name}/`, headers: {}, body: "{}", allowPrivate: false };
      expect(await guardedPost(post)).toEqual({ failure: "ADDRESS_NOT_ALLOWED" });
    },
  );
});
