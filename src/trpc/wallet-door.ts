import type { IncomingMessage, ServerResponse } from "node:http";
import { appRouter } from "@/modules/router";
import { ANONYMOUS } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import { NO_PROCEDURE, timeRequest } from "@/platform/metrics";
import { countRequest } from "@/platform/rate-limit";
import { finishReading, headersOf, readBody, remoteAddressOf } from "@/platform/rest/node";
import { createCallerFactory } from "@/platform/trpc";
import { strangerContext } from "./context";
import { problemAnswer } from "./refusal";

/**
 * What phones ask of cards in Apple Wallet: paths, statuses and headers are Apple's. Whoever asks is a
 * stranger, who shows the token of the card.
 */

export const WALLET_PREFIX = "/api/wallet";

const BODY_BYTES_MAX = 16_000;
const LOGGED_MAX = 10;
const LOGGED_LENGTH_MAX = 300;

interface Call {
  method: string;
  /** What comes after the version. */
  parts: string[];
  url: URL;
  headers: Headers;
  body: Record<string, unknown>;
  caller: ReturnType<typeof callerFor>;
}

interface Answer {
  procedure: string;
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const callerFor = createCallerFactory(appRouter);

export async function serveWallet(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const count = timeRequest("rest");
  const headers = headersOf(request);
  const address = remoteAddressOf(request);
  const context = strangerContext(headers, address);
  const counted = (calls: number) =>
    countRequest("rest", ANONYMOUS, address, context.answerHeaders, calls);
  context.countMore = counted;
  let answer: Answer;
  try {
    await counted(1);
    const { method = "GET" } = request;
    const parts = partsOf(url);
    const body = method === "POST" ? await bodyOf(request, response) : {};
    answer = await answerTo({ method, parts, url, headers, body, caller: callerFor(context) });
  } catch (error) {
    answer = { procedure: NO_PROCEDURE, ...problemAnswer(error, headers, address) };
  }
  await finishReading(request, response);
  count(answer.procedure, answer.status);
  response.writeHead(answer.status, {
    "Cache-Control": "no-store",
    ...Object.fromEntries(context.answerHeaders),
    ...answer.headers,
  });
  response.end(answer.body);
}

/** @throws DomainError NOT_FOUND */
function partsOf({ pathname }: URL): string[] {
  const [version, ...parts] = pathname.slice(WALLET_PREFIX.length + 1).split("/");
  if (version !== "v1") throw new DomainError("NOT_FOUND");
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch {
    // A broken escape names nothing that could exist.
    throw new DomainError("NOT_FOUND");
  }
}

/** @throws DomainError BODY_TOO_LARGE, VALIDATION_FAILED */
async function bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Record<string, unknown>> {
  const bytes = await readBody({ request, response }, BODY_BYTES_MAX, ANONYMOUS);
  if (!bytes) throw new DomainError("BODY_TOO_LARGE", { limitBytes: BODY_BYTES_MAX });
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (said !== null && typeof said === "object") return said as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "", message: "a JSON object" }]);
}

/** @throws DomainError */
function answerTo(call: Call): Promise<Answer> | Answer {
  const { method, parts } = call;
  const [kind, name = "", sub, passType = "", serial] = parts;
  if (kind === "devices" && sub === "registrations") {
    if (parts.length === 4) return only(method, "GET", () => changed(call, name, passType));
    if (parts.length === 5 && serial !== undefined) {
      if (method === "DELETE") return unregister(call, { deviceId: name, passType, serial });
      return only(method, "POST", () => register(call, { deviceId: name, passType, serial }));
    }
  }
  if (kind === "passes" && parts.length === 3) {
    return only(method, "GET", () => latest(call, { passType: name, serial: sub ?? "" }));
  }
  if (kind === "log" && parts.length === 1) return only(method, "POST", () => keepLog(call));
  throw new DomainError("NOT_FOUND");
}

function only<T>(method: string, allow: string, run: () => T): T {
  if (method !== allow) throw new DomainError("METHOD_NOT_ALLOWED", { allow });
  return run();
}

interface OfDevice {
  deviceId: string;
  passType: string;
  serial: string;
}

/** @throws DomainError AUTHENTICATION_REQUIRED */
function tokenIn(headers: Headers): string {
  const token = /^ApplePass ([\w-]{16,128})$/.exec(headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw new DomainError("AUTHENTICATION_REQUIRED");
  return token;
}

async function register({ caller, headers, body }: Call, pass: OfDevice): Promise<Answer> {
  const pushToken = String(body.pushToken);
  const { isNew } = await caller.wallets.register({ ...pass, token: tokenIn(headers), pushToken });
  return { procedure: "wallets.register", status: isNew ? 201 : 200 };
}

async function unregister({ caller, headers }: Call, pass: OfDevice): Promise<Answer> {
  await caller.wallets.unregister({ ...pass, token: tokenIn(headers) });
  return { procedure: "wallets.unregister", status: 200 };
}

async function changed({ caller, url }: Call, deviceId: string, passType: string): Promise<Answer> {
  const since = url.searchParams.get("passesUpdatedSince");
  const found = await caller.wallets.changed({
    ...{ deviceId, passType },
    ...(since === null ? {} : { since: since.slice(0, 32) }),
  });
  const procedure = "wallets.changed";
  if (found.serialNumbers.length === 0) return { procedure, status: 204 };
  const headers = { "Content-Type": "application/json" };
  return { procedure, status: 200, headers, body: JSON.stringify(found) };
}

async function latest(
  { caller, headers }: Call,
  pass: { passType: string; serial: string },
): Promise<Answer> {
  const since = new Date(headers.get("if-modified-since") ?? "");
  const modifiedSince = Number.isNaN(since.getTime()) ? {} : { modifiedSince: since.toISOString() };
  const found = await caller.wallets.latest({ ...pass, token: tokenIn(headers), ...modifiedSince });
  const answer = {
    procedure: "wallets.latest",
    headers: { "Last-Modified": new Date(found.changedAt).toUTCString() },
  };
  if (found.file === null) return { ...answer, status: 304 };
  const type = { "Content-Type": "application/vnd.apple.pkpass" };
  const body = Buffer.from(found.file, "base64");
  return { ...answer, status: 200, headers: { ...answer.headers, ...type }, body };
}

/** What a phone says went wrong; anybody can say anything here, so little of it is kept. */
function keepLog({ body }: Call): Answer {
  const said = Array.isArray(body.logs) ? body.logs.slice(0, LOGGED_MAX) : [];
  const messages = said.map((one) => String(one).slice(0, LOGGED_LENGTH_MAX));
  if (messages.length > 0) log().warn({ messages }, "a phone tells of its wallet");
  return { procedure: NO_PROCEDURE, status: 200 };
}
