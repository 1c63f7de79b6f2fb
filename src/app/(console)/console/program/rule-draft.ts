import type { GoodsRule, ProgramRules } from "@/modules/program/schema/rules";
import { readDecimal, readWhole, showDecimal } from "../figures";
import { readGoods } from "./goods-draft";
import { readRates } from "./rate-draft";
import {
  boundsOf,
  type RulePath,
  type RuleSection,
  rulePaths,
  ruleSections,
  ruleValue,
  unitOf,
} from "./rule-fields";

/** The rules as they stand in the form: text, field by field. */
export type RuleDraft = Record<RulePath, string>;

/** A value as a field shows it: seconds as minutes, basis points as percent, fen as yuan. */
export function shownRule(path: RulePath, value: number | boolean | string): string {
  if (typeof value !== "number") return String(value);
  switch (unitOf(path)) {
    case "percent":
    case "yuan":
      return showDecimal(value, 2);
    case "minutes":
      return String(value / 60);
    default:
      return String(value);
  }
}

export function draftOf(rules: ProgramRules): RuleDraft {
  return Object.fromEntries(
    rulePaths.map((path) => [path, shownRule(path, ruleValue(rules, path))]),
  ) as RuleDraft;
}

/** What a field means to the API, or null where it means nothing. */
export function readRule(
  path: RulePath,
  text: string,
): number | boolean | string | GoodsRule[] | ProgramRules["currencies"]["rates"] | null {
  switch (unitOf(path)) {
    case "goods":
      return readGoods(text);
    case "rates":
      return readRates(text);
    case "toggle":
      return text === "true";
    case "period":
      return text;
    case "percent":
    case "yuan":
      return readDecimal(text, 2);
    case "minutes": {
      const minutes = readWhole(text);
      return minutes === null ? null : minutes * 60;
    }
    default:
      return readWhole(text);
  }
}

/** The bounds of a field that was left outside of them, as the field shows them. */
export function ruleFault(path: RulePath, text: string): { min: string; max: string } | null {
  const value = readRule(path, text);
  if (value !== null && typeof value !== "number") return null;
  const { min, max } = boundsOf(path);
  if (value !== null && value >= min && value <= max) return null;
  return { min: shownRule(path, min), max: shownRule(path, max) };
}

/** The rules that a sound draft stands for. */
export function rulesOf(base: ProgramRules, draft: RuleDraft): ProgramRules {
  const section = (name: RuleSection) =>
    Object.fromEntries(
      rulePaths
        .filter((path) => path.startsWith(`${name}.`))
        .map((path) => [path.slice(name.length + 1), readRule(path, draft[path])]),
    );
  const sections = Object.fromEntries(ruleSections.map((name) => [name, section(name)]));
  return { ...base, ...sections } as ProgramRules;
}
