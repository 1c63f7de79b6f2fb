import { randomUUID } from "node:crypto";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "@/env";
import {
  accountByEmail,
  accountBySubject,
  type ProvenPerson,
} from "@/modules/identity/service/sign-in";
import { ANONYMOUS } from "@/platform/auth";
import { asDomainError } from "@/platform/errors";
import { runWork } from "@/platform/work";

/** Signing in with the shop's OpenID Connect provider, where the environment names one. */

export const PROVIDER_ID = "oidc";

interface Claims {
  sub: string;
  name?: string;
  nickname?: string;
  email?: string;
  email_verified?: boolean | string;
}

/** The words on the button; null where there is no provider. */
export function providerName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return OIDC_ISSUER === undefined ? null : OIDC_NAME;
}

export function identityProvider(): OAuthConfig<Claims> | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret } = env();
  if (issuer === undefined || clientId === undefined || secret === undefined) return undefined;
  return {
    id: PROVIDER_ID,
    name: env().OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret: secret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    profile: ({ sub }) => ({ id: sub }),
  };
}

function personOf(claims: Claims): ProvenPerson {
  return {
    subject: String(claims.sub),
    name: claims.nickname ?? claims.name ?? null,
    email: claims.email ?? null,
    // Some providers say it in words.
    isEmailProven: claims.email_verified === true || claims.email_verified === "true",
  };
}

/** What the sign-in page is told of a refusal, by its code. */
const PAGE_ERRORS: Record<string, string> = {
  MEMBER_NOT_FOUND: "NoMember",
  MEMBER_STATUS_INVALID: "AccountClosed",
  AUTHENTICATION_REQUIRED: "NoAccount",
};

/** The account of whoever the provider let in, or why there is none. */
export async function accountOfClaims(
  claims: unknown,
): Promise<{ userId: number } | { refused: string }> {
  const person = personOf(claims as Claims);
  try {
    return { userId: await accountOf(person) };
  } catch (error) {
    const refused = PAGE_ERRORS[asDomainError(error)?.domainCode ?? ""];
    if (refused === undefined) throw error;
    return { refused };
  }
}

async function accountOf(person: ProvenPerson): Promise<number> {
  if (env().OIDC_LINK === "email") return accountByEmail(person);
  const once = () =>
    runWork({ caller: ANONYMOUS, requestId: randomUUID() }, "access.signIn", (work) =>
      accountBySubject(work, person),
    );
  return once().catch((error: unknown) => {
    // Their other browser was enrolled first.
    if (asDomainError(error)?.domainCode !== "EXTERNAL_ID_TAKEN") throw error;
    return once();
  });
}
