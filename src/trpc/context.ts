import { randomUUID } from "node:crypto";
import { localeCookie, localeFor } from "@/i18n/config";
import { identify } from "@/modules/identity/service/identity";
import { ANONYMOUS } from "@/platform/auth";
import type { Context } from "@/platform/context";
import type { Credentials } from "@/platform/rest/door";
import { callerIsKnown } from "@/platform/tracing/spans";

export function cookie(headers: Headers, cookieName: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=");
    if (name === cookieName) return value;
  }
  return undefined;
}

/** A caller's own request id is kept where it is harmless, so that their log and ours can be joined. */
function requestIdOf(headers: Headers): string {
  const header = headers.get("x-request-id");
  return header !== null && /^[\w.:-]{8,64}$/.test(header) ? header : randomUUID();
}

/** The context of a request before it is known who sent it. */
export function strangerContext(headers: Headers, remoteAddress: string): Context {
  const chosen = cookie(headers, localeCookie);
  return {
    caller: ANONYMOUS,
    requestId: requestIdOf(headers),
    locale: localeFor(chosen, headers.get("accept-language")),
    idempotencyKey: null,
    route: null,
    answerHeaders: new Map(),
    remoteAddress,
    cookies: headers.get("cookie") ?? "",
  };
}

/**
 * @throws DomainError AUTHENTICATION_REQUIRED for credentials that are there but not valid,
 * SERVICE_UNAVAILABLE while they can't be looked at
 */
export async function createContext(credentials: Credentials): Promise<Context> {
  const context = strangerContext(credentials.headers, credentials.remoteAddress);
  context.caller = await identify(credentials);
  callerIsKnown(context.caller.kind);
  return context;
}
