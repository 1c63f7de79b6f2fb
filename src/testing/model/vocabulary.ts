import type { ErrorCode } from "@/platform/errors";

/**
 * What the generator, the model and the driver of the real system say to each other. Everything is
 * plain data named by labels ("o3", "r1"), so that a sequence can be printed, shortened and replayed
 * on other members.
 */

/** A few members who share references: contradictions between members happen inside a world. */
export const MEMBERS_IN_WORLD = 2;

/** Operations begin here. Every moment is in milliseconds of Unix time. */
export const BEGINNING = Date.parse("2026-01-05T04:00:00Z");

/** What orders are told in beside the program's currency: two of it are one fen. */
export const CURRENCY_RATE = { currency: "XTS", rate: "0.5" };

export const MINUTE = 60_000;
export const DAY = 86_400_000;

export type Operation = { at: number; by: number } & (
  | { kind: "complete"; order: string; paid: number; worth: number | null; paidAt: number }
  | {
      kind: "change";
      order: string;
      version: number;
      paid: number;
      worth: number | null;
      changedAt: number;
    }
  | { kind: "cancel"; order: string }
  | {
      kind: "refund";
      order: string;
      refund: string;
      amount: number;
      refundedAt: number;
      return: string | null;
    }
  | { kind: "ask-return"; order: string; return: string; amount: number; askedAt: number }
  | { kind: "reject-return"; order: string; return: string; amount: number }
  | { kind: "use"; order: string; points: number; amount: number }
  | {
      kind: "hold";
      hold: string;
      order: string;
      points: number;
      amount: number;
      ttlSeconds: number | null;
      asService: boolean;
    }
  | { kind: "capture"; hold: string; points: number | null; amount: number | null }
  | { kind: "release"; hold: string; asService: boolean }
  | { kind: "reverse"; order: string; points: number | null }
  | { kind: "buy"; thing: string; points: number }
  | { kind: "call-off"; thing: string }
  | { kind: "custom"; reference: string; points: number }
  | { kind: "adjust"; reference: string; points: number }
  /** What somebody had in the system before, with its own end. */
  | { kind: "open"; reference: string; points: number; expiresAt: number }
  | { kind: "decide"; reference: string; approve: boolean; asAsker: boolean }
  | { kind: "status"; status: "ACTIVE" | "FROZEN" }
  /** The other member goes, and who it is by stays. */
  | { kind: "merge" }
  | { kind: "look" }
);

export type Kind = Operation["kind"];
export type Of<K extends Kind> = Extract<Operation, { kind: K }>;

/** The figures of a success, or the code of a refusal. */
export type Outcome =
  | { figures: Record<string, string | number | boolean | null> }
  | { refusal: ErrorCode };

/** A lot as it is compared: which lot it is does not matter, only what is in it. */
export interface LotFacts {
  remaining: number;
  frozen: number;
  matured: boolean;
  expiresAt: number;
}

/** All that is compared of a member after an operation. */
export interface MemberFacts {
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  spendMinor: number;
  orderCount: number;
  tier: string;
  lots: LotFacts[];
}
