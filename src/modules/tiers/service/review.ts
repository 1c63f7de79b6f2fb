import { businessDate } from "@/platform/business-time";
import { type Reader, reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin, jobProgress } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { lockMember, type Member } from "../../members/service/members";
import { lastMemberId } from "../../members/service/spans";
import type { Program } from "../../program/schema/rules";
import {
  activeProgram,
  firstVersionId,
  programOf,
  publishedVersion,
  versionOf,
} from "../../program/service";
import { afterPublished, afterReview, rungOf } from "../rules/ladder";
import type { Ladder } from "../schema";
import * as store from "../store/tiers";
import { changeTier, floorCodeOf, protectionFrom } from "./change";
import { ladderOf, ladderOfVersion, qualifyingSpend } from "./ladder";

/** Scheduled work on tiers: pages of members, one member at a time under their own lock. */

const PAGE = 500;
const SPAN = 5_000;

/** The daily review of the tiers whose protection has ended: renewed, kept, or lowered. */
export async function reviewTiers({ now, progress, stopping }: JobContext): Promise<JobResult> {
  const { timeZone } = await activeProgram(reader);
  const today = businessDate(now, timeZone);
  let handled = 0;
  const each = new EachAlone();
  if (progress === today) return { handled };
  for (let afterId = 0; ; ) {
    const ids = await store.membersToReview(reader, now, afterId, PAGE);
    for (const memberId of ids) {
      // Without having come to the end, the next run goes on with whoever is left.
      if (stopping()) return { handled, ...each.faults };
      const act = () => runWork(jobOrigin(now), null, (work) => reviewMember(work, memberId));
      if (await each.try({ memberId }, act)) handled += 1;
    }
    afterId = ids.at(-1) ?? afterId;
    if (ids.length < PAGE) return { handled, progress: today, ...each.faults };
  }
}

/** Reviews one member; false where somebody was faster. */
export async function reviewMember(work: Work, memberId: number): Promise<boolean> {
  const member = await lockMember(work, { memberId });
  const { tierProtectedUntil: until, status } = member;
  if (until === null || until > work.now || status === "CLOSED") return false;
  work.step("tiers.review", { memberId });
  const program = await programOf(work);
  const ladder = await ladderOf(work);
  const qualifyingMinor = await qualifyingSpend(work.tx, program, member, work.now);
  const floorCode = floorCodeOf(member, work.now);
  const facts = { currentCode: member.tierCode, qualifyingMinor, floorCode };
  const to = afterReview(ladder, facts);
  if (to) await changeTier(work, member, program, { to, cause: "REVIEW", qualifyingMinor });
  else renew(work, member, program, ladder, qualifyingMinor);
  return true;
}

/** Protects a tier anew: by its spend, or until the date to which it was set by hand. */
function renew(
  work: Work,
  member: Member,
  program: Program,
  ladder: Ladder,
  qualifyingMinor: number,
): void {
  const current = rungOf(ladder, member.tierCode);
  const isSupported = qualifyingMinor >= current.thresholdMinor;
  member.tierProtectedUntil = isSupported
    ? protectionFrom(work, program, current)
    : member.tierKeepUntil;
}

/** How far the members have followed the published versions: all of them, or up to an id. */
interface Progress {
  /** The version whose ladder everybody follows. */
  followed: number;
  /** The version they are being moved to, and from which member on. */
  next: { versionId: number; fromId: number } | null;
}

function readProgress(text: string | null): Progress | null {
  const match = /^(\d+)(?:>(\d+):(\d+))?$/.exec(text ?? "");
  if (!match) return null;
  const [, followed, versionId, fromId] = match;
  const next = versionId ? { versionId: Number(versionId), fromId: Number(fromId) } : null;
  return { followed: Number(followed), next };
}

export const FOLLOW_JOB = "tiers.follow";

/** The version whose ladder everybody is known to follow: what is published next moves them from there. */
export async function followedVersionId(db: Reader): Promise<number> {
  const followed = readProgress(await jobProgress(db, FOLLOW_JOB));
  return followed?.followed ?? firstVersionId(db);
}

/**
 * Moves members after a ladder was published: those it lifts, and those of removed tiers; at once, and
 * again until no act is left that began before.
 */
export async function followPublished(context: JobContext): Promise<JobResult> {
  const { now, stopping } = context;
  const followed = readProgress(context.progress);
  const from = followed?.followed ?? (await firstVersionId(reader));
  const { versionId } = await activeProgram(reader);
  if (from === versionId) return { handled: 0, progress: String(versionId) };
  const ladder = await ladderOfVersion(reader, versionId);
  let handled = 0;
  const each = new EachAlone();
  if (await movesNobody(from, versionId)) return { handled, progress: String(versionId) };
  const isSame = followed?.next?.versionId === versionId;
  const first = isSame ? (followed?.next?.fromId ?? 1) : 1;
  const isLast = first === 1 && (await isPast(versionId, now));
  const last = await lastMemberId(reader);
  for (let id = first; id <= last; id += SPAN) {
    if (stopping()) {
      return { handled, progress: `${from}>${versionId}:${id}`, ...each.faults };
    }
    const ids = await store.membersToMove(reader, ladder, { from: id, to: id + SPAN });
    for (const memberId of ids) {
      const act = () => runWork(jobOrigin(now), null, (work) => moveMember(work, memberId, from));
      if (await each.try({ memberId }, act)) handled += 1;
    }
  }
  const next = isLast ? String(versionId) : `${from}>${versionId}:1`;
  return { handled, progress: next, ...each.faults };
}

/** Longer than an act lasts that began under the version before. */
const ACT_MS_MAX = 60_000;

/**
 * Whether every act is over that began before a version decided. Until then members are gone through
 * once more: an order may have been judged by the ladder before, and be written after its member was
 * passed by.
 */
async function isPast(versionId: number, now: Date): Promise<boolean> {
  const { publishedAt } = await publishedVersion(reader, versionId);
  return now.getTime() - publishedAt.getTime() > ACT_MS_MAX;
}

/** Most versions change benefits or points and leave every tier where it starts. */
async function movesNobody(from: number, to: number): Promise<boolean> {
  const says = async (versionId: number) => {
    const { rules } = await versionOf(reader, versionId);
    const ladder = await ladderOfVersion(reader, versionId);
    const steps = ladder.map(({ code, thresholdMinor }) => [code, thresholdMinor]);
    return JSON.stringify([rules.tiers.qualifyingPeriod, steps]);
  };
  return (await says(from)) === (await says(to));
}

/** Moves one member as the ladder in force says; false where it leaves them. */
export async function moveMember(
  work: Work,
  memberId: number,
  fromVersionId: number,
): Promise<boolean> {
  const member = await lockMember(work, { memberId });
  if (member.status === "CLOSED") return false;
  const program = await programOf(work);
  const ladder = await ladderOf(work);
  const before = {
    ladder: await ladderOfVersion(work.db, fromVersionId),
    program: await versionOf(work.db, fromVersionId),
  };
  const spent = (rules: Program) => qualifyingSpend(work.tx, rules, member, work.now);
  const [qualifyingBeforeMinor, qualifyingMinor] = [
    await spent(before.program),
    await spent(program),
  ];
  const facts = { currentCode: member.tierCode, qualifyingBeforeMinor, qualifyingMinor };
  const to = afterPublished(before.ladder, ladder, facts);
  if (!to) return false;
  work.step("tiers.follow", { memberId, fromVersionId }, "definition");
  await changeTier(work, member, program, { to, cause: "RULES_PUBLISHED", qualifyingMinor });
  return true;
}
