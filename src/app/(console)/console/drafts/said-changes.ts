import { contentFrom, type FieldChange, fieldsOf } from "@/modules/drafts/rules/fields";
import type { Content } from "./draft";

/** What a tier or a benefit says of itself at least; without it no words can be made. */
const OWN: Record<string, readonly string[]> = {
  tiers: ["name", "thresholdMinor", "discountRateBps", "multiplierPct"],
  benefits: ["name", "type", "enabled", "quota", "validFrom", "validUntil"],
};

/** Without tiers and benefits that are there in part only. */
function wholes(fields: ReadonlyMap<string, unknown>): Map<string, unknown> {
  const isWhole = (kind: string, name: string) =>
    (OWN[kind] ?? []).every((own) => fields.has(`${kind}.${name}.${own}`));
  return new Map(
    [...fields].filter(([field]) => {
      const [kind = "", name = ""] = field.split(".");
      return isWhole(kind, name);
    }),
  );
}

function withSide(known: ReadonlyMap<string, unknown>, changes: readonly FieldChange[]) {
  return (side: "before" | "after"): Content => {
    const fields = new Map(known);
    for (const change of changes) {
      if (change[side] === undefined) fields.delete(change.field);
      else fields.set(change.field, change[side]);
    }
    return contentFrom(wholes(fields)) as Content;
  };
}

/**
 * What was done to a draft at once, as two programs that differ in nothing else, so that it can be said in
 * words. What the draft has no more is told by its base.
 */
export function sidesOf(
  { base, content }: { base: Content; content: Content },
  changes: readonly FieldChange[],
): [before: Content, after: Content] {
  const known = new Map([...fieldsOf(base), ...fieldsOf(content)]);
  const side = withSide(known, changes);
  return [side("before"), side("after")];
}

interface Line {
  revision: number;
  kind: string;
}

/** Lines of one act, beside each other. */
export function actsOf<One extends Line>(lines: readonly One[]): One[][] {
  const acts: One[][] = [];
  for (const line of lines) {
    const last = acts.at(-1);
    if (last?.[0]?.revision === line.revision && last[0].kind === line.kind) last.push(line);
    else acts.push([line]);
  }
  return acts;
}
