import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const filesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

const specs = filesIn("e2e", ".spec.ts")
  .map((file) => readFileSync(file, "utf8"))
  .filter((text) => text.includes("Accessible("))
  .join("\n");

/** "(console)/console/members/[memberId]" → /console/members/… as a spec names it. */
const routes = filesIn("src/app", "/page.tsx").map((file) =>
  file
    .replace(/^src\/app/, "")
    .replace(/\/page\.tsx$/, "")
    .replace(/\/\([^)]*\)/g, ""),
);

/** Their sign-in goes on by itself: nobody stays on it. */
const PASSING = ["", "/signed-in"];

it.each(routes.filter((route) => !PASSING.includes(route)))("%s is looked at by axe", (route) => {
  // Specs of the shop put its first part before each of a list.
  const own = route.replace(/^\/membership(?=\/)/, "");
  const literal = own.replace(/[.*+?^${}()|\\]/g, "\\$&").replace(/\[[^\]]*\]/g, "[^/\"'`]+");
  expect(specs).toMatch(new RegExp(`["'\`](/membership)?${literal}["'\`?]`));
});
