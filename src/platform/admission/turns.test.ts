import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bounds, Ticket, Turns } from "./turns";

type Kind = "write" | "job";

const bounds = (changes: Partial<Bounds<Kind>> = {}): Bounds<Kind> => ({
  running: 3,
  ofLane: 2,
  kinds: { write: { running: 3, waiting: 10 }, job: { running: 2, waiting: 1000 } },
  ...changes,
});

/** Turns with everything that ever came, in the order in which it started. */
class Room {
  readonly turns: Turns<Kind>;
  readonly all: Ticket<Kind>[] = [];
  readonly started: Ticket<Kind>[] = [];
  readonly dropped: Ticket<Kind>[] = [];

  constructor(readonly limits: Bounds<Kind>) {
    this.turns = new Turns(limits);
  }

  come(caller: string, lanes: string[] = [], kind: Kind = "write", place?: number): Ticket<Kind> {
    const onStart = () => {
      this.started.push(ticket);
    };
    const ticket: Ticket<Kind> = new Ticket(kind, caller, lanes, onStart, place);
    this.all.push(ticket);
    const dropped = this.turns.come(ticket);
    if (ticket.state === "running") this.started.push(ticket);
    if (dropped) this.dropped.push(dropped);
    return ticket;
  }

  /** Learns of a lane; where too many work on it already, it ends and comes again for all it knows of. */
  learn(ticket: Ticket<Kind>, lane: string): Ticket<Kind> {
    if (this.turns.enter(ticket, lane)) return ticket;
    const { kind, caller, lanes, place } = ticket;
    const wanted = [...lanes, lane];
    this.turns.end(ticket);
    return this.come(caller, wanted, kind, place);
  }

  of(state: Ticket<Kind>["state"], kind?: Kind): Ticket<Kind>[] {
    return this.all.filter((one) => one.state === state && (kind ?? one.kind) === one.kind);
  }

  /** Ends one that works and tells who starts for it. */
  end(ticket = this.of("running")[0]): Ticket<Kind>[] {
    const before = this.started.length;
    if (ticket) this.turns.end(ticket);
    return this.started.slice(before);
  }

  load(lane: string): number {
    return this.of("running").filter(({ lanes }) => lanes.has(lane)).length;
  }

  /** Whose lanes are kept for it, because so many passed it by. */
  kept(): Ticket<Kind> | undefined {
    const passed = this.of("waiting").filter((one) => one.lanes.size > 1 && one.passed >= 8);
    return passed.toSorted((a, b) => a.place - b.place)[0];
  }

  mayStart({ kind, lanes, place }: Ticket<Kind>): boolean {
    const kept = this.kept();
    if (kept && kept.place < place && [...lanes].some((lane) => kept.lanes.has(lane))) return false;
    return (
      this.of("running").length < this.limits.running &&
      this.of("running", kind).length < this.limits.kinds[kind].running &&
      [...lanes].every((lane) => this.load(lane) < this.limits.ofLane)
    );
  }
}

const callers = (tickets: readonly Ticket<Kind>[]) => tickets.map(({ caller }) => caller);

describe("turns", () => {
  it("let one caller's flood wait while others come between, one by one", () => {
    const room = new Room(bounds({ running: 1 }));
    for (let n = 0; n < 8; n++) room.come("flood");
    room.come("quiet");
    room.come("other");
    const next = Array.from({ length: 5 }, () => room.end()).flat();
    expect(callers(next)).toEqual(["flood", "quiet", "other", "flood", "flood"]);
  });

  it("pass by those who would only wait for what others hold", () => {
    const room = new Room(bounds());
    for (let n = 0; n < 6; n++) room.come("shop", ["member:hot"]);
    const other = room.come("shop", ["member:cold"]);
    expect(room.load("member:hot")).toBe(2);
    expect(other.state).toBe("running");
    expect(room.end(other)).toEqual([]);
    expect(room.end()).toHaveLength(1);
    expect(room.load("member:hot")).toBe(2);
  });

  it("of one caller's members go round as well", () => {
    const room = new Room(bounds({ running: 1 }));
    room.come("shop");
    for (let n = 0; n < 4; n++) room.come("shop", ["a"]);
    for (let n = 0; n < 2; n++) room.come("shop", ["b"]);
    const next = Array.from({ length: 4 }, () => room.end()).flat();
    expect(next.map(({ lanes }) => [...lanes][0])).toEqual(["a", "b", "a", "b"]);
  });

  it("of jobs come between writes, and never have all there is", () => {
    const room = new Room(bounds());
    for (let n = 0; n < 5; n++) room.come("loop", [], "job");
    expect(room.of("running")).toHaveLength(2);
    for (let n = 0; n < 5; n++) room.come("shop");
    const next = Array.from({ length: 4 }, () => room.end(room.of("running")[0])).flat();
    expect(new Set(next.map(({ kind }) => kind))).toEqual(new Set(["job", "write"]));
    expect(room.of("running", "job").length).toBeLessThanOrEqual(2);
  });

  it("beyond the bound take the newest of whoever has most waiting, or the one that comes", () => {
    const room = new Room(bounds({ running: 1 }));
    for (let n = 0; n < 11; n++) room.come("flood");
    expect(room.dropped).toEqual([]);
    const newest = room.come("flood");
    expect(room.dropped).toEqual([newest]);
    const quiet = room.come("quiet");
    expect(quiet.state).toBe("waiting");
    expect(room.dropped).toEqual([newest, room.all[10]]);
    expect(room.of("waiting")).toHaveLength(10);
  });

  it("let one at work learn of a lane while there is room on it", () => {
    const room = new Room(bounds());
    const [one, two, three] = [room.come("a"), room.come("b"), room.come("c")];
    expect([one, two, three].map((ticket) => room.turns.enter(ticket, "m"))).toEqual([
      true,
      true,
      false,
    ]);
    expect(room.turns.enter(one, "m")).toBe(true);
    room.turns.end(three);
    const again = room.come("c", ["m"]);
    expect(again.state).toBe("waiting");
    expect(room.end(two)).toEqual([again]);
  });

  it("count what is held by another name beyond the bound, and let it go once", () => {
    const room = new Room(bounds());
    for (const caller of ["a", "b", "c"]) room.turns.hold(room.come(caller), "m");
    expect(room.load("m")).toBe(3);
    const waiting = room.come("d", ["m"]);
    room.end();
    expect(waiting.state).toBe("waiting");
    room.end();
    expect(waiting.state).toBe("running");
  });

  it("come to whoever wants two lanes at once, however closely others follow each other on each", () => {
    const room = new Room(bounds({ ofLane: 1 }));
    let [onA, onB] = [room.come("x", ["a"]), room.come("y", ["b"])];
    const both = room.come("z", ["a", "b"]);
    // On each lane the next has come before the last has gone, and never do both go at once.
    let begun = 0;
    for (; both.state === "waiting" && begun < 100; begun++) {
      const [nextA, nextB] = [room.come("x", ["a"]), room.come("y", ["b"])];
      room.end(onA);
      onA = nextA;
      if (both.state === "waiting") room.end(onB);
      onB = nextB;
    }
    expect(both.state).toBe("running");
    expect(begun).toBeLessThanOrEqual(6);
    const rest = room.of("waiting");
    room.end(both);
    expect(rest.some(({ state }) => state === "running")).toBe(true);
  });

  it("of one at work are not learnt past whoever they are kept for, which keeps its place when it comes again", () => {
    const room = new Room(
      bounds({
        ofLane: 1,
        running: 9,
        kinds: { write: { running: 9, waiting: 99 }, job: { running: 1, waiting: 9 } },
      }),
    );
    const first = new Ticket<Kind>("write", "z", ["c"]);
    room.turns.come(first);
    room.turns.end(first);
    let onA = room.come("x", ["a"]);
    const both: Ticket<Kind> = new Ticket("write", "z", ["a", "b"], undefined, first.place);
    room.turns.come(both);
    for (let n = 0; n < 8; n++) {
      const next = room.come("y", ["b"]);
      room.end(next);
    }
    expect(both.passed).toBe(8);
    const learner = room.come("w");
    expect(room.turns.enter(learner, "b")).toBe(false);
    expect(room.come("y", ["b"]).state).toBe("waiting");
    room.end(onA);
    expect(both.state).toBe("running");
    onA = room.come("x", ["a"]);
    room.turns.end(both);
    expect(onA.state).toBe("running");
  });

  it("go to who came again before a later one of the same caller for the same lanes", () => {
    const room = new Room(bounds({ running: 20, ofLane: 1 }));
    const first = room.come("a", ["m1"]);
    const other = room.come("b", ["m2"]);
    const later = room.come("a", ["m1", "m2"]);
    const again = room.learn(first, "m2");
    again.passed = 8;
    room.end(other);
    expect(again.state).toBe("running");
    expect(room.end(again)).toEqual([later]);
  });

  it("are kept for nobody who left", () => {
    const room = new Room(bounds({ ofLane: 1 }));
    const onA = room.come("x", ["a"]);
    const both = room.come("z", ["a", "b"]);
    for (let n = 0; n < 8; n++) room.end(room.come("y", ["b"]));
    const behind = room.come("y", ["b"]);
    expect(behind.state).toBe("waiting");
    room.turns.end(both);
    expect(behind.state).toBe("running");
    room.end(onA);
  });

  it("are not kept for one caller's flood one after the other while somebody waits behind it", () => {
    const room = new Room(bounds({ ofLane: 1, running: 2 }));
    const onA = room.come("x", ["a"]);
    for (let n = 0; n < 6; n++) room.come("flood", ["a", "b"]);
    for (let n = 0; n < 8; n++) room.end(room.come("y", ["b"]));
    const quiet = room.come("quiet", ["b"]);
    expect(quiet.state).toBe("waiting");
    room.end(onA);
    let ended = 0;
    for (; quiet.state === "waiting"; ended++) room.end();
    expect(ended).toBeLessThanOrEqual(2);
  });

  type Step =
    | { do: "come"; caller: string; lanes: string[]; kind: Kind }
    | { do: "end" | "leave"; which: number }
    | { do: "learn"; which: number; lane: string };

  const lane = fc.constantFrom("m1", "m2", "m3");
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("come" as const),
        caller: fc.constantFrom("a", "b", "c", "d"),
        lanes: fc.uniqueArray(lane, { maxLength: 2 }),
        kind: fc.constantFrom<Kind>("write", "write", "job"),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom("end" as const, "leave" as const),
        which: fc.nat(20),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("learn" as const), which: fc.nat(20), lane }),
    },
  );

  function take(room: Room, action: Step): void {
    if (action.do === "come") {
      room.come(action.caller, action.lanes, action.kind);
      return;
    }
    const among = room.of(action.do === "leave" ? "waiting" : "running");
    const ticket = among[action.which % Math.max(1, among.length)];
    if (!ticket) return;
    if (action.do === "learn") room.learn(ticket, action.lane);
    else room.turns.end(ticket);
  }

  it("keep every bound, leave nobody waiting who may start, and forget nobody, in any order", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, running) => {
          const room = new Room(bounds({ running }));
          for (const action of steps) {
            take(room, action);
            expect(room.of("running").length).toBeLessThanOrEqual(running);
            expect(room.of("running", "job").length).toBeLessThanOrEqual(2);
            expect(room.of("waiting", "write").length).toBeLessThanOrEqual(10);
            for (const name of ["m1", "m2", "m3"]) expect(room.load(name)).toBeLessThanOrEqual(2);
            expect(room.of("waiting").filter((ticket) => room.mayStart(ticket))).toEqual([]);
            expect(room.of("new")).toEqual([]);
            for (const kind of ["write", "job"] as const) {
              expect(room.turns.figures(kind)).toEqual({
                running: room.of("running", kind).length,
                waiting: room.of("waiting", kind).length,
              });
            }
          }
          while (room.of("running").length > 0) room.end();
          expect(room.of("waiting")).toEqual([]);
          expect(new Set(room.started).size).toBe(room.started.length);
        },
      ),
    );
  });

  it("leave nobody waiting once nobody works, however often who works comes again for more", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 120 }), (steps) => {
        const room = new Room(bounds({ running: 5 }));
        for (const action of steps) take(room, action);
        while (room.of("running").length > 0) room.end();
        expect(room.of("waiting")).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it("keep whoever asks little waiting for no more than one round, whatever others ask", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("x", "y", "z"), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        (flood, running) => {
          const limits = bounds({ running });
          const room = new Room({
            ...limits,
            kinds: { ...limits.kinds, write: { running: 3, waiting: 100 } },
          });
          for (const caller of flood) room.come(caller);
          const mine = room.come("quiet");
          let ended = 0;
          for (; mine.state === "waiting" && ended < 100; ended++) room.end();
          expect(ended).toBeLessThanOrEqual(4);
        },
      ),
    );
  });

  it("refuse nobody who has less than their part waiting", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 100 }), (order) => {
        const room = new Room(bounds({ running: 1 }));
        room.come("first");
        for (const caller of order) {
          const ticket = room.come(caller);
          const waits = callers(room.of("waiting"));
          // Four share ten places: whoever has two or fewer comes in.
          if (waits.filter((one) => one === caller).length < 2)
            expect(ticket.state).toBe("waiting");
        }
        const counts = ["a", "b", "c", "d"].map(
          (name) => callers(room.of("waiting")).filter((one) => one === name).length,
        );
        for (const refused of new Set(callers(room.dropped))) {
          const own = counts["abcd".indexOf(refused)] ?? 0;
          expect(own).toBeGreaterThanOrEqual(Math.max(...counts) - 1);
        }
      }),
    );
  });

  it("tell all that wait when they are cleared, and start nobody for them", () => {
    const room = new Room(bounds());
    for (let n = 0; n < 8; n++) room.come(`c${n % 3}`, n % 2 ? ["m1"] : []);
    const waiting = room.of("waiting");
    expect(new Set(room.turns.clear())).toEqual(new Set(waiting));
    expect(room.of("running")).toHaveLength(3);
    expect(room.turns.figures("write").waiting).toBe(0);
  });
});
