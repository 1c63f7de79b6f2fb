import type { FieldInfo } from "mariadb";

/**
 * Moments of rows as `Date`s, which the driver reads as texts. Its own hook for this (`typeCast`) makes a
 * dozen functions for every value of every row: half of all that a page of orders needed of memory.
 */
export function withMoments<Answer>(answer: Answer): Answer {
  if (!isRows(answer)) return answer;
  for (const column of answer.meta) {
    // A declared enum of the driver's, whose values are these names.
    if (String(column.type) !== "DATETIME") continue;
    const name = column.name();
    for (const row of answer) {
      const told = row[name];
      if (typeof told === "string") row[name] = new Date(`${told.replace(" ", "T")}Z`);
    }
  }
  return answer;
}

type Rows = Record<string, unknown>[] & { meta: readonly FieldInfo[] };

const isRows = (answer: unknown): answer is Rows =>
  Array.isArray(answer) && Array.isArray((answer as Partial<Rows>).meta);
