import type { Loop } from "@/platform/background";
import { reader, type Tx, transaction } from "@/platform/db";
import { eventsAfter, publishedUpTo } from "@/platform/outbox";
import { activeProgram } from "../../program/service";
import * as position from "../store/position";
import { clearPage } from "../store/rollups";
import { addPage } from "./page";

const POLL_MS = 2_000;
const PAGE = 500;
const CLEAR_PAGE = 5_000;
const TURN = { kind: "job", caller: "rollups" } as const;

/** What is left to do after a turn: something at once, or nothing for now. */
export type Turn = "MORE" | "NOTHING";

/**
 * Follows the published events: a page of them is added to the rollups in the transaction that moves
 * the position, so each counts once whatever happens on the way. Any number of processes may do it;
 * whoever has the position's row does, and the others pass.
 */
export class RollupFollower implements Loop {
  readonly name = "rollups";
  readonly everyMs = POLL_MS;

  async turn(): Promise<boolean> {
    if (!(await hasWork())) return false;
    return (await transaction((tx) => followPage(tx, PAGE), TURN)) === "MORE";
  }

  async stop(): Promise<void> {}
}

async function hasWork(): Promise<boolean> {
  const [at, published] = await Promise.all([position.positionNow(reader), publishedUpTo(reader)]);
  return at !== undefined && (Boolean(at.clearing) || at.sequence < published);
}

/** Adds the next page of events, or throws a page of figures away where they are to be made anew. */
export async function followPage(tx: Tx, limit: number): Promise<Turn> {
  const at = await position.lockPosition(tx);
  if (!at) return "NOTHING";
  if (at.clearing) {
    const isMore = await clearPage(tx, CLEAR_PAGE);
    if (!isMore) position.moveTo(tx, 0, false);
    return "MORE";
  }
  const events = await eventsAfter(tx, at.sequence, null, limit);
  const last = events.at(-1);
  if (!last) return "NOTHING";
  const { timeZone } = await activeProgram(tx);
  await addPage(tx, events, timeZone);
  position.moveTo(tx, last.sequence, false);
  return events.length === limit ? "MORE" : "NOTHING";
}

/** The last event that the figures have; none while they are made anew. */
export async function countedUpTo(): Promise<number> {
  const at = await position.positionNow(reader);
  return !at || at.clearing ? 0 : at.sequence;
}
