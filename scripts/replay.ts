import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { enrolUnknown, handleEvent } from "@/modules/intake/service/events";
import { verifyLedger } from "@/modules/points/service/verify";
import { type ShopEvent, shopEvent } from "@/modules/purchases/schema/events";
import { perform } from "@/platform/act";
import { ANONYMOUS, type Named } from "@/platform/auth";
import { closePool, reader } from "@/platform/db";
import { OwnError } from "@/platform/errors";
import { faultText } from "@/platform/fault";
import type { Work } from "@/platform/work";
import { customerTotals, type ReplayTotals } from "./replay-totals";

/**
 * Streams order events from a CSV file through the same code as the event endpoint, in time order for
 * each customer. Every event counts once by its reference, so it may be stopped and run again.
 * Columns: type, occurredAt, externalId, orderId, refundId, amountMinor.
 */

const LANES = 12;
const IN_FLIGHT_MAX = 96;
const HEADER = "type,occurredAt,externalId,orderId,refundId,amountMinor";

function eventOf(line: string, number: number): ShopEvent {
  const [type, occurredAt = "", externalId, orderId, refundId, amount] = line.split(",");
  const amountMinor = Number(amount);
  const data =
    type === "ORDER_COMPLETED"
      ? { externalId, orderId, paidAmountMinor: amountMinor, paidAt: occurredAt }
      : { externalId, orderId, refundId, amountMinor, refundedAt: occurredAt };
  const event = shopEvent.safeParse({ type, timestamp: occurredAt, data });
  if (!event.success) throw new OwnError(`line ${number}: ${event.error.issues[0]?.message}`);
  return event.data;
}

const CALLER = { ...ANONYMOUS, actor: "replay" };

async function carryOut(event: ShopEvent, number: number): Promise<boolean> {
  const now = event.timestamp;
  const origin = { caller: CALLER, requestId: `replay-${number}`, now };
  const act = { origin, key: null, name: "replay", run: (work: Work) => handleEvent(work, event) };
  const { answer } = await perform(act, (refusal) => enrolUnknown(refusal, event, origin));
  return "duplicate" in answer && answer.duplicate;
}

function laneOf(externalId: string): number {
  let hash = 0;
  for (const char of externalId) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return hash % LANES;
}

interface Progress {
  events: number;
  duplicates: number;
  bytes: number;
}

function showProgress(progress: Progress, size: number, started: number, last: boolean): void {
  const share = Math.min(1, progress.bytes / size);
  const seconds = (Date.now() - started) / 1000;
  const bar = "█".repeat(Math.round(share * 30)).padEnd(30, "·");
  const rate = Math.round(progress.events / Math.max(seconds, 0.001));
  const text = `${bar} ${Math.floor(share * 100)} % · ${progress.events} events · ${rate}/s`;
  if (process.stdout.isTTY) process.stdout.write(`\r${text}${last ? "\n" : ""}`);
  else process.stdout.write(`${text}\n`);
}

async function stream(path: string, customers: Set<string>): Promise<Progress> {
  const size = statSync(path).size;
  const lines = createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const lanes: Promise<void>[] = Array.from({ length: LANES }, () => Promise.resolve());
  const progress: Progress = { events: 0, duplicates: 0, bytes: 0 };
  const started = Date.now();
  const every = process.stdout.isTTY ? 250 : 5000;
  const timer = setInterval(() => showProgress(progress, size, started, false), every);
  let number = 0;
  let inFlight = 0;
  for await (const line of lines) {
    number += 1;
    progress.bytes += Buffer.byteLength(line) + 1;
    if (number === 1 && line.trim() !== HEADER)
      throw new OwnError(`the first line must be ${HEADER}`);
    if (number === 1 || line.trim() === "") continue;
    const event = eventOf(line, number);
    const { memberId, externalId, memberCode, phone } = event.data as Named;
    // In whichever way a customer is named, a file names them in one.
    const customer = String(externalId ?? memberCode ?? phone ?? memberId);
    customers.add(customer);
    const lane = laneOf(customer);
    const turn = number;
    inFlight += 1;
    lanes[lane] = (lanes[lane] ?? Promise.resolve()).then(async () => {
      if (await carryOut(event, turn)) progress.duplicates += 1;
      progress.events += 1;
      inFlight -= 1;
    });
    if (inFlight >= IN_FLIGHT_MAX) await Promise.race(lanes.filter(Boolean));
    if (inFlight >= IN_FLIGHT_MAX) await lanes[lane];
  }
  await Promise.all(lanes);
  clearInterval(timer);
  showProgress(progress, size, started, true);
  return progress;
}

function print(totals: ReplayTotals): void {
  const line = (name: string, value: number | string) =>
    console.log(`  ${name.padEnd(24)}${value}`);
  console.log("\nCustomers of the file");
  line("members", totals.members);
  for (const { tierCode, members } of totals.tiers) line(`  ${tierCode}`, members);
  line("spend (minor units)", totals.spendMinor);
  line("points earned", totals.earned);
  line("points clawed back", totals.clawedBack);
  line("points outstanding", totals.outstanding);
  line("points owed", totals.owed);
}

async function main(): Promise<void> {
  const path = process.argv[2];
  if (!path) throw new OwnError("which file? npm run replay -- path/to/order-events.csv");
  const customers = new Set<string>();
  const progress = await stream(path, customers);
  console.log(`${progress.events} events, ${progress.duplicates} of them known already`);
  print(await customerTotals(reader, [...customers]));
  console.log("\nLedger of the whole program");
  const verification = await verifyLedger(reader);
  for (const { name, violations } of verification.checks) {
    console.log(`  ${violations.length === 0 ? "✓" : "✗"} ${name}`);
    for (const violation of violations.slice(0, 5))
      console.log(`      ${JSON.stringify(violation)}`);
  }
  await closePool();
  if (!verification.ok) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(faultText(error));
  process.exit(1);
});
