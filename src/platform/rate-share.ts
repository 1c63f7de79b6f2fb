import type { Call, Counted } from "./rate-counts";

/**
 * The counts of one process among several, for which the primary counts. A call far from its limit is
 * let through at once and told soon after, with others; the nearer the limit, the fewer, until each is
 * asked for. What all processes let through beyond a limit is less than a sixteenth of it.
 */

/** Of what is left of a limit, all processes together may let through so much before they tell. */
const PARTS = 16;
/** Fewer than this are not worth a count that may be too high. */
const WORTH = 4;
const TELL_AFTER_MS = 50;
const FORGET_EVERY_MS = 60_000;

type Ask = (calls: readonly Call[]) => Promise<readonly Counted[]>;

/** What is known of a key since the primary last told. */
interface Known {
  key: string;
  limit: number;
  remaining: number;
  /** By the clock of this process. */
  endsAt: number;
  /** Let through and not told yet, or told and not answered. */
  untold: number;
  onTheWay: number;
}

interface Waiting {
  call: Call;
  resolve(counted: Counted): void;
  reject(error: unknown): void;
}

export class SharedCounts {
  private readonly known = new Map<string, Known>();
  /** Those of which something is untold. */
  private readonly open = new Set<Known>();
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ask: Ask,
    private readonly processes: number,
  ) {
    setInterval(() => this.forget(), FORGET_EVERY_MS).unref();
  }

  count(call: Call): Promise<Counted> {
    const known = this.known.get(nameOf(call));
    return (known && this.letThrough(known, call)) ?? this.asked(call);
  }

  private letThrough(known: Known, { calls }: Call): Promise<Counted> | undefined {
    const msBeforeNext = known.endsAt - performance.now();
    const own = known.untold + known.onTheWay + calls;
    const most = Math.floor(known.remaining / (PARTS * this.processes));
    if (msBeforeNext <= 0 || own > most || most < WORTH) return undefined;
    known.untold += calls;
    this.open.add(known);
    this.timer ??= setTimeout(() => void this.tell(), TELL_AFTER_MS);
    return Promise.resolve({ isOver: false, remaining: known.remaining - own, msBeforeNext });
  }

  private asked(call: Call): Promise<Counted> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ call, resolve, reject });
      // What comes in the same turn of the loop is asked together.
      if (this.waiting.length === 1) setImmediate(() => void this.tell());
    });
  }

  /** Everything that is not told yet, and then what waits for an answer. */
  private async tell(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const asked = this.waiting;
    this.waiting = [];
    const told = this.untold();
    const calls = [...told.map(({ call }) => call), ...asked.map(({ call }) => call)];
    if (calls.length === 0) return;
    try {
      const answers = await this.ask(calls);
      for (const { call, known } of told) known.onTheWay -= call.calls;
      for (const [at, call] of calls.entries()) this.learn(call, answers[at]);
      for (const [at, { resolve, reject }] of asked.entries()) {
        const answer = answers[told.length + at];
        if (answer) resolve(answer);
        else reject(new Error("a call was not counted"));
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  private untold(): { call: Call; known: Known }[] {
    const told: { call: Call; known: Known }[] = [];
    for (const known of this.open) {
      const { untold: calls, key, limit } = known;
      known.untold = 0;
      // What belongs to a minute that is over says nothing about the next.
      if (known.endsAt <= performance.now()) continue;
      known.onTheWay += calls;
      told.push({ call: { key, limit, calls }, known });
    }
    this.open.clear();
    return told;
  }

  private learn(call: Call, answer: Counted | undefined): void {
    if (!answer) return;
    const { remaining, msBeforeNext } = answer;
    const endsAt = performance.now() + msBeforeNext;
    const known = this.known.get(nameOf(call));
    if (known) Object.assign(known, { remaining, endsAt });
    else {
      const { key, limit } = call;
      this.known.set(nameOf(call), { key, limit, remaining, endsAt, untold: 0, onTheWay: 0 });
    }
  }

  private forget(): void {
    for (const [name, { endsAt }] of this.known) {
      if (endsAt <= performance.now()) this.known.delete(name);
    }
  }
}

/** A limit that is changed is another count. */
function nameOf({ key, limit }: Call): string {
  return `${limit} ${key}`;
}
