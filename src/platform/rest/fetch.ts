import { env } from "@/env";
import type { WhenGone } from "../context";
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

/**
 * Tells when nobody waits for an answer any more: it was taken in to its end, whoever asked left it, or
 * the host gave the request up. Not every host says the last of a request that was answered.
 */
export function goingOf({ signal }: Request) {
  const told = new Set<() => void>();
  let isGone = false;
  const tell = () => {
    isGone = true;
    for (const left of told) left();
    told.clear();
  };
  const whenGone: WhenGone = (left) => {
    if (isGone) left();
    else told.add(left);
  };
  if (signal.aborted) tell();
  else signal.addEventListener("abort", tell, { once: true });

  /** What is answered, whose end is told. */
  async function telling(answering: Promise<Response>): Promise<Response> {
    try {
      const { body, status, statusText, headers } = await answering;
      if (!body) tell();
      return new Response(body && endTold(body, tell), { status, statusText, headers });
    } catch (error) {
      tell();
      throw error;
    }
  }

  return { whenGone, telling };
}

function endTold(body: ReadableStream<Uint8Array>, tell: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (taker) => {
        const { done, value } = await reader.read().catch((error: unknown) => {
          tell();
          throw error;
        });
        if (!done) return taker.enqueue(value);
        tell();
        taker.close();
      },
      cancel: (reason) => {
        tell();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Answers one request through the REST door; `prefix` is what its paths begin with. */
export function answerRest(door: Door, prefix: string, request: Request): Promise<Response> {
  const { whenGone, telling } = goingOf(request);
  return telling(restAnswer(door, prefix, request, whenGone));
}

async function restAnswer(
  door: Door,
  prefix: string,
  request: Request,
  whenGone: WhenGone,
): Promise<Response> {
  const url = new URL(request.url);
  const { status, headers, body } = await door({
    method: request.method,
    path: url.pathname.slice(prefix.length + 1),
    search: url.searchParams,
    headers: request.headers,
    remoteAddress: addressOf(request.headers),
    readBody: (limitBytes) => readBodyOf(request, limitBytes),
    whenGone,
  });
  const content = typeof body === "string" ? body : new Uint8Array(body);
  return new Response(content === "" ? null : content, { status, headers });
}
