import { reader } from "@/platform/db";
import type { ApiAnswer } from "../http";
import type { Answer, Json, Operation, Validator } from "./document";

/** Whether an answer is one that the document promises, and whether a refusal changed nothing. */

export interface Expected {
  /** The one status that it must be, where that is certain. */
  status?: number;
  /** The field that a 400 must name. */
  path?: string;
}

const LEAKS = /node_modules|\bat \S+:\d+:\d+|SELECT |INSERT INTO|\.ts:\d/;

/** Ids are text, money is whole, instants are UTC: wherever they stand in an answer. */
function wordFaults(value: unknown, name = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => wordFaults(part, name));
  if (value !== null && typeof value === "object") {
    return Object.entries(value).flatMap(([key, part]) => wordFaults(part, key));
  }
  if (value === null) return [];
  if (/(^id|Id)$/.test(name) && typeof value !== "string") return [`${name} is no text`];
  if (name.endsWith("Minor") && !Number.isSafeInteger(value)) return [`${name} is ${value}`];
  const isInstant = typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:/.test(value);
  return isInstant && !value.endsWith("Z") ? [`${name} is not in UTC: ${value}`] : [];
}

function problemFaults({ status, json, headers }: ApiAnswer, expected: Expected): string[] {
  const faults: string[] = [];
  if (json.status !== status) faults.push(`the problem says ${json.status}`);
  const isStored = headers["idempotent-replayed"] === "true";
  if (!isStored && json.requestId !== headers["x-request-id"]) faults.push("another request id");
  if (status === 400 && expected.path !== undefined) {
    const named = ((json.errors ?? []) as { path: string }[]).map(({ path }) => path);
    const [field = ""] = expected.path.split(".");
    if (!named.some((path) => path === expected.path || path.split(".")[0] === field)) {
      faults.push(`the 400 names ${JSON.stringify(named)}, not ${expected.path}`);
    }
  }
  return faults;
}

function headerFaults({ headers }: ApiAnswer, { mediaType }: Answer): string[] {
  const faults: string[] = [];
  if (!headers["content-type"]?.startsWith(mediaType)) {
    faults.push(`content type ${headers["content-type"]}`);
  }
  if (!/^[\w.:-]{8,64}$/.test(String(headers["x-request-id"]))) faults.push("no request id");
  return faults;
}

/** What is wrong with an answer; nothing when it is as the document says. */
export function faultsOf(
  operation: Operation,
  answer: ApiAnswer,
  expected: Expected,
  validatorOf: (schema: Json) => Validator,
): string[] {
  const { status, text, json } = answer;
  if (status >= 500) return [`${status}: ${text.slice(0, 200)}`];
  const promised = operation.answers.find((one) => one.status === status);
  if (!promised) return [`${status} is not documented: ${text.slice(0, 200)}`];
  const faults = [
    ...headerFaults(answer, promised),
    ...validatorOf(promised.schema)(json),
    ...wordFaults(json),
  ];
  if (LEAKS.test(text)) faults.push(`tells of its inside: ${text.slice(0, 200)}`);
  if (status >= 400) faults.push(...problemFaults(answer, expected));
  // Whoever called too often is told so before anything else.
  if (expected.status !== undefined && status !== expected.status && status !== 429) {
    faults.push(`${status} instead of ${expected.status}: ${text.slice(0, 300)}`);
  }
  return faults;
}

/** What changes by being asked at all: keys, sessions, leases. */
const TECHNICAL = /^(_prisma|idempotency_key|api_key|session|user|job_|rate|sign_in|webhook_)/;

let list: string | undefined;

async function businessTables(): Promise<string> {
  const tables = await reader.rows<{ name: string }>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
  );
  const names = tables.map(({ name }) => name).filter((name) => !TECHNICAL.test(name));
  return names
    .sort()
    .map((name) => `\`${name}\``)
    .join(", ");
}

/** A number for everything that the product holds; the same as long as nothing changed. */
export async function fingerprint(): Promise<string> {
  list ??= await businessTables();
  const sums = await reader.rows<{ Table: string; Checksum: number }>(`CHECKSUM TABLE ${list}`);
  return sums.map(({ Table, Checksum }) => `${Table.split(".").at(-1)}=${Checksum}`).join(" ");
}

/** The tables that two fingerprints differ in. */
export function changedTables(before: string, after: string): string[] {
  const then = new Set(before.split(" "));
  return after.split(" ").flatMap((part) => (then.has(part) ? [] : [part.split("=")[0] ?? ""]));
}
