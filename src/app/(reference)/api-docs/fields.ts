import type { Schema } from "@/trpc/api-document";

/** One line of a table of fields. */
export interface Field {
  /** With the way to it: `data.orderId`, `items[].points`. */
  name: string;
  type: string;
  required: boolean;
  nullable: boolean;
  description: string | undefined;
  values: string[];
  fallback: string | undefined;
  length: { min: number; max: number | undefined } | undefined;
  range: { min: number | undefined; max: number | undefined } | undefined;
  itemsMax: number | undefined;
  pattern: string | undefined;
}

/** An input or answer that comes in several shapes has a list of fields for each. */
export interface Shape {
  /** What tells the shape from the others: `type = ORDER_COMPLETED`. */
  label: string | undefined;
  fields: Field[];
}

/** Every integer has these bounds; they say nothing. */
const SAFE = Number.MAX_SAFE_INTEGER;

function variantsOf(schema: Schema): Schema[] {
  return (schema.oneOf ?? schema.anyOf ?? []).filter((part) => part.type !== "null");
}

/** `anyOf: [X, null]` and `type: [X, "null"]` are X, which may be null. */
function bare(schema: Schema): { schema: Schema; nullable: boolean } {
  if (Array.isArray(schema.type)) {
    const [type = "any"] = schema.type.filter((name) => name !== "null");
    return { schema: { ...schema, type }, nullable: schema.type.includes("null") };
  }
  const parts = schema.anyOf ?? [];
  const variants = variantsOf(schema);
  const nullable = variants.length < parts.length;
  const [only] = variants;
  if (nullable && variants.length === 1 && only) {
    const { anyOf: _, ...rest } = schema;
    return { schema: { ...rest, ...only }, nullable };
  }
  return { schema, nullable };
}

function valuesOf(schema: Schema): string[] {
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  return values.map(String);
}

/** Shapes that stand for one another, as one: what only some have is not required. */
function merged(variants: readonly Schema[]): Schema {
  const names = new Set(variants.flatMap((part) => Object.keys(part.properties ?? {})));
  const properties: Record<string, Schema> = {};
  for (const name of names) {
    const found = variants.flatMap((part) => part.properties?.[name] ?? []);
    const values = [...new Set(found.flatMap(valuesOf))];
    const [first = {}] = found;
    const { const: _, ...rest } = first;
    properties[name] = values.length > 0 ? { ...rest, enum: values } : rest;
  }
  const required = [...names].filter((name) =>
    variants.every((part) => part.required?.includes(name)),
  );
  return { type: "object", properties, required };
}

function typeOf(schema: Schema): string {
  if (schema.type === "array") {
    const { schema: items } = bare(schema.items ?? {});
    return `array<${typeOf(items)}>`;
  }
  if (variantsOf(schema).length > 0) return "object";
  const type = String(schema.type ?? "any");
  return schema.format ? `${type} (${schema.format})` : type;
}

function lengthOf({ minLength, maxLength }: Schema): Field["length"] {
  return minLength === undefined && maxLength === undefined
    ? undefined
    : { min: minLength ?? 0, max: maxLength };
}

function rangeOf({ minimum, maximum }: Schema): Field["range"] {
  const min = minimum === -SAFE ? undefined : minimum;
  const max = maximum === SAFE ? undefined : maximum;
  return min === undefined && max === undefined ? undefined : { min, max };
}

function fieldOf(name: string, whole: Schema, required: boolean): Field {
  const { schema, nullable } = bare(whole);
  const isDescribed = schema.description !== undefined || schema.format !== undefined;
  return {
    name,
    type: typeOf(schema),
    required,
    nullable,
    description: schema.description,
    values: valuesOf(schema),
    fallback: schema.default === undefined ? undefined : String(schema.default),
    length: lengthOf(schema),
    range: rangeOf(schema),
    itemsMax: schema.maxItems,
    // Where words or a format say the same, the pattern only frightens.
    pattern: isDescribed ? undefined : schema.pattern,
  };
}

/** The fields of an object, each followed by those inside it. */
function fieldsIn(whole: Schema, prefix: string): Field[] {
  const { schema: bared } = bare(whole);
  const variants = variantsOf(bared);
  const schema = variants.length > 0 ? merged(variants) : bared;
  if (schema.type === "array") return fieldsIn(schema.items ?? {}, `${prefix}[]`);
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [fieldOf(path, property, required.has(name)), ...fieldsIn(property, path)];
  });
}

function labelOf(variant: Schema): string | undefined {
  const properties = Object.entries(variant.properties ?? {});
  const [name, fixed] = properties.find(([, property]) => property.const !== undefined) ?? [];
  return fixed && `${name} = ${String(fixed.const)}`;
}

/** What an input or answer is made of. */
export function shapesOf(schema: Schema): Shape[] {
  const variants = variantsOf(schema);
  if (variants.length < 2) return [{ label: undefined, fields: fieldsIn(schema, "") }];
  return variants.map((variant) => {
    const names = Object.keys(variant.properties ?? {}).join(", ");
    return { label: labelOf(variant) ?? names, fields: fieldsIn(variant, "") };
  });
}

/** A parameter of the path, the query or a header. */
export function parameterField(
  name: string,
  schema: Schema,
  required: boolean,
  description: string | undefined,
): Field {
  const field = fieldOf(name, schema, required);
  return description === undefined ? field : { ...field, description };
}
