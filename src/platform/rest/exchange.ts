import type { Caller } from "../auth";
import type { WhenGone } from "../context";

/** A request as either host hands it over. */
export interface RestRequest {
  method: string;
  /** Below the API's prefix, without the leading slash and the query. */
  path: string;
  search: URLSearchParams;
  headers: Headers;
  remoteAddress: string;
  /** Reads at most this many bytes; undefined when there are more. They are held by whoever calls. */
  readBody(limitBytes: number, caller: Caller): Promise<Uint8Array | undefined>;
  whenGone?: WhenGone;
}

export interface RestAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}
