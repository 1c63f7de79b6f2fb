import type { Loop } from "@/platform/background";
import { reader, type Tx, transaction } from "@/platform/db";
import { eventsAfter, forgottenUpTo, publishedUpTo } from "@/platform/outbox";
import { activeProgram } from "../../program/service";
import * as position from "../store/position";
import { clearPage } from "../store/rollups";
import { addPage } from "./page";
import { addSalesPage } from "./sales-page";
import { addSavingsPage } from "./savings-page";

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
    let isMore = false;
    for (const set of await setsWithWork()) {
      const turn = await transaction((tx) => followPage(tx, PAGE, set), TURN);
      isMore ||= turn === "MORE";
    }
    return isMore;
  }

  async stop(): Promise<void> {}
}

const ALL = Object.keys(position.SETS) as position.SetName[];

async function setsWithWork(): Promise<position.SetName[]> {
  const published = await publishedUpTo(reader);
  const found = await Promise.all(ALL.map((set) => position.positionNow(reader, set)));
  return ALL.filter((_, index) => {
    const at = found[index];
    return at !== undefined && (Boolean(at.clearing) || at.sequence < published);
  });
}

const ADDING = { program: addPage, sales: addSalesPage, savings: addSavingsPage };

/** Adds the next page of events, or throws a page of figures away where they are to be made anew. */
export async function followPage(
  tx: Tx,
  limit: number,
  set: position.SetName = "program",
): Promise<Turn> {
  const at = await position.lockPosition(tx, set);
  if (!at) return "NOTHING";
  if (at.clearing) {
    const isMore = await clearPage(tx, set, CLEAR_PAGE);
    if (!isMore) position.moveTo(tx, set, 0, false);
    return "MORE";
  }
  const events = await eventsAfter(tx, at.sequence, null, limit);
  const last = events.at(-1);
  if (!last) return "NOTHING";
  const [first] = events;
  if (at.sequence === 0 && first && (await forgottenUpTo(tx)) > 0) {
    position.beginAt(tx, set, first.occurredAt);
  }
  const { timeZone } = await activeProgram(tx);
  await ADDING[set](tx, events, timeZone);
  position.moveTo(tx, set, last.sequence, false);
  return events.length === limit ? "MORE" : "NOTHING";
}

/** The last event that all figures have; none while they are made anew. */
export async function countedUpTo(): Promise<number> {
  const found = await Promise.all(ALL.map((set) => position.positionNow(reader, set)));
  return Math.min(...found.map((at) => (!at || at.clearing ? 0 : at.sequence)));
}
