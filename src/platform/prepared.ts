import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** What is the same for everybody: written, compressed and named once, then only sent. */
export interface Prepared {
  plain: Uint8Array;
  gzip: Uint8Array;
  etag: string;
}

export interface PreparedAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  body: Uint8Array | "";
}

const compressed = promisify(gzip);

/** Compressed beside the loop, which goes on answering. */
export async function prepare(text: string): Promise<Prepared> {
  const plain = Buffer.from(text);
  const digest = createHash("sha256").update(plain).digest("base64url").slice(0, 27);
  return { plain, gzip: await compressed(plain), etag: `W/"${digest}"` };
}

function lists(header: string | null, token: string): boolean {
  return (header ?? "").split(",").some((part) => part.trim().split(";")[0] === token);
}

/** Whole, compressed, or only that nothing has changed, as whoever asks would have it. */
export function preparedAnswer(
  { plain, gzip, etag }: Prepared,
  requestHeaders: Headers,
): PreparedAnswer {
  const headers: Record<string, string> = {
    // Kept by whoever likes, who then asks whether it is still the same.
    "Cache-Control": "no-cache",
    ETag: etag,
    Vary: "Accept-Encoding",
  };
  if (lists(requestHeaders.get("if-none-match"), etag)) return { status: 304, headers, body: "" };
  if (!lists(requestHeaders.get("accept-encoding"), "gzip"))
    return { status: 200, headers, body: plain };
  return { status: 200, headers: { ...headers, "Content-Encoding": "gzip" }, body: gzip };
}
