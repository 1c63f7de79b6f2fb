import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/env";
import { contactOfUser } from "@/modules/access/service/accounts";
import { sessionCookieName } from "@/modules/access/service/authenticate";
import { isSecureSite } from "@/modules/access/service/cookies";
import {
  deviceOf,
  handedOver,
  newDeviceId,
  rememberingCookie,
} from "@/modules/access/service/devices";
import { spendPass } from "@/modules/access/service/passes";
import { type Arrival, signIn, signOut } from "@/modules/access/service/sessions";
import { PasswordSignIn } from "@/modules/access/service/sign-in";
import { accountByHandoff } from "@/modules/identity/service/handoff";
import { ANONYMOUS } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import { type Network, networkOf } from "@/platform/network";
import { clientAddress } from "@/platform/remote-address";
import { originOfStranger, runWork } from "@/platform/work";
import { accountOfClaims, identityProvider, PROVIDER_ID } from "./identity-sign-in";
import { bindInvitation } from "./invitation";

/**
 * next-auth with e-mail and password, and the shop's OpenID Connect provider. Its encrypted cookie
 * names a session row of ours, so that a session can be ended at once.
 */

const HANDOFF_ID = "handoff";

const passwords = new PasswordSignIn();

/** One request to next-auth: where it came from, and what its answer gets beside next-auth's own. */
export interface Visit {
  network: Network;
  userAgent: string | null;
  /** How whoever comes in has proven who they are. */
  by: Arrival["by"];
  /** The session that was opened together with the proof. */
  sid: string | null;
  /** The browser, once it is known. */
  device: string | null;
  cookies: string;
  answerCookies: string[];
}

/** As the column holds it; what is longer is no browser's. */
const USER_AGENT_MAX = 255;

/** The address is set by the server itself; see server.ts. Another host says who called, at its end. */
export function visitOf(headers: Headers): Visit {
  const forwardedFor = headers.get("x-forwarded-for");
  const address = clientAddress(null, forwardedFor, env().TRUSTED_PROXIES);
  return {
    network: networkOf(address),
    userAgent: headers.get("user-agent")?.slice(0, USER_AGENT_MAX) || null,
    by: "PASSWORD",
    sid: null,
    device: null,
    cookies: headers.get("cookie") ?? "",
    answerCookies: [],
  };
}

async function authorize(email: string, password: string, visit: Visit) {
  const { device, remember } = await browserOf(visit);
  const outcome = await passwords.attempt({ email, password, network: visit.network, device });
  if ("refused" in outcome) {
    if (outcome.refused === "TOO_MANY") throw new Error("RATE_LIMIT_EXCEEDED");
    return null;
  }
  const { user, account } = outcome;
  visit.sid = await runWork(originOfStranger(visit.network), "access.signIn", (work) =>
    signIn(work, user.id, visit, user.passwordHash),
  );
  // Another password was set while this one was looked at.
  if (visit.sid === null) return null;
  await remember(account);
  return { id: String(user.id), email: user.email, name: user.name };
}

/** The browser of a visit, which has an id before it is known, and how it becomes known. */
async function browserOf(visit: Visit) {
  const device = await deviceOf(visit.cookies);
  const id = device?.id ?? newDeviceId();
  visit.device = id;
  const remember = async (account: string) => {
    visit.answerCookies.push(await rememberingCookie(device, id, account));
  };
  return { device, remember };
}

/** With a link that the shop asked for. */
async function enter(code: string, visit: Visit) {
  visit.by = "HANDOFF";
  const { remember } = await browserOf(visit);
  const userId = await runWork(originOfStranger(visit.network), "access.signIn", async (work) => {
    const found = await accountByHandoff(work, code);
    visit.sid = found === null ? null : await signIn(work, found, visit);
    return visit.sid === null ? null : found;
  }).catch((error: unknown) => {
    // Who was shut out, or erased a moment ago, is told what everybody is: that the link is of no use.
    if (REFUSALS.has(asDomainError(error)?.domainCode)) return null;
    throw error;
  });
  if (userId === null) return null;
  await remember(handedOver(userId));
  return { id: String(userId) };
}

const REFUSALS: ReadonlySet<string | undefined> = new Set([
  "AUTHENTICATION_REQUIRED",
  "MEMBER_NOT_FOUND",
]);

/** Who has just signed up, or shown a code, brings a pass instead of a password. */
async function authorizePass(pass: string, visit: Visit) {
  const { remember } = await browserOf(visit);
  const entered = await spendPass(pass, visit);
  if (!entered) return null;
  const { user, by, sid } = entered;
  Object.assign(visit, { by, sid });
  const account = contactOfUser(user)?.address;
  if (account) await remember(account);
  return { id: String(user.id), email: user.email, name: user.name };
}

/** What next-auth says of a failure is an error, or holds one. */
function causeOf(about: Error | { error?: unknown }): unknown {
  return about instanceof Error ? about : about.error;
}

/** What next-auth calls its failures; a text that is none of them was not written by it. */
const FAILURES = new Set([
  "AUTH_ON_ERROR_PAGE_ERROR",
  "CALLBACK_CREDENTIALS_HANDLER_ERROR",
  "CALLBACK_CREDENTIALS_JWT_ERROR",
  "INVALID_CALLBACK_URL_ERROR",
  "JWT_SESSION_ERROR",
  "NO_SECRET",
  "OAUTH_CALLBACK_ERROR",
  "OAUTH_CALLBACK_HANDLER_ERROR",
  "OAUTH_PARSE_PROFILE_ERROR",
  "SESSION_ERROR",
  "SIGNIN_OAUTH_ERROR",
  "SIGNOUT_ERROR",
]);

function failureName(code: string): string {
  return FAILURES.has(code) ? code : "OTHER_ERROR";
}

/** @param visit the request that is answered */
export function authOptions(visit: Visit): NextAuthOptions {
  const provider = identityProvider();
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    useSecureCookies: isSecureSite(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecureSite() },
      },
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: {
      error: (code, about) => log().warn({ err: causeOf(about) }, `sign-in: ${failureName(code)}`),
      warn: (code) => log().debug(`sign-in: ${failureName(code)}`),
      debug: () => undefined,
    },
    providers: [
      Credentials({
        credentials: {
          email: { type: "text" },
          password: { type: "password" },
          pass: { type: "password" },
        },
        authorize: (input) => {
          const { email, password, pass } = input ?? {};
          if (typeof pass === "string" && pass !== "") return authorizePass(pass, visit);
          // A form may repeat a name, which makes a list of it.
          if (typeof email !== "string" || typeof password !== "string") return null;
          if (email === "" || password === "") return null;
          return authorize(email, password, visit);
        },
      }),
      Credentials({
        id: HANDOFF_ID,
        credentials: { code: {} },
        authorize: (input) => {
          const { code } = input ?? {};
          return typeof code === "string" ? enter(code, visit) : null;
        },
      }),
      ...(provider ? [provider] : []),
    ],
    callbacks: {
      signIn: async ({ account, user, profile }) => {
        if (account?.provider !== PROVIDER_ID) return true;
        const found = await accountOfClaims(profile, visit.network);
        if ("refused" in found) return `/sign-in?error=${found.refused}`;
        // The same object goes on to `jwt`, which opens the session of our account, not of theirs.
        user.id = String(found.userId);
        return true;
      },
      // On sign-in only: from then on the cookie carries the session's id.
      jwt: async ({ token, user, account }) => {
        if (!user) return token;
        if (account?.provider === PROVIDER_ID) visit.by = "PROVIDER";
        visit.sid ??= await runWork(originOfStranger(visit.network), "access.signIn", (work) =>
          signIn(work, Number(user.id), visit),
        );
        if (visit.sid === null) throw new Error("the account is gone or disabled by now");
        await bindInvitation(visit, Number(user.id));
        return { sub: user.id, sid: visit.sid };
      },
      session: ({ session }) => session,
    },
    events: {
      signOut: async ({ token }) => {
        const sessionId = typeof token?.sid === "string" ? token.sid : null;
        const caller = { ...ANONYMOUS, sessionId };
        const origin = { ...originOfStranger(visit.network), caller };
        await runWork(origin, "access.signOut", signOut);
      },
    },
  };
}
