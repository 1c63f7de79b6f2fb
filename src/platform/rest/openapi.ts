import type { AnyTRPCRouter } from "@trpc/server";
import { z } from "zod";
import type { Access } from "../auth";
import { ERROR_STATUS, type ErrorCode } from "../errors";
import { type Route, routesOf } from "./routes";

/** The OpenAPI 3.1 document, made from the same declarations that the doors serve. */

type Json = Record<string, unknown>;

export interface DocumentInfo {
  title: string;
  version: string;
  description: string;
  /** Path below which all operations lie. */
  prefix: string;
  tags: { name: string; description: string }[];
}

const DIALECT = { target: "draft-2020-12", unrepresentable: "any" } as const;

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { ...DIALECT, io });
  return rest;
}

/** Refusals that every call may meet, by what it demands. */
function commonErrors(route: Route): ErrorCode[] {
  const codes: ErrorCode[] = ["RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE"];
  const { access, kind } = route.meta;
  if (
    Object.keys((schemaOf(route.meta.input, "input").properties as Json) ?? { any: 1 }).length > 0
  ) {
    codes.push("VALIDATION_FAILED");
  }
  if (!access.public) codes.push("AUTHENTICATION_REQUIRED", "PERMISSION_DENIED");
  if (route.rest.method !== "GET") codes.push("BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE");
  if (kind === "command" && route.rest.method === "POST") {
    codes.push("IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_IN_PROGRESS");
  }
  return codes;
}

function errorResponses(route: Route): Json {
  const codes = [...commonErrors(route), ...(route.rest.errors ?? [])];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses: Json = {};
  for (const [status, named] of [...byStatus].sort(([a], [b]) => a - b)) {
    responses[String(status)] = {
      description: named.join(", "),
      content: {
        "application/problem+json": {
          schema: {
            allOf: [
              { $ref: "#/components/schemas/Problem" },
              { properties: { code: { enum: named } } },
            ],
          },
        },
      },
    };
  }
  return responses;
}

function security(access: Access): Json[] {
  const ways: Json[] = [];
  if (access.public) ways.push({});
  if (access.signature) ways.push({ signature: [] });
  if (access.service) ways.push({ serviceKey: [] });
  if (access.member || access.operator) ways.push({ session: [] });
  return ways;
}

function parameters(route: Route, input: Json): { parameters: Json[]; body: Json | undefined } {
  const properties = { ...((input.properties as Json) ?? {}) };
  const required = new Set((input.required as string[]) ?? []);
  const found: Json[] = [];
  for (const segment of route.segments.filter((part) => part.startsWith("{"))) {
    const name = segment.slice(1, -1);
    found.push({
      name,
      in: "path",
      required: true,
      schema: properties[name] ?? { type: "string" },
    });
    delete properties[name];
    required.delete(name);
  }
  if (route.rest.method === "GET") {
    for (const [name, schema] of Object.entries(properties)) {
      found.push({ name, in: "query", required: required.has(name), schema });
    }
    return { parameters: found, body: undefined };
  }
  if (input.properties === undefined) return { parameters: found, body: input };
  const body = { ...input, properties, required: [...required] };
  return { parameters: found, body: Object.keys(properties).length > 0 ? body : undefined };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same key and body within 24 hours answers again without doing it twice.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const SIGNATURE_HEADERS = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
  name,
  in: "header",
  required: true,
  schema: { type: "string" },
}));

function headerParameters(route: Route): Json[] {
  if (route.meta.access.signature) return SIGNATURE_HEADERS;
  return route.rest.method === "POST" ? [IDEMPOTENCY_KEY] : [];
}

function operation(route: Route): Json {
  const { rest, meta, name } = route;
  const { parameters: found, body } = parameters(route, schemaOf(meta.input, "input"));
  const success = {
    description: "Done",
    headers: { "X-Request-Id": { schema: { type: "string" } } },
    content: { "application/json": { schema: schemaOf(meta.output, "output") } },
  };
  const statuses = rest.statuses ?? [200];
  const media: Json = { schema: body };
  if (rest.example?.input !== undefined) media.example = rest.example.input;
  return {
    operationId: name.replaceAll(".", "_"),
    tags: [rest.tag],
    summary: rest.summary,
    ...(rest.description === undefined ? {} : { description: rest.description }),
    security: security(meta.access),
    parameters: [...found, ...headerParameters(route)],
    ...(body ? { requestBody: { required: true, content: { "application/json": media } } } : {}),
    responses: {
      ...Object.fromEntries(statuses.map((status) => [String(status), success])),
      ...errorResponses(route),
    },
  };
}

const PROBLEM = {
  type: "object",
  description: "RFC 9457, with a stable code and the facts of the refusal",
  required: ["type", "title", "status", "code", "detail", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(ERROR_STATUS) },
    detail: { type: "string", description: "in the language of Accept-Language, zh-CN by default" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
  additionalProperties: true,
};

const SCHEMES = {
  serviceKey: { type: "http", scheme: "bearer", description: "An API key with scopes" },
  session: { type: "apiKey", in: "cookie", name: "next-auth.session-token" },
  signature: {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description: "Standard Webhooks: HMAC-SHA256 over id, timestamp and body",
  },
};

export function openApiDocument(router: AnyTRPCRouter, info: DocumentInfo): Json {
  const paths: Record<string, Json> = {};
  for (const route of routesOf(router)) {
    const path = `${info.prefix}${route.rest.path}`;
    paths[path] = { ...paths[path], [route.rest.method.toLowerCase()]: operation(route) };
  }
  const { title, version, description } = info;
  return {
    openapi: "3.1.0",
    info: {
      title,
      version,
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: info.tags,
    paths,
    components: { schemas: { Problem: PROBLEM }, securitySchemes: SCHEMES },
  };
}
