import { z } from "zod";

/** What an order's entry says of activities that added to some of its lines. */

const said = z.object({
  title: z.string(),
  titleEn: z.string().optional(),
  multiplierPct: z.number().optional(),
  points: z.number(),
  lines: z.number(),
  lineIds: z.array(z.string()),
});
export type ActivitySaid = z.output<typeof said>;

export function activitiesSaid(breakdown: Record<string, unknown> | null): ActivitySaid[] {
  return z.array(said.loose()).safeParse(breakdown?.activities).data ?? [];
}
