import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/env";
import { admissionFigures } from "./admission/admission";
import { poolFigures } from "./db";
import type { Job } from "./jobs";
import { log } from "./log";
import { type Figures, metrics } from "./metrics";
import { primary } from "./processes/own-primary";

/**
 * `GET /metrics`. With METRICS_TOKEN its bearer may read, from anywhere; without one only this machine
 * itself, and no request that a proxy passed on.
 */

export const METRICS_PATH = "/metrics";

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const PASSED_ON = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** @returns the status of a refusal, or null */
function refusalOf({ method, headers, socket }: IncomingMessage): number | null {
  if (method !== "GET" && method !== "HEAD") return 405;
  const { METRICS_TOKEN: token } = env();
  if (token !== undefined) {
    const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
    return timingSafeEqual(digest(bearer), digest(token)) ? null : 401;
  }
  const isOwn = LOOPBACK.test(socket.remoteAddress ?? "");
  return isOwn && !PASSED_ON.some((name) => name in headers) ? null : 403;
}

/** Those of this process, as of now. */
export async function figuresHere(): Promise<Figures> {
  const { registry, pool, admission } = metrics();
  for (const [state, connections] of Object.entries(poolFigures())) {
    pool.set({ state }, connections);
  }
  for (const [kind, { running, waiting }] of Object.entries(admissionFigures())) {
    admission.set({ kind, state: "running" }, running);
    admission.set({ kind, state: "waiting" }, waiting);
  }
  return registry.getMetricsAsJSON();
}

/** Every figure of all processes as of now; `jobs` may know of what they keep in the database. */
export async function metricsText(jobs: readonly Job[]): Promise<string> {
  for (const { name, measure } of jobs) {
    // The other figures matter most when the database is away.
    await measure?.().catch((err: unknown) => log().warn({ err, job: name }, "not measured"));
  }
  const ofAll = await (primary()?.ask("metrics", null) ?? textHere());
  return `${ofAll}\n${await metrics().ledger.metrics()}`;
}

async function textHere(): Promise<string> {
  await figuresHere();
  return metrics().registry.metrics();
}

export async function serveMetrics(
  jobs: readonly Job[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== null) {
    const headers =
      refusal === 401 ? { "WWW-Authenticate": "Bearer" } : refusal === 405 ? { Allow: "GET" } : {};
    response.writeHead(refusal, { ...headers, "Cache-Control": "no-store" }).end();
    return;
  }
  const text = await metricsText(jobs);
  const type = metrics().registry.contentType;
  response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : text);
}
