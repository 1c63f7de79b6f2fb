import { z } from "zod";
import { expireDue } from "@/modules/approvals/service/expire";
import { grantBirthdays } from "@/modules/earning/service/birthdays";
import { settleReferrals } from "@/modules/earning/service/referral";
import { settleDueMembers } from "@/modules/points/service/sweeps";
import { programRules } from "@/modules/program/schema/rules";
import {
  activateVersion,
  activeProgram,
  insertVersion,
  versionOf,
} from "@/modules/program/service";
import type { Rung } from "@/modules/tiers/schema";
import { insertLadder, ladderOfVersion } from "@/modules/tiers/service/ladder";
import { followPublished, reviewTiers } from "@/modules/tiers/service/review";
import { addDays, businessDate, startOfBusinessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { OwnError } from "@/platform/errors";
import { jobOrigin } from "@/platform/jobs";
import { runWork } from "@/platform/work";
import type { Change } from "./run";
import type { Source } from "./source";

/** Lets another version decide from a moment on: one that there is, or what a file says beside the one in force. */

const patch = z.strictObject({
  rules: z.record(z.string(), z.unknown()).default({}),
  tiers: z
    .array(
      z.strictObject({
        code: z.string(),
        thresholdMinor: z.int().min(0).optional(),
        discountRateBps: z.int().min(1).max(10_000).optional(),
        multiplierPct: z.int().min(0).max(1000).optional(),
      }),
    )
    .default([]),
});

export type Other = { versionId: number } | { patch: unknown };

interface Content {
  rules: z.output<typeof programRules>;
  ladder: readonly Rung[];
}

async function patched(told: unknown): Promise<Content> {
  const { rules: sections, tiers } = patch.parse(told);
  const { rules, versionId } = await activeProgram(reader);
  const ladder = await ladderOfVersion(reader, versionId);
  for (const { code } of tiers) {
    if (!ladder.some((rung) => rung.code === code)) throw new OwnError(`there is no tier ${code}`);
  }
  const changed = ladder.map((rung) => {
    const { code: _, ...values } = tiers.find(({ code }) => code === rung.code) ?? { code: "" };
    const said = Object.entries(values).filter(([, value]) => value !== undefined);
    return { ...rung, ...Object.fromEntries(said) };
  });
  return { rules: programRules.parse({ ...rules, ...sections }), ladder: changed };
}

/** A version of the source has its number here only once it was published here. */
async function copied(source: Source, versionId: number): Promise<Content> {
  const known = await reader.row("SELECT 1 AS one FROM program_version WHERE id = ?", [versionId]);
  if (!known) {
    const [row] = await source.rows<Record<string, string>>(
      "SELECT rules, reason, actor, CAST(publishedAt AS CHAR) AS publishedAt FROM program_version WHERE id = ?",
      [versionId],
    );
    if (!row) throw new OwnError(`there is no version ${versionId}`);
    await reader.write(
      "INSERT INTO program_version (id, rules, reason, actor, publishedAt) VALUES (?, ?, ?, ?, ?)",
      [versionId, row.rules ?? "", row.reason ?? "", row.actor ?? "", row.publishedAt ?? ""],
    );
    const rungs = await source.rows<Record<string, string>>(
      `SELECT code, CAST(\`rank\` AS CHAR) AS place, name, nameEn, nameTexts, CAST(thresholdMinor AS CHAR) AS threshold,
         CAST(discountRateBps AS CHAR) AS rate, CAST(multiplierPct AS CHAR) AS times, benefits, replaces
       FROM tier WHERE programVersionId = ?`,
      [versionId],
    );
    for (const rung of rungs) {
      await reader.write(
        `INSERT INTO tier (programVersionId, code, \`rank\`, name, nameEn, nameTexts, thresholdMinor,
           discountRateBps, multiplierPct, benefits, replaces) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [versionId, ...Object.values(rung)],
      );
    }
  }
  const { rules } = await versionOf(reader, versionId);
  return { rules, ladder: await ladderOfVersion(reader, versionId) };
}

const job = (now: Date, progress: string | null) => ({ now, progress, stopping: () => false });

/** Jobs run a few minutes after midnight of each day. */
const AFTER_MIDNIGHT_MS = 10 * 60_000;

export function changeTo(source: Source, other: Other, from: Date): Change & { id: () => number } {
  let versionId = 0;
  let timeZone = "";
  let done = "";
  const begin = async () => {
    const before = await activeProgram(reader);
    timeZone = before.timeZone;
    done = businessDate(from, timeZone);
    const content =
      "patch" in other ? await patched(other.patch) : await copied(source, other.versionId);
    versionId = await runWork(jobOrigin(from), "backtest", async (work) => {
      const id = await insertVersion(work, content.rules, "backtest");
      insertLadder(work, id, content.ladder);
      await activateVersion(work, id);
      return id;
    });
    await followPublished(job(from, String(before.versionId)));
    return versionId;
  };
  const until = async (moment: Date) => {
    for (let day = addDays(done, 1); ; day = addDays(day, 1)) {
      const now = new Date(startOfBusinessDate(day, timeZone).getTime() + AFTER_MIDNIGHT_MS);
      if (now > moment) return;
      await settleDueMembers(job(now, null));
      while ((await expireDue(job(now, null))).handled > 0);
      await reviewTiers(job(now, null));
      await grantBirthdays(job(now, addDays(day, -1)));
      await settleReferrals(job(now, null));
      done = day;
    }
  };
  return { from, begin, until, id: () => versionId };
}
