import type { Json, Validator } from "./document";

/** Every constraint of an input broken in turn: one fault at a time, in a value that was right. */

export interface Broken {
  /** What was done to it, for the report of a failure. */
  name: string;
  /** The field at fault, as the answer should name it. */
  path: string;
  value: unknown;
}

const FULL_WIDTH = "１２";
const BEYOND_SAFE = 2 ** 53;

const OF_NUMBERS = ["1e3", "NaN", "12", FULL_WIDTH, 0.1, BEYOND_SAFE, 1e308, true];
const OF_TEXT = [12, "", "a b", " ", "\u0000", "caf\u00e9", "x".repeat(65), "x".repeat(5000)];
const OF_ANY = [null, [], {}, [[]]];

function candidatesFor(schema: Json): unknown[] {
  const types = [schema.type].flat();
  const { minimum, maximum, maxLength } = schema as Record<string, number | undefined>;
  if (schema.enum || schema.const !== undefined) return [...OF_ANY, "NOT_ONE_OF_THEM", "", 0];
  if (types.includes("integer") || types.includes("number")) {
    const edges = [
      ...(minimum === undefined ? [] : [minimum - 1]),
      ...(maximum === undefined ? [] : [maximum + 1]),
    ];
    return [...OF_ANY, ...OF_NUMBERS, ...edges];
  }
  if (types.includes("boolean")) return [...OF_ANY, "true", 1];
  if (types.includes("string")) {
    const long = maxLength === undefined ? [] : ["x".repeat(maxLength + 1)];
    const dates = schema.format === undefined ? [] : ["2026-02-30T00:00:00Z", "20261120", "today"];
    return [...OF_ANY, ...OF_TEXT, ...long, ...dates];
  }
  return [null, 1, "text"];
}

/** The variant of a union that this value is. */
function variantOf(schema: Json, value: unknown, validatorOf: (schema: Json) => Validator): Json {
  const variants = (schema.oneOf ?? schema.anyOf) as Json[] | undefined;
  if (!variants) return schema;
  return variants.find((variant) => validatorOf(variant)(value).length === 0) ?? {};
}

type Put = (value: unknown) => unknown;

interface Place {
  path: string;
  schema: Json;
  value: unknown;
  /** The whole input with this place changed. */
  put: Put;
}

function* placesIn(place: Place, validatorOf: (schema: Json) => Validator): Generator<Place> {
  yield place;
  const schema = variantOf(place.schema, place.value, validatorOf);
  const { value } = place;
  if (value === null || typeof value !== "object") return;
  const parts = Array.isArray(value)
    ? value.slice(0, 1).map((part, index) => [String(index), part, schema.items] as const)
    : Object.entries(value).map(
        ([name, part]) => [name, part, (schema.properties as Json | undefined)?.[name]] as const,
      );
  for (const [name, part, partSchema] of parts) {
    if (!partSchema) continue;
    const put: Put = (changed) =>
      place.put(
        Array.isArray(value)
          ? [changed, ...value.slice(1)]
          : { ...(value as Json), [name]: changed },
      );
    const path = place.path === "" ? name : `${place.path}.${name}`;
    yield* placesIn({ path, schema: partSchema as Json, value: part, put }, validatorOf);
  }
}

function* faultsOfObject(place: Place, schema: Json): Generator<Broken> {
  const value = place.value as Json;
  const at = (name: string) => (place.path === "" ? name : `${place.path}.${name}`);
  for (const name of (schema.required ?? []) as string[]) {
    const { [name]: _, ...rest } = value;
    yield { name: `without ${at(name)}`, path: at(name), value: place.put(rest) };
  }
  if (schema.additionalProperties !== false) return;
  for (const name of ["unknownField", "tier", "constructor", "__proto__"]) {
    const more = { ...value };
    // Plainly assigned, __proto__ would be taken for the prototype.
    Object.defineProperty(more, name, { value: { a: 1 }, enumerable: true });
    yield { name: `with ${at(name)}`, path: at(name), value: place.put(more) };
  }
}

/** Values that the schema refuses, each by one fault. */
export function brokenOnes(
  schema: Json,
  right: unknown,
  validatorOf: (schema: Json) => Validator,
): Broken[] {
  const whole: Place = { path: "", schema, value: right, put: (value) => value };
  const found: Broken[] = [];
  for (const place of placesIn(whole, validatorOf)) {
    const own = variantOf(place.schema, place.value, validatorOf);
    const isObject = own.type === "object" && place.value !== null;
    if (isObject) found.push(...faultsOfObject(place, own));
    if (place.path === "") continue;
    for (const value of candidatesFor(own)) {
      const name = `${place.path} = ${JSON.stringify(value)?.slice(0, 80)}`;
      found.push({ name, path: place.path, value: place.put(value) });
    }
  }
  return found.filter(({ value }) => validatorOf(schema)(value).length > 0);
}

/** What a query or path may say in the place of a value: text that its schema refuses. */
export const BROKEN_TEXTS = [
  "1e3",
  "0.1",
  "NaN",
  "-0",
  "0",
  "101",
  FULL_WIDTH,
  String(BEYOND_SAFE),
  "",
  "a b",
  "x".repeat(65),
  "x".repeat(300),
  "\u0000",
  "2026-02-30T00:00:00Z",
  "true",
  "__proto__",
];

/** A query's text as a reader of the document would take it. */
export function readText(schema: Json, text: string): unknown {
  const types = [schema.type].flat();
  if (types.includes("integer") && /^-?\d{1,16}$/.test(text)) return Number(text);
  if (types.includes("boolean") && /^(true|false)$/.test(text)) return text === "true";
  return text;
}
