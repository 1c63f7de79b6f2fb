import { type Fields, isSame } from "./fields";

/**
 * Two programs that were made from one, brought together: what only one of them changed is as that one
 * has it; what both changed otherwise somebody has to choose.
 */

export type Side = "theirs" | "mine";
export type Choices = Readonly<Record<string, Side>>;

interface Three {
  base: Fields;
  theirs: Fields;
  mine: Fields;
}

/** The tiers and benefits that a field is part of: of both, where it says that a tier has a benefit. */
function wholesOf(field: string): string[] {
  const [kind, name, part, other] = field.split(".");
  if (kind === "benefits") return [`benefits.${name}`];
  if (kind !== "tiers") return [];
  return part === "benefits" ? [`tiers.${name}`, `benefits.${other}`] : [`tiers.${name}`];
}

/** A tier or a benefit is there where a field of its own is. */
function ownWholes(fields: Fields): Set<string> {
  const all = new Set<string>();
  for (const field of fields.keys()) {
    const [whole] = wholesOf(field);
    if (whole) all.add(whole);
  }
  return all;
}

interface State {
  three: Three;
  names: Set<string>;
  has: Record<keyof Three, Set<string>>;
}

function stateOf(three: Three): State {
  const names = new Set([...three.base.keys(), ...three.theirs.keys(), ...three.mine.keys()]);
  const has = {
    base: ownWholes(three.base),
    theirs: ownWholes(three.theirs),
    mine: ownWholes(three.mine),
  };
  return { three, names, has };
}

/**
 * Tiers and benefits of which one cannot take fields from both: removed on one side and changed on the
 * other, or added on both in two ways.
 */
function conflictingWholes({ three, names, has }: State): Set<string> {
  const { base, theirs, mine } = three;
  const found = new Set<string>();
  for (const field of names) {
    const [b, t, m] = [base.get(field), theirs.get(field), mine.get(field)];
    for (const whole of wholesOf(field)) {
      const was = has.base.has(whole);
      const goneThere = was && !has.theirs.has(whole) && has.mine.has(whole);
      const goneHere = was && !has.mine.has(whole) && has.theirs.has(whole);
      const isBothNew = !was && has.theirs.has(whole) && has.mine.has(whole);
      if (goneThere && !isSame(b, m)) found.add(whole);
      if (goneHere && !isSame(b, t)) found.add(whole);
      if (isBothNew && !isSame(t, m) && isOwn(field, whole)) found.add(whole);
    }
  }
  return found;
}

const isOwn = (field: string, whole: string) => field.startsWith(`${whole}.`);

/** What has to be chosen, field by field; a tier or benefit as a whole where no field says it alone. */
export function conflicts(three: Three): string[] {
  const state = stateOf(three);
  const wholes = conflictingWholes(state);
  const fields = [...state.names].filter((field) => {
    if (wholesOf(field).some((whole) => wholes.has(whole))) return false;
    const [b, t, m] = valuesOf(three, field);
    return !isSame(t, m) && !isSame(b, t) && !isSame(b, m);
  });
  return [...wholes, ...fields].sort();
}

const valuesOf = ({ base, theirs, mine }: Three, field: string) =>
  [base.get(field), theirs.get(field), mine.get(field)] as const;

/** Both brought together as it was chosen. What nobody chose for stays as theirs. */
export function merged(three: Three, choices: Choices): Fields {
  const state = stateOf(three);
  const wholes = conflictingWholes(state);
  const sideOf = (name: string): Side => choices[name] ?? "theirs";
  const result = new Map<string, unknown>();
  // In their order, with what only I have behind it.
  for (const field of new Set([...three.theirs.keys(), ...three.mine.keys()])) {
    const chosen = wholesOf(field).filter((whole) => wholes.has(whole));
    const value =
      chosen.length > 0
        ? ofWholes(state, field, (whole) => (wholes.has(whole) ? sideOf(whole) : null))
        : ofField(three, field, sideOf(field));
    if (value !== undefined) result.set(field, value);
  }
  return result;
}

function ofField(three: Three, field: string, side: Side): unknown {
  const [b, t, m] = valuesOf(three, field);
  if (isSame(t, m) || isSame(b, m)) return t;
  if (isSame(b, t)) return m;
  return three[side].get(field);
}

/** @param sideOf what was chosen for a tier or benefit; null where nothing had to be */
function ofWholes(
  { three, has }: State,
  field: string,
  sideOf: (whole: string) => Side | null,
): unknown {
  const isThere = (whole: string) => {
    const side = sideOf(whole);
    if (side !== null) return has[side].has(whole);
    const isInBoth = has.theirs.has(whole) && has.mine.has(whole);
    return has.base.has(whole) ? isInBoth : has.theirs.has(whole) || has.mine.has(whole);
  };
  const wholes = wholesOf(field);
  const side = wholes.map(sideOf).find((one) => one !== null);
  return side && wholes.every(isThere) ? three[side].get(field) : undefined;
}
