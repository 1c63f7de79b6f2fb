import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const POLICY = "content-security-policy";
const ANY_INLINE = /(script-src [^;]*)'unsafe-inline'/;

/**
 * Lets a page run only the inline scripts that were written for it. The policy that next.config.mjs
 * sets allows all of them, for hosts that run Next alone; here each page gets a number of its own,
 * which Next reads from the request's policy and writes on every script.
 */
export function limitInlineScripts(request: IncomingMessage, response: ServerResponse): void {
  const nonce = `'nonce-${randomBytes(16).toString("base64")}'`;
  request.headers[POLICY] = `script-src ${nonce}`;
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    name.toLowerCase() === POLICY
      ? setHeader(name, String(value).replace(ANY_INLINE, `$1${nonce}`))
      : setHeader(name, value);
}
