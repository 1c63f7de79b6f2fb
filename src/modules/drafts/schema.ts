import { z } from "zod";
import {
  filledIn,
  humanText,
  insideId,
  instant,
  listOf,
  page,
  reasonText,
} from "@/platform/scalars";
import { benefitId, programRules, storedRules } from "../program/schema/rules";
import { rulesPublished, wholeRules } from "../program/schema/versions";
import { ladderEdit, rungInput, tierCode } from "../tiers/schema";

/** What a version says of its tiers: each with its benefits. */
const rung = rungInput.extend({ benefits: z.array(benefitId).max(60) });

type Issues = {
  push: (issue: { code: "custom"; path: PropertyKey[]; message: string; input: unknown }) => void;
};

/** Each code once: by it the fields of two programs are compared. */
function eachOnce(names: readonly string[], path: (at: number) => PropertyKey[], issues: Issues) {
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) === at) continue;
    issues.push({ code: "custom", path: path(at), message: `≠ ${name}`, input: name });
  }
}

interface Named {
  rules: { benefits: { id: string }[] };
  tiers: { code: string; benefits: string[] }[];
}

function namesOnce(value: Named, issues: Issues): void {
  const { rules, tiers } = value;
  eachOnce(
    rules.benefits.map(({ id }) => id),
    (at) => ["rules", "benefits", at, "id"],
    issues,
  );
  eachOnce(
    tiers.map(({ code }) => code),
    (at) => ["tiers", at, "code"],
    issues,
  );
  for (const [tier, { benefits }] of tiers.entries()) {
    eachOnce(benefits, (at) => ["tiers", tier, "benefits", at], issues);
  }
}

const whole = { rules: wholeRules, tiers: z.array(rung).min(1).max(20) };

/** A whole program as a draft has it: what a version says, and where members of removed tiers go. */
export const draftContent = z
  .strictObject({ ...whole, removed: ladderEdit.shape.removed })
  .check(({ value, issues }) => namesOnce(value, issues));
export type DraftContent = z.output<typeof draftContent>;

/** The same as it was stored, whenever that was: rules that came since are as by default. */
export const storedContent = z.object({
  rules: storedRules,
  tiers: z.array(rung),
  removed: z.array(z.object({ code: tierCode, moveTo: tierCode })),
});

export const DOCUMENT_FORMAT = "member-system.program";
/** A program as a file. */
export const programDocument = z
  .strictObject({ format: z.literal(DOCUMENT_FORMAT), version: z.literal(1), ...whole })
  .check(({ value, issues }) => namesOnce(value, issues));

export const presetName = z.enum(["STANDARD", "THREE_TIERS", "ROLLING_YEAR"]);
export type PresetName = z.output<typeof presetName>;

export const draftStatus = z.enum(["OPEN", "SCHEDULED", "PARKED", "PUBLISHED", "DISCARDED"]);
export type DraftStatus = z.output<typeof draftStatus>;

export const draftName = humanText(80);

/** What a new draft starts from; by default the version in force. One, so that faults are told by field. */
const draftStart = z
  .strictObject({
    versionId: insideId.optional(),
    draftId: insideId.optional(),
    preset: presetName.optional(),
    document: programDocument.optional(),
  })
  .refine((from) => Object.values(from).filter((one) => one !== undefined).length === 1, {
    error: "versionId | draftId | preset | document",
  });
export const createInput = z.strictObject({ name: draftName, from: draftStart.optional() });
export type CreateInput = z.output<typeof createInput>;
export const created = z.object({ draftId: insideId });

/** Of a draft as somebody saw it. */
const seen = { draftId: insideId, revision: z.int().min(1) };

const fieldName = z
  .string()
  .max(160)
  .regex(/^[\w-]+(\.[\w-]+)+$/);
const DEPTH_MAX = 10;

/** What a rule may be, by how deep it is: what is nested without end would be read without end. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    level = level.flatMap((one) => (typeof one === "object" && one ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}

const fieldValue = z
  .unknown()
  .refine(isShallow, { error: `depth > ${DEPTH_MAX}` })
  .optional();

const fieldEdit = z.strictObject({
  field: fieldName.describe("such as rules.earn.pointsPerYuan, tiers.GOLD.thresholdMinor"),
  was: fieldValue.describe("as whoever edits saw it; left out where it was not there"),
  value: fieldValue.describe("left out to take it away"),
});
export const editInput = z.strictObject({
  draftId: insideId,
  name: draftName.optional(),
  edits: z.array(fieldEdit).max(1000).default([]),
});
export type EditInput = z.output<typeof editInput>;
export const revised = z.object({ draftId: insideId, revision: z.int() });

export const draftId = z.strictObject({ draftId: insideId });

export const takeInInput = z.strictObject({
  ...seen,
  versionId: insideId.describe("the version that is taken in: the one in force"),
  choices: z
    .array(z.strictObject({ field: fieldName, take: z.enum(["mine", "theirs"]) }))
    .max(1000)
    .default([])
    .describe("one for each conflict"),
});
export type TakeInInput = z.output<typeof takeInInput>;

export const publishInput = z.strictObject({
  ...seen,
  reason: reasonText,
  publishAt: instant.optional().describe("business time; without it at once"),
});
export type PublishInput = z.output<typeof publishInput>;
export const publishOutput = rulesPublished.extend({
  publishAt: instant.nullable().describe("when it will be, where it is scheduled"),
});

export const rollBackInput = z.strictObject({
  versionId: insideId.describe("the version that shall decide again"),
  expectedVersion: insideId,
  reason: reasonText,
});
export type RollBackInput = z.output<typeof rollBackInput>;

export const commentInput = z.strictObject({ draftId: insideId, text: humanText(1000) });
export const commentAdded = z.object({ commentId: insideId });

const content = z.object({
  rules: filledIn(programRules),
  tiers: z.array(rung),
  removed: z.array(z.object({ code: tierCode, moveTo: tierCode })),
});

export const draftBrief = z.object({
  draftId: insideId,
  name: z.string(),
  status: draftStatus,
  revision: z.int(),
  baseVersionId: insideId.describe("the version that its changes are against"),
  createdBy: z.string(),
  createdAt: instant,
  updatedBy: z.string(),
  updatedAt: instant,
  publishAt: instant.nullable(),
  publishReason: z.string().nullable(),
  scheduledBy: z.string().nullable(),
  publishedVersionId: insideId.nullable(),
  parkedCode: z.string().nullable().describe("why it was not published at its time"),
});
export const listInput = z.strictObject({ ...page, isEnded: z.boolean().default(false) });
export const draftList = listOf(draftBrief);

export const draftView = draftBrief.extend({
  content,
  base: content,
  inForce: z.object({ versionId: insideId, content }),
  conflicts: z.array(z.string()).describe("fields that the version in force has otherwise too"),
  faults: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .describe("for which it could not be published"),
});

export const historyInput = z.strictObject({ draftId: insideId, ...page });
export const draftChanges = listOf(
  z.object({
    changeId: insideId,
    revision: z.int(),
    kind: z.enum(["CREATED", "EDITED", "TAKEN_IN"]),
    field: z.string(),
    before: z.json().optional(),
    after: z.json().optional(),
    actor: z.string(),
    createdAt: instant,
  }),
);
export const draftComments = listOf(
  z.object({ commentId: insideId, text: z.string(), actor: z.string(), createdAt: instant }),
);

export const documentInput = z.union([
  z.strictObject({ versionId: insideId }),
  z.strictObject({ draftId: insideId }),
]);
export const documentOutput = z.object({
  format: z.literal(DOCUMENT_FORMAT),
  version: z.literal(1),
  rules: filledIn(programRules),
  tiers: z.array(rung),
});
