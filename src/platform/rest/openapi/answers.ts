import { ERROR_STATUS, type ErrorCode } from "../../errors";
import type { Route } from "../routes";
import { headers, problemExample } from "./components";
import { sampleOf } from "./samples";
import type { Json, SchemaBook } from "./schemas";

/** What an operation may answer, each status with its codes. */

/** Whether an Idempotency-Key keeps it from happening twice. */
export function isKeyed({ meta, rest }: Route): boolean {
  return meta.kind === "command" && rest.method === "POST";
}

/** Refusals that every call may meet, by what it demands. */
function commonErrors(route: Route): ErrorCode[] {
  const { meta, rest, segments } = route;
  const codes: ErrorCode[] = [
    "VALIDATION_FAILED",
    "AUTHENTICATION_REQUIRED",
    "RATE_LIMIT_EXCEEDED",
    "INTERNAL_ERROR",
    "SERVICE_UNAVAILABLE",
  ];
  const isWrite = rest.method !== "GET";
  if (!meta.access.public || isWrite) codes.push("PERMISSION_DENIED");
  if (segments.some((part) => part.startsWith("{"))) codes.push("NOT_FOUND");
  if (isWrite) codes.push("BODY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE");
  if (isKeyed(route)) {
    codes.push("IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_IN_PROGRESS");
  }
  return codes;
}

const ALWAYS = ["X-Request-Id"] as const;
const LIMITED = ["RateLimit-Policy", "RateLimit"] as const;

function headersOf(codes: readonly ErrorCode[]): Json {
  const has = (...some: ErrorCode[]) => some.some((code) => codes.includes(code));
  return {
    ...headers(...ALWAYS),
    ...(has("RATE_LIMIT_EXCEEDED") ? headers(...LIMITED) : {}),
    ...(has("RATE_LIMIT_EXCEEDED", "SERVICE_UNAVAILABLE") ? headers("Retry-After") : {}),
    ...(has("AUTHENTICATION_REQUIRED") ? headers("WWW-Authenticate") : {}),
  };
}

function refusal(codes: readonly ErrorCode[]): Json {
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  return {
    // The codes stand here too: a status says which of them it may bring.
    description: codes.join(", "),
    headers: headersOf(codes),
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { type: "object", properties: { code: { type: "string", enum: codes } } },
          ],
        },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** What the paths point to: refusals with a single code, told once, and an example of each code. */
export function refusalComponents(paths: Json): { responses: Json; examples: Json } {
  const codes = Object.keys(ERROR_STATUS) as ErrorCode[];
  const pathsText = JSON.stringify(paths);
  const single = codes.filter((code) => pathsText.includes(`"#/components/responses/${code}"`));
  const shown = codes.filter(
    (code) => single.includes(code) || pathsText.includes(`"#/components/examples/${code}"`),
  );
  const examples = shown.map((code) => {
    const value = problemExample(code);
    return [code, { summary: value.title, value }];
  });
  return {
    responses: Object.fromEntries(single.map((code) => [code, refusal([code])])),
    examples: Object.fromEntries(examples),
  };
}

function refusalsOf(route: Route): Json {
  const codes = new Set([...(route.rest.errors ?? []), ...commonErrors(route)]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses: Json = {};
  for (const [status, named] of byStatus) {
    responses[String(status)] =
      named.length === 1 ? { $ref: `#/components/responses/${named[0]}` } : refusal(named);
  }
  return responses;
}

const DONE: Record<number, string> = {
  200: "Done",
  201: "Made",
  202: "Taken in; it is done later",
};

function successesOf(book: SchemaBook, route: Route): Json {
  const { rest, meta } = route;
  const schema = book.schemaOf(meta.output, "output");
  const example = rest.example?.output ?? sampleOf(book, schema, true);
  const replayed = isKeyed(route) ? headers("Idempotent-Replayed") : {};
  const answer = {
    headers: { ...headers(...ALWAYS, ...LIMITED), ...replayed },
    content: { "application/json": { schema, example } },
  };
  const statuses = rest.statuses ?? [200];
  return Object.fromEntries(
    statuses.map((status) => [String(status), { description: DONE[status] ?? "Done", ...answer }]),
  );
}

/** Every answer by its status. */
export function answersOf(book: SchemaBook, route: Route): Json {
  return { ...successesOf(book, route), ...refusalsOf(route) };
}
