import { plusMonths } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { noCursor, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { lastMemberId } from "../../members/service/spans";
import { storedRules } from "../../program/schema/rules";
import { lockProgram, programOf, versionOf } from "../../program/service";
import type { Deciding, Move, Versions } from "../rules/outlook";
import {
  type Ladder,
  type PreviewMembersInput,
  type Proposed,
  rungName,
  type StartPreviewInput,
} from "../schema";
import * as store from "../store/preview";
import { ladderOfVersion } from "./ladder";
import { edited } from "./proposed";
import { followedVersionId } from "./review";

/** What an edit would do to all members, before it is published: asked for here, made by a job. */

/** A preview is of the members as they were; after a day it says little. */
export const KEPT_MS = 24 * 3600 * 1000;

/** How many go from where to where, `GOLD>SILVER`; who stays is counted too. */
type Cells = Record<string, { members: number; direction: Move["direction"] | null }>;

export interface Figures {
  members: number;
  now: Cells;
  later: Cells;
  falls: { inForce: number; draft: number };
}

/** What a preview is kept by; a release before kept no rules beside those of the tiers. */
interface Draft extends Deciding {
  rules?: unknown;
}

const NO_FIGURES: Figures = { members: 0, now: {}, later: {}, falls: { inForce: 0, draft: 0 } };

/**
 * Has an edit looked at on all members, instead of the one that the same person had looked at before.
 *
 * Refusals in order: VERSION_CONFLICT, then as the edit itself: VALIDATION_FAILED, INVALID_TIER_CHANGE.
 */
export async function startPreview(work: Work, input: StartPreviewInput) {
  const program = await lockProgram(work, input.expectedVersion);
  const { versionId } = program;
  const known = await ladderOfVersion(work.tx, versionId);
  const proposed = await edited(work.tx, { program, ladder: known }, input);
  const draft: Draft = {
    ladder: proposed.ladder,
    tiers: proposed.program.rules.tiers,
    rules: proposed.program.rules,
  };
  const previewId = await store.replacePreview(work.tx, {
    owner: work.actor,
    status: "RUNNING",
    versionId,
    followedVersionId: await followedVersionId(work.tx),
    draft: JSON.stringify(draft),
    figures: JSON.stringify(NO_FIGURES),
    nextMemberId: 1,
    lastMemberId: await lastMemberId(work.tx),
    asOf: work.now,
  });
  work.audit({ action: "program.startPreview", target: `program:${versionId}` });
  return { previewId };
}

/** Ends one's own preview. A second time ends nothing. */
export async function dropPreview(work: Work, previewId: number) {
  const isDropped = await store.dropPreview(work.tx, previewId, work.actor);
  if (isDropped) work.audit({ action: "program.dropPreview", target: `preview:${previewId}` });
  return { previewId };
}

/** The versions that a preview compares. */
export async function versionsOf(db: Reader, row: store.PreviewRow): Promise<Versions> {
  const deciding = async (versionId: number): Promise<Deciding> => ({
    ladder: await ladderOfVersion(db, versionId),
    tiers: (await versionOf(db, versionId)).rules.tiers,
  });
  return {
    followed: await deciding(row.followedVersionId),
    inForce: await deciding(row.versionId),
    draft: JSON.parse(row.draft) as Deciding,
  };
}

/** A preview that is whole, for whoever foretells more by it. */
export interface WholePreview {
  previewId: number;
  versionId: number;
  asOf: Date;
  lastMemberId: number;
}

export async function wholePreviews(db: Reader): Promise<WholePreview[]> {
  const rows = await store.donePreviews(db);
  return rows.map(({ id, ...row }) => ({ previewId: id, ...row }));
}

/** The rules that a preview is of; undefined where it is gone, or of a release that kept too little of them. */
export async function draftOf(db: Reader, previewId: number): Promise<Proposed | undefined> {
  const row = await store.previewById(db, previewId);
  if (!row) return undefined;
  const { ladder, rules } = JSON.parse(row.draft) as Draft;
  if (rules === undefined) return undefined;
  const inForce = await versionOf(db, row.versionId);
  return { ladder, program: { ...inForce, rules: storedRules.parse(rules) } };
}

/** Where members of a span would go within moments, who would go anywhere. */
export async function movedAtOnce(
  db: Reader,
  previewId: number,
  span: { from: number; to: number },
): Promise<Map<number, string>> {
  const rows = await store.movesWithin(db, previewId, span);
  return new Map(rows.map(({ memberId, toCode }) => [memberId, toCode]));
}

/** When a protection would end that begins with the edit. */
export const newEndOf = ({ draft }: Versions, { asOf }: store.PreviewRow, timeZone: string): Date =>
  plusMonths(asOf, draft.tiers.protectionMonths, timeZone);

export async function requirePreview(ask: Ask, previewId: number): Promise<store.PreviewRow> {
  const row = await store.previewById(ask.db, previewId);
  const isOver = !row || row.asOf.getTime() + KEPT_MS < ask.now.getTime();
  if (isOver) throw new DomainError("NOT_FOUND");
  return row;
}

/** How far it is, and once it is whole what comes of it. @throws DomainError NOT_FOUND */
export async function viewPreview(ask: Ask, previewId: number) {
  const row = await requirePreview(ask, previewId);
  const [{ versionId }, { inForce, draft }] = await Promise.all([
    programOf(ask),
    versionsOf(ask.db, row),
  ]);
  return {
    previewId: row.id,
    status: row.status,
    versionId: row.versionId,
    isStale: versionId !== row.versionId,
    asOf: row.asOf,
    keptUntil: new Date(row.asOf.getTime() + KEPT_MS),
    progress: { done: Math.min(row.nextMemberId - 1, row.lastMemberId), of: row.lastMemberId },
    tiers: tiersOf(ask, inForce.ladder, draft.ladder),
    figures: row.status === "DONE" ? shown(JSON.parse(row.figures) as Figures) : null,
  };
}

function shown({ members, now, later, falls }: Figures) {
  return { members, now: flowsOf(now), later: flowsOf(later), falls };
}

function flowsOf(cells: Cells) {
  const entries = Object.entries(cells);
  const sum = (direction: Move["direction"]) =>
    entries.reduce((all, [, cell]) => all + (cell.direction === direction ? cell.members : 0), 0);
  return {
    up: sum("UP"),
    down: sum("DOWN"),
    level: sum("LEVEL"),
    cells: entries.map(([key, { members }]) => {
      const [from = "", to = ""] = key.split(">");
      return { from, to, members };
    }),
  };
}

/** The tiers of both ladders; one that goes stands where it stood, above what is below it. */
function tiersOf(ask: Ask, before: Ladder, after: Ladder) {
  const isIn = (ladder: Ladder, code: string) => ladder.some((rung) => rung.code === code);
  const tiers = after.map((rung) => ({
    code: rung.code,
    name: rungName(rung, ask.locale),
    change: isIn(before, rung.code) ? ("NONE" as const) : ("NEW" as const),
  }));
  return before.reduce(
    (all, rung, at) => {
      if (isIn(after, rung.code)) return all;
      const lower = before.slice(0, at).map(({ code }) => code);
      const place = all.findLastIndex(({ code }) => lower.includes(code));
      const { code } = rung;
      return all.toSpliced(place + 1, 0, {
        code,
        name: rungName(rung, ask.locale),
        change: "REMOVED",
      });
    },
    tiers as { code: string; name: string; change: "NONE" | "NEW" | "REMOVED" }[],
  );
}

/** Who goes up or down, or from one tier to another, by what they spent. @throws DomainError NOT_FOUND */
export async function listPreviewMembers(ask: Ask, input: PreviewMembersInput) {
  const row = await requirePreview(ask, input.previewId);
  if (row.status !== "DONE") return { items: [], nextCursor: null };
  const { horizon, goes, from = "", to = "", limit } = input;
  const rows = await store.movesOf(ask.db, {
    previewId: row.id,
    horizon,
    where: goes ? { direction: goes } : { fromCode: from, toCode: to },
    isAscending: input.sort === "SPEND_ASC",
    after: placeOf(input.cursor),
    limit: limit + 1,
  });
  const page = pageOf(rows, limit, ({ spendMinor, memberId }) => `${spendMinor}-${memberId}`);
  const items = page.shown.map(({ fromCode, toCode, ...move }) => ({
    ...move,
    from: fromCode,
    to: toCode,
  }));
  return { items, nextCursor: page.nextCursor };
}

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(cursor);
  if (!match) throw noCursor();
  return { spendMinor: Number(match[1]), memberId: Number(match[2]) };
}
