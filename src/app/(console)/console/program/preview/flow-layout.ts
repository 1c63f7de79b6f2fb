import { type Flows, membersIn, type PreviewedTier } from "./whole-preview";

/** A stretch of a column, from the top, in shares of the whole height. */
interface Stretch {
  top: number;
  height: number;
}

export interface FlowNode extends Stretch {
  tier: PreviewedTier;
  members: number;
}

export interface FlowBand {
  from: string;
  to: string;
  members: number;
  left: Stretch;
  right: Stretch;
}

/** What a tier takes at least, so that its name has room. */
const leastShare = 0.6;

/** A column of tiers, the highest on top: each as high as its members are many, and none too low to be read. */
function column(
  tiers: readonly PreviewedTier[],
  cells: Flows["cells"],
  side: "from" | "to",
): FlowNode[] {
  const all = tiers
    .map((tier) => ({ tier, members: membersIn(cells, side, tier.code) }))
    .filter(
      ({ tier, members }) => members > 0 || tier.change !== (side === "from" ? "NEW" : "REMOVED"),
    )
    .toReversed();
  const total = all.reduce((sum, { members }) => sum + members, 0);
  const least = leastShare / Math.max(1, all.length);
  let top = 0;
  return all.map((node) => {
    const height = least + (1 - leastShare) * (total > 0 ? node.members / total : 1 / all.length);
    const placed = { ...node, top, height };
    top += height;
    return placed;
  });
}

/** Two columns and the bands between them: each takes of its tier as much as its members are of it. */
export function flowLayout(tiers: readonly PreviewedTier[], cells: Flows["cells"]) {
  const [before, after] = [column(tiers, cells, "from"), column(tiers, cells, "to")];
  const used = new Map<FlowNode, number>();
  const take = (node: FlowNode, members: number): Stretch => {
    const height = node.members > 0 ? (node.height * members) / node.members : 0;
    const top = node.top + (used.get(node) ?? 0);
    used.set(node, (used.get(node) ?? 0) + height);
    return { top, height };
  };
  const bands = before.flatMap((left) =>
    after.flatMap((right): FlowBand[] => {
      const [from, to] = [left.tier.code, right.tier.code];
      const members = cells.find((cell) => cell.from === from && cell.to === to)?.members ?? 0;
      if (members === 0) return [];
      return [{ from, to, members, left: take(left, members), right: take(right, members) }];
    }),
  );
  return { before, after, bands };
}
