import { z } from "zod";
import {
  filledIn,
  insideId,
  instant,
  listOf,
  moneyFigure,
  moneyMinor,
  page,
  reasonText,
  who,
} from "@/platform/scalars";
import { type Locale, type LocalizedName, localizedText, textIn } from "@/platform/texts";
import {
  type BenefitDefinition,
  benefitId,
  type Program,
  programRules,
} from "../program/schema/rules";
import { programEdit, programVersion, publishRulesInput } from "../program/schema/versions";

export const tierCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,31}$/);

export const benefitSummary = z.object({
  benefitId,
  type: z.string(),
  name: z.string(),
});

export const tier = z.object({
  code: tierCode,
  name: z.string(),
  rank: z.int(),
  thresholdMinor: moneyFigure,
  discountRateBps: z.int().describe("9500 = pay 95 %"),
  multiplierPct: z.int().describe("150 = ×1.5"),
  benefits: z.array(benefitSummary),
});
/** How long a reached tier stays, and which spend counts. */
const tierTerms = filledIn(programRules.shape.tiers.unwrap());
export type TierTerms = z.output<typeof tierTerms>;
/** What points are made of and worth, as far as anybody may know before they join. */
const pointsTerms = z.object({
  perYuan: z.int().describe("points for one yuan paid, before the tier's multiplier"),
  perYuanOff: z.int().describe("points that take one yuan off"),
});
export type PointsTerms = z.output<typeof pointsTerms>;
export const tierList = listOf(tier).extend({ terms: tierTerms, points: pointsTerms });

export const tierBrief = z.object({ code: tierCode, name: z.string() });
/** The tier that something is open from. */
export const minimumTier = tierBrief.extend({
  isHighest: z.boolean().describe("no tier is above it"),
});

export const tierCause = z.enum([
  "ORDER",
  "REFUND",
  "REVIEW",
  "MANUAL",
  "RULES_PUBLISHED",
  "MERGED",
  "IMPORTED",
]);
export type TierCause = z.output<typeof tierCause>;

export const assignInput = z.strictObject({
  ...who,
  tierCode,
  reason: reasonText,
  keepUntil: instant.optional().describe("no automatic downgrade before it"),
});

export const assignOutput = z.object({
  from: tierCode,
  to: tierCode,
  changeId: insideId.nullable(),
});

export const tierChange = z.object({
  id: insideId,
  from: tierBrief.nullable(),
  to: tierBrief,
  cause: tierCause,
  actor: z.string(),
  reason: z.string().nullable(),
  qualifyingMinor: moneyFigure,
  programVersion: insideId,
  createdAt: instant,
});

/** What is worth a whole screen, once: to be one of them, or a tier that was reached. */
export const moment = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("WELCOME") }),
  z.object({
    kind: z.literal("RISEN"),
    changeId: insideId,
    from: tierCode.describe("the tier before all steps that were not shown"),
    to: tierCode,
  }),
]);
export type Moment = z.output<typeof moment>;
export const momentOutput = z.object({ moment: moment.nullable() });
export const showMomentInput = z.strictObject({
  reached: insideId.nullable().describe("the change that is shown; null for the welcome"),
});
export const momentShown = z.object({
  isFirst: z.boolean().describe("nobody was shown it before, and it still holds"),
});

/** A rung as the rules see it. */
export const tierHistoryInput = z.strictObject({ ...who, ...page });
export const tierHistory = listOf(tierChange);

export interface Rung {
  code: string;
  rank: number;
  name: LocalizedName;
  thresholdMinor: number;
  discountRateBps: number;
  multiplierPct: number;
  /** Ids of the benefits it entitles to. */
  benefits: readonly string[];
  /** Codes of removed tiers whose members went here. */
  replaces: readonly string[];
}
/** Rungs by rank, the first with threshold 0. */
export type Ladder = readonly [Rung, ...Rung[]];

/** All that decides: a version's, or what an edit would make of one. */
export interface Proposed {
  program: Program;
  ladder: Ladder;
}

/** A rung as operators write it; its rank is its place in the list. */
export const rungInput = z.strictObject({
  code: tierCode,
  name: localizedText(32),
  thresholdMinor: moneyMinor,
  discountRateBps: z.int().min(1).max(10_000),
  multiplierPct: z.int().min(0).max(1000),
  benefits: z.array(benefitId).max(60).optional().describe("default: as they are"),
});
export type RungInput = z.output<typeof rungInput>;

export const publishTiersInput = z.strictObject({
  ...programEdit,
  tiers: z.array(rungInput).min(1).max(20).describe("the whole ladder, the lowest first"),
  removed: z
    .array(z.strictObject({ code: tierCode, moveTo: tierCode }))
    .max(20)
    .default([])
    .describe("where the members of removed tiers go"),
});
export type PublishTiersInput = z.output<typeof publishTiersInput>;

/** The ladder as an edit of it says it, whatever becomes of the edit. */
export const ladderEdit = publishTiersInput.omit({ expectedVersion: true, reason: true });
export type LadderEdit = z.output<typeof ladderEdit>;
const ruleSections = publishRulesInput.omit({ expectedVersion: true, reason: true });
export type RuleSections = z.output<typeof ruleSections>;

/** A ladder as far as it decides who is in which tier. */
export const previewInput = z.strictObject({
  tiers: z
    .array(rungInput.pick({ code: true, thresholdMinor: true }))
    .min(1)
    .max(20)
    .describe("the whole ladder, the lowest first"),
});
export type PreviewInput = z.output<typeof previewInput>;

const moved = z.object({ members: z.int(), more: z.boolean().describe("more than so many") });
export const previewOutput = z.object({
  lifted: moved.describe("who would rise within moments"),
  moved: moved.describe("who is in a tier that it removes"),
  atMost: z.boolean().describe("lifted is an upper bound: spend of twelve months may be less"),
});

/** An edit as it would be published, to be looked at on all members first. */
export const startPreviewInput = z
  .strictObject({
    expectedVersion: insideId,
    ladder: ladderEdit.optional(),
    rules: ruleSections.optional(),
    benefitsOf: insideId
      .optional()
      .describe("the version whose definitions of benefits it takes; default those that are there"),
  })
  .refine(({ ladder, rules }) => ladder !== undefined || rules !== undefined, {
    error: "ladder | rules",
  });
export type StartPreviewInput = z.output<typeof startPreviewInput>;
export const previewId = z.strictObject({ previewId: insideId });
export const previewStarted = z.object({ previewId: insideId });

/** Within moments of being published, or at the end of each member's protection. */
export const horizon = z.enum(["NOW", "LATER"]);
export type Horizon = z.output<typeof horizon>;
export const direction = z.enum(["UP", "DOWN", "LEVEL"]);
export type Direction = z.output<typeof direction>;
export const moveReason = z.enum([
  "THRESHOLD_REACHED",
  "TIER_REMOVED",
  "PROTECTION_ENDS",
  "SUPPORTED",
]);
export type MoveReason = z.output<typeof moveReason>;

const flows = z.object({
  up: z.int(),
  down: z.int(),
  level: z.int().describe("to a tier that is no higher and no lower"),
  cells: z.array(z.object({ from: tierCode, to: tierCode, members: z.int() })),
});
export const previewView = z.object({
  previewId: insideId,
  status: z.enum(["RUNNING", "DONE", "FAILED"]),
  versionId: insideId.describe("the version that it was made from"),
  isStale: z.boolean().describe("another version was published meanwhile"),
  asOf: instant,
  keptUntil: instant,
  progress: z.object({ done: z.int(), of: z.int() }),
  tiers: z
    .array(tierBrief.extend({ change: z.enum(["NONE", "NEW", "REMOVED"]) }))
    .describe("of before and after, the lowest first"),
  figures: z
    .object({
      members: z.int(),
      now: flows,
      later: flows.describe("from: as it would be without the edit"),
      falls: z
        .object({ inForce: z.int(), draft: z.int() })
        .describe(
          "whom the review lowers when their protection ends, without the edit and with it",
        ),
    })
    .nullable()
    .describe("null until all were gone through"),
});

export const PREVIEW_PAGE_MAX = 1000;
export const previewMembersInput = z
  .strictObject({
    previewId: insideId,
    horizon,
    // Not `direction`: the keys of pages in the browser leave that word out.
    goes: direction.optional(),
    from: tierCode.optional(),
    to: tierCode.optional(),
    sort: z.enum(["SPEND_DESC", "SPEND_ASC"]).default("SPEND_DESC"),
    limit: z.int().min(1).max(PREVIEW_PAGE_MAX).default(20),
    cursor: page.cursor,
  })
  .refine(({ goes, from, to }) => (goes ? !(from || to) : from !== undefined && to !== undefined), {
    error: "goes | from, to",
  });
export type PreviewMembersInput = z.output<typeof previewMembersInput>;
export const previewMembers = listOf(
  z.object({
    memberId: insideId,
    memberCode: z.string(),
    from: tierCode,
    to: tierCode,
    direction,
    reason: moveReason,
    spendMinor: moneyFigure.describe("what counts under the edit"),
    until: instant.nullable().describe("the end of their protection"),
  }),
);

/** The ladder in every language, for its editor. */
export const ladderOutput = z.object({
  versionId: insideId,
  items: z.array(rungInput.extend({ rank: z.int(), benefits: z.array(benefitId) })),
});

/** All that a version says. */
const versionState = z.object({ rules: filledIn(programRules), tiers: ladderOutput.shape.items });

export const versionInput = z.strictObject({ versionId: insideId });
export const versionOutput = z.object({
  version: programVersion,
  before: versionState.nullable().describe("the version it took the place of; null for the first"),
  after: versionState,
});

/** The benefits of a tier that are switched on, in words. */
export function benefitsOf(rung: Rung, definitions: readonly BenefitDefinition[], locale: Locale) {
  return definitions
    .filter(({ id, enabled }) => enabled && rung.benefits.includes(id))
    .map(({ id, type, name }) => ({ benefitId: id, type, name: textIn(name, locale) }));
}

/** A rung's name in a language. */
export function rungName(rung: Pick<Rung, "name">, locale: Locale): string {
  return textIn(rung.name, locale);
}
