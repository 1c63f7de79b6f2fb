import type { IncomingHttpHeaders } from "node:http";
import { excessOf } from "@/platform/bounds";
import { DomainError } from "@/platform/errors";

/**
 * Headers that Next takes from anybody, and reads in a time that takes the square of their length or fails
 * over: they are bounded or left out before it sees them.
 */

/** What a browser calls itself is looked through for names of robots, several times for a page. */
const USER_AGENT_MAX = 512;

/** Longer than any browser's it is cut: 16 kB of it were half a second of CPU. */
export function cutUserAgent(headers: IncomingHttpHeaders): void {
  const { "user-agent": agent } = headers;
  if (agent !== undefined) headers["user-agent"] = agent.slice(0, USER_AGENT_MAX);
}

/** Of a file a part, or it under a condition. */
const OF_FILES = ["range", "if-range", "if-match", "if-unmodified-since"];

/**
 * Next answers 500 where a range lies past a file's end, or a condition for sending it does not hold. Who
 * asks so may be sent the whole.
 */
export function askForWholeFiles(headers: IncomingHttpHeaders): void {
  for (const name of OF_FILES) delete headers[name];
}

/**
 * Which parts of a page a browser has already, as Next's router says it: a tree, two levels for a segment
 * of the address.
 */
export const ROUTER_STATE_HEADER = "next-router-state-tree";

/** A size whose share of values is 200; the deepest page of ours has forty. */
const AS_OF_BYTES = 10_000;

/**
 * Deeper or wider than any page: 16 kB of it were half a second of CPU too.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function checkRouterState(header: string | string[] | undefined): void {
  if (header === undefined) return;
  const fault = typeof header === "string" ? faultOf(header) : "given twice";
  if (fault === undefined) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: ROUTER_STATE_HEADER, message: fault }]);
}

function faultOf(header: string): string | undefined {
  try {
    const text = decodeURIComponent(header);
    const excess = excessOf(Buffer.from(text), AS_OF_BYTES);
    if (excess === undefined) JSON.parse(text);
    return excess;
  } catch {
    return "not escaped JSON";
  }
}
