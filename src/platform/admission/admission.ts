import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "@/env";
import { isAway, lookForSilence, poolEra } from "../database-pool";
import { DomainError } from "../errors";
import { metrics } from "../metrics";
import { connectionsHere } from "../processes/shares";
import { type ActKind, boundsFor, type Kind, type QueryKind } from "./kinds";
import { Ticket, Turns } from "./turns";

/**
 * Before the pool of connections: so many work at once, and so many wait for so long. Whoever comes
 * beyond that is told at once to come again, instead of waiting for nothing; and however much one caller
 * asks, others come between. All of one process: each has its share of the connections.
 */

export interface Turn<Of extends Kind = Kind> {
  kind: Of;
  /** Whose turns are counted together. */
  caller: string;
  /** What it will hold, as far as that is known. */
  lanes?: readonly string[] | undefined;
  /** Tells when nobody waits for the answer any more. */
  whenGone?: ((left: () => void) => void) | undefined;
}

interface Desk {
  era: object;
  queries: Turns<QueryKind>;
  acts: Turns<ActKind>;
  /** Lanes by other names that they were seen to have; what is not here is only bounded by each name. */
  sameAs: Map<string, string>;
  /** By those who wait: tells them that they have to go. */
  refusals: WeakMap<object, (why: Outcome) => void>;
}

type Outcome = "full" | "late" | "gone";

declare global {
  // Pages and server.ts are bundled apart; there is one pool per process, and one queue before it.
  var __memberSystemAdmission: Desk | undefined;
}

/**
 * Those that work on wires that died are given up with their pool: whoever comes after that does not
 * wait for their patience to end.
 */
function desk(): Desk {
  const found = globalThis.__memberSystemAdmission;
  const era = poolEra();
  if (found?.era === era) return found;
  const { queries, acts } = boundsFor(connectionsHere());
  const made = {
    era,
    queries: new Turns(queries),
    acts: new Turns(acts),
    sameAs: new Map(),
    refusals: new WeakMap(),
  };
  globalThis.__memberSystemAdmission = made;
  if (found) {
    for (const ticket of [...found.queries.clear(), ...found.acts.clear()]) {
      found.refusals.get(ticket)?.("late");
    }
  }
  return made;
}

function refused(): DomainError {
  return new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: isAway() ? 2 : 1 });
}

function count(kind: Kind, outcome: Outcome | "admitted", askedAt: number): void {
  const { admissions, admissionSeconds } = metrics();
  admissions.inc({ kind, outcome });
  if (outcome === "admitted") {
    admissionSeconds.observe({ kind }, (performance.now() - askedAt) / 1000);
  }
}

/** Jobs come again by themselves, and would only come again. */
const isPatient = (kind: Kind) => kind === "job";

/** @throws DomainError SERVICE_UNAVAILABLE where the queue is full, or the deadline passed in it */
async function admitted<Of extends Kind>(
  turns: Turns<Of>,
  refusals: Desk["refusals"],
  { kind, caller, lanes = [], whenGone }: Turn<Of>,
  { askedAt = performance.now(), place }: { askedAt?: number; place?: number | undefined } = {},
): Promise<Ticket<Of>> {
  return new Promise<Ticket<Of>>((resolve, reject) => {
    let deadline: NodeJS.Timeout | undefined;
    const ticket = new Ticket(kind, caller, lanes, start, place);
    function start(): void {
      clearTimeout(deadline);
      count(kind, "admitted", askedAt);
      resolve(ticket);
    }
    function refuse(why: Outcome): void {
      clearTimeout(deadline);
      turns.end(ticket);
      count(kind, why, askedAt);
      reject(refused());
    }
    const dropped = turns.come(ticket);
    if (ticket.state === "running") return start();
    refusals.set(ticket, refuse);
    if (dropped) refusals.get(dropped)?.("full");
    if (ticket.state !== "waiting") return;
    if (!isPatient(kind)) {
      deadline = setTimeout(
        () => {
          lookForSilence();
          refuse("late");
        },
        askedAt + env().DB_ACQUIRE_TIMEOUT_MS - performance.now(),
      );
    }
    whenGone?.(() => {
      if (ticket.state === "waiting") refuse("gone");
    });
  });
}

/**
 * The turn of a read. What falls due is settled first, in a write's turn, and whoever waits for that one
 * keeps nobody from reading.
 */
class ReadTurn {
  private held: { turns: Turns<QueryKind>; ticket: Ticket<QueryKind> } | undefined;
  /** Of its own, under way. */
  private acts = 0;
  private isOver = false;

  constructor(private readonly turn: Turn<QueryKind>) {}

  async take(): Promise<void> {
    const { queries: turns, refusals } = desk();
    const ticket = await admitted(turns, refusals, this.turn);
    // What nobody waited for may end after what began it.
    if (this.isOver || this.acts > 0) turns.end(ticket);
    else this.held = { turns, ticket };
  }

  async letGoFor<T>(act: () => Promise<T>): Promise<T> {
    if (this.acts++ === 0) this.letGo();
    try {
      return await act();
    } finally {
      if (--this.acts === 0 && !this.isOver) await this.take();
    }
  }

  end(): void {
    this.isOver = true;
    this.letGo();
  }

  private letGo(): void {
    this.held?.turns.end(this.held.ticket);
    this.held = undefined;
  }
}

const reading = new AsyncLocalStorage<ReadTurn>();

/**
 * Reads when it is its turn, and after each act of its own when it is again.
 *
 * @throws DomainError SERVICE_UNAVAILABLE
 */
export async function inTurn<T>(turn: Turn<QueryKind>, run: () => Promise<T> | T): Promise<T> {
  const own = new ReadTurn(turn);
  await own.take();
  try {
    return await reading.run(own, async () => run());
  } finally {
    own.end();
  }
}

/** As many already work on what this act was about to wait for. */
class LaneFull extends Error {
  override name = "LaneFull";

  constructor(readonly lane: string) {
    super(`too many at work on ${lane}`);
  }
}

/** What an act that has begun learns of what it holds. */
export interface Lanes {
  /** Comes before waiting for a lock. Ends the attempt where too many do; it runs again in its turn. */
  enter(lane: string): void;
  /** What is held already, and other names by which somebody may ask for it. */
  hold(lane: string, names: readonly string[]): void;
}

const NAMES_MAX = 20_000;

/** The oldest are forgotten: a hot one is soon seen again. */
function remember(sameAs: Map<string, string>, name: string, lane: string): void {
  sameAs.delete(name);
  sameAs.set(name, lane);
  if (sameAs.size <= NAMES_MAX) return;
  const [oldest = name] = sameAs.keys();
  sameAs.delete(oldest);
}

/** An act that learnt of more than these runs on: it must end some day. */
const LANES_MAX = 8;

/**
 * Acts when it is its turn: at once, or when others have ended. One that learns on its way that it would
 * stand behind others for a lock leaves nothing, and comes again when there is room.
 *
 * @throws DomainError SERVICE_UNAVAILABLE
 */
export function actInTurn<T>(turn: Turn<ActKind>, run: (lanes: Lanes) => Promise<T>): Promise<T> {
  const act = () => acting(turn, run);
  return reading.getStore()?.letGoFor(act) ?? act();
}

async function acting<T>(turn: Turn<ActKind>, run: (lanes: Lanes) => Promise<T>): Promise<T> {
  const wanted = new Set(turn.lanes);
  // Whoever comes again does not wait anew, and stands where it stood.
  const askedAt = performance.now();
  let place: number | undefined;
  for (;;) {
    const { acts, refusals, sameAs } = desk();
    const own = (lane: string) => sameAs.get(lane) ?? lane;
    const ticket = await admitted(
      acts,
      refusals,
      { ...turn, lanes: [...wanted].map(own) },
      { askedAt, place },
    );
    place = ticket.place;
    const lanes: Lanes = {
      enter(lane) {
        if (acts.enter(ticket, own(lane)) || wanted.size >= LANES_MAX) return;
        throw new LaneFull(lane);
      },
      hold(lane, names) {
        acts.hold(ticket, lane);
        for (const name of names) remember(sameAs, name, lane);
      },
    };
    try {
      return await run(lanes);
    } catch (error) {
      if (!(error instanceof LaneFull)) throw error;
      for (const lane of [...ticket.lanes, error.lane]) wanted.add(lane);
    } finally {
      acts.end(ticket);
    }
  }
}

/** Of this process, by kind: at work, and waiting. */
export function admissionFigures(): Record<Kind, { running: number; waiting: number }> {
  const { queries, acts } = desk();
  return {
    read: queries.figures("read"),
    list: queries.figures("list"),
    write: acts.figures("write"),
    job: acts.figures("job"),
  };
}
