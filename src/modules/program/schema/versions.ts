import { z } from "zod";
import { filledIn, insideId, instant, listOf, page, reasonText } from "@/platform/scalars";
import { programRules } from "./rules";

/** In which whoever locks the program's row waits; known before, it costs no attempt to learn of it. */
export const PROGRAM_LANE = "program";

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

const wholeSections = z.strictObject({
  autoEnrol: z.boolean(),
  tiers: whole(sections.tiers),
  earn: whole(sections.earn),
  goods: whole(sections.goods),
  redeem: whole(sections.redeem),
  adjust: whole(sections.adjust),
  limits: whole(sections.limits),
  currencies: whole(sections.currencies),
  coupons: whole(sections.coupons),
  till: whole(sections.till),
});
export const wholeRules = wholeSections.extend({ benefits: sections.benefits.unwrap() });

/** Each section that is given replaces its own; the others stay. */
export const publishRulesInput = wholeSections.partial().extend(programEdit);
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
