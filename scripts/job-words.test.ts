import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { jobMessages } from "@/app/(console)/console/system/use-job-words";
import { jobs } from "@/modules/jobs";

const OPERATIONS = readFileSync("docs/operations.md", "utf8");

it("every job there is has words on the console, and no other", () => {
  expect(Object.keys(jobMessages).sort()).toEqual(jobs.map(({ name }) => name).sort());
});

const names = jobs.map(({ name }) => name).sort();

it("every job stands in the table of what it has looked at, by its name or by a pattern", () => {
  const [table = ""] = /\n\| job +\| how far(.*\n\|.*)+/.exec(OPERATIONS) ?? [];
  const cells = table.split("\n").map((line) => line.split("|").at(1) ?? "");
  const named = cells.flatMap((cell) => cell.match(/(?<=`)[\w.…]+(?=`)/g) ?? []);
  const patterns = named.map((name) => new RegExp(`^${name.replaceAll("…", ".*")}$`));
  expect(names.filter((name) => !patterns.some((one) => one.test(name)))).toEqual([]);
  expect(patterns.filter((one) => !names.some((name) => one.test(name)))).toEqual([]);
});

it("every job stands in the table of those who run the system", () => {
  const [table = ""] = /\n## Jobs\n\n(\|.*\n)+/.exec(OPERATIONS) ?? [];
  const named = [...table.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(names);
});
