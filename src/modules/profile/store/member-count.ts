import type { Reader } from "@/platform/db";
import type { MemberSearch } from "../rules";
import {
  branchesOf,
  filtersOf,
  join,
  limited,
  type MemberPage,
  type MemberWay,
  type Part,
  SORTED_MIN,
  startingWith,
  where,
} from "./members";

const COUNTED_MAX = 10_000;
/** Where too many match to count them: this many are more than anybody looks through. */
const GUESSED_MAX = 500;

export interface MemberCount {
  count: number;
  /** There are at least so many. */
  isBounded: boolean;
}

/** Nobody waits for a count of millions: past a bound it says only that there are more. */
export async function memberCount(
  db: Reader,
  page: MemberPage,
  way: MemberWay,
): Promise<MemberCount> {
  const isGuess = page.search !== null && !way.isFew;
  const most = isGuess ? GUESSED_MAX : COUNTED_MAX;
  // All who match a rule are gone through by their facts, which are a fraction of their rows.
  const isByRule = page.rule !== null && !isGuess && !way.isFew;
  const others = isByRule ? { ...page, rule: null } : page;
  const filter = where(isGuess || isByRule ? filtersOf(others) : way.conditions);
  const rows = isGuess ? someOf(page.search) : rowsOf(page, way);
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${rows.sql} ${filter.sql} LIMIT ${most + 1}) c`,
    [...rows.values, ...filter.values],
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, most), isBounded: isGuess || count > most };
}

function rowsOf({ rule }: MemberPage, way: MemberWay): Part {
  if (way.isFew) return way.from;
  return rule === null ? { sql: "member m", values: [] } : startingWith(rule.ids);
}

/** The first who match by each branch: those of them who fit are the least that there is. */
function someOf(search: MemberSearch | null): Part {
  const branches = search ? branchesOf(search) : [];
  const found = join(branches.map(limited(SORTED_MIN)), " UNION ");
  return {
    sql: `(${found.sql}) found JOIN member m ON m.id = found.id`,
    values: found.values,
  };
}
