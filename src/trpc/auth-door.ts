import { DomainError } from "@/platform/errors";

/**
 * What is asked of next-auth before it sees a request: it takes bodies of any size, and answers 500 to
 * addresses it cannot read.
 */

export const AUTH_PREFIX = "/api/auth";
export const AUTH_BODY_BYTES_MAX = 16_000;

/** next-auth puts these words into the address of the sign-in page as they are. */
const ERROR_CODE = /^[\w-]{1,64}$/;

/** What next-auth does, and how it may be asked; with a provider's name behind it where that is true. */
const ACTIONS: Record<string, { methods: readonly string[]; ofProvider?: true }> = {
  csrf: { methods: ["GET"] },
  error: { methods: ["GET"], ofProvider: true },
  providers: { methods: ["GET"] },
  session: { methods: ["GET", "POST"] },
  signin: { methods: ["GET", "POST"], ofProvider: true },
  signout: { methods: ["GET", "POST"] },
  callback: { methods: ["GET", "POST"], ofProvider: true },
};
const CREDENTIALS_CALLBACKS = ["callback/credentials", "callback/handoff"];

export interface AuthRequest {
  method: string;
  url: URL;
  contentType: string | null;
  body: Uint8Array;
}

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/** The fields of a body as next-auth reads them; of another type it reads none. */
function fieldsOf({ contentType, body }: AuthRequest): [string, unknown][] {
  const text = new TextDecoder().decode(body);
  if (contentType?.includes("application/json")) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return refuse("", "not JSON");
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      return refuse("", "a JSON object is expected");
    }
    return Object.entries(value);
  }
  if (!contentType?.includes("application/x-www-form-urlencoded")) return [];
  return [...new URLSearchParams(text)];
}

/** A path of ours, or a whole address. */
function isAddress(text: string): boolean {
  return URL.canParse(text.startsWith("/") ? `http://localhost${text}` : text);
}

/**
 * next-auth answers 500 to what it doesn't expect, and writes what browsers report (`_log`) into our log.
 *
 * @throws DomainError NOT_FOUND, METHOD_NOT_ALLOWED
 */
export function checkAuthAction(method: string, { pathname }: URL): void {
  const path = pathname.slice(AUTH_PREFIX.length + 1);
  const [action = "", provider, ...more] = path.split("/");
  const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  const isTooLong = more.length > 0 || (provider !== undefined && !known?.ofProvider);
  if (!known || isTooLong || (action === "callback" && !provider))
    throw new DomainError("NOT_FOUND");
  const methods = CREDENTIALS_CALLBACKS.includes(path) ? ["POST"] : known.methods;
  if (methods.includes(method)) return;
  throw new DomainError("METHOD_NOT_ALLOWED", { allow: methods.join(", ") });
}

/** @throws DomainError NOT_FOUND, METHOD_NOT_ALLOWED, VALIDATION_FAILED */
export function checkAuthRequest(request: AuthRequest): void {
  checkAuthAction(request.method, request.url);
  const { searchParams, pathname } = request.url;
  const [action, provider] = pathname.slice(AUTH_PREFIX.length + 1).split("/");
  for (const [name, value] of [
    ...searchParams,
    ...(request.body.length > 0 ? fieldsOf(request) : []),
  ]) {
    if (name === "data" && action === "session") continue;
    if (typeof value !== "string") refuse(name, "a text is expected");
    // Of a body too: a provider's word for what went wrong goes into the log.
    if (name === "error" && !ERROR_CODE.test(String(value))) refuse(name, "not a code");
    if (name === "callbackUrl" && !isAddress(String(value))) refuse(name, "not an address");
  }
  // Without a parameter the path's last word is the error there.
  const error = action === "error" ? provider : undefined;
  if (error !== undefined && !ERROR_CODE.test(error)) refuse("error", "not a code");
}

/**
 * Where next-auth may send a browser: to our own pages. Escaped, because a header holds only ASCII;
 * what can't be read, such as a cookie that somebody else set, leads home.
 */
export function redirectTarget({ url, baseUrl }: { url: string; baseUrl: string }): string {
  const whole = url.startsWith("/") ? `${baseUrl}${url}` : url;
  if (!URL.canParse(whole)) return baseUrl;
  const target = new URL(whole);
  return target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
}
