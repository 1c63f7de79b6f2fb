import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Loop } from "@/platform/background";
import { businessNow } from "@/platform/clock";
import { reader } from "@/platform/db";
import { jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { runWork } from "@/platform/work";
import { type Progress, type Searched, search } from "../rules/search";
import type { Subject } from "../schema/subject";
import * as store from "../store";
import { asKept, type Result } from "./told";

/** Looks for machines in the background, a little at a time, so that what else the process does goes on. */

const POLL_MS = 2_000;
/** Real time of one turn, and of what is thought at once in it; as long is left to others. */
const TURN_MS = 1_500;
const SLICE_MS = 12;
/** All that is thought about one search; what was not looked at by then is said. */
const BUDGET_MS = 40_000;
const HELD_MS = 60_000;
const FAULTS_MAX = 3;

/** One that is under way here. It is kept in no other place: whoever takes it up begins anew. */
interface UnderWay {
  id: number;
  walk: Generator<Progress, Searched>;
  thoughtMs: number;
  last: Progress;
}

const NOTHING: Progress = { depth: 0, looked: 0, debt: null };

/** What a search came to so far. */
type Outcome = { found: Searched } | { isOver: boolean };

export class MachineSearches implements Loop {
  readonly name = "machine searches";
  readonly everyMs = POLL_MS;
  private readonly holder = `${process.pid}-${randomUUID().slice(0, 8)}`;
  private underWay: UnderWay | null = null;
  private stopping = false;

  constructor(private readonly budgetMs = BUDGET_MS) {}

  /** True when there is more to do at once. */
  async turn(): Promise<boolean> {
    const row = await this.take();
    if (!row) {
      this.underWay = null;
      return false;
    }
    try {
      return await this.goOn(row);
    } catch (err) {
      log().error({ err, searchId: row.id }, "a search for machines could not go on");
      this.underWay = null;
      const faults = row.faults + 1;
      const status = faults >= FAULTS_MAX ? "FAILED" : "RUNNING";
      await this.save({ ...row, faults, status });
      return false;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
  }

  private async take(): Promise<store.SearchRow | undefined> {
    const now = new Date();
    const holding = { holder: this.holder, now, until: new Date(now.getTime() + HELD_MS) };
    const [next] = await store.waitingSearches(reader, holding);
    if (!next) return undefined;
    const isHeld = await runWork(jobOrigin(businessNow()), null, ({ tx }) =>
      store.holdSearch(tx, next.id, holding),
    );
    return isHeld ? store.searchById(reader, next.id) : undefined;
  }

  private async goOn(row: store.SearchRow): Promise<boolean> {
    if (this.underWay?.id !== row.id) {
      const walk = search(JSON.parse(row.subject) as Subject);
      this.underWay = { id: row.id, walk, thoughtMs: 0, last: NOTHING };
    }
    const { underWay } = this;
    const outcome = await this.think(underWay);
    const { depth, looked, debt } = "found" in outcome ? outcome.found : underWay.last;
    const far = { ...row, depth, looked };
    if (!("found" in outcome || outcome.isOver)) {
      await this.save(far);
      return !this.stopping;
    }
    this.underWay = null;
    const machine = "found" in outcome ? outcome.found.machine : null;
    const result: Result = { machine: machine && asKept(machine), debt: debt && asKept(debt) };
    await this.save({ ...far, status: "DONE", result: JSON.stringify(result) });
    return true;
  }

  /** Slices of a turn, with as long a pause behind each. */
  private async think(underWay: UnderWay): Promise<Outcome> {
    const until = performance.now() + TURN_MS;
    while (performance.now() < until && !this.stopping) {
      const begun = performance.now();
      while (performance.now() - begun < SLICE_MS) {
        const { done, value } = underWay.walk.next();
        if (done) return { found: value };
        underWay.last = value;
      }
      underWay.thoughtMs += performance.now() - begun;
      if (underWay.thoughtMs >= this.budgetMs) return { isOver: true };
      await pause(SLICE_MS);
    }
    return { isOver: false };
  }

  private save(row: store.SearchRow): Promise<void> {
    return runWork(jobOrigin(businessNow()), null, async ({ tx, now }) => {
      const isOver = row.status !== "RUNNING";
      store.saveSearch(tx, this.holder, row, isOver ? now : null);
    });
  }
}
