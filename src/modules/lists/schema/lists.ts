import { z } from "zod";
import { humanText, insideId, instant } from "@/platform/scalars";

/** Lists of the console that can be looked at in ways of one's own. */
export const listName = z.enum(["members", "audit", "batches", "couponIssues"]);
export type ListName = z.output<typeof listName>;

/** So many views somebody may keep of one list. */
export const VIEWS_MAX = 30;

const columnKey = z.string().regex(/^[a-zA-Z]{1,32}$/);

export const layout = z.strictObject({
  columns: z
    .array(columnKey)
    .max(30)
    .refine((keys) => new Set(keys).size === keys.length, { error: "2×" })
    .describe("those that are shown, in their order; none: as the list has them"),
  density: z.enum(["COMFORTABLE", "COMPACT"]),
});
export type Layout = z.output<typeof layout>;

const viewContent = {
  name: humanText(64),
  isShared: z.boolean().describe("whether all of the staff who see the list see it"),
  address: z
    .string()
    .max(2000)
    .regex(/^[\x21-\x7e]*$/)
    .describe("what stands behind the question mark of the list’s address"),
  layout,
};

export const listInput = z.strictObject({ list: listName });

export const keepViewInput = z.strictObject({ list: listName, ...viewContent });
export type KeepView = z.output<typeof keepViewInput>;

export const changeViewInput = z.strictObject({
  viewId: insideId,
  revision: z.int().describe("as it was read"),
  ...viewContent,
});
export type ChangeView = z.output<typeof changeViewInput>;

export const viewById = z.strictObject({ viewId: insideId });
export const viewKept = z.object({ viewId: insideId, revision: z.int() });

export const listViews = z.object({
  items: z.array(
    z.object({
      viewId: insideId,
      ...viewContent,
      revision: z.int(),
      owner: z.string().nullable().describe("whoever made it, by name"),
      isOwn: z.boolean(),
      mayChange: z.boolean(),
      updatedAt: instant,
    }),
  ),
  layout: layout.nullable().describe("how one has the list where no view says it"),
});

export const setLayoutInput = z.strictObject({ list: listName, layout });
export const layoutSet = z.object({ list: listName });
