import { describe, expect, it } from "vitest";
import { appRouter } from "@/modules/router";
import { openApiText } from "@/trpc/doors";
import { ERROR_STATUS } from "../../errors";
import { type Route, routesOf } from "../routes";

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Json;
}

interface Media {
  schema: Json;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Json[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; headers: Json; content: Record<string, Media> }>;
}

interface Document {
  openapi: string;
  info: Json;
  tags: { name: string }[];
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Json; securitySchemes: Json };
}

process.env.DATABASE_URL ??= "mysql://nobody@localhost/none";
const written = JSON.parse(openApiText()) as Document;

/** With every pointer followed, as tools read it. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (value === null || typeof value !== "object") return value;
  const { $ref, ...rest } = value as Json;
  const own = Object.fromEntries(
    Object.entries(rest).map(([name, part]) => [name, resolved(part)]),
  );
  return typeof $ref === "string" ? { ...(resolved(pointed($ref)) as Json), ...own } : own;
}

function pointed(pointer: string): unknown {
  return pointer
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((part, name) => (part as Json | undefined)?.[name], written);
}

const document = resolved(written) as Document;
const routes = routesOf(appRouter);

function operationOf(route: Route): Operation {
  const found = document.paths[route.rest.path]?.[route.rest.method.toLowerCase()];
  if (!found) throw new Error(`${route.name} is not described`);
  return found;
}

const METHODS = ["get", "put", "post"];
const operations = Object.values(document.paths).flatMap((path) =>
  METHODS.flatMap((method) => path[method] ?? []),
);

/** Every value under a name, wherever it stands. */
function* valuesOf(name: string, value: unknown): Generator<unknown> {
  if (value === null || typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) {
    if (key === name) yield part;
    yield* valuesOf(name, part);
  }
}

describe("the OpenAPI document", () => {
  it("is of version 3.1 and says what it is", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toMatchObject({
      title: "member-system",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it("describes every REST procedure and nothing else", () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      routes.map(({ name }) => name.replaceAll(".", "_")).sort(),
    );
  });

  it("names each operation once", () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("points only to what is there", () => {
    const pointers = [...valuesOf("$ref", written)].map(String);
    expect(pointers.length).toBeGreaterThan(0);
    for (const pointer of pointers) expect(pointed(pointer), pointer).toBeDefined();
  });

  it("holds no dialect or definition inside a schema, where 3.1 tools lose it", () => {
    expect([...valuesOf("$schema", document), ...valuesOf("$defs", document)]).toEqual([]);
  });

  it("sorts operations under tags that it explains", () => {
    const known = document.tags.map(({ name }) => name);
    for (const { tags } of operations) for (const tag of tags) expect(known).toContain(tag);
  });

  it.each(routes)("$name: its path parameters are those of its path, each required", (route) => {
    const named = route.segments
      .filter((part) => part.startsWith("{"))
      .map((part) => part.slice(1, -1));
    const inPath = operationOf(route).parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => name)).toEqual(named);
    for (const parameter of inPath)
      expect(parameter).toMatchObject({ required: true, schema: { type: "string" } });
  });

  it.each(routes)("$name: no parameter is given twice, in one place or in two", (route) => {
    const { parameters, requestBody } = operationOf(route);
    const fields = Object.keys(
      (requestBody?.content["application/json"]?.schema.properties as Json) ?? {},
    );
    const all = [...parameters.map(({ name }) => name), ...fields];
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(routes)("$name: its body is JSON that takes no unknown field", (route) => {
    const { requestBody } = operationOf(route);
    if (route.rest.method === "GET") return expect(requestBody).toBeUndefined();
    if (!requestBody) return;
    const { schema } = requestBody.content["application/json"] ?? {};
    const kinds = ((schema?.oneOf ?? schema?.anyOf ?? [schema]) as Json[]).filter(Boolean);
    expect(kinds.length).toBeGreaterThan(0);
    for (const kind of kinds) expect(kind.additionalProperties).toBe(false);
  });

  it.each(routes)("$name: its example is one that it takes", (route) => {
    const { input } = route.rest.example ?? {};
    if (input === undefined) return;
    const names = route.segments
      .filter((part) => part.startsWith("{"))
      .map((part) => part.slice(1, -1));
    const params = Object.fromEntries(names.map((name) => [name, "12"]));
    const result = route.meta.input.safeParse({ ...params, ...(input as Json) });
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it.each(routes)("$name: it says who may call", (route) => {
    const { security } = operationOf(route);
    const schemes = security.flatMap((way) => Object.keys(way));
    for (const scheme of schemes)
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    const { access } = route.meta;
    expect(schemes.includes("serviceKey")).toBe(access.service !== undefined);
    const scopes = security.flatMap(({ serviceKey = [] }) => serviceKey);
    expect(scopes).toEqual(access.service === undefined ? [] : [access.service]);
    expect(schemes.includes("signature")).toBe(access.signature !== undefined);
    expect(security.some((way) => Object.keys(way).length === 0)).toBe(access.public === true);
  });

  it.each(routes)("$name: each status it may answer is described, with its codes", (route) => {
    const { responses } = operationOf(route);
    const successes = Object.keys(responses).filter((status) => Number(status) < 400);
    expect(successes).toEqual((route.rest.statuses ?? [200]).map(String));
    if (typeof route.rest.status === "number")
      expect(successes).toEqual([String(route.rest.status)]);
    for (const status of successes) {
      expect(responses[status]?.content["application/json"]?.schema).toBeTypeOf("object");
    }
    for (const code of route.rest.errors ?? []) {
      expect(responses[String(ERROR_STATUS[code])]?.description.split(", ")).toContain(code);
    }
    const demands = route.meta.access.public ? [] : ["401", "403"];
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining(["429", "500", "503", ...demands]),
    );
  });

  it.each(routes.filter(({ rest, meta }) => rest.method === "POST" && meta.kind === "command"))(
    "$name: its key is described",
    (route) => {
      const headers = operationOf(route).parameters.filter(
        (parameter) => parameter.in === "header",
      );
      const names = headers.map(({ name }) => name);
      const signed = ["webhook-id", "webhook-timestamp", "webhook-signature"];
      expect(names).toEqual(route.meta.access.signature ? signed : ["Idempotency-Key"]);
      if (route.meta.access.signature) return;
      expect(headers[0]?.required).toBe(route.meta.keyed ?? false);
    },
  );
});
