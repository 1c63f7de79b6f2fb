import { type Tx, transaction } from "./db";
import { isDuplicate } from "./db-errors";
import { asDomainError, DomainError } from "./errors";
import * as idempotency from "./idempotency";
import { prefetchIdentityKey } from "./identity-key";
import type { Step } from "./journal/journal";
import { turnOf, Work, type WorkOrigin } from "./work";

/** A command as it is carried out: who, when, under which key, and what it does. */
export interface Act<T> {
  origin: WorkOrigin;
  key: idempotency.Key | null;
  /** The procedure's name; the audit row's action where the service names no better one. */
  name: string;
  /** Its answer is a secret, or of somebody who is not named: no audit row has it. */
  isSecret?: boolean;
  /** What the journal keeps of it. */
  journal?: Pick<Step, "input" | "rule">;
  run: (work: Work) => Promise<T>;
}

export interface Outcome<T> {
  answer: T;
  /** The answer is the stored one of an earlier call with the same key. */
  replayed: boolean;
}

type Recover = (refusal: DomainError) => Promise<boolean>;

/**
 * One transaction, or two where `recover` mended what the first refused.
 *
 * @throws DomainError the refusal, remembered under the key where rules made it
 */
export async function perform<T>(act: Act<T>, recover?: Recover): Promise<Outcome<T>> {
  await prefetchIdentityKey();
  try {
    return await inTransaction(act, recover === undefined);
  } catch (error) {
    const refusal = asDomainError(error);
    if (!recover || !refusal || refusal.replayOf !== undefined) throw error;
    // Nothing is remembered yet: either it is mended, or the second run refuses for good.
    const isMended = await recover(refusal);
    if (!isMended && !(act.key && idempotency.isStorable(refusal))) throw error;
    return inTransaction(act, true);
  }
}

async function inTransaction<T>(act: Act<T>, remember: boolean): Promise<Outcome<T>> {
  let result: Outcome<T> | DomainError;
  try {
    result = await transaction((tx) => carryOut(tx, act, remember), turnOf(act.origin));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new DomainError("DUPLICATE_REFERENCE", {}, [], error);
  }
  if (result instanceof DomainError) throw result;
  return result;
}

async function carryOut<T>(
  tx: Tx,
  act: Act<T>,
  remember: boolean,
): Promise<Outcome<T> | DomainError> {
  const { key, origin } = act;
  if (key) {
    const claim = await idempotency.claim(tx, key);
    if (claim.replay) return { answer: claim.answer as T, replayed: true };
  }
  const work = new Work(tx, origin);
  if (act.journal) work.journal({ act: act.name, ...act.journal });
  try {
    const answer = await act.run(work);
    work.close(act.name, act.isSecret ? undefined : answer);
    if (key) idempotency.storeAnswer(tx, key, answer, work.subject);
    await tx.arrive();
    return { answer, replayed: false };
  } catch (error) {
    const refusal = asDomainError(error);
    if (!refusal || !key || !remember || !idempotency.isStorable(refusal)) throw error;
    await tx.undo();
    idempotency.storeRefusal(tx, key, refusal, origin.requestId);
    return refusal;
  }
}
