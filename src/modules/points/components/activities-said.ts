import { listIn, numberIn, textIn } from "@/platform/loose";

/** What an order's entry says of an activity that added to some of its lines. */
export interface ActivitySaid {
  /** With its title in each language. */
  said: object;
  multiplierPct: number | undefined;
  points: number;
  lines: number;
  lineIds: readonly string[];
}

export function activitiesSaid(breakdown: unknown): ActivitySaid[] {
  return listIn(breakdown, "activities").flatMap((said) => {
    const points = numberIn(said, "points");
    if (points === undefined || textIn(said, "title") === undefined) return [];
    const lineIds = listIn(said, "lineIds").filter((id) => typeof id === "string");
    const multiplierPct = numberIn(said, "multiplierPct");
    return [
      { said: said as object, multiplierPct, points, lines: numberIn(said, "lines") ?? 0, lineIds },
    ];
  });
}
