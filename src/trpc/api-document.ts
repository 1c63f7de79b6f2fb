import "server-only";
import { appRouter } from "@/modules/router";
import type { Access } from "@/platform/auth";
import { ERROR_STATUS, type ErrorCode } from "@/platform/errors";
import { routesOf } from "@/platform/rest/routes";
import { openApiText, REST_PREFIX } from "./doors";

/** The OpenAPI document as its readable page takes it. */

/** The part of JSON Schema that the declarations make use of. */
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
}

interface Answer {
  description: string;
  content?: Record<string, { schema: Schema }>;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters: Parameter[];
  requestBody?: { content: { "application/json": { schema: Schema; example?: unknown } } };
  responses: Record<string, Answer>;
}

interface Document {
  info: { version: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<Method | "parameters", Operation>>;
}

const METHODS = ["get", "post", "put"] as const;
type Method = (typeof METHODS)[number];

/** With every pointer followed: a page has no use for them, and nothing here holds itself. */
function resolved(value: unknown, document: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => resolved(part, document));
  if (value === null || typeof value !== "object") return value;
  const { $ref, ...rest } = value as Record<string, unknown>;
  const own = Object.entries(rest).map(([name, part]) => [name, resolved(part, document)]);
  if (typeof $ref !== "string") return Object.fromEntries(own);
  let target = document;
  for (const name of $ref.slice(2).split("/")) target = (target as Record<string, unknown>)[name];
  return { ...(resolved(target, document) as object), ...Object.fromEntries(own) };
}

export interface ApiError {
  code: ErrorCode;
  status: number;
}

export interface ApiOperation {
  /** Names the operation in the document and on the page. */
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | undefined;
  access: Access;
  parameters: Parameter[];
  body: { schema: Schema; example: unknown } | undefined;
  answers: { status: number; schema: Schema }[];
  errors: ApiError[];
}

export interface ApiTag {
  name: string;
  description: string | undefined;
  operations: ApiOperation[];
}

export interface ApiReference {
  version: string;
  tags: ApiTag[];
  errors: ApiError[];
}

function accessOf(): Map<string, Access> {
  return new Map(
    routesOf(appRouter).map(({ name, meta }) => [name.replaceAll(".", "_"), meta.access]),
  );
}

function answersOf(responses: Operation["responses"]) {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const schema = content?.["application/json"]?.schema;
    return schema ? [{ status: Number(status), schema }] : [];
  });
}

/** The codes stand in the description of each refusal's status. */
function errorsOf(responses: Operation["responses"]): ApiError[] {
  return Object.entries(responses).flatMap(([status, { content, description }]) =>
    content?.["application/problem+json"]
      ? description.split(", ").map((code) => ({ code: code as ErrorCode, status: Number(status) }))
      : [],
  );
}

let reference: ApiReference | undefined;

/** Every operation by its tag, with who may call it, and every error code; the same for everybody. */
export function apiReference(): ApiReference {
  const document = JSON.parse(openApiText()) as unknown;
  reference ??= read(resolved(document, document) as Document, accessOf());
  return reference;
}

function read(document: Document, access: Map<string, Access>): ApiReference {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => method in methods).map((method) => {
      const operation = methods[method];
      const body = operation.requestBody?.content["application/json"];
      return {
        tag: operation.tags[0] ?? "",
        id: operation.operationId,
        method: method.toUpperCase(),
        path: `${REST_PREFIX}${path}`,
        summary: operation.summary,
        description: operation.description,
        access: access.get(operation.operationId) ?? {},
        parameters: operation.parameters,
        body: body && { schema: body.schema, example: body.example },
        answers: answersOf(operation.responses),
        errors: errorsOf(operation.responses),
      };
    }),
  );
  // A tag that nobody described still has its operations shown, at the end.
  const described = document.tags.map(({ name }) => name);
  const names = new Set([...described, ...operations.map(({ tag }) => tag)]);
  const tags = [...names]
    .map((name) => ({
      name,
      description: document.tags.find((tag) => tag.name === name)?.description,
      operations: operations.filter(({ tag }) => tag === name),
    }))
    .filter((tag) => tag.operations.length > 0);
  const errors = Object.entries(ERROR_STATUS).map(([code, status]) => ({
    code: code as ErrorCode,
    status,
  }));
  return { version: document.info.version, tags, errors };
}
