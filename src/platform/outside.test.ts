import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "@/modules/router";
import { ADMIN, as, contextOf } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { reader, transaction } from "./db";
import { guardedPost, leadsInside } from "./guarded-post";
import { JobRunner } from "./jobs";
import { isInsideTransaction } from "./outside";
import { command, createCallerFactory, type Meta, router } from "./trpc";
import { runWork } from "./work";

const SRC = fileURLToPath(new URL("..", import.meta.url));
const POST = { url: "http://127.0.0.1:9/", headers: {}, body: "{}", allowPrivate: true };

/** Who may open connections, or listen; all others do it by them. */
const MAY_CONNECT = [
  "platform/bounded-agent.ts",
  "platform/guarded-post.ts",
  "platform/held-connection.ts",
  "platform/member-token.ts",
  "platform/name-lookup.ts",
];
/** They take connections in, or pages from a process of the server, before anybody's act; or begin one; or are the database's. */
const DOORS = [
  "platform/database-connections.ts",
  "platform/processes/fork.ts",
  "trpc/front.ts",
  "trpc/next-pages.ts",
  "trpc/page-copies.ts",
  "trpc/page-door.ts",
  "trpc/page-proxy.ts",
  "trpc/page-server.ts",
];
const CONNECTS =
  /^import (?!type )(?!\{ (?:BlockList, )?isIP(?:v4, isIPv6)? \} )[^;]*from "(node:)?(dns|http|https|http2|net|tls|dgram|child_process)(\/promises)?"|createRemoteJWKSet|\bfetch\(/m;

/** Code that runs in the server, in a file of its own name. */
function serverFiles(folder = ""): string[] {
  return readdirSync(join(SRC, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (["testing", "generated"].includes(path)) return [];
    if (entry.isDirectory()) return serverFiles(path);
    return /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) ? [path] : [];
  });
}

/** They run in the browser, which has no transactions. */
const OF_THE_BROWSER = [
  "app/(console)/console/batches/post-batch.ts",
  "app/(console)/console/imports/new/send-import.ts",
  "app/offline/offline-card.tsx",
  "trpc/plain.ts",
];

describe("inside a transaction", () => {
  useDatabase();

  it("nothing is sent and no name is looked up", async () => {
    await expect(transaction(() => guardedPost(POST))).rejects.toThrow("inside a transaction");
    await expect(transaction(() => leadsInside("example.com"))).rejects.toThrow(
      "inside a transaction",
    );
    expect(await guardedPost(POST)).toEqual({ failure: "CONNECTION_FAILED" });
  });

  it("no job is run, which would hold the transaction for as long as it takes", async () => {
    const nothing = { name: "nothing", everySeconds: 60, run: async () => ({ handled: 0 }) };
    const running = transaction(() => new JobRunner([nothing]).runNow("nothing"));
    await expect(running).rejects.toThrow("inside a transaction");
    expect(await as(ADMIN).system.runNow({ name: "benefits.expire" })).toEqual({ started: true });
  });

  it("no second connection is taken: all who hold one would wait for another's", async () => {
    const second = transaction(() => reader.rows("SELECT 1"));
    await expect(second).rejects.toThrow("inside a transaction");
    await expect(transaction(() => transaction(async () => 1))).rejects.toThrow(
      "inside a transaction",
    );
    expect(await reader.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("no test opens a connection, whoever does it", async () => {
    const opening = transaction(async () => connect({ port: 9, host: "127.0.0.1" }).destroy());
    await expect(opening).rejects.toThrow("inside a transaction");
  });

  it("is where each command and each act of a job runs, and nothing after it", async () => {
    const state = {
      output: z.boolean(),
      input: z.strictObject({}),
      access: { public: true },
    } as const;
    const seen: boolean[] = [];
    const own = router({
      act: command(state, async () => isInsideTransaction(), {
        before: async () => seen.push(isInsideTransaction()),
      }),
    });
    const caller = createCallerFactory(own)(contextOf(ADMIN));
    expect(await caller.act({})).toBe(true);
    expect(seen).toEqual([false]);
    const origin = { caller: ADMIN, requestId: "test" };
    expect(await runWork(origin, null, async () => isInsideTransaction())).toBe(true);
    expect(isInsideTransaction()).toBe(false);
  });

  it("every procedure that writes runs: all of them are commands", () => {
    const procedures = Object.entries(
      appRouter._def.procedures as unknown as Record<
        string,
        { _def: { type: string; meta?: Meta } }
      >,
    );
    const writing = procedures.filter(([, { _def }]) => _def.type === "mutation");
    expect(writing.length).toBeGreaterThan(50);
    for (const [name, { _def }] of writing)
      expect([name, _def.meta?.kind]).toEqual([name, "command"]);
  });

  it("nobody can speak to the world but by those who refuse it there", () => {
    const connecting = serverFiles().filter(
      (path) =>
        !OF_THE_BROWSER.includes(path) && CONNECTS.test(readFileSync(join(SRC, path), "utf8")),
    );
    expect(connecting.sort()).toEqual([...MAY_CONNECT, ...DOORS].sort());
    for (const path of MAY_CONNECT) {
      expect(readFileSync(join(SRC, path), "utf8")).toContain("refuseInsideTransaction(");
    }
  });
});
