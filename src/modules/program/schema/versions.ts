import { z } from "zod";
import { filledIn, insideId, instant, listOf, page, reasonText } from "@/platform/scalars";
import { programRules } from "./rules";

/** What every edit of the rules says: the version it was made from, and why. */
export const programEdit = { expectedVersion: insideId, reason: reasonText };

type Whole<Shape> = { [Key in keyof Shape]: Shape[Key] extends z.ZodDefault<infer T> ? T : never };

/** A section as an editor sends it: all of it, so that nothing falls back to a default unseen. */
function whole<Shape extends Record<string, z.ZodDefault>>(
  section: z.ZodPrefault<z.ZodObject<Shape>>,
) {
  const { shape } = section.unwrap();
  const fields = Object.entries(shape).map(([name, field]) => [name, field.unwrap()]);
  return z.strictObject(Object.fromEntries(fields) as Whole<Shape>);
}

const { shape: sections } = programRules;

/** Each section that is given replaces its own; the others stay. */
export const publishRulesInput = z.strictObject({
  ...programEdit,
  autoEnrol: z.boolean().optional(),
  tiers: whole(sections.tiers).optional(),
  earn: whole(sections.earn).optional(),
  goods: whole(sections.goods).optional(),
  redeem: whole(sections.redeem).optional(),
  adjust: whole(sections.adjust).optional(),
  limits: whole(sections.limits).optional(),
  currencies: whole(sections.currencies).optional(),
  coupons: whole(sections.coupons).optional(),
  till: whole(sections.till).optional(),
});
export type PublishRulesInput = z.output<typeof publishRulesInput>;

export const rulesPublished = z.object({
  versionId: insideId.nullable().describe("null where it waits"),
  approvalId: insideId.nullable().describe("the request that waits for a second person"),
});

export const programVersion = z.object({
  versionId: insideId,
  reason: z.string(),
  actor: z.string(),
  publishedAt: instant,
});

export const currentProgram = programVersion.extend({
  rules: filledIn(programRules),
  timeZone: z.string(),
});

export const versionsInput = z.strictObject({ ...page });
export const versionList = listOf(programVersion);
