import type { Json, SchemaBook } from "./schemas";

/** Values for the examples of whatever declared none, made from its schema. */

/** What fields of a name look like in a shop. */
const BY_NAME: Record<string, unknown> = {
  memberId: "1",
  memberCode: "M000000000017",
  externalId: "u-1001",
  nickname: "林夏",
  orderId: "A1001",
  paidAmountMinor: 29_900,
  orderAmountMinor: 29_900,
  shippingMinor: 1000,
  discountRateBps: 9500,
  multiplierPct: 120,
  progressPct: 62,
  points: 300,
  limit: 20,
  tierCode: "SILVER",
  code: "SILVER",
  month: "2026-11",
  reason: "goodwill",
};

/** One of these fits every pattern that the declarations use. */
const TEXTS = [
  "12",
  "A1001",
  "SILVER",
  "2026-11-20",
  "2026-11",
  "09:00",
  "https://shop.example/picture.png",
  "order.completed",
  "text",
];

const BY_FORMAT: Record<string, string> = {
  "date-time": "2026-11-20T06:30:00.000Z",
  date: "2026-11-20",
  uri: "https://shop.example",
  email: "lin@shop.example",
  uuid: "0b8f6f1e-6f0c-4b1c-9f5e-1f0c4b1c9f5e",
};

function textFor(schema: Json): string {
  const format = BY_FORMAT[String(schema.format)];
  if (format !== undefined) return format;
  const pattern = typeof schema.pattern === "string" ? new RegExp(schema.pattern, "u") : /^/;
  const longest = (schema.maxLength as number | undefined) ?? Number.POSITIVE_INFINITY;
  const shortest = (schema.minLength as number | undefined) ?? 0;
  const found = TEXTS.find((text) => pattern.test(text) && text.length <= longest) ?? "text";
  return found.padEnd(shortest, "x").slice(0, longest);
}

function numberFor({ minimum, maximum }: Json): number {
  const least = Math.max((minimum as number | undefined) ?? 0, 0);
  return Math.min(Math.max(100, least), (maximum as number | undefined) ?? 100);
}

/** Whether a usual value of that name is one of this schema; only the plain bounds are looked at. */
function fits(value: unknown, schema: Json): boolean {
  const types = [schema.type].flat();
  if (schema.enum || schema.const !== undefined) return false;
  if (typeof value === "string") {
    const longest = (schema.maxLength as number | undefined) ?? 1000;
    const pattern = typeof schema.pattern === "string" ? new RegExp(schema.pattern, "u") : /^/;
    return (
      types.includes("string") && !schema.format && value.length <= longest && pattern.test(value)
    );
  }
  const { minimum = value, maximum = value } = schema as { minimum?: number; maximum?: number };
  return (
    types.includes("integer") &&
    Number(value) >= Number(minimum) &&
    Number(value) <= Number(maximum)
  );
}

/** One value that the schema takes. `all` shows every field, otherwise only those required. */
export function sampleOf(book: SchemaBook, whole: Json, all: boolean, name = ""): unknown {
  const schema = book.resolved(whole);
  const usual = BY_NAME[name];
  if (usual !== undefined && fits(usual, schema)) return usual;
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const variants = (schema.oneOf ?? schema.anyOf) as Json[] | undefined;
  if (variants) return sampleOf(book, variants.at(0) ?? {}, all, name);
  switch ([schema.type].flat()[0]) {
    case "object":
      return objectFor(book, schema, all);
    case "array":
      return [sampleOf(book, (schema.items as Json | undefined) ?? {}, all)];
    case "integer":
    case "number":
      return numberFor(schema);
    case "boolean":
      return true;
    case "null":
      return null;
    case "string":
      return textFor(schema);
    default:
      return {};
  }
}

function objectFor(book: SchemaBook, schema: Json, all: boolean): Json {
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = new Set(schema.required as string[] | undefined);
  const fields = Object.entries(properties).filter(([name]) => all || required.has(name));
  const sample = Object.fromEntries(
    fields.map(([name, part]) => [name, sampleOf(book, part, all, name)]),
  );
  // A service names whom it acts for, which no single field can demand.
  const isAboutSomebody = "externalId" in properties && "memberId" in properties;
  const isNamed = sample.externalId !== undefined || sample.memberId !== undefined;
  if (!all && isAboutSomebody && !isNamed) return { externalId: BY_NAME.externalId, ...sample };
  return sample;
}
