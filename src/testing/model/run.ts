import { isDeepStrictEqual } from "node:util";
import { verifyLedger } from "@/modules/points/service/verify";
import { reader } from "@/platform/db";
import { differenceAfter, differenceAtEnd, storedFacts } from "./compare";
import { newRealm } from "./driver";
import { Operations } from "./operations";
import { type Failure, shrink } from "./shrink";
import { newWorld, type Rules } from "./state";
import { factsOf } from "./sums";
import type { MemberFacts, Operation } from "./vocabulary";

/** Many worlds, several at a time; a world's operations depend on nothing but seed and number. */

const OPERATIONS_IN_WORLD = 250;
const LANES = 8;

export interface Run {
  seed: number;
  operations: number;
  rules: Rules;
  onProgress?: (done: number) => void;
}

export interface Report {
  marks: Map<string, number>;
}

interface Left {
  id: number;
  facts: MemberFacts;
}

/** @throws Error that names seed, world and step and shows the shortest sequence found */
export async function runModel({ seed, operations, rules, onProgress }: Run): Promise<Report> {
  const worlds = Math.ceil(operations / OPERATIONS_IN_WORLD);
  const marks = new Map<string, number>();
  const left: Left[] = [];
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < worlds) {
      const number = next++;
      const length = Math.min(OPERATIONS_IN_WORLD, operations - number * OPERATIONS_IN_WORLD);
      try {
        left.push(...(await runWorld({ seed, number, length, rules, marks })));
      } catch (error) {
        next = worlds;
        throw error;
      }
      done += length;
      onProgress?.(done);
    }
  };
  // Nobody goes on in the background when one has failed.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await checkAtRest(left);
  return { marks };
}

interface WorldRun {
  seed: number;
  number: number;
  length: number;
  rules: Rules;
  marks: Map<string, number>;
}

async function runWorld({ seed, number, length, rules, marks }: WorldRun): Promise<Left[]> {
  const world = newWorld(rules);
  const realm = await newRealm();
  const source = new Operations(seed, number, world);
  const said: Operation[] = [];
  while (said.length < length) {
    const op = source.next();
    said.push(op);
    const isLast = said.length === length;
    const difference =
      (await differenceAfter(world, realm, op)) ??
      (isLast ? await differenceAtEnd(world, realm, op.at) : null);
    if (difference) {
      const shortest = await shrink(rules, { operations: said, difference });
      throw new Error(told(`seed ${seed}, world ${number}, step ${said.length}`, shortest));
    }
  }
  for (const [name, count] of world.marks) marks.set(name, (marks.get(name) ?? 0) + count);
  return [...new Set(world.members)].map((member) => ({
    id: realm.members[member.index]?.id ?? 0,
    facts: factsOf(world, member),
  }));
}

/** Nobody was touched by what happened to others, and every invariant holds. */
async function checkAtRest(left: Left[]): Promise<void> {
  const PAGE = 200;
  for (let from = 0; from < left.length; from += PAGE) {
    const page = left.slice(from, from + PAGE);
    const stored = await storedFacts(page.map(({ id }) => id));
    for (const [index, { id, facts }] of page.entries()) {
      if (isDeepStrictEqual(stored[index], facts)) continue;
      throw new Error(`member ${id} changed after its last operation: ${JSON.stringify(facts)}`);
    }
  }
  const { ok, checks } = await verifyLedger(reader);
  const broken = checks.filter(({ violations }) => violations.length > 0);
  if (!ok) throw new Error(`the ledger does not verify: ${JSON.stringify(broken).slice(0, 2000)}`);
}

function told(where: string, { operations, difference }: Failure): string {
  const lines = operations.map(({ at, by, kind, ...rest }, index) => {
    const words = Object.entries(rest).map(([name, value]) => `${name} ${readable(name, value)}`);
    return `${index + 1}. ${new Date(at).toISOString()} member ${by} ${kind}: ${words.join(", ")}`;
  });
  return [
    `Model and system differ: ${where}; shrunk to ${operations.length} operations.`,
    ...lines,
    `After the last one ${difference.what} is`,
    `  by the model  ${JSON.stringify(difference.model, readable)}`,
    `  in the system ${JSON.stringify(difference.real, readable)}`,
  ].join("\n");
}

function readable(name: string, value: unknown): unknown {
  return name.endsWith("At") && typeof value === "number" ? new Date(value).toISOString() : value;
}
