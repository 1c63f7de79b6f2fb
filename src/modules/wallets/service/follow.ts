import { reader, transaction } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { jobProgress } from "@/platform/jobs";
import { eventsAfter, type PublishedEvent, publishedUpTo } from "@/platform/outbox";
import { memberEvents } from "../../members/events";
import { pointsEvents } from "../../points/events";
import { tierEvents } from "../../tiers/events";
import { ENDED_KEPT_MS, GATHER_MS, wholeSeconds } from "../rules";
import * as store from "../store/passes";

export const FOLLOW = "wallets.follow";

const PAGE = 500;
const TURN = { kind: "job", caller: "wallets" } as const;

/** After these a card may say something else. */
const TYPES = [
  ...Object.keys(pointsEvents).filter(
    (type) => !["points.expiring", "ledger.check_failed"].includes(type),
  ),
  ...Object.keys(tierEvents),
  ...Object.keys(memberEvents).filter((type) => type !== "member.enrolled"),
];

/** What it has not seen yet is not forgotten. */
export async function walletsFollowedUpTo(): Promise<number> {
  const progress = await jobProgress(reader, FOLLOW);
  return progress === null ? publishedUpTo(reader) : Number(progress);
}

/**
 * Follows what acts told of, and marks the cards that show it. Marked twice, a card is told of once more, and says the
 * same.
 */
export async function followEvents({ progress, stopping }: JobContext): Promise<JobResult> {
  const published = await publishedUpTo(reader);
  let at = progress === null ? published : Number(progress);
  // Asked after how far events go: a card that is handed out later shows what they tell of.
  if (!(await store.hasPasses(reader))) return { handled: 0, progress: String(published) };
  let handled = 0;
  while (!stopping()) {
    const events = await eventsAfter(reader, at, TYPES, PAGE);
    handled += await markPage(events);
    const last = events.at(-1);
    at = last && events.length === PAGE ? last.sequence : Math.max(published, last?.sequence ?? 0);
    if (events.length < PAGE) break;
  }
  return { handled, progress: String(at) };
}

async function markPage(events: readonly PublishedEvent[]): Promise<number> {
  const told = [
    ...new Set(events.flatMap(({ memberId, data }) => [memberId, Number(data.fromMemberId)])),
  ];
  const ids = told.filter((id): id is number => id !== null && Number.isSafeInteger(id));
  const holders = new Set(await store.holdersAmong(reader, ids));
  if (holders.size === 0) return 0;
  const now = new Date();
  await transaction(async (tx) => {
    const at = wholeSeconds(now);
    const moved = new Map<number, number>();
    const ended = new Set<number>();
    for (const { type, memberId, data } of events) {
      if (memberId === null) continue;
      const fromId = Number(data.fromMemberId);
      if (type === "member.merged" && holders.has(fromId)) moved.set(fromId, memberId);
      // Of one who was merged the card means who stays.
      if (type === "member.closed" && data.mergedIntoId === undefined) ended.add(memberId);
    }
    for (const [fromId, intoId] of moved) store.movePasses(tx, fromId, intoId);
    const changed = new Set([...holders, ...moved.values()]);
    for (const memberId of [...changed].sort((a, b) => a - b)) {
      if (ended.has(memberId)) store.endPasses(tx, memberId, { at, endedAt: now });
      else store.markChanged(tx, memberId, { at, dueAt: new Date(now.getTime() + GATHER_MS) });
    }
  }, TURN);
  return holders.size;
}

const FORGOTTEN_AT_ONCE = 200;

/** Cards of those who have left, and with them the phones that had them. */
export async function forgetEnded({ stopping }: JobContext): Promise<JobResult> {
  const before = new Date(Date.now() - ENDED_KEPT_MS);
  let handled = 0;
  while (!stopping()) {
    const gone = await transaction(async (tx) => {
      const rows = await store.endedBefore(tx, before, FORGOTTEN_AT_ONCE);
      for (const { id } of rows) store.removePass(tx, id);
      return rows.length;
    }, TURN);
    handled += gone;
    if (gone < FORGOTTEN_AT_ONCE) break;
  }
  return { handled };
}
