/** Two ways to do the same, measured in turns, so that what else the machine does strikes both alike. */

export interface Case {
  name: string;
  /** What it is held against. */
  floorName: string;
  floor: (turn: number) => Promise<unknown>;
  ours: (turn: number) => Promise<unknown>;
}

export interface Wanted {
  rounds: number;
  /** Acts in a round. */
  acts: number;
  atOnce: number;
}

interface Round {
  /** Seconds on the clock for an act, however many ran at once. */
  seconds: number;
  /** This process's own; the database's are not in it. */
  cpuMs: number;
}

export interface Result {
  name: string;
  floorName: string;
  /** Ours ÷ floor: 1 would cost nothing beside the statements. */
  rateRatio: number;
  floorCpuMs: number;
  oursCpuMs: number;
}

async function round(
  act: (turn: number) => Promise<unknown>,
  first: number,
  { acts, atOnce }: Wanted,
): Promise<Round> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let next = first;
  const lane = async () => {
    while (next < first + acts) {
      const turn = next;
      next += 1;
      await act(turn);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return {
    seconds: (performance.now() - startedAt) / 1000 / acts,
    cpuMs: (user + system) / 1000 / acts,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Floor and ours in turns, the first pair thrown away; who begins changes each time. */
export async function compare(
  wanted: Wanted,
  { name, floorName, floor, ours }: Case,
): Promise<Result> {
  const pairs: { floor: Round; ours: Round }[] = [];
  for (let number = 0; number <= wanted.rounds; number++) {
    const first = number * wanted.acts;
    const both = {
      floor: () => round(floor, first, wanted),
      ours: () => round(ours, first, wanted),
    };
    if (number % 2 === 0) {
      const one = await both.floor();
      pairs.push({ floor: one, ours: await both.ours() });
    } else {
      const one = await both.ours();
      pairs.push({ ours: one, floor: await both.floor() });
    }
  }
  const kept = pairs.slice(1);
  return {
    name,
    floorName,
    rateRatio: median(kept.map((pair) => pair.floor.seconds / pair.ours.seconds)),
    floorCpuMs: median(kept.map((pair) => pair.floor.cpuMs)),
    oursCpuMs: median(kept.map((pair) => pair.ours.cpuMs)),
  };
}
