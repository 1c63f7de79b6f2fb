import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { jobMessages } from "@/app/(console)/console/system/use-job-words";
import { jobs } from "@/modules/jobs";

it("every job there is has words on the console, and no other", () => {
  expect(Object.keys(jobMessages).sort()).toEqual(jobs.map(({ name }) => name).sort());
});

it("every job stands in the table of those who run the system", () => {
  const [table = ""] =
    /\n## Jobs\n\n(\|.*\n)+/.exec(readFileSync("docs/operations.md", "utf8")) ?? [];
  const named = [...table.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(jobs.map(({ name }) => name).sort());
});
