import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/**
 * Patterns that what people send is held against. One that begins anew at each letter, or may part a text in
 * many ways, takes the square of its length: a header of 15 kB were 0.4 seconds of the process.
 */

/** Slow where a text is long, and what keeps theirs short. */
const SHORT: Record<string, string> = {
  "src/i18n/currency.ts": "a rate",
  "src/modules/points/components/reckoning.ts": "a share of points",
  "src/platform/email.ts": "of what was typed 380 signs are looked at",
  "src/platform/pasted.ts": "a name",
};

/** In a browser a text is its own user's. */
const isOfServer = (text: string) => !/^"use client";/m.test(text);

const FOLDERS = ["src/app", "src/i18n", "src/modules", "src/platform", "src/trpc"];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
)
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }))
  .filter(({ file, text }) => isOfServer(text) && SHORT[file] === undefined);

/** Where a value may begin, up to the end of a line. */
const LITERAL =
  /(?<=(?:^|[(,=:[!&|?{;]|return) ?)\/(?![/*])((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/gm;

function patternsIn(text: string): RegExp[] {
  return [...text.matchAll(LITERAL)].flatMap(([, source = "", flags = ""]) => {
    try {
      return [new RegExp(source, flags)];
    } catch {
      return [];
    }
  });
}

const SIGNS = ["a", "A", "0", " ", "\t", ".", "@", ";", "=", "/", "-", "素", "\u0300"];
/** What stands around it, so that a match fails at the end. */
const AROUND = [
  ["", "\n"],
  ["\0", "\0"],
  ["@", "\t"],
] as const;

/** One without end goes over a text more than once. */
const REPEATS = /[*+]|\{\d+,\}/;

/** What is repeated: signs, those that the pattern names, and two of these. */
function pumpsFor({ source }: RegExp): string[] {
  const named = [...new Set(source.replace(/\\[a-zA-Z]/g, "").replace(/[\\^$*+?()[\]{}|]/g, ""))];
  const some = named.slice(0, 8);
  const words = source.match(/[\w-]{3,}/g) ?? [];
  return [...SIGNS, ...some, ...some.flatMap((a) => some.map((b) => a + b)), ...words];
}

function msFor(pattern: RegExp, text: string): number {
  const from = performance.now();
  text.search(pattern);
  return performance.now() - from;
}

const SOME = 2000;
const SOME_MS = 0.6;
const MANY = 8000;
/** A pattern that goes once through the text takes a hundredth of it. */
const MANY_MS = 12;

/** What takes longer than going through it; undefined where nothing was found. */
function slowOn(pattern: RegExp): string | undefined {
  if (!REPEATS.test(pattern.source)) return undefined;
  for (const pump of pumpsFor(pattern)) {
    for (const [before, after] of AROUND) {
      const of = (length: number) => before + pump.repeat(length / pump.length) + after;
      if (msFor(pattern, of(SOME)) < SOME_MS) continue;
      const again = Math.min(msFor(pattern, of(MANY)), msFor(pattern, of(MANY)));
      if (again > MANY_MS) return `${pattern} on ${JSON.stringify(pump)}`;
    }
  }
  return undefined;
}

describe("patterns", () => {
  const all = files.flatMap(({ file, text }) =>
    patternsIn(text).map((pattern) => ({ file, pattern })),
  );
  it("are found, and what is slow with them", () => {
    expect(all.length).toBeGreaterThan(150);
    expect(slowOn(/(^|[\s;])[^=;]*token=/)).toBeDefined();
    expect(slowOn(/^\S+@\S+$/)).toBeDefined();
    expect(slowOn(/^[^=;]+=/)).toBeUndefined();
  });

  it("take no longer than to go through the text", () => {
    const slow = all.map(({ file, pattern }) => ({ file, slow: slowOn(pattern) }));
    expect(slow.filter((one) => one.slow !== undefined)).toEqual([]);
  });
});
