import Ajv from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { openApiText } from "@/trpc/doors";

/** The OpenAPI document as an outsider's tools read it: nothing here looks at the declarations. */

export type Json = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description: string;
  schema: Json;
}

export interface Answer {
  status: number;
  mediaType: string;
  schema: Json;
  examples: unknown[];
  headers: Json;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: { schema: Json; example: unknown; required: boolean } | undefined;
  answers: Answer[];
  /** Names of the schemes of each way to call. */
  ways: Record<string, string[]>[];
}

interface Written {
  paths: Record<string, Record<string, Json>>;
}

/** A list of faults, empty for a value of the schema. */
export type Validator = (value: unknown) => string[];

const METHODS = ["get", "put", "post", "delete", "patch"];

function targetOf(pointer: string, document: unknown): unknown {
  let found = document;
  for (const name of pointer.slice(2).split("/")) found = (found as Json | undefined)?.[name];
  return found;
}

/** With every pointer followed; no shape of ours holds itself. */
export function resolved(value: unknown, document: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => resolved(part, document));
  if (value === null || typeof value !== "object") return value;
  const { $ref, ...rest } = value as Json;
  const own = Object.entries(rest).map(([name, part]) => [name, resolved(part, document)]);
  const shared = typeof $ref === "string" ? resolved(targetOf($ref, document), document) : {};
  return { ...(shared as Json), ...Object.fromEntries(own) };
}

export function documentUnderTest() {
  process.env.DATABASE_URL ??= "mysql://nobody@localhost/none";
  const text = openApiText();
  const written = JSON.parse(text) as Written;
  const document = resolved(written, written) as Written;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
  addFormats(ajv);
  const known = new WeakMap<Json, Validator>();
  const validatorOf = (schema: Json): Validator => {
    const found = known.get(schema);
    if (found) return found;
    const validate = ajv.compile(schema);
    const validator: Validator = (value) => {
      validate(value);
      return (validate.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath} ${message}`,
      );
    };
    known.set(schema, validator);
    return validator;
  };
  return { text, document, validatorOf };
}

interface Media {
  schema: Json;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

type Content = Record<string, Media>;

function answersOf(responses: Record<string, { content: Content; headers?: Json }>): Answer[] {
  return Object.entries(responses).flatMap(([status, { content, headers = {} }]) =>
    Object.entries(content).map(([mediaType, { schema, example, examples = {} }]) => ({
      status: Number(status),
      mediaType,
      schema,
      headers,
      examples: [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples).map(({ value }) => value),
      ],
    })),
  );
}

export function operationsUnderTest({ paths }: Written): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => {
      const told = methods[method] as Json;
      const request = told.requestBody as { required: boolean; content: Content } | undefined;
      const body = request?.content["application/json"];
      const shared = (methods.parameters ?? []) as unknown as Parameter[];
      return {
        id: told.operationId as string,
        method: method.toUpperCase(),
        path,
        parameters: [...shared, ...(told.parameters as Parameter[])],
        body: body && {
          schema: body.schema,
          example: body.example,
          required: request?.required ?? false,
        },
        answers: answersOf(told.responses as never),
        ways: told.security as Record<string, string[]>[],
      };
    }),
  );
}
