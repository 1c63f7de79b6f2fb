/**
 * Who works and who waits, without a clock: whoever may start, starts; the others wait by kind, within
 * it by caller and within a caller by lanes, and each of these has its turn.
 *
 * A lane is something that one act at a time can hold, such as a member's lock: more acts than a few on
 * it would only wait for each other.
 */

export interface KindBounds {
  /** At work at once. */
  running: number;
  /** Waiting at once; beyond that whoever has most waiting gives up its newest. */
  waiting: number;
}

export interface Bounds<Kind extends string> {
  /** Of all kinds together at work at once. */
  running: number;
  /** On one lane at once. */
  ofLane: number;
  kinds: Readonly<Record<Kind, KindBounds>>;
}

/** Where somebody stands among all who ever came; who comes again keeps it. */
let places = 0;

export class Ticket<Kind extends string> {
  state: "new" | "waiting" | "running" | "over" = "new";
  readonly lanes: Set<string>;
  /** How many that came later have begun on a lane it waits for. */
  passed = 0;

  constructor(
    readonly kind: Kind,
    readonly caller: string,
    lanes: Iterable<string>,
    /** Told once where it had to wait first. */
    readonly onStart: () => void = () => undefined,
    readonly place = ++places,
  ) {
    this.lanes = new Set(lanes);
  }
}

/** Those of one caller: lists by the lanes they want, oldest first; whose turn it is stands first. */
interface Line<Kind extends string> {
  count: number;
  lists: Map<string, Ticket<Kind>[]>;
}

interface Waiting<Kind extends string> {
  count: number;
  running: number;
  lines: Map<string, Line<Kind>>;
}

/**
 * Who wants several lanes waits until all are free at once, which others may keep from ever being so. When
 * so many have passed it by, its lanes are kept for it: whoever comes later waits behind it. One at a time,
 * the oldest; a caller's others are counted anew when one of them begins.
 */
const PASSED_MAX = 8;

const listName = ({ lanes }: Ticket<string>) => [...lanes].join("\n");

/** Puts an entry behind all others. */
function toTheBack<Value>(map: Map<string, Value>, name: string, value: Value): void {
  map.delete(name);
  map.set(name, value);
}

export class Turns<Kind extends string> {
  private running = 0;
  private readonly onLane = new Map<string, number>();
  private readonly kinds: Map<string, Waiting<Kind>>;
  /** Those that wait for several lanes. */
  private readonly wide = new Set<Ticket<Kind>>();

  constructor(private readonly bounds: Bounds<Kind>) {
    const names = Object.keys(bounds.kinds);
    this.kinds = new Map(names.map((kind) => [kind, { count: 0, running: 0, lines: new Map() }]));
  }

  /**
   * Starts it, or lets it wait.
   *
   * @returns who has to go for it: the newest of whoever has most waiting, which may be itself
   */
  come(ticket: Ticket<Kind>): Ticket<Kind> | undefined {
    const kind = this.of(ticket.kind);
    if (this.hasRoom(ticket.kind, kind) && this.areFree(ticket)) {
      this.start(ticket, kind);
      return undefined;
    }
    const isFull = kind.count >= this.bounds.kinds[ticket.kind].waiting;
    const dropped = isFull ? newestOfLongest(kind, ticket) : undefined;
    if (dropped !== ticket) this.wait(ticket, kind);
    if (dropped) this.end(dropped);
    return dropped;
  }

  /** Whoever waits or works, and doesn't any more. Others may start for it. */
  end(ticket: Ticket<Kind>): void {
    const { state } = ticket;
    ticket.state = "over";
    if (state === "waiting") {
      const isKept = ticket === this.kept();
      this.remove(ticket);
      // Who waited behind it need not any more.
      if (isKept) this.next();
    }
    if (state !== "running") return;
    this.running -= 1;
    this.of(ticket.kind).running -= 1;
    for (const lane of ticket.lanes) this.add(lane, -1);
    this.next();
  }

  /** One at work learns what it works on. False where too many do already; nothing changes then. */
  enter(ticket: Ticket<Kind>, lane: string): boolean {
    if (ticket.lanes.has(lane)) return true;
    if (!this.isFree(lane) || this.isKept(ticket, lane)) return false;
    this.hold(ticket, lane);
    return true;
  }

  /** The same for one that holds it already, by whatever name. */
  hold(ticket: Ticket<Kind>, lane: string): void {
    if (ticket.state !== "running" || ticket.lanes.has(lane)) return;
    ticket.lanes.add(lane);
    this.add(lane, 1);
    this.passBy(ticket, [lane]);
  }

  /** All that wait are over. */
  clear(): Ticket<Kind>[] {
    this.wide.clear();
    const all = [...this.kinds.values()].flatMap(({ lines }) =>
      [...lines.values()].flatMap(({ lists }) => [...lists.values()].flat()),
    );
    for (const ticket of all) this.end(ticket);
    return all;
  }

  figures(kind: Kind): { running: number; waiting: number } {
    const { running, count } = this.of(kind);
    return { running, waiting: count };
  }

  private of(kind: Kind): Waiting<Kind> {
    return this.kinds.get(kind) as Waiting<Kind>;
  }

  private hasRoom(name: Kind, { running }: Waiting<Kind>): boolean {
    return this.running < this.bounds.running && running < this.bounds.kinds[name].running;
  }

  private isFree(lane: string): boolean {
    return (this.onLane.get(lane) ?? 0) < this.bounds.ofLane;
  }

  private areFree(ticket: Ticket<Kind>): boolean {
    for (const lane of ticket.lanes) {
      if (!this.isFree(lane) || this.isKept(ticket, lane)) return false;
    }
    return true;
  }

  /** Whose lanes are kept for it. */
  private kept(): Ticket<Kind> | undefined {
    let oldest: Ticket<Kind> | undefined;
    for (const one of this.wide) {
      if (one.passed >= PASSED_MAX && one.place < (oldest?.place ?? Number.POSITIVE_INFINITY)) {
        oldest = one;
      }
    }
    return oldest;
  }

  private isKept(ticket: Ticket<Kind>, lane: string): boolean {
    if (this.wide.size === 0) return false;
    const kept = this.kept();
    return kept !== undefined && kept.place < ticket.place && kept.lanes.has(lane);
  }

  private passBy({ place }: Ticket<Kind>, lanes: Iterable<string>): void {
    if (this.wide.size === 0) return;
    for (const lane of lanes) {
      for (const one of this.wide) {
        if (one.place < place && one.lanes.has(lane)) one.passed += 1;
      }
    }
  }

  private add(lane: string, change: number): void {
    const count = (this.onLane.get(lane) ?? 0) + change;
    if (count > 0) this.onLane.set(lane, count);
    else this.onLane.delete(lane);
  }

  private start(ticket: Ticket<Kind>, kind: Waiting<Kind>): void {
    ticket.state = "running";
    this.running += 1;
    kind.running += 1;
    for (const lane of ticket.lanes) this.add(lane, 1);
    if (ticket.passed >= PASSED_MAX) {
      for (const one of this.wide) if (one.caller === ticket.caller) one.passed = 0;
    }
    this.passBy(ticket, ticket.lanes);
  }

  private wait(ticket: Ticket<Kind>, kind: Waiting<Kind>): void {
    ticket.state = "waiting";
    if (ticket.lanes.size > 1) this.wide.add(ticket);
    const line = kind.lines.get(ticket.caller) ?? { count: 0, lists: new Map() };
    kind.lines.set(ticket.caller, line);
    const name = listName(ticket);
    const list: Ticket<Kind>[] = line.lists.get(name) ?? [];
    line.lists.set(name, list);
    // Who comes again stands before whoever came since: their lanes may be kept for it.
    const behind = list.findIndex(({ place }) => place > ticket.place);
    list.splice(behind < 0 ? list.length : behind, 0, ticket);
    line.count += 1;
    kind.count += 1;
  }

  private remove(ticket: Ticket<Kind>): void {
    this.wide.delete(ticket);
    const kind = this.of(ticket.kind);
    const line = kind.lines.get(ticket.caller);
    const name = listName(ticket);
    const list = line?.lists.get(name);
    const place = list?.indexOf(ticket) ?? -1;
    if (!line || !list || place < 0) return;
    list.splice(place, 1);
    line.count -= 1;
    kind.count -= 1;
    if (list.length === 0) line.lists.delete(name);
    if (line.count === 0) kind.lines.delete(ticket.caller);
  }

  /** Starts whoever may, each kind, caller and list in its turn. */
  private next(): void {
    while (this.running < this.bounds.running && this.startOne());
  }

  private startOne(): boolean {
    for (const [name, kind] of this.kinds) {
      if (kind.count === 0 || !this.hasRoom(name as Kind, kind)) continue;
      const ticket = this.firstFree(kind);
      if (!ticket) continue;
      toTheBack(this.kinds, name, kind);
      this.start(ticket, kind);
      ticket.onStart();
      return true;
    }
    return false;
  }

  private firstFree(kind: Waiting<Kind>): Ticket<Kind> | undefined {
    for (const [caller, line] of kind.lines) {
      for (const [name, list] of line.lists) {
        const [ticket] = list;
        if (!ticket || !this.areFree(ticket)) continue;
        this.remove(ticket);
        if (list.length > 0) toTheBack(line.lists, name, list);
        if (line.count > 0) toTheBack(kind.lines, caller, line);
        return ticket;
      }
    }
    return undefined;
  }
}

/** Whoever has fewer waiting than others comes in for one of theirs; the newest has waited least. */
function newestOfLongest<Kind extends string>(
  { lines }: Waiting<Kind>,
  ticket: Ticket<Kind>,
): Ticket<Kind> {
  const own = (lines.get(ticket.caller)?.count ?? 0) + 1;
  let longest: Line<Kind> | undefined;
  for (const line of lines.values()) if (line.count > (longest?.count ?? own)) longest = line;
  let list: Ticket<Kind>[] = [];
  for (const one of longest?.lists.values() ?? []) if (one.length > list.length) list = one;
  return list.at(-1) ?? ticket;
}
