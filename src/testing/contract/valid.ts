import fc from "fast-check";
import type { Json } from "./document";

/** Values that a JSON Schema of the document takes, as arbitraries. */

/** What fields of a name hold where any value of the schema would only ever be refused. */
export type Fields = Record<string, fc.Arbitrary<unknown>>;

const ITEMS_MAX = 3;
const TEXT_MAX = 40;

function instants(): fc.Arbitrary<string> {
  const min = new Date("2025-01-01T00:00:00Z");
  const max = new Date("2027-12-31T00:00:00Z");
  return fc.date({ min, max, noInvalidDate: true }).map((date) => date.toISOString());
}

function texts(schema: Json): fc.Arbitrary<string> {
  if (schema.format === "date-time") return instants();
  if (schema.format === "date") return instants().map((text) => text.slice(0, 10));
  if (typeof schema.pattern === "string") return fc.stringMatching(new RegExp(schema.pattern));
  const minLength = (schema.minLength as number | undefined) ?? 0;
  const maxLength = Math.max(
    minLength,
    Math.min((schema.maxLength as number) ?? TEXT_MAX, TEXT_MAX),
  );
  return fc.string({ unit: "grapheme", minLength, maxLength });
}

function integers(schema: Json): fc.Arbitrary<number> {
  const min = (schema.minimum as number | undefined) ?? -1_000_000;
  const max = (schema.maximum as number | undefined) ?? 1_000_000;
  const near = fc.integer({ min: Math.max(min, 0), max: Math.min(max, Math.max(min, 0) + 100) });
  const edges = fc.constantFrom(min, max);
  const any = fc.maxSafeInteger().map((n) => min + (Math.abs(n) % (max - min + 1)));
  return fc.oneof({ weight: 6, arbitrary: near }, { weight: 1, arbitrary: edges }, any);
}

function objects(schema: Json, fields: Fields): fc.Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  if (Object.keys(properties).length === 0) return fc.constant({});
  const parts = Object.entries(properties).map(([name, part]) => [
    name,
    valuesOf(part, fields, name),
  ]);
  const requiredKeys = (schema.required ?? []) as string[];
  return fc.record(Object.fromEntries(parts), { requiredKeys, noNullPrototype: true } as never);
}

export function valuesOf(schema: Json, fields: Fields, name = ""): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const usual = fields[name];
  if (usual) return usual;
  const variants = (schema.oneOf ?? schema.anyOf) as Json[] | undefined;
  if (variants) return fc.oneof(...variants.map((variant) => valuesOf(variant, fields, name)));
  switch ([schema.type].flat()[0]) {
    case "object":
      return objects(schema, fields);
    case "array": {
      const minLength = (schema.minItems as number | undefined) ?? 0;
      const maxLength = Math.min((schema.maxItems as number) ?? ITEMS_MAX, ITEMS_MAX + minLength);
      return fc.array(valuesOf((schema.items ?? {}) as Json, fields), { minLength, maxLength });
    }
    case "integer":
    case "number":
      return integers(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return texts(schema);
    default:
      return fc.constantFrom("anything", 1, null);
  }
}
