import type { Reader } from "@/platform/db";
import type { Source } from "./source";

/** What a period came to for each member: on the one side as it was, on the other as it would have been. */

type Rows = Pick<Source, "rows"> | Pick<Reader, "rows">;

export interface MemberFigures {
  memberId: number;
  earned: number;
  clawedBack: number;
  spent: number;
  /** Available, pending and frozen, less what is owed, at the period's end. */
  balance: number;
  tierCode: string;
  /** What their tier's discount takes off the goods of the period's orders. */
  discountMinor: number;
}

const NONE = { earned: 0, clawedBack: 0, spent: 0, balance: 0, discountMinor: 0 };

interface Sums {
  memberId: string;
  earned: string;
  clawedBack: string;
  spent: string;
  balance: string;
}

const OUTSIDE = "availableDelta + pendingDelta + frozenDelta - owedDelta";
const during = (types: string, sign: "" | "-") =>
  `CAST(COALESCE(SUM(CASE WHEN type IN (${types}) AND createdAt >= ? THEN ${sign}(${OUTSIDE}) ELSE 0 END), 0) AS CHAR)`;

const SUMS = `SELECT CAST(memberId AS CHAR) AS memberId,
    ${during("'EARN'", "")} AS earned,
    ${during("'CLAW_BACK'", "-")} AS clawedBack,
    ${during("'REDEEM', 'RESTORE'", "-")} AS spent,
    CAST(SUM(${OUTSIDE}) AS CHAR) AS balance
  FROM points_entry WHERE createdAt < ? GROUP BY memberId`;

interface Move {
  memberId: string;
  at: string;
  toCode: string;
  rate: string;
}

/** Each tier that somebody came into, with what it pays by the version that moved them. */
const MOVES = `SELECT CAST(c.memberId AS CHAR) AS memberId, CAST(c.createdAt AS CHAR) AS at, c.toCode,
    CAST(COALESCE(t.discountRateBps, 10000) AS CHAR) AS rate
  FROM tier_change c
  LEFT JOIN tier t ON t.programVersionId = c.programVersionId AND t.code = c.toCode
  WHERE c.createdAt < ? ORDER BY c.id`;

interface Order {
  memberId: string;
  paidAt: string;
  goods: string;
}

const ORDERS = `SELECT CAST(memberId AS CHAR) AS memberId, CAST(paidAt AS CHAR) AS paidAt,
    CAST(GREATEST(COALESCE(amountMinor, paidAmountMinor) - refundedMinor, 0) AS CHAR) AS goods
  FROM shop_order WHERE paidAt >= ? AND paidAt < ? AND cancelledAt IS NULL AND paidAmountMinor IS NOT NULL`;

const FIRST = "REGISTERED";

/** @param rates what tiers pay where one version decides about all of the period's orders */
export async function figuresOf(
  db: Rows,
  { from, to }: { from: string; to: string },
  rates: ReadonlyMap<string, number> | null,
): Promise<Map<number, MemberFigures>> {
  const figures = new Map<number, MemberFigures>();
  const of = (memberId: number) => {
    const known = figures.get(memberId) ?? { memberId, ...NONE, tierCode: FIRST };
    figures.set(memberId, known);
    return known;
  };
  for (const row of await db.rows<Sums>(SUMS, [from, from, from, to])) {
    const { earned, clawedBack, spent, balance } = row;
    const numbers = { earned, clawedBack, spent, balance };
    for (const [name, value] of Object.entries(numbers)) {
      of(Number(row.memberId))[name as keyof typeof NONE] = Number(value);
    }
  }
  const moves = new Map<string, Move[]>();
  for (const move of await db.rows<Move>(MOVES, [to])) {
    of(Number(move.memberId)).tierCode = move.toCode;
    moves.set(move.memberId, [...(moves.get(move.memberId) ?? []), move]);
  }
  for (const { memberId, paidAt, goods } of await db.rows<Order>(ORDERS, [from, to])) {
    // The tier before the order: it moves its member only afterwards.
    const move = moves.get(memberId)?.findLast(({ at }) => at < paidAt);
    const rate = rates?.get(move?.toCode ?? FIRST) ?? Number(move?.rate ?? 10_000);
    of(Number(memberId)).discountMinor += Math.floor((Number(goods) * (10_000 - rate)) / 10_000);
  }
  return figures;
}

export interface Totals {
  members: number;
  earned: number;
  clawedBack: number;
  spent: number;
  balance: number;
  /** Of what is outstanding, by what points are worth. */
  liabilityMinor: number;
  discountMinor: number;
  tiers: Record<string, number>;
}

export function totalsOf(figures: Iterable<MemberFigures>, pointsPerYuanOff: number): Totals {
  const total: Totals = { members: 0, ...NONE, liabilityMinor: 0, tiers: {} };
  let outstanding = 0;
  for (const one of figures) {
    total.members += 1;
    for (const name of Object.keys(NONE) as (keyof typeof NONE)[]) total[name] += one[name];
    outstanding += Math.max(0, one.balance);
    total.tiers[one.tierCode] = (total.tiers[one.tierCode] ?? 0) + 1;
  }
  total.liabilityMinor = Math.floor((outstanding * 100) / pointsPerYuanOff);
  return total;
}

const COLUMNS = ["earned", "clawedBack", "spent", "balance", "tierCode", "discountMinor"] as const;

/** A line for each member, really and under the other version. */
export function csvOf(
  really: ReadonlyMap<number, MemberFigures>,
  other: ReadonlyMap<number, MemberFigures>,
): string {
  const head = ["memberId", ...COLUMNS.flatMap((name) => [`${name}Really`, `${name}Other`])];
  const ids = [...new Set([...really.keys(), ...other.keys()])].sort((a, b) => a - b);
  const nobody = { ...NONE, tierCode: FIRST };
  const lines = ids.map((id) => {
    const [was, would] = [really.get(id) ?? nobody, other.get(id) ?? nobody];
    return [id, ...COLUMNS.flatMap((name) => [was[name], would[name]])].join(",");
  });
  return `${[head.join(","), ...lines].join("\n")}\n`;
}
