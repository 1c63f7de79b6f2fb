import { randomUUID } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/env";
import { normalEmail, verifyPassword } from "@/modules/access/service/accounts";
import { openSession, signOut } from "@/modules/access/service/sessions";
import { ANONYMOUS } from "@/platform/auth";
import { log } from "@/platform/log";
import { clientAddress } from "@/platform/remote-address";
import { forgetFailedSignIns, takeSignInTry } from "@/platform/sign-in-limit";
import { runWork } from "@/platform/work";
import { accountOfClaims, identityProvider, PROVIDER_ID } from "./identity-sign-in";

/**
 * next-auth with e-mail and password, and the shop's OpenID Connect provider. Its encrypted cookie names a session row of ours, so that a
 * session can be ended at once.
 */

const origin = () => ({ caller: ANONYMOUS, requestId: randomUUID() });

const PASSWORD_MAX = 200;

async function authorize(email: string, password: string, address: string) {
  if (password.length > PASSWORD_MAX) return null;
  const account = normalEmail(email);
  if (!(await takeSignInTry(account, address))) throw new Error("RATE_LIMIT_EXCEEDED");
  const user = await verifyPassword(account, password);
  if (!user) return null;
  await forgetFailedSignIns(account, address);
  return { id: String(user.id), email: user.email, name: user.name };
}

/** Set by the server itself; see server.ts. Behind another host it says who called, at its end. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  return clientAddress(null, String(headers?.["x-forwarded-for"] ?? ""), env().TRUSTED_PROXIES);
}

/** What next-auth says of a failure is an error, or holds one. */
function causeOf(about: Error | { error?: unknown }): unknown {
  return about instanceof Error ? about : about.error;
}

export function authOptions(): NextAuthOptions {
  const provider = identityProvider();
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    logger: {
      error: (code, about) => log().warn({ err: causeOf(about) }, `sign-in: ${code}`),
      warn: (code) => log().debug(`sign-in: ${code}`),
      debug: () => undefined,
    },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given, request) => {
          if (!given?.email || !given.password) return null;
          return authorize(given.email, given.password, addressOf(request.headers));
        },
      }),
      ...(provider ? [provider] : []),
    ],
    callbacks: {
      signIn: async ({ account, user, profile }) => {
        if (account?.provider !== PROVIDER_ID) return true;
        const found = await accountOfClaims(profile);
        if ("refused" in found) return `/sign-in?error=${found.refused}`;
        // The same object goes on to `jwt`, which opens the session of our account, not of theirs.
        user.id = String(found.userId);
        return true;
      },
      // On sign-in only: from then on the cookie carries the session's id.
      jwt: async ({ token, user }) => {
        if (!user) return token;
        const open = (sessionOf: number) =>
          runWork(origin(), "access.signIn", (work) => openSession(work, sessionOf));
        return { sub: user.id, sid: await open(Number(user.id)) };
      },
      session: ({ session }) => session,
    },
    events: {
      signOut: async ({ token }) => {
        const sessionId = typeof token?.sid === "string" ? token.sid : null;
        const caller = { ...ANONYMOUS, sessionId };
        await runWork({ ...origin(), caller }, "access.signOut", signOut);
      },
    },
  };
}
