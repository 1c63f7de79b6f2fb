import type { AnyTRPCRouter } from "@trpc/server";
import type { Access } from "../../auth";
import { parameterNames, type Route, routesOf } from "../routes";
import { answersOf, isKeyed, refusalComponents } from "./answers";
import {
  CALL_HEADERS,
  HEADERS,
  KEY_HEADERS,
  PROBLEM,
  pointersTo,
  QUERY_WORDS,
  REQUIRED_KEY_HEADERS,
  SCHEMES,
  SIGNATURE_HEADERS,
} from "./components";
import { sampleOf } from "./samples";
import { type Json, SchemaBook } from "./schemas";

/** The OpenAPI 3.1 document, made from the same declarations that the doors serve. */

export interface DocumentInfo {
  title: string;
  version: string;
  description: string;
  /** Path below which all operations lie. */
  prefix: string;
  tags: { name: string; description: string }[];
}

/** Who may call, each way with the scope or permission it takes. */
function security(access: Access): Json[] {
  const ways: Json[] = [];
  if (access.public) ways.push({});
  if (access.signature) ways.push({ signature: [] });
  if (access.service) ways.push({ serviceKey: [access.service] });
  if (access.member) ways.push({ memberToken: [] });
  if (access.operator) ways.push({ session: [access.operator] });
  if (access.member === "self") ways.push({ session: [] });
  return ways;
}

interface Input {
  parameters: Json[];
  body: Json | undefined;
}

/** `holdId` → “Id of the hold.” */
function wordsOf(name: string, schema: Json): string {
  const known = QUERY_WORDS[name] ?? schema.description;
  if (typeof known === "string") return known;
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return words.endsWith(" id") ? `Id of the ${words.slice(0, -3)}.` : `By ${words}.`;
}

function parameter(place: "path" | "query", name: string, schema: Json, required: boolean): Json {
  return { name, in: place, required, description: wordsOf(name, schema), schema };
}

/** Takes an input apart: what stands in the path, in the query and in the body. */
function inputOf(book: SchemaBook, route: Route): Input {
  const input = book.schemaOf(route.meta.input, "input");
  if (input.properties === undefined) return { parameters: [], body: input };
  const properties = { ...(input.properties as Record<string, Json>) };
  const required = new Set((input.required as string[]) ?? []);
  const found: Json[] = [];
  for (const name of parameterNames(route)) {
    const schema = properties[name] ?? { type: "string" };
    found.push({
      ...parameter("path", name, schema, true),
      description: `Id of the ${name.replace(/Id$/, "").replace(/^id$/, "entry")}.`,
    });
    delete properties[name];
    required.delete(name);
  }
  if (route.rest.method === "GET") {
    for (const [name, schema] of Object.entries(properties)) {
      found.push(parameter("query", name, schema, required.has(name)));
    }
    return { parameters: found, body: undefined };
  }
  const isEmpty = Object.keys(properties).length === 0;
  const body = { ...input, properties, required: [...required] };
  return { parameters: found, body: isEmpty ? undefined : body };
}

function headerParameters(route: Route): Json[] {
  if (route.meta.access.signature) return pointersTo(SIGNATURE_HEADERS);
  // A question by POST changes nothing, so there is nothing to keep from happening twice.
  if (!isKeyed(route)) return [];
  return pointersTo(route.meta.keyed ? REQUIRED_KEY_HEADERS : KEY_HEADERS);
}

/** The body as a whole may be left out where it demands nothing. */
function requestBody(book: SchemaBook, route: Route, schema: Json): Json {
  const demands = (schema.required as string[] | undefined) ?? ["a kind"];
  const example = route.rest.example?.input ?? sampleOf(book, schema, false);
  return {
    required: demands.length > 0,
    content: { "application/json": { schema, example } },
  };
}

function operation(book: SchemaBook, route: Route): Json {
  const { rest, meta, name } = route;
  const { parameters, body } = inputOf(book, route);
  return {
    operationId: name.replaceAll(".", "_"),
    tags: [rest.tag],
    summary: rest.summary,
    ...(rest.description === undefined ? {} : { description: rest.description }),
    security: security(meta.access),
    parameters: [...parameters, ...headerParameters(route)],
    ...(body ? { requestBody: requestBody(book, route, body) } : {}),
    responses: answersOf(book, route),
    "x-access": meta.access,
  };
}

export function openApiDocument(router: AnyTRPCRouter, info: DocumentInfo): Json {
  const book = new SchemaBook();
  const paths: Record<string, Json> = {};
  for (const route of routesOf(router)) {
    const { path, method } = route.rest;
    paths[path] ??= { parameters: pointersTo(CALL_HEADERS) };
    paths[path][method.toLowerCase()] = operation(book, route);
  }
  const { title, version, description, prefix, tags } = info;
  return {
    openapi: "3.1.0",
    info: {
      title,
      version,
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: prefix, description: "This installation" }],
    tags,
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...book.named },
      parameters: {
        ...CALL_HEADERS,
        ...KEY_HEADERS,
        ...REQUIRED_KEY_HEADERS,
        ...SIGNATURE_HEADERS,
      },
      headers: HEADERS,
      ...refusalComponents(paths),
      securitySchemes: SCHEMES,
    },
  };
}
