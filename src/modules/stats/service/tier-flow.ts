import { addDays, startOfBusinessDate } from "@/platform/business-time";
import type { Ask } from "@/platform/trpc";
import { type Ladder, rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import type { DateRange } from "../rules/range";
import type { RangeInput, TierMove } from "../schema";
import { tierChangesIn } from "../store/tier-flow";
import { rangeOf } from "./figures";

/** A range of business days as the instants between which it lies. */
export function spanOf({ from, to }: DateRange, timeZone: string): { from: Date; until: Date } {
  return {
    from: startOfBusinessDate(from, timeZone),
    until: startOfBusinessDate(addDays(to, 1), timeZone),
  };
}

function directionOf(ladder: Ladder, from: string | null, to: string): TierMove["direction"] {
  const rankOf = (code: string) => ladder.findIndex((rung) => rung.code === code);
  const before = from === null ? -1 : rankOf(from);
  const after = rankOf(to);
  if (before < 0 || after < 0 || before === after) return "OTHER";
  return after > before ? "UP" : "DOWN";
}

/** Who went from which tier to which over a range of business days. */
export async function tierFlowOf(ask: Ask, input: RangeInput) {
  const range = await rangeOf(ask, input);
  const { program, ladder } = await programAndLadderOf(ask);
  const { from, until } = spanOf(range, program.timeZone);
  const rows = await tierChangesIn(ask.db, from, until);
  const tierOf = (code: string) => {
    const rung = ladder.find((tier) => tier.code === code);
    return { code, name: rung ? rungName(rung, ask.locale) : null };
  };
  const moves = rows
    .map(({ fromCode, toCode, changes }) => ({
      from: fromCode === null ? null : tierOf(fromCode),
      to: tierOf(toCode),
      direction: directionOf(ladder, fromCode, toCode),
      changes,
    }))
    .sort(
      (a, b) =>
        b.changes - a.changes ||
        (a.from?.code ?? "").localeCompare(b.from?.code ?? "") ||
        a.to.code.localeCompare(b.to.code),
    );
  const all = (direction: TierMove["direction"]) =>
    moves.reduce((sum, move) => sum + (move.direction === direction ? move.changes : 0), 0);
  return { ...range, up: all("UP"), down: all("DOWN"), moves };
}
