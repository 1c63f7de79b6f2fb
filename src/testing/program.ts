import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { programRules } from "@/modules/program/schema/rules";
import { activateVersion, insertVersion } from "@/modules/program/service";
import type { Rung } from "@/modules/tiers/schema";
import { insertLadder, ladderOfVersion } from "@/modules/tiers/service/ladder";
import { setBusinessClockOffset } from "@/platform/clock";
import { reader } from "@/platform/db";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { at, SYSTEM } from "./actors";

const FIRST_VERSION = 1;
const PUBLISHED_AT = "2026-01-01T00:00:00Z";

/**
 * The tests of a file or of one of its groups run under rules that differ from the defaults; the
 * first version decides again afterwards, because files of one worker share a database.
 */
export function useProgram(changes: unknown, rung: (rung: Rung) => Rung = (same) => same): void {
  beforeAll(() =>
    at(PUBLISHED_AT, async (work) => {
      const ladder = (await ladderOfVersion(work.tx, FIRST_VERSION)).map(rung);
      const versionId = await insertVersion(work, programRules.parse(changes), "for a test");
      insertLadder(work, versionId, ladder);
      await activateVersion(work, versionId);
    }),
  );
  afterAll(() => at(PUBLISHED_AT, (work) => activateVersion(work, FIRST_VERSION)));
}

/** What members get before they have bought anything is not what the tests of a file are about. */
export const FREE_ACTS = { earn: { birthdayNeedsOrder: false, beforeOrderMax: 1_000_000 } };

/** What comes in through the router happens from this moment of business time on. */
export function useBusinessTime(now: string): void {
  beforeAll(() => setBusinessClockOffset(new Date(now).getTime() - Date.now()));
  afterAll(() => setBusinessClockOffset(0));
}

/** A read at a moment of business time. */
export function askAt(now: Date | string): Ask {
  return {
    db: reader,
    ...memory(),
    now: new Date(now),
    caller: SYSTEM,
    requestId: randomUUID(),
    locale: "en",
  };
}
