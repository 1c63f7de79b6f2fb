import { env } from "@/env";
import { clientAddress } from "../remote-address";
import { gather } from "./body";
import type { RestAnswer, RestRequest } from "./exchange";

/** What a host with web standards, such as Next, hands over, as the doors take it. */

type Door = (request: RestRequest) => Promise<RestAnswer>;

export function addressOf(headers: Headers): string {
  return clientAddress(null, headers.get("x-forwarded-for"), env().TRUSTED_PROXIES);
}

/** Reads to the end, or gives undefined at the limit without reading on. */
export async function readBodyOf(
  request: Request,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return undefined;
  return gather((request.body ?? []) as AsyncIterable<Uint8Array>, limitBytes);
}

/** Tells when the host gave the request up. */
export function whenAborted({ signal }: Request): (left: () => void) => void {
  return (left) => {
    if (signal.aborted) left();
    else signal.addEventListener("abort", left, { once: true });
  };
}

/** Answers one request through the REST door; `prefix` is what its paths begin with. */
export async function answerRest(door: Door, prefix: string, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { status, headers, body } = await door({
    method: request.method,
    path: url.pathname.slice(prefix.length + 1),
    search: url.searchParams,
    headers: request.headers,
    remoteAddress: addressOf(request.headers),
    readBody: (limitBytes) => readBodyOf(request, limitBytes),
    whenGone: whenAborted(request),
  });
  const content = typeof body === "string" ? body : new Uint8Array(body);
  return new Response(content === "" ? null : content, { status, headers });
}
