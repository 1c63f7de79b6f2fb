import { afterAll, beforeAll, expect } from "vitest";
import { SET_NAMES } from "./database";

/** Files that share a process leave it as they found it; one that can't has its own (vitest.config.ts). */

let before: Record<string, string | undefined> = {};

/** But for what useDatabase sets for each file anew. */
function settings(): Record<string, string | undefined> {
  const kept: Record<string, string | undefined> = { ...process.env };
  for (const name of SET_NAMES) delete kept[name];
  return kept;
}

beforeAll(() => {
  before = settings();
});

afterAll(() => {
  expect(settings(), "what this file leaves in the process").toEqual(before);
});
