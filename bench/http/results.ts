import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plot } from "./plot";

/** Tables and plots of a run, beside those of the run before. */

export interface Line {
  name: string;
  connections: number;
  /** In an open loop: what was asked for a second. */
  asked?: number | undefined;
  rate: number;
  p50: number;
  p95: number;
  p99: number;
  cpuMs: number;
  /** Of it the database's. */
  databaseMs: number;
  refused: number;
  wrong: number;
  /** What the floor did a second, and its CPU; absent where there is none. */
  floor?: { rate: number; p95: number; cpuMs: number } | undefined;
}

export interface Results {
  at: string;
  cores: number;
  /** How it was asked for. */
  wanted: { members: number; rounds: number; seconds: number };
  lines: Line[];
  /** p95 beside others ÷ p95 alone. */
  beside: { pages: number; api: number };
  memoryMb: { server: number; database: number };
  /** Of the time of all cores, 0–1. */
  steal: number;
}

const FILE = "http.json";

function before(folder: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Results;
  } catch {
    // The first run.
    return undefined;
  }
}

const ratio = (a: number, b: number | undefined) =>
  b === undefined || !(b > 0) ? "–" : (a / b).toFixed(2);
const ms = (value: number | null) =>
  // What nobody answered has no time, and is null in JSON.
  value === null || Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 1 : 0);
const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;

const HEAD = [
  "what",
  "connections",
  "answers a second",
  "÷ floor",
  "p50, ms",
  "p95, ms",
  "p95 ÷ floor",
  "CPU a request, ms",
  "of it database",
  "÷ floor",
  "503",
  "wrong",
  "rate ÷ floor before",
  "CPU ÷ before",
];

function table(lines: readonly Line[], last: Results | undefined): string[] {
  const rows = lines.map((one) => {
    const old = last?.lines.find(
      ({ name, connections }) => name === one.name && connections === one.connections,
    );
    return row([
      one.name,
      one.connections,
      one.asked === undefined ? one.rate.toFixed(0) : `${one.rate.toFixed(0)} of ${one.asked}`,
      ratio(one.rate, one.floor?.rate),
      ms(one.p50),
      ms(one.p95),
      ratio(one.p95, one.floor?.p95),
      one.cpuMs.toFixed(2),
      one.databaseMs.toFixed(2),
      ratio(one.cpuMs, one.floor?.cpuMs),
      one.refused,
      one.wrong,
      old?.floor ? ratio(old.rate, old.floor.rate) : "–",
      ratio(one.cpuMs, old?.cpuMs),
    ]);
  });
  return [row(HEAD), row(HEAD.map(() => "---")), ...rows];
}

function textOf(results: Results, last: Results | undefined): string {
  const { wanted, beside, memoryMb, steal } = results;
  const { members, rounds, seconds } = wanted;
  return [
    "# The built product over HTTP",
    "",
    `${results.at.slice(0, 10)}, ${results.cores} cores, ${members} members, medians of ${rounds} rounds of ${seconds} s; written by \`npm run bench:http\`. What each means: [README](../README.md#over-http).`,
    "",
    ...table(results.lines, last),
    "",
    "![rates](http-rate.svg)",
    "",
    "![CPU](http-cpu.svg)",
    "",
    `- Pages while the API is loaded: p95 ${beside.pages.toFixed(2)} times that alone; the API while pages are loaded: ${beside.api.toFixed(2)} times.`,
    `- Memory of all processes of the server: ${memoryMb.server.toFixed(0)} MB; of the database: ${memoryMb.database.toFixed(0)} MB.`,
    `- Steal: ${(steal * 100).toFixed(1)} % of the cores' time went to other machines.`,
    "",
  ].join("\n");
}

/** @returns the table, as it is written too */
export function writeResults(folder: string, results: Results): string {
  const last = before(folder);
  mkdirSync(folder, { recursive: true });
  const text = textOf(results, last);
  const named = results.lines.filter(({ floor }) => floor);
  const label = ({ name, connections }: Line) => `${name}, ${connections}`;
  const rates = named.map((one) => ({
    label: label(one),
    ours: one.rate,
    floor: one.floor?.rate ?? 0,
  }));
  const cpus = named.map((one) => ({
    label: label(one),
    ours: one.cpuMs,
    floor: one.floor?.cpuMs ?? 0,
  }));
  writeFileSync(join(folder, "http.md"), text);
  writeFileSync(join(folder, "http-rate.svg"), plot("Answers a second", rates));
  writeFileSync(join(folder, "http-cpu.svg"), plot("CPU-ms a request", cpus));
  writeFileSync(join(folder, FILE), `${JSON.stringify(results, null, 2)}\n`);
  return text;
}
