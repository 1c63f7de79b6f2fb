import { z } from "zod";
import { insideId, instant, listOf, page, who } from "@/platform/scalars";
import { localizedText, shownText } from "@/platform/texts";
import { AT_ONCE_MAX } from "./labels";
import { rule } from "./rule";

export const SEGMENTS_MAX = 100;

export const segmentKind = z.enum(["STATIC", "RULE"]);
export type SegmentKind = z.output<typeof segmentKind>;

const fields = {
  name: localizedText(32),
  rule: rule.nullable().default(null).describe("null: a list of members"),
  tells: z
    .boolean()
    .default(false)
    .describe("each who enters or leaves is told by segment.entered and segment.left"),
};

export const createSegment = z.strictObject(fields);
export type NewSegment = z.output<typeof createSegment>;
const bySegment = { segmentId: insideId };
export const updateSegment = z.strictObject({
  ...bySegment,
  revision: z.int().min(1).describe("as read; another one by now is VERSION_CONFLICT"),
  archived: z.boolean().default(false).describe("nobody is in it any more"),
  ...fields,
});
export type SegmentUpdate = z.output<typeof updateSegment>;
export const segmentOf = z.strictObject(bySegment);

export const segmentView = z.object({
  ...bySegment,
  kind: segmentKind,
  name: shownText,
  rule: rule.nullable(),
  tells: z.boolean(),
  archived: z.boolean(),
  revision: z.int(),
  members: z.int(),
  isSettled: z.boolean().describe("false while members are still looked at by a rule of lately"),
  createdAt: instant,
  updatedAt: instant,
});
export const segmentList = z.object({ items: z.array(segmentView) });

export const countInput = z.strictObject({ rule });
export const counted = z.object({
  members: z.int(),
  isBounded: z.boolean().describe("there are at least so many"),
  isCurrent: z.boolean().describe("false while the day’s windows are still being worked out"),
});

export const segmentMembersInput = z.strictObject({ ...bySegment, ...page });
export const segmentMembers = listOf(
  z.object({
    memberId: insideId,
    memberCode: z.string(),
    nickname: z.string().nullable(),
    since: instant,
  }),
);

const some = z.array(z.strictObject(who)).max(AT_ONCE_MAX).default([]);
export const listMembersInput = z.strictObject({ ...bySegment, add: some, remove: some });
export type ListChange = z.output<typeof listMembersInput>;
export const listMembersResult = z.object({
  added: z.int(),
  removed: z.int(),
  members: z.int(),
  refusals: z.array(
    z.object({ list: z.enum(["add", "remove"]), index: z.int(), refusal: z.string() }),
  ),
});
