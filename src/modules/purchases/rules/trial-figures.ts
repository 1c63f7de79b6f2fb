/** What orders bring by two versions of the rules, summed up: pure. */

/** By one version. */
export interface Side {
  points: number;
  /** What the tiers' prices take off. */
  discountMinor: number;
  /** Orders that it does not take. */
  refused: number;
}

export interface Both {
  orders: number;
  inForce: Side;
  draft: Side;
}

export interface TrialFigures extends Both {
  /** Who has any of the orders. */
  members: number;
  /** Whose points of them are more by the draft, and fewer. */
  more: number;
  fewer: number;
  /** What the orders earned when they came. */
  earned: number;
  /** Whose goods' price is known only as what was paid. */
  goodsUnknown: number;
  /** Members with more orders than are looked at. */
  cut: number;
  /** What all members have to spend or will have. */
  outstanding: number;
  owed: number;
  /** By the tier that the draft gives their members. */
  tiers: Record<string, Both>;
  /** By how much each activity's budget would be charged beyond what it is. */
  beyond: { inForce: Record<string, number>; draft: Record<string, number> };
}

const NO_SIDE: Side = { points: 0, discountMinor: 0, refused: 0 };
const NO_ORDERS: Both = { orders: 0, inForce: NO_SIDE, draft: NO_SIDE };

export const NO_FIGURES: TrialFigures = {
  ...NO_ORDERS,
  ...{ members: 0, more: 0, fewer: 0, earned: 0, goodsUnknown: 0, cut: 0, outstanding: 0, owed: 0 },
  tiers: {},
  beyond: { inForce: {}, draft: {} },
};

const sideOf = (a: Side, b: Side): Side => ({
  points: a.points + b.points,
  discountMinor: a.discountMinor + b.discountMinor,
  refused: a.refused + b.refused,
});

const bothOf = (a: Both, b: Both): Both => ({
  orders: a.orders + b.orders,
  inForce: sideOf(a.inForce, b.inForce),
  draft: sideOf(a.draft, b.draft),
});

/** One order by one version. */
interface Priced {
  points: number;
  discountMinor: number;
  refusal: string | null;
  isGoodsKnown: boolean;
  order: { pointsEarned: number };
}

function sumOf(orders: readonly Priced[]): Side {
  const sum = { ...NO_SIDE };
  for (const { points, discountMinor, refusal } of orders) {
    sum.points += points;
    sum.discountMinor += discountMinor;
    if (refusal !== null) sum.refused += 1;
  }
  return sum;
}

/** One that a version does not take is unknown by the other, if at all. */
const unknownOf = (inForce: readonly Priced[], draft: readonly Priced[]) =>
  draft.filter((one, at) => !(one.isGoodsKnown && inForce[at]?.isGoodsKnown)).length;

export interface MemberTrial {
  /** By the draft. */
  tierCode: string;
  inForce: readonly Priced[];
  draft: readonly Priced[];
}

/** The figures with one member's orders. */
export function withMember(figures: TrialFigures, member: MemberTrial): TrialFigures {
  const { tierCode, inForce, draft } = member;
  if (draft.length === 0) return figures;
  const own = { orders: draft.length, inForce: sumOf(inForce), draft: sumOf(draft) };
  const difference = own.draft.points - own.inForce.points;
  const before = figures.tiers[tierCode] ?? NO_ORDERS;
  return {
    ...figures,
    ...bothOf(figures, own),
    members: figures.members + 1,
    more: figures.more + (difference > 0 ? 1 : 0),
    fewer: figures.fewer + (difference < 0 ? 1 : 0),
    earned: figures.earned + draft.reduce((sum, { order }) => sum + order.pointsEarned, 0),
    goodsUnknown: figures.goodsUnknown + unknownOf(inForce, draft),
    tiers: { ...figures.tiers, [tierCode]: bothOf(before, own) },
  };
}
