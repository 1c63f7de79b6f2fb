import type { View } from "@/platform/view";
import type { Rule } from "../schema/rule";
import * as facts from "../store/facts";
import { type Part, ruleSql } from "../store/rule-sql";
import { momentOf } from "./moment";

/** Members who match a rule, for whoever lists or counts them. */

export interface Matching {
  /** Their ids, as a query without a LIMIT of its own. */
  ids: Part;
  /** Whether the row of a table is one of them, by its column: never more than one key is looked up. */
  isOne: (column: string) => Part;
}

export async function matching(view: View & { now: Date }, rule: Rule): Promise<Matching> {
  const condition = ruleSql(rule, await momentOf(view));
  return {
    ids: facts.matchingIds(condition),
    isOne: (column) => facts.isMatching(column, condition),
  };
}

export interface Counted {
  members: number;
  /** There are at least so many: counting all of them would have taken too long. */
  isBounded: boolean;
}

/** Ids that one statement goes through, and how long all of them together may take. */
const STRIDE = 100_000;
const PATIENCE_MS = 4_000;

/** All of them, a part of the table at a time: no statement is long, and the dearest rule has an end. */
export async function countMatching(view: View & { now: Date }, rule: Rule): Promise<Counted> {
  const [range, moment] = await Promise.all([facts.factsRange(view.db), momentOf(view)]);
  if (!range) return { members: 0, isBounded: false };
  const condition = ruleSql(rule, moment);
  const started = performance.now();
  let members = 0;
  for (let after = range.first - 1; after < range.last; after += STRIDE) {
    if (performance.now() - started > PATIENCE_MS) return { members, isBounded: true };
    members += await facts.countMatching(view.db, facts.between(after, after + STRIDE), condition);
  }
  return { members, isBounded: false };
}
