import { createHash, createHmac } from "node:crypto";
import { env } from "@/env";
import { reader, type Tx } from "./db";
import { isDuplicate, isLockWait } from "./db-errors";
import { DomainError, type ErrorCode, type Facts, type FieldError } from "./errors";
import { insertInto } from "./insert";
import type { JobContext, JobResult } from "./jobs";
import { forgetPages } from "./retention";
import { SecretBox } from "./secret-box";

/**
 * A key makes a command happen once: its row is inserted first, in the command's own transaction, and
 * the duplicate-key error is the way to the stored answer. Keys belong to their caller, are kept 24
 * hours of real time, and remember successes and refusals by rules.
 */
export interface Key {
  caller: string;
  key: string;
  /** SHA-256 of method, path and canonical JSON; of what is secret a keyed one. */
  requestHash: string;
  /** The call brings or tells a secret that is kept nowhere else as it is. */
  secret?: boolean;
}

type StoredRefusal = { code: ErrorCode; facts: Facts; errors: FieldError[]; requestId: string };

export type Claim = { replay: false } | { replay: true; answer: unknown };

const KEPT_MS = 24 * 3600 * 1000;

/** Refusals that a rule made; what may pass with time or a corrected call is not remembered. */
const STORED_STATUS = new Set([404, 409]);
const PASSING = new Set<ErrorCode>([
  "IDEMPOTENCY_IN_PROGRESS",
  "ORDER_AWAITED",
  "CURRENCY_WITHOUT_RATE",
]);

export function isStorable(error: DomainError): boolean {
  return STORED_STATUS.has(error.status) && !PASSING.has(error.domainCode);
}

export function isKeyWellFormed(key: string): boolean {
  return /^[\x20-\x7e]{1,255}$/.test(key);
}

type Step = { text: string } | { value: unknown };

/** The steps that write an object or a list, its names sorted. */
function stepsInside(whole: object): Step[] {
  if (Array.isArray(whole)) {
    const parts = whole.flatMap((value, at): Step[] => [{ text: at === 0 ? "" : "," }, { value }]);
    return [{ text: "[" }, ...parts, { text: "]" }];
  }
  const parts = Object.entries(whole)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value], at): Step[] => [
      { text: `${at === 0 ? "" : ","}${JSON.stringify(name)}:` },
      { value },
    ]);
  return [{ text: "{" }, ...parts, { text: "}" }];
}

/**
 * JSON with sorted names, so that the same content has the same hash. Without recursion: how deep a
 * caller nests is no matter of our stack.
 */
function canonical(whole: unknown): string {
  const written: string[] = [];
  const left: Step[] = [{ value: whole }];
  for (let step = left.pop(); step !== undefined; step = left.pop()) {
    if ("text" in step) written.push(step.text);
    else if (step.value === null || typeof step.value !== "object") {
      written.push(String(JSON.stringify(step.value)));
    } else {
      for (const inner of stepsInside(step.value).reverse()) left.push(inner);
    }
  }
  return written.join("");
}

/** @param secret whoever reads the database must not try passwords against it */
export function requestHash(method: string, path: string, input: unknown, secret = false): string {
  const text = `${method} ${path} ${canonical(input)}`;
  const hash = secret ? createHmac("sha256", env().AUTH_SECRET) : createHash("sha256");
  return hash.update(text).digest("hex");
}

/**
 * Takes the key or finds its stored answer. A twin that is still running is waited for, as long as a
 * lock may wait (two seconds).
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS, or the stored refusal
 */
export async function claim(tx: Tx, key: Key): Promise<Claim> {
  try {
    await tx.write(
      ...insertInto("idempotency_key", ["caller", "idemKey", "requestHash", "createdAt"], {
        caller: key.caller,
        idemKey: key.key,
        requestHash: key.requestHash,
        createdAt: new Date(),
      }),
    );
  } catch (error) {
    if (isLockWait(error)) throw new DomainError("IDEMPOTENCY_IN_PROGRESS", {}, [], error);
    if (isDuplicate(error)) return found(tx, key);
    throw error;
  }
  tx.savepoint();
  return { replay: false };
}

interface Row {
  requestHash: string;
  status: number | null;
  body: string | null;
  createdAt: Date;
}

async function found(tx: Tx, key: Key): Promise<Claim> {
  // Without a lock: twins share one from the duplicate already, and would deadlock over a stronger.
  const row = await tx.row<Row>(
    "SELECT requestHash, status, body, createdAt FROM idempotency_key WHERE caller = ? AND idemKey = ?",
    [key.caller, key.key],
  );
  if (!row || row.createdAt.getTime() < Date.now() - KEPT_MS) {
    await tx.write("DELETE FROM idempotency_key WHERE caller = ? AND idemKey = ?", [
      key.caller,
      key.key,
    ]);
    return claim(tx, key);
  }
  if (row.status !== null && row.body === null) {
    // It was about somebody who closed since.
    throw new DomainError("MEMBER_STATUS_INVALID", { memberStatus: "CLOSED" });
  }
  if (row.requestHash !== key.requestHash) throw new DomainError("IDEMPOTENCY_KEY_REUSED");
  if (row.status === null || row.body === null) throw new DomainError("IDEMPOTENCY_IN_PROGRESS");
  if (row.status < 400) return { replay: true, answer: JSON.parse(answerIn(row.body, key)) };
  const stored = JSON.parse(row.body) as StoredRefusal;
  const refusal = new DomainError(stored.code, stored.facts, stored.errors);
  refusal.replayOf = stored.requestId;
  throw refusal;
}

const box = () => new SecretBox(env().AUTH_SECRET, "answers under idempotency keys");

/** @throws DomainError IDEMPOTENCY_KEY_REUSED where it was sealed under another AUTH_SECRET: nobody can tell it again */
function answerIn(body: string, { secret }: Key): string {
  const answer = secret ? box().open(body) : body;
  if (answer === null) throw new DomainError("IDEMPOTENCY_KEY_REUSED");
  return answer;
}

/** @param memberId whom it is about, so that it can be erased with them */
export function storeAnswer(tx: Tx, key: Key, answer: unknown, memberId: number | null): void {
  const body = JSON.stringify(answer);
  store(tx, key, 200, key.secret ? box().seal(body) : body, memberId);
}

export function storeRefusal(tx: Tx, key: Key, error: DomainError, requestId: string): void {
  const { domainCode: code, facts, errors } = error;
  // Of the work that was undone nothing is known any more; refusals hold no names.
  store(tx, key, error.status, JSON.stringify({ code, facts, errors, requestId }), null);
}

function store(tx: Tx, key: Key, status: number, body: string, memberId: number | null): void {
  tx.send(
    "UPDATE idempotency_key SET status = ?, body = ?, memberId = ? WHERE caller = ? AND idemKey = ?",
    [status, body, memberId, key.caller, key.key],
  );
}

/** Forgets keys older than a day; the natural references stay. */
export function pruneKeys(context: JobContext): Promise<JobResult> {
  return forgetPages(context, async (limit) => {
    const sql = "DELETE FROM idempotency_key WHERE createdAt < ? ORDER BY createdAt LIMIT ?";
    return (await reader.write(sql, [new Date(Date.now() - KEPT_MS), limit])).affectedRows;
  });
}
