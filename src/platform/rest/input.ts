import { z } from "zod";
import { excessOf, QUERY_FIELDS_MAX } from "../bounds";
import { DomainError } from "../errors";
import { bodyBytesMaxOf, type Route } from "./routes";

/** One input out of path, query and body. What a query says is text, and is read by the schema. */

type Kind = "integer" | "number" | "boolean" | "string";

const kinds = new WeakMap<Route, Map<string, Kind>>();

interface PropertySchema {
  type?: string;
  anyOf?: PropertySchema[];
}

/** What each field of a route's input is, told once from its JSON Schema. */
function kindsOf(route: Route): Map<string, Kind> {
  const known = kinds.get(route);
  if (known) return known;
  const schema = z.toJSONSchema(route.meta.input, { io: "input", unrepresentable: "any" });
  const found = new Map<string, Kind>();
  for (const [name, raw] of Object.entries(schema.properties ?? {})) {
    const property = raw as PropertySchema;
    const type = property.type ?? property.anyOf?.find((part) => part.type !== "null")?.type;
    found.set(name, (type ?? "string") as Kind);
  }
  kinds.set(route, found);
  return found;
}

/** Text that does not read as its kind stays text, and the schema refuses it by name. */
function read(text: string, kind: Kind | undefined): unknown {
  if (kind === "integer" || kind === "number") {
    return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
  }
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

function parseJson(body: Uint8Array, limitBytes: number): Record<string, unknown> {
  if (body.length === 0) return {};
  const excess = excessOf(body, limitBytes);
  if (excess !== undefined) refuse("", excess);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return refuse("", "not JSON in UTF-8");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return refuse("", "a JSON object is expected");
  }
  return value as Record<string, unknown>;
}

/** @throws DomainError VALIDATION_FAILED */
export function inputOf(
  route: Route,
  params: Record<string, string>,
  search: URLSearchParams,
  body: Uint8Array,
): Record<string, unknown> {
  if (search.size > QUERY_FIELDS_MAX) refuse("", `more than ${QUERY_FIELDS_MAX} fields`);
  const input = new Map<string, unknown>(Object.entries(params));
  const add = (name: string, value: unknown) => {
    if (input.has(name)) refuse(name, "given twice");
    input.set(name, value);
  };
  if (route.rest.method === "GET") {
    const kinds = kindsOf(route);
    for (const [name, text] of search) add(name, read(text, kinds.get(name)));
  } else {
    const limitBytes = bodyBytesMaxOf(route);
    for (const name of search.keys()) refuse(name, "not known in the query");
    for (const [name, value] of Object.entries(parseJson(body, limitBytes))) add(name, value);
  }
  // No prototype: a field called __proto__ is just an unknown field.
  const result: Record<string, unknown> = Object.create(null);
  for (const [name, value] of input) result[name] = value;
  return result;
}
