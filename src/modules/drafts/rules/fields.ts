import type { DraftContent } from "../schema";

/**
 * A whole program, field by field, so that people who change different things of it do not disturb each
 * other: `rules.earn.pointsPerYuan`, `rules.currencies.rates.USD`, `tiers.GOLD.thresholdMinor`,
 * `tiers.GOLD.benefits.FREE_SHIPPING`, `benefits.FREE_SHIPPING.enabled`, `removed.SILVER`.
 */
export type Fields = ReadonlyMap<string, unknown>;

const RULES = "rules.";
const RATES = "rules.currencies.rates.";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same text for the same value, in whatever order its names stand. */
export function canonical(value: unknown): string {
  if (value === undefined) return "";
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

function ruleFields(rules: DraftContent["rules"]): [string, unknown][] {
  const { autoEnrol, benefits: _, currencies, ...sections } = rules;
  const fields = Object.entries(sections).flatMap(([section, values]) =>
    Object.entries(values).map(([name, value]): [string, unknown] => [
      `${RULES}${section}.${name}`,
      value,
    ]),
  );
  const rates = currencies.rates.map(({ currency, rate }): [string, unknown] => [
    RATES + currency,
    rate,
  ]);
  return [[`${RULES}autoEnrol`, autoEnrol], ...fields, ...rates];
}

/** Of definitions of benefits. */
export function benefitFields(benefits: DraftContent["rules"]["benefits"]): [string, unknown][] {
  return benefits.flatMap(({ id, params, ...benefit }) => [
    ...Object.entries(benefit).map(([name, value]): [string, unknown] => [
      `benefits.${id}.${name}`,
      value,
    ]),
    ...Object.entries(params).map(([name, value]): [string, unknown] => [
      `benefits.${id}.params.${name}`,
      value,
    ]),
  ]);
}

function tierFields(tiers: DraftContent["tiers"]): [string, unknown][] {
  return tiers.flatMap(({ code, benefits, ...tier }) => [
    ...Object.entries(tier).map(([name, value]): [string, unknown] => [
      `tiers.${code}.${name}`,
      value,
    ]),
    ...benefits.map((id): [string, unknown] => [`tiers.${code}.benefits.${id}`, true]),
  ]);
}

/** Of all of it, or of a part. */
export function fieldsOf({ rules, tiers = [], removed = [] }: Partial<DraftContent>): Fields {
  const ofRules = rules ? [...ruleFields(rules), ...benefitFields(rules.benefits)] : [];
  const moves = removed.map(({ code, moveTo }): [string, unknown] => [`removed.${code}`, moveTo]);
  const all = [...ofRules, ...tierFields(tiers), ...moves];
  return new Map(all.filter(([, value]) => value !== undefined));
}

/** What stands below a name, by the name after it. */
function groups(fields: Fields, prefix: string): Map<string, [string, unknown][]> {
  const found = new Map<string, [string, unknown][]>();
  for (const [field, value] of fields) {
    if (!field.startsWith(prefix)) continue;
    const [name = "", ...rest] = field.slice(prefix.length).split(".");
    const group = found.get(name) ?? [];
    group.push([rest.join("."), value]);
    found.set(name, group);
  }
  return found;
}

/** Those of a group below a name of their own, and the others. */
function parted(group: readonly [string, unknown][], name: string) {
  const prefix = `${name}.`;
  const below = group.filter(([field]) => field.startsWith(prefix));
  return {
    below: below.map(([field, value]): [string, unknown] => [field.slice(prefix.length), value]),
    others: Object.fromEntries(group.filter(([field]) => !field.startsWith(prefix))),
  };
}

function rulesFrom(fields: Fields) {
  const sections = [...groups(fields, RULES)].map(([section, group]): [string, unknown] => {
    if (section === "autoEnrol") return [section, group[0]?.[1]];
    const { below, others } = parted(group, "rates");
    if (section !== "currencies") return [section, Object.fromEntries(group)];
    const rates = below.map(([currency, rate]) => ({ currency, rate }));
    return [section, { ...others, rates }];
  });
  const benefits = [...groups(fields, "benefits.")].map(([id, group]) => {
    const { below, others } = parted(group, "params");
    return { id, ...others, params: Object.fromEntries(below) };
  });
  return { currencies: { rates: [] }, ...Object.fromEntries(sections), benefits };
}

const spendOf = (tier: Record<string, unknown>) =>
  typeof tier.thresholdMinor === "number" ? tier.thresholdMinor : 0;

/**
 * The way back; whether it is a program is for the schema to say. Tiers stand by what they ask for:
 * what is earned at more is above.
 */
export function contentFrom(fields: Fields): unknown {
  const tiers = [...groups(fields, "tiers.")].map(([code, group]): Record<string, unknown> => {
    const { below, others } = parted(group, "benefits");
    const has = below.filter(([, value]) => value === true).map(([id]) => id);
    return { code, ...others, benefits: has };
  });
  const removed = [...groups(fields, "removed.")].map(([code, group]) => ({
    code,
    moveTo: group[0]?.[1],
  }));
  const inOrder = tiers.toSorted((a, b) => spendOf(a) - spendOf(b));
  return { rules: rulesFrom(fields), tiers: inOrder, removed };
}

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What is different; undefined is what is not there. */
export function differences(before: Fields, after: Fields): FieldChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((change) => !isSame(change.before, change.after));
}
