import { z } from "zod";
import { insideId, instant, moneyFigure, pointsFigure } from "@/platform/scalars";
import { createInput as newActivity } from "../../activities/schema/activity";
import { createDefinitionInput } from "../../coupons/schema/coupons";
import { benefitDefinition } from "../../program/schema/rules";
import { createInput as newReward } from "../../rewards/schema/managed";
import { startPreviewInput, tierBrief } from "../../tiers/schema";

/** Searches for money machines: sequences by which members end with more than they paid for. */

const { ladder, rules, benefitsOf } = startPreviewInput.shape;

export const startSearchInput = z
  .strictObject({
    expectedVersion: insideId
      .optional()
      .describe("the version that ladder, rules and benefit are an edit of; needed with them"),
    ladder,
    rules,
    benefitsOf,
    activity: z
      .strictObject({
        activityId: insideId.nullable().describe("the one that it would take the place of"),
        settings: newActivity.omit({ publish: true }),
      })
      .optional(),
    reward: z
      .strictObject({
        rewardId: insideId.nullable().describe("the one that it would take the place of"),
        settings: newReward,
      })
      .optional(),
    benefit: benefitDefinition.optional().describe("added, or in the place of the one with its id"),
    coupon: z
      .strictObject({
        definitionId: insideId.nullable().describe("the one that it would take the place of"),
        settings: createDefinitionInput,
      })
      .optional(),
  })
  .refine(
    ({ expectedVersion, ladder: tiers, rules: sections, benefitsOf: version, benefit }) =>
      expectedVersion !== undefined || !(tiers || sections || version || benefit),
    { error: "expectedVersion", path: ["expectedVersion"] },
  );
export type StartSearchInput = z.output<typeof startSearchInput>;

export const searchId = z.strictObject({ searchId: insideId });
export const searchStarted = z.object({ searchId: insideId });

const member = z.object({
  available: pointsFigure,
  pending: pointsFigure,
  owed: pointsFigure,
  tierCode: tierBrief.shape.code,
  coupons: z.int().describe("uses of coupons that they have"),
});

const step = z.object({
  kind: z.enum([
    "GIVEN",
    "JOIN",
    "INVITE",
    "BUY",
    "CHECK_IN",
    "MAKE_UP",
    "WAIT",
    "TAKE",
    "RETURN",
    "CANCEL",
  ]),
  text: z.string().describe("what is done, in the caller’s language"),
  moneyMinor: z.int().describe("money that came back less money paid, so far"),
  members: z.array(member).describe("as they stand after it"),
});

const sequence = z.object({
  tier: tierBrief.describe("what the first member’s tier is before"),
  steps: z.array(step),
  from: z.int().describe("the first step, counted from 1, of what can be done again and again"),
  text: z.string().describe("what it brings, in the caller’s language"),
  gain: z.object({
    minor: z.int().describe("all in all, for each time"),
    moneyMinor: z.int(),
    goodsMinor: moneyFigure.describe("goods that nothing was paid for"),
    points: z.int(),
    owed: z.int(),
  }),
});
export type ShownSequence = z.output<typeof sequence>;

const note = z.object({
  kind: z.enum(["DEBT_LEFT", "SPENT_FIRST", "PIECES", "UNPRICED"]),
  text: z.string(),
  sequence: sequence.nullable(),
});
export type ShownNote = z.output<typeof note>;

export const searchView = z.object({
  searchId: insideId,
  status: z.enum(["RUNNING", "DONE", "FAILED"]),
  asOf: instant,
  keptUntil: instant,
  contentHash: z.string().describe("SHA-256 of the rules and tiers that were looked at"),
  isStale: z.boolean().describe("something of it has changed meanwhile"),
  depth: z.int().describe("all sequences of so many steps were looked at"),
  stepsMax: z.int(),
  looked: z.int().describe("acts that were tried"),
  machine: sequence.nullable().describe("the shortest that was found"),
  notes: z.array(note).describe("what is no machine and should be known"),
});

export const versionsInput = z.strictObject({ versionIds: z.array(insideId).min(1).max(100) });
export const versionSearches = z.object({
  items: z.array(
    z.object({
      versionId: insideId,
      searchId: insideId,
      asOf: instant,
      depth: z.int(),
      found: z.boolean().describe("a machine was found"),
    }),
  ),
});
