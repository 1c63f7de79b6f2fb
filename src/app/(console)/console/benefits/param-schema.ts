import { readDecimal, readWhole, showDecimal } from "../figures";
import { unitOfParam } from "./use-param-words";

/** A parameter as its type's JSON Schema describes it, as far as a form needs to know. */
export interface ParamField {
  name: string;
  kind: "number" | "text" | "toggle" | "choice";
  /** May be left empty. */
  isOptional: boolean;
  choices: string[];
  min: number;
  max: number;
  fallback: unknown;
}

interface Property {
  type?: string;
  anyOf?: Property[];
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

/** The fields of a type's parameters; what no form knows is left to its default. */
export function paramFields(schema: Record<string, unknown>): ParamField[] {
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const required = (schema.required ?? []) as string[];
  return Object.entries(properties).flatMap(([name, property]) => {
    const parts = property.anyOf ?? [property];
    const main = parts.find(({ type, enum: choices }) => choices || (type && type !== "null"));
    const kind = main ? kindOf(main) : null;
    if (!main || !kind) return [];
    return {
      name,
      kind,
      isOptional: !required.includes(name),
      choices: (main.enum ?? []).map(String),
      min: main.minimum ?? 0,
      max: (kind === "text" ? main.maxLength : main.maximum) ?? Number.MAX_SAFE_INTEGER,
      fallback: property.default,
    };
  });
}

function kindOf({ type, enum: choices }: Property): ParamField["kind"] | null {
  if (choices) return "choice";
  if (type === "boolean") return "toggle";
  if (type === "string") return "text";
  return type === "integer" || type === "number" ? "number" : null;
}

function placesOf(name: string): number {
  return ["money", "percent", "factor"].includes(unitOfParam(name)) ? 2 : 0;
}

/** A number as its field shows it: 3000 fen as "30". */
export function shownNumber(name: string, value: number): string {
  return showDecimal(value, placesOf(name));
}

export function shownParam(field: ParamField, value: unknown): string {
  const shown = value === undefined ? field.fallback : value;
  if (shown === null || shown === undefined) return "";
  return typeof shown === "number" ? shownNumber(field.name, shown) : String(shown);
}

/** What is typed, as the API takes it; undefined where it is nothing the API would take. */
export function readParam(field: ParamField, text: string): unknown {
  const typed = text.trim();
  if (field.kind === "toggle") return typed === "true";
  if (typed === "") return field.isOptional ? (field.fallback ?? null) : undefined;
  if (field.kind !== "number") return typed.length <= field.max ? typed : undefined;
  const places = placesOf(field.name);
  const value = places > 0 ? readDecimal(typed, places) : readWhole(typed);
  return value !== null && value >= field.min && value <= field.max ? value : undefined;
}
