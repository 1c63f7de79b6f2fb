import type { Outputs } from "@/trpc/client";

type Preview = Outputs["program"]["preview"];
export type Figures = NonNullable<Preview["figures"]>;
export type Flows = Figures["now"];
export type Horizon = "NOW" | "LATER";

/** A preview that has gone through all members. */
export type WholePreview = Preview & { figures: Figures };

export interface PreviewedTier {
  code: string;
  name: string;
  change: "NONE" | "NEW" | "REMOVED";
}

/** The tiers of the ladders, and such as members still have of ladders before. */
export function tiersIn(
  tiers: readonly PreviewedTier[],
  cells: Flows["cells"],
): readonly PreviewedTier[] {
  const codes = new Set(cells.flatMap(({ from, to }) => [from, to]));
  const known = new Set(tiers.map(({ code }) => code));
  const others = [...codes].filter((code) => !known.has(code));
  return [...tiers, ...others.map((code) => ({ code, name: code, change: "REMOVED" as const }))];
}

/** How many are in a tier on one side. */
export function membersIn(cells: Flows["cells"], side: "from" | "to", code: string): number {
  return cells.reduce((sum, cell) => sum + (cell[side] === code ? cell.members : 0), 0);
}
