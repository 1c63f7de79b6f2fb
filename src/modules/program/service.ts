import { env } from "@/env";
import { ceilShare } from "@/platform/arithmetic";
import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import { flat, gathered } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { once, type View } from "@/platform/view";
import { DECIDING_VERSION, type Work } from "@/platform/work";
import { otherCurrency, type Rate } from "../orders/schema/currency";
import { type Program, type ProgramRules, storedRules, withFormerNames } from "./schema/rules";
import { PROGRAM_LANE } from "./schema/versions";
import * as store from "./store";

/**
 * Which version is active is read with every act; what a version says never changes and is kept for
 * ever, so there is nothing to invalidate.
 */
const versions = new Map<number, Program>();

async function load(db: Reader): Promise<Program> {
  const id = await store.activeVersionId(db);
  invariant(id !== undefined, "no program version is published");
  return versionOf(db, id);
}

/** What a version says, active or not. */
export async function versionOf(db: Reader, id: number): Promise<Program> {
  const known = versions.get(id);
  if (known) return known;
  const row = await store.version(db, id);
  invariant(row, `program version ${id} exists`);
  const rules = storedRules.parse(gathered(JSON.parse(row.rules), ["name"]));
  const program = { versionId: id, rules, timeZone: env().PROGRAM_TIMEZONE };
  versions.set(id, program);
  return program;
}

type CurrencyTold = string | null | undefined;

/**
 * What money of a currency is worth by a version; null for the program's own.
 *
 * @throws DomainError CURRENCY_WITHOUT_RATE
 */
export function rateBy({ rules }: Program, told: CurrencyTold): Rate {
  const currency = otherCurrency(told);
  if (currency === null) return null;
  const found = rules.currencies.rates.find((one) => one.currency === currency);
  if (!found) throw new DomainError("CURRENCY_WITHOUT_RATE", { currency });
  return found.rate;
}

/**
 * The same by the version that decided at a moment, and where that had no rate by the first one after it
 * that has: whoever forgot one publishes it and sends the order again.
 *
 * @throws DomainError CURRENCY_WITHOUT_RATE, which is not remembered
 */
export async function rateAt(db: Reader, told: CurrencyTold, moment: Date): Promise<Rate> {
  const currency = otherCurrency(told);
  if (currency === null) return null;
  const then = await store.versionAt(db, moment);
  const first = then === undefined ? undefined : await versionOf(db, then);
  const isThere = first?.rules.currencies.rates.some((one) => one.currency === currency);
  if (first && isThere) return rateBy(first, currency);
  const next = await store.firstWithText(db, then ?? 0, `"currency":${JSON.stringify(currency)}`);
  if (next === undefined) throw new DomainError("CURRENCY_WITHOUT_RATE", { currency });
  return rateBy(await versionOf(db, next), currency);
}

/** When a version was published. */
export async function publishedVersion(db: Reader, id: number): Promise<{ publishedAt: Date }> {
  const row = await store.version(db, id);
  invariant(row, `program version ${id} exists`);
  return row;
}

/**
 * What points are worth in money when they pay, rounded up: what is worth something is never given for
 * nothing. Null stays without bound. Example: 150 at 100 for ¥1 → 150 fen.
 */
export function moneyOfPoints<Points extends number | null>(
  { redeem }: Pick<ProgramRules, "redeem">,
  points: Points,
): Points {
  if (points === null) return points;
  return ceilShare(points, 100, redeem.pointsPerYuanOff) as Points;
}

/** The rules that decide in a request: read once, the same for all of it. */
export function programOf(view: View): Promise<Program> {
  return once(view, "program", async () => {
    const program = await load(view.db);
    view.keep(DECIDING_VERSION, program.versionId);
    return program;
  });
}

/** Lets a version decide in a work that is done again. */
export function decideBy(view: View, versionId: number): void {
  view.keep(DECIDING_VERSION, versionId);
  view.keep("program", versionOf(view.db, versionId));
}

/** The rules in force now, for jobs that go through many requests' worth of members. */
export function activeProgram(db: Reader): Promise<Program> {
  return load(db);
}

/**
 * Only so many wait for the program's row as it has room for: whoever asks for a thousand previews at once
 * would have every connection stand behind it.
 */
async function lockedVersionId(work: Work): Promise<number> {
  work.tx.enterLane(PROGRAM_LANE);
  const activeVersion = await store.lockActiveVersionId(work.tx);
  invariant(activeVersion !== undefined, "no program version is published");
  return activeVersion;
}

/** One after the other, as whoever publishes: for what is counted before it is made. */
export async function inProgramsTurn(work: Work): Promise<void> {
  await lockedVersionId(work);
}

/**
 * The version that an edit starts from, locked until the edit is published.
 *
 * @throws DomainError VERSION_CONFLICT where somebody published another one meanwhile
 */
export async function lockProgram(work: Work, expectedVersion: number): Promise<Program> {
  const activeVersion = await lockedVersionId(work);
  if (activeVersion !== expectedVersion) {
    throw new DomainError("VERSION_CONFLICT", {
      expectedVersion: String(expectedVersion),
      activeVersion: String(activeVersion),
    });
  }
  return versionOf(work.tx, activeVersion);
}

/** Writes a version; the caller adds what belongs to it and then activates it. */
export async function insertVersion(
  work: Work,
  rules: ProgramRules,
  reason: string,
): Promise<number> {
  // Processes of the release before read it too, so a name stays a field for each language there.
  const text = JSON.stringify(flat(withFormerNames(rules)));
  const { actor, now: publishedAt } = work;
  return store.insertVersion(work.tx, { rules: text, reason, actor, publishedAt });
}

/** Makes a version decide, from the next act on. */
export async function activateVersion(work: Work, versionId: number): Promise<void> {
  await store.activate(work.tx, versionId);
}

/** The first version of all, which members were in before any rules were edited. */
export { firstVersionId } from "./store";

function versionView({ id, reason, actor, publishedAt }: store.VersionRow) {
  return { versionId: id, reason, actor, publishedAt };
}

/** The rules in force, for their editors. */
export async function currentProgram(ask: Ask) {
  const { versionId, rules, timeZone } = await programOf(ask);
  const row = await store.version(ask.db, versionId);
  invariant(row, `program version ${versionId} exists`);
  return { ...versionView(row), rules, timeZone };
}

/** Every version that ever decided, the latest first. */
export async function versionsOf(ask: Ask, paged: { limit: number; cursor?: string | undefined }) {
  const beforeId = cursorId(paged.cursor);
  const rows = await store.versionsBefore(ask.db, beforeId, paged.limit + 1);
  const { shown, nextCursor } = pageOf(rows, paged.limit, ({ id }) => id);
  return { items: shown.map(versionView), nextCursor };
}

/** Whether a version ever had a benefit of this id. */
export function hadBenefit(db: Reader, benefitId: string): Promise<boolean> {
  return store.hadText(db, `"id":${JSON.stringify(benefitId)}`);
}

/** A version as it was published, and the id of the one before it. @throws DomainError NOT_FOUND */
export async function versionAndBefore(db: Reader, id: number) {
  const [row, previous] = await store.versionsBefore(db, id + 1, 2);
  if (row?.id !== id) throw new DomainError("NOT_FOUND");
  return { version: versionView(row), previousId: previous?.id };
}
