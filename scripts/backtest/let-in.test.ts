import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { env } from "@/env";
import { ANONYMOUS } from "@/platform/auth";
import { as } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { doorAt } from "@/testing/journalled";
import { strangerContext } from "@/trpc/context";
import { restDoor } from "@/trpc/doors";
import { answerTrpc } from "@/trpc/fetch-door";
import { runAgain } from "./run";
import { openSource } from "./source";

/** That rights are not asked again where the journal is done again is said there, and nowhere else. */

const NOW = new Date("2026-01-01T00:00:00Z");
const claimed = { now: NOW.toISOString(), drawn: null, wasLetIn: true };
const member = { externalId: "let-in", nickname: "林夏", again: claimed, wasLetIn: true };
const headers = new Headers({
  ...{ "content-type": "application/json", again: JSON.stringify(claimed), waslet_in: "true" },
  ...{ "x-again": "true", wasLetIn: "true", cookie: `again=${JSON.stringify(claimed)}` },
});

const sources = ["src", "scripts", "prisma", "bench", "e2e"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !file.includes("node_modules"))
    .map((file) => ({
      file: `${folder}/${file}`,
      text: readFileSync(`${folder}/${file}`, "utf8"),
    })),
);
const filesWith = (pattern: RegExp) =>
  sources
    .filter(({ file, text }) => !file.endsWith("let-in.test.ts") && pattern.test(text))
    .map(({ file }) => file)
    .sort();

describe("who was let in then", () => {
  useDatabase("journal_let_in");

  it("is said by the backtest alone", () => {
    const platform = ["src/platform/trpc.ts", "src/platform/work.ts"];
    expect(filesWith(/\bLET_IN\b/)).toEqual(["scripts/backtest/again.ts", ...platform]);
    const within = (folder: string, pattern: RegExp) =>
      filesWith(pattern).filter((file) => file.startsWith(folder));
    expect(within("scripts/", /"[./]*\/again"/)).toEqual([
      "scripts/backtest/classified.test.ts",
      "scripts/backtest/run.ts",
    ]);
    expect(within("src/", /from "[^"]*backtest\//)).toEqual([]);
  });

  it("is nothing that a request can say, by whichever door", async () => {
    expect(strangerContext(headers, "127.0.0.1")).not.toHaveProperty("again");
    const body = JSON.stringify(member);
    const rest = await restDoor()({
      ...{ method: "POST", path: "members", search: new URLSearchParams({ wasLetIn: "true" }) },
      ...{ headers, remoteAddress: "127.0.0.1", readBody: async () => Buffer.from(body) },
    });
    expect(rest.status).toBe(401);
    const url = `http://localhost:3000/api/trpc/members.create?again=${JSON.stringify(claimed)}`;
    const trpc = await answerTrpc(new Request(url, { method: "POST", headers, body }));
    expect(trpc.status).toBe(401);
    expect(await countOf("member", "1 = 1", [])).toBe(0);
  });

  it("is no text, wherever it came from, and no moment alone", async () => {
    const { externalId, nickname } = member;
    const again = { now: NOW, drawn: null, begin: () => undefined };
    const told = JSON.parse(JSON.stringify(claimed)) as { wasLetIn: never };
    const doors = [
      as(ANONYMOUS, { again: { ...again, wasLetIn: told.wasLetIn } }),
      doorAt(ANONYMOUS, NOW),
    ];
    for (const door of doors) {
      await expect(door.members.create({ externalId, nickname })).rejects.toMatchObject({
        domainCode: "AUTHENTICATION_REQUIRED",
      });
    }
  });

  it("is done in no database but one that is marked", async () => {
    const source = await openSource(env().DATABASE_URL);
    const all = runAgain({ source, afterId: 0, to: new Date("2099-01-01T00:00:00Z") });
    await expect(all).rejects.toThrow("not one in which");
    await source.end();
  });
});
