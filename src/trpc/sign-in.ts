import { randomUUID } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/env";
import { normalEmail, openSession, signOut, verifyPassword } from "@/modules/access/service";
import { ANONYMOUS } from "@/platform/auth";
import { forgetFailedSignIns, takeSignInTry } from "@/platform/sign-in-limit";
import { runWork } from "@/platform/work";

/**
 * next-auth with e-mail and password. Its encrypted cookie names a session row of ours, so that a
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

export function authOptions(): NextAuthOptions {
  return {
    secret: env().AUTH_SECRET,
    session: { strategy: "jwt", maxAge: 30 * 24 * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given, request) => {
          if (!given?.email || !given.password) return null;
          const address = String(request.headers?.["x-forwarded-for"] ?? "unknown");
          return authorize(given.email, given.password, address);
        },
      }),
    ],
    callbacks: {
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
