import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockHolder, takeLock, withLock } from "./locks.mjs";
import { processIdentity } from "./processes.mjs";

let folder: string;
let path: string;

const record = (pid: number, identity: string | null) =>
  JSON.stringify({ pid, identity, nonce: "of another process", facts: { url: "x" } });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locks-"));
  path = join(folder, "a.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a lock", () => {
  it("is given to one at a time and again after its release", async () => {
    const first = await takeLock(path);
    expect(first).not.toBeNull();
    expect(await takeLock(path)).toBeNull();
    first?.release();
    expect(await takeLock(path)).not.toBeNull();
  });

  it("tells others what its holder published", async () => {
    const lock = await takeLock(path);
    lock?.publish({ url: "http://localhost:3000" });
    lock?.publish({ port: 1 });
    expect(lockHolder(path)).toMatchObject({
      pid: process.pid,
      facts: { url: "http://localhost:3000", port: 1 },
    });
  });

  it("is taken over from a process that died, with what that one had published", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const identity = processIdentity(child.pid ?? 0);
    await new Promise((resolve) => child.once("close", resolve));
    writeFileSync(path, record(child.pid ?? 0, identity));
    expect(lockHolder(path)).toBeNull();
    expect((await takeLock(path))?.previous?.facts).toEqual({ url: "x" });
  });

  it("is not held by another process that got the same number", async () => {
    writeFileSync(path, record(process.pid, "an earlier process"));
    expect(await takeLock(path)).not.toBeNull();
  });

  it("goes to exactly one of many who find it stale", async () => {
    writeFileSync(path, record(process.pid, "an earlier process"));
    const locks = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  it("survives a file that is no lock", async () => {
    writeFileSync(path, "{");
    expect(lockHolder(path)).toBeNull();
  });

  it("lets those who wait work one after the other", async () => {
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setTimeout(resolve, 5));
      working -= 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(path, () => {}, work)));
    expect(most).toBe(1);
  });
});
