import { createHash, randomBytes } from "node:crypto";
import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import { SecretBox } from "@/platform/secret-box";
import type { Work } from "@/platform/work";
import { spendChallenge } from "../store/passkeys";

/**
 * What a passkey signs. Nothing is kept of those that strangers ask for: the page that asked holds it,
 * sealed, and only those that were answered are remembered, until they are over.
 */

const CHALLENGE_MS = 5 * 60_000;
const CHALLENGE_BYTES = 32;

export interface Challenge {
  challenge: string;
  /** Who adds one; null for whoever signs in. */
  userId: number | null;
  until: number;
}

const box = () => new SecretBox(env().AUTH_SECRET, "passkey challenges");

/** By what a browser knows us, whatever it was called by: a passkey is of this address alone. */
export function relyingParty(): { rpID: string; origin: string } {
  const { hostname, origin } = new URL(env().APP_URL);
  return { rpID: hostname, origin };
}

export function newChallenge(userId: number | null): { challenge: string; ticket: string } {
  const challenge = randomBytes(CHALLENGE_BYTES).toString("base64url");
  const sealed: Challenge = { challenge, userId, until: Date.now() + CHALLENGE_MS };
  return { challenge, ticket: box().seal(JSON.stringify(sealed)) };
}

export function refusePasskey(): never {
  const errors = [{ path: "response", message: "≠" }];
  throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/** @throws DomainError VALIDATION_FAILED at `response`: another’s, or over */
export function openChallenge(ticket: string, userId: number | null): Challenge {
  const opened = box().open(ticket);
  const sealed = opened === null ? null : (JSON.parse(opened) as Challenge);
  if (!sealed || sealed.userId !== userId || sealed.until <= Date.now()) return refusePasskey();
  return sealed;
}

/** In the act it was signed for: of two that bring one answer the second is refused. */
export async function answerChallenge(work: Work, { challenge, until }: Challenge): Promise<void> {
  const id = createHash("sha256").update(challenge).digest("hex");
  if (!(await spendChallenge(work.tx, id, new Date(until)))) refusePasskey();
}
