import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { env } from "@/env";
import { closePool, reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { Doors } from "@/testing/journalled";
import { copyDatabase } from "../database-copy.mjs";
import { firstWeek, later, secondWeek } from "./busy-weeks";
import { compare } from "./compare";
import { runAgain } from "./run";
import { prepareScratch } from "./scratch";
import { openSource, type Source } from "./source";

const ALWAYS = { from: "2000-01-01", to: "2100-01-01" };
const END = new Date("2100-01-01");

describe("a past period that is run again", () => {
  useDatabase("journal_source");
  let source: Source;
  const doors = new Doors();

  beforeAll(async () => {
    await firstWeek();
    await secondWeek();
    await doors.run(16, 4, 150);
    await later(new Date("2033-01-01T00:00:00Z"));
    source = await openSource(env().DATABASE_URL);
    const { server, prefix } = inject("databases");
    const at = (name: string) =>
      Object.assign(new URL(server), { pathname: `/${prefix}${name}` }).href;
    await copyDatabase(at("template"), at("journal_scratch"));
    await prepareScratch(source, at("journal_scratch"));
    await closePool();
    env().DATABASE_URL = at("journal_scratch");
  });
  afterAll(() => source.end());

  it("comes to every entry and every change of tier, member by member", async () => {
    console.log(doors.done, doors.refused);
    const t = Date.now();
    const ran = await runAgain({ source, afterId: 0, to: END });
    console.log(ran, Date.now() - t);
    const found = await compare(source, reader, ALWAYS);
    console.log(JSON.stringify(found, null, 1));
    expect(found.differing).toBe(0);
  });
});
