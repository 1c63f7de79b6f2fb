import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { env } from "@/env";
import { activeProgram, versionOf } from "@/modules/program/service";
import { ladderOfVersion } from "@/modules/tiers/service/ladder";
import { closePool, reader } from "@/platform/db";
import { OwnError } from "@/platform/errors";
import { faultText } from "@/platform/fault";
import { takeBase } from "./backtest/base";
import { compare } from "./backtest/compare";
import { csvOf, figuresOf, type Totals, totalsOf } from "./backtest/figures";
import { changeTo, type Other } from "./backtest/other-version";
import { type Ran, runAgain } from "./backtest/run";
import { makeScratch, prepareScratch } from "./backtest/scratch";
import { openSource, type Source, textOf } from "./backtest/source";
import { PlainError } from "./progress.mjs";

/**
 * Runs a past period again from the journal, in a database of its own: under the versions that really
 * decided, where everything has to come out as it did; or under another one, beside what really was.
 */

const USAGE = `npm run backtest -- [--from=2026-01-01T00:00:00Z] [--to=…] [--version=12 | --program=file.json]
  [--base=mysql://… a restored copy of the database from before the period, with --change-base: it is written to]
  [--out=result] (writes result.json and result.csv)`;

interface Asked {
  from: Date;
  to: Date;
  base: string | undefined;
  mayChangeBase: boolean;
  other: Other | null;
  out: string | undefined;
}

function moment(text: string | undefined, otherwise: Date): Date {
  if (text === undefined) return otherwise;
  const told = new Date(text);
  if (Number.isNaN(told.getTime())) throw new OwnError(`${text} is no moment\n${USAGE}`);
  return told;
}

/** @throws OwnError for an option that there is none of */
function valuesBy<Values>(parse: () => Values): Values {
  try {
    return parse();
  } catch {
    throw new OwnError(USAGE);
  }
}

function asked(): Asked {
  const text = { type: "string" } as const;
  const options = {
    from: text,
    to: text,
    version: text,
    program: text,
    base: text,
    out: text,
    "change-base": { type: "boolean" } as const,
  };
  const values = valuesBy(() => parseArgs({ options }).values);
  const { version, program, base, out } = values;
  if (version !== undefined && program !== undefined) throw new OwnError(USAGE);
  const other: Other | null =
    program !== undefined
      ? { patch: JSON.parse(readFileSync(program, "utf8")) }
      : version !== undefined
        ? { versionId: Number(version) }
        : null;
  const period = { from: moment(values.from, new Date(0)), to: moment(values.to, new Date()) };
  return { ...period, base, mayChangeBase: values["change-base"] === true, other, out };
}

function progress(acts: number, at: Date): void {
  if (acts % 1000 === 0) console.log(`… ${acts} acts, up to ${at.toISOString()}`);
}

function tellRefused({ refused, refusals }: Ran, why: string): void {
  if (refusals === 0) return;
  console.log(`${refusals} acts were done then and are refused now${why}`);
  for (const { id, act, at, code } of refused.slice(0, 20)) {
    console.log(`  journal ${id}  ${at.toISOString()}  ${act}: ${code}`);
  }
}

async function reproduce(source: Source, { from, to }: Asked, ran: Ran) {
  tellRefused(ran, ":");
  const found = await compare(source, reader, { from: textOf(from), to: textOf(to) });
  console.log(
    `${found.entries} entries and ${found.tierChanges} changes of tier of ${found.members} members compared`,
  );
  for (const { memberId, what, nth, really, again } of found.differences) {
    console.log(`✗ member ${memberId}, ${what} ${nth}\n    really ${really}\n    again  ${again}`);
  }
  const isSame = found.differing === 0 && ran.refusals === 0;
  console.log(isSame ? "✓ the same, line by line" : `✗ ${found.differing} members differ`);
  return { acts: ran.acts, refused: ran.refused, ...found, isSame };
}

function table(really: Totals, other: Totals): void {
  const line = (name: string, was: number, would: number) =>
    console.log(`  ${name.padEnd(26)}${String(was).padStart(16)}${String(would).padStart(16)}`);
  console.log(`  ${"".padEnd(26)}${"really".padStart(16)}${"otherwise".padStart(16)}`);
  line("points earned", really.earned, other.earned);
  line("points clawed back", really.clawedBack, other.clawedBack);
  line("points spent", really.spent, other.spent);
  line("points outstanding", really.balance, other.balance);
  line("liability (minor units)", really.liabilityMinor, other.liabilityMinor);
  line("discounts (minor units)", really.discountMinor, other.discountMinor);
  for (const code of new Set([...Object.keys(really.tiers), ...Object.keys(other.tiers)])) {
    line(code, really.tiers[code] ?? 0, other.tiers[code] ?? 0);
  }
}

async function difference(source: Source, { from, to, out }: Asked, ran: Ran, versionId: number) {
  const period = { from: textOf(from), to: textOf(to) };
  const { rules } = await versionOf(reader, versionId);
  const ladder = await ladderOfVersion(reader, versionId);
  const rates = new Map(ladder.map(({ code, discountRateBps }) => [code, discountRateBps]));
  const really = await figuresOf(source, period, null);
  const other = await figuresOf(reader, period, rates);
  const worth = await worthAt(source, period.to);
  const totals = {
    really: totalsOf(really.values(), worth ?? rules.redeem.pointsPerYuanOff),
    other: totalsOf(other.values(), rules.redeem.pointsPerYuanOff),
  };
  table(totals.really, totals.other);
  tellRefused(ran, " (as by points that nobody would have had):");
  for (const [act, count] of ran.skipped) console.log(`  ${count} × ${act} left to the version`);
  if (out !== undefined) writeFileSync(`${out}.csv`, csvOf(really, other));
  return { acts: ran.acts, refused: ran.refused, skipped: Object.fromEntries(ran.skipped), totals };
}

/** What points were worth at the period's end. */
async function worthAt(source: Source, to: string): Promise<number | undefined> {
  const [row] = await source.rows<{ rules: string }>(
    "SELECT rules FROM program_version WHERE publishedAt < ? ORDER BY publishedAt DESC, id DESC LIMIT 1",
    [to],
  );
  const { redeem } = JSON.parse(row?.rules ?? "{}") as { redeem?: { pointsPerYuan?: number } };
  return redeem?.pointsPerYuan;
}

async function main(): Promise<void> {
  const wanted = asked();
  const own = env().DATABASE_URL;
  const source = await openSource(own);
  if (wanted.base !== undefined) await takeBase(source, wanted.base, wanted.mayChangeBase);
  const scratch = wanted.base ?? (await makeScratch(source, own));
  const afterId = await prepareScratch(source, scratch);
  Object.assign(env(), { DATABASE_URL: scratch, EVENT_UNKNOWN_FIELDS: "ignore" });
  console.log(`done again in ${new URL(scratch).pathname.slice(1)}`);
  const { to, from, other } = wanted;
  const change = other && changeTo(source, other, from);
  const run = { source, afterId, to, onProgress: progress };
  const ran = await runAgain(change ? { ...run, change } : run);
  await activeProgram(reader);
  const result = change
    ? await difference(source, wanted, ran, change.id())
    : await reproduce(source, wanted, ran);
  if (wanted.out !== undefined)
    writeFileSync(`${wanted.out}.json`, JSON.stringify(result, null, 2));
  await source.end();
  await closePool();
  if ("isSame" in result && !result.isSame) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(error instanceof PlainError ? error.message : faultText(error));
  process.exit(1);
});
