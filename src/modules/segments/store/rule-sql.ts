import type { Values } from "@/platform/db";
import { dates, daysAgo, type Moment, monthsOf, type Span } from "../rules/moment";
import { frequencyOrders, recencyDays, spendRange } from "../rules/rfm";
import { type Condition, type Group, isGroup, NUMBERS, type Rule } from "../schema/rule";

/** A piece of a statement with what is bound in it. */
export interface Part {
  sql: string;
  values: Values;
}

/**
 * A rule as a condition on `member_fact f`. It is true or false of every row and never neither, so that what
 * is negated is the rest; everything that somebody wrote is bound.
 */
export function ruleSql({ match, of }: Rule, moment: Moment): Part {
  const each = (node: Rule["of"][number]): Part =>
    isGroup(node) ? groupSql(node, moment) : conditionSql(node, moment);
  return joined(of.map(each), match);
}

const groupSql = ({ match, of }: Group, moment: Moment) =>
  joined(
    of.map((one) => conditionSql(one, moment)),
    match,
  );

function joined(parts: readonly Part[], match: "ALL" | "ANY"): Part {
  const by = match === "ALL" ? " AND " : " OR ";
  const sql = parts.length === 0 ? "FALSE" : parts.map((part) => part.sql).join(by);
  return { sql: `(${sql})`, values: parts.flatMap(({ values }) => values) };
}

function conditionSql(condition: Condition, moment: Moment): Part {
  const { sql, values } = plainSql(condition, moment);
  return condition.not ? { sql: `NOT (${sql})`, values } : { sql: `(${sql})`, values };
}

const FIGURES: ReadonlySet<string> = new Set(NUMBERS);
type OfFigure = Extract<Condition, { field: (typeof NUMBERS)[number] }>;
const isOfFigure = (one: Condition): one is OfFigure => FIGURES.has(one.field);

function plainSql(condition: Condition, moment: Moment): Part {
  if (isOfFigure(condition)) return between(`f.${condition.field}`, condition);
  switch (condition.field) {
    case "tier":
      return oneOf("f.tierCode", condition.in);
    case "status":
      return oneOf("f.status", condition.in);
    case "joined":
      return within("f.joinedAt", daysAgo(condition, moment));
    case "joinedOn":
      return within("f.joinedAt", dates(condition, moment));
    case "lastOrder":
      return within("f.lastOrderAt", daysAgo(condition, moment));
    case "birthday":
      return oneOf("f.birthMonth", monthsOf(condition.in, moment.today));
    case "rfm":
      return scores(condition, moment);
    case "marketing":
      return { sql: "f.marketing = 1", values: [] };
    case "store": {
      const { sql, values } = oneOf("f.lastStore", condition.in);
      return { sql: `f.lastStore IS NOT NULL AND ${sql}`, values };
    }
    case "activity": {
      const { sql, values } = oneOf("a.activityId", condition.in.map(Number));
      return lookup(`SELECT COUNT(*) FROM activity_participation a WHERE ${sql}`, values);
    }
    case "tag": {
      const { sql, values } = oneOf("a.tag", condition.in);
      return lookup(`SELECT COUNT(*) FROM member_tag a WHERE ${sql}`, values);
    }
    case "attribute": {
      const { sql, values } = attribute(condition);
      return lookup(`SELECT COUNT(*) FROM member_attribute a WHERE ${sql}`, values);
    }
  }
}

/**
 * Asked of each row by a key, never gone through as a whole: how much a page of rows costs has an end. A scalar,
 * which no server turns into a table of all who have it.
 */
function lookup(rows: string, values: Part["values"]): Part {
  return { sql: `(${rows} AND a.memberId = f.memberId) > 0`, values };
}

function attribute(asked: Extract<Condition, { field: "attribute" }>): Part {
  const { key, in: words, min, max, from, until } = asked;
  return all([
    { sql: "a.attributeKey = ?", values: [key] },
    ...(words === undefined ? [] : [oneOf("a.word", words)]),
    ...(min === undefined ? [] : [{ sql: "a.number >= ?", values: [min] }]),
    ...(max === undefined ? [] : [{ sql: "a.number <= ?", values: [max] }]),
    ...(from === undefined ? [] : [{ sql: "a.word >= ?", values: [from] }]),
    ...(until === undefined ? [] : [{ sql: "a.word <= ?", values: [until] }]),
  ]);
}

function oneOf(column: string, words: readonly (string | number)[]): Part {
  return { sql: `${column} IN (${words.map(() => "?").join(",")})`, values: words };
}

function between(
  column: string,
  { min, max }: { min?: number | undefined; max?: number | null | undefined },
): Part {
  return all([
    ...(min === undefined ? [] : [{ sql: `${column} >= ?`, values: [min] }]),
    ...(max === undefined || max === null ? [] : [{ sql: `${column} <= ?`, values: [max] }]),
  ]);
}

function within(column: string, { from, until }: Span): Part {
  return all([
    { sql: `${column} IS NOT NULL`, values: [] },
    ...(from === null ? [] : [{ sql: `${column} >= ?`, values: [from] }]),
    ...(until === null ? [] : [{ sql: `${column} < ?`, values: [until] }]),
  ]);
}

function scores({ r, f, m }: Extract<Condition, { field: "rfm" }>, moment: Moment): Part {
  const anyOf = (of: readonly number[] | undefined, each: (score: number) => Part): Part[] =>
    of === undefined ? [] : [joined(of.map(each), "ANY")];
  return all([
    { sql: "f.orders365 > 0", values: [] },
    ...anyOf(r, (score) => within("f.lastOrderAt", daysAgo(recencyDays(score), moment))),
    ...anyOf(f, (score) => between("f.orders365", frequencyOrders(score))),
    ...anyOf(m, (score) => {
      const { from, below } = spendRange(score, moment.fifths);
      if (from === Infinity) return { sql: "FALSE", values: [] };
      const start = { sql: "f.spend365 >= ?", values: [from] };
      return below === Infinity ? start : all([start, { sql: "f.spend365 < ?", values: [below] }]);
    }),
  ]);
}

const all = (parts: readonly Part[]): Part => joined(parts, "ALL");
