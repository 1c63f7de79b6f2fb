import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/**
 * What pages and modules keep in a process from one request to the next. Any number of processes run on
 * one database, so it is what never changes, and each says by what.
 */
const KEPT: Record<string, string> = {
  "src/app/(console)/console/fulfilment/beep.ts context": "the browser's loudspeaker",
  "src/app/(console)/console/list/list-table.tsx NONE": "empty, and nobody may add to it",
  "src/app/(console)/console/tiers/ladder-form.tsx NOTHING_SAID": "empty, and nobody may add to it",
  "src/app/(shop)/tiers/picture/draw-cards.tsx drawn": "by the accent it is drawn in",
  "src/modules/access/service/accounts.ts decoy": "the hash of a password that nobody has",
  "src/modules/access/service/cookies.ts keys": "derived from the secret they are kept by",
  "src/modules/access/service/misses.ts clearedAt": "when the places were gone through last",
  "src/modules/access/service/misses.ts places":
    "tries under way in this process, which end with it; what they leave is in the database",
  "src/modules/access/service/passwords.ts loading": "a library's words",
  "src/modules/activities/service/standing.ts NONE": "empty, and nobody may add to it",
  "src/modules/benefits/rules.ts known": "by the list of a version",
  "src/modules/benefits/service/boost.ts NO_USES": "empty, and nobody may add to it",
  "src/modules/benefits/service/boost.ts counted": "by the list of a version",
  "src/modules/coupons/service/codes.ts box": "derived from the key it is kept by",
  "src/modules/coupons/service/definitions.ts versions": "by a version's id",
  "src/modules/members/service/card-codes.ts roots": "derived from the secret they are kept by",
  "src/modules/orders/rules/lines.ts ready": "by the words of a version",
  "src/modules/program/service.ts versions": "by a version's id",
  "src/modules/tiers/service/ladder.ts ladders": "by a version's id",
};

/** At the top of a file, where the formatter leaves no space before it. */
const HOLDER =
  /^(?:export )?(?:let (\w+)|const (\w+)[^=\n]*=\s+(?:new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\}|unstable_cache\())/gm;

const files = ["src/app", "src/modules"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

it("nothing that changes is kept in a process", () => {
  const held = files.flatMap(({ file, text }) =>
    [...text.matchAll(HOLDER)].map(([, variable, constant]) => `${file} ${variable ?? constant}`),
  );
  expect(held.sort()).toEqual(Object.keys(KEPT).sort());
});

it("no page is kept by the framework", () => {
  const kept = files.filter(({ text }) => /^export const revalidate|["']use cache/m.test(text));
  expect(kept.map(({ file }) => file)).toEqual([]);
});
