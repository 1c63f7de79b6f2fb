import { excessOf } from "@/platform/bounds";
import { DomainError } from "@/platform/errors";

/**
 * Which parts of a page a browser has already, as Next's router says it in a header: a tree, two levels
 * for a segment of the address. Next takes it from anybody, and its reading takes the square of the
 * depth: half a second of CPU for the 16 kB that all headers may have.
 */

export const ROUTER_STATE_HEADER = "next-router-state-tree";

/** A size whose share of values is 200; the deepest page of ours has forty. */
const AS_OF_BYTES = 10_000;

/** @throws DomainError VALIDATION_FAILED */
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
