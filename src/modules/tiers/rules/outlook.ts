import type { ProgramRules } from "../../program/schema/rules";
import type { Direction, Ladder, MoveReason } from "../schema";
import { afterPublished, afterReview } from "./ladder";

/**
 * What publishing would do to members who are alike: by the very rules that move them once it is published
 * and that review them later, so that nothing is foretold by another rule than the one that comes true.
 */

/** What decides of a version who is in which tier. */
export interface Deciding {
  ladder: Ladder;
  tiers: ProgramRules["tiers"];
}

/** Three versions: the one whose ladder everybody follows, the one in force, and what it would become. */
export interface Versions {
  followed: Deciding;
  inForce: Deciding;
  draft: Deciding;
}

/** A member as far as these rules look at them. */
export interface Standing {
  currentCode: string;
  lifetimeMinor: number;
  /** Of the last twelve months; nothing where no version asks for it. */
  rollingMinor: number;
  /** Whether a review will come at the end of their protection. */
  isProtected: boolean;
  /** The tier set by hand that still holds when their protection ends, and when one that began now would. */
  floorAtEnd: string | null;
  floorAtNewEnd: string | null;
}

export interface Outlook {
  /** Where they are moments after it was published; null where they stay. */
  movedTo: string | null;
  /** Where the review leaves them when their protection ends, by what counts today. */
  later: string;
}

const countedBy = ({ tiers }: Deciding, { lifetimeMinor, rollingMinor }: Standing) =>
  tiers.qualifyingPeriod === "lifetime" ? lifetimeMinor : rollingMinor;

export function outlookOf(followed: Deciding, next: Deciding, standing: Standing): Outlook {
  const { currentCode } = standing;
  const qualifyingMinor = countedBy(next, standing);
  const qualifyingBeforeMinor = countedBy(followed, standing);
  const facts = { currentCode, qualifyingBeforeMinor, qualifyingMinor };
  const moved = afterPublished(followed.ladder, next.ladder, facts);
  const code = moved?.code ?? currentCode;
  const isReviewed = moved ? moved.thresholdMinor > 0 : standing.isProtected;
  const floorCode = moved ? standing.floorAtNewEnd : standing.floorAtEnd;
  const lowered = isReviewed
    ? afterReview(next.ladder, { currentCode: code, qualifyingMinor, floorCode })
    : null;
  return { movedTo: moved?.code ?? null, later: lowered?.code ?? code };
}

export interface Move {
  from: string;
  to: string;
  direction: Direction;
  reason: MoveReason;
}

export interface Difference {
  /** Within moments, from the tier that they are in. */
  now: Move | null;
  /** At the end of their protection, from where the version in force would leave them. */
  later: Move | null;
  /** Whether the review will lower them, as things stand and as they would. */
  falls: { inForce: boolean; draft: boolean };
  /** Where both leave them where that is the same. */
  stays: string;
}

/** What an edit changes for a member. Example: GOLD from ¥5,000 to ¥8,000, GOLD with ¥6,000 → later SILVER. */
export function differenceOf(versions: Versions, standing: Standing): Difference {
  const { followed, inForce, draft } = versions;
  const [was, is] = [outlookOf(followed, inForce, standing), outlookOf(followed, draft, standing)];
  const { currentCode } = standing;
  const move = (from: string, to: string, reason: MoveReason): Move | null =>
    from === to ? null : { from, to, reason, direction: directionOf(versions, from, to) };
  const isGone = draft.ladder.every(({ code }) => code !== currentCode);
  const atOnce: MoveReason = isGone ? "TIER_REMOVED" : "THRESHOLD_REACHED";
  const later = move(was.later, is.later, laterReason(is, atOnce));
  if (later?.reason === "PROTECTION_ENDS" && later.direction === "UP") later.reason = "SUPPORTED";
  return {
    now: is.movedTo === null ? null : move(currentCode, is.movedTo, atOnce),
    later,
    falls: {
      inForce: was.later !== (was.movedTo ?? currentCode),
      draft: is.later !== (is.movedTo ?? currentCode),
    },
    stays: is.later,
  };
}

const laterReason = ({ movedTo, later }: Outlook, atOnce: MoveReason): MoveReason =>
  movedTo !== null && movedTo === later ? atOnce : "PROTECTION_ENDS";

/**
 * Up or down, by the ladder that has both tiers, else by where they start. Example: SILVER removed for a
 * new PEARL from the same spend → LEVEL.
 */
function directionOf({ inForce, draft }: Versions, from: string, to: string): Direction {
  const placeIn = (ladder: Ladder, code: string) =>
    ladder.find((rung) => rung.code === code || rung.replaces.includes(code));
  for (const { ladder } of [inForce, draft]) {
    const own = (code: string) => ladder.find((rung) => rung.code === code);
    const [low, high] = [own(from), own(to)];
    if (low && high) return sign(high.rank - low.rank);
  }
  const starts = (ladder: Ladder, code: string) => placeIn(ladder, code)?.thresholdMinor ?? 0;
  return sign(starts(draft.ladder, to) - starts(inForce.ladder, from));
}

function sign(difference: number): Direction {
  if (difference === 0) return "LEVEL";
  return difference > 0 ? "UP" : "DOWN";
}

/** Where the rules change what they say of a spend: between two of these it makes no difference. */
export function stepsOf({ followed, inForce, draft }: Versions): number[] {
  const all = [followed, inForce, draft].flatMap(({ ladder }) =>
    ladder.map(({ thresholdMinor }) => thresholdMinor),
  );
  return [...new Set(all)].toSorted((a, b) => a - b);
}

/**
 * A standing as the database counts members by it: the number of steps that a spend reaches stands for
 * the spend. Example: `GOLD:4:0:1::SILVER`.
 */
export function standingOfKey(key: string, steps: readonly number[]): Standing {
  const [code = "", lifetime, rolling, isProtected, floorAtEnd, floorAtNewEnd] = key.split(":");
  const least = (reached: string | undefined) => steps[Number(reached) - 1] ?? 0;
  return {
    currentCode: code,
    lifetimeMinor: least(lifetime),
    rollingMinor: least(rolling),
    isProtected: isProtected === "1",
    floorAtEnd: floorAtEnd || null,
    floorAtNewEnd: floorAtNewEnd || null,
  };
}
