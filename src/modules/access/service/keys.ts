import { createHash, randomBytes } from "node:crypto";
import type { z } from "zod";
import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { isPowerful, keyStateOf } from "../rules/roles";
import type { createKeyInput, newestInput, Scope } from "../schema/access";
import * as store from "../store/keys";
import { propose } from "./approvals";
import { isByOnePerson } from "./grants";
import { wantsSecond } from "./policy";

export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

const SECRET_BYTES = 30;

/** What a service shows: enough randomness that nobody can guess it, so a plain hash keeps it. */
export function keySecret(): string {
  return `msk_${randomBytes(SECRET_BYTES).toString("base64url")}`;
}

export interface NewKey {
  name: string;
  secret: string;
  scopes: readonly Scope[];
  ratePerMinute: number | null;
  expiresAt?: Date | null;
  pointsPerDayMax?: number | null;
  /** Opens nothing before a second person has approved it. */
  waiting?: boolean;
}

/** Stores a service key; only its hash is kept. */
export async function createKey(work: Work, key: NewKey): Promise<number> {
  const { name, scopes, ratePerMinute, expiresAt = null, pointsPerDayMax = null } = key;
  const { waiting = false } = key;
  const id = await store.insertKey(work, {
    name,
    prefix: key.secret.slice(0, 12),
    secretHash: secretHash(key.secret),
    scopes: scopes.join(" "),
    ratePerMinute,
    expiresAt,
    pointsPerDayMax,
    waiting,
    createdAt: new Date(),
  });
  const after = { name, scopes, ratePerMinute, expiresAt, pointsPerDayMax, waiting };
  work.audit({ action: "access.createKey", target: `service:${id}`, after });
  return id;
}

/**
 * Makes a key and its secret, which is answered this once. One that does more than read opens
 * nothing until a second person has approved it: what it tells of becomes points and tiers.
 *
 * @throws DomainError VALIDATION_FAILED for an end that is past
 */
export async function issueKey(work: Work, input: z.output<typeof createKeyInput>) {
  const { expiresAt } = input;
  if (expiresAt && expiresAt <= new Date()) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "expiresAt", message: "> now" }]);
  }
  const secret = keySecret();
  const wantsTwo = isPowerful(input) || (await wantsSecond(work, "KEY"));
  const waiting = wantsTwo && isByOnePerson(work);
  const id = await createKey(work, { ...input, secret, waiting });
  const approvalId = waiting ? await proposeKey(work, id, input) : null;
  return { keyId: id, secret, approvalId };
}

function proposeKey(work: Work, keyId: number, input: z.output<typeof createKeyInput>) {
  const { name, scopes, pointsPerDayMax } = input;
  const limit = { field: "pointsPerDayMax" as const, before: null, after: String(pointsPerDayMax) };
  return propose(work, {
    kind: "KEY",
    subject: `key:${keyId}`,
    name,
    changes: [
      { field: "scopes", before: null, after: scopes.join(" ") },
      ...(pointsPerDayMax === null ? [] : [limit]),
    ],
    reason: name,
    apply: { keyId },
  });
}

/** A second person has decided on a key. @throws DomainError VERSION_CONFLICT where it was revoked meanwhile */
export async function decideKey(work: Work, keyId: number, approve: boolean): Promise<void> {
  if (!approve) await revokeKey(work, keyId);
  else if (!(await store.openKey(work, keyId))) {
    throw new DomainError("VERSION_CONFLICT", { keyId: String(keyId) });
  }
}

/** Ends a key at once; false where there is none to end. */
export async function revokeKey(work: Work, keyId: number): Promise<boolean> {
  const revoked = await store.revokeKey(work, keyId, new Date());
  if (revoked) work.audit({ action: "access.revokeKey", target: `service:${keyId}` });
  return revoked;
}

/**
 * Ends a key; one that is ended already stays so.
 *
 * @throws DomainError NOT_FOUND
 */
export async function endKey(work: Work, keyId: number) {
  if (!(await revokeKey(work, keyId)) && !(await store.keyExists(work.tx, keyId))) {
    throw new DomainError("NOT_FOUND");
  }
  return { keyId, state: "REVOKED" as const };
}

export async function listKeys(ask: Ask, { limit, cursor }: z.output<typeof newestInput>) {
  const rows = await store.keysBefore(ask.db, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const now = new Date();
  const items = shown.map((row) => ({
    keyId: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes.split(" ") as Scope[],
    ratePerMinute: row.ratePerMinute,
    pointsPerDayMax: row.pointsPerDayMax,
    state: keyStateOf({ ...row, waiting: Boolean(row.waiting) }, now),
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  }));
  return { items, nextCursor };
}
