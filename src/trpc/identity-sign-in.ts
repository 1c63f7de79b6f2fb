import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { env } from "@/env";
import {
  accountByEmail,
  accountBySubject,
  type ProvenPerson,
} from "@/modules/identity/service/sign-in";
import { boundedAgent } from "@/platform/bounded-agent";
import { asDomainError, DomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import type { Network } from "@/platform/network";
import { originOfStranger, runWork } from "@/platform/work";

/** Signing in with the shop's OpenID Connect provider, where the environment names one. */

export const PROVIDER_ID = "oidc";

const text = z.string().optional().catch(undefined);

/**
 * What the provider says, which need not be what OpenID Connect says. A subject that is a number above
 * 2^53 was rounded to somebody else's when it was read.
 */
const claimsRead = z.object({
  iss: z.string(),
  sub: z.union([z.string(), z.int().transform(String)]),
  name: text,
  nickname: text,
  email: text,
  email_verified: z.union([z.boolean(), z.string()]).optional().catch(undefined),
});

type Claims = z.output<typeof claimsRead>;

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
    // By itself next-auth waits for the provider's answers, and keeps them, without end.
    httpOptions: { agent: boundedAgent(new URL(issuer).protocol) },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** @throws DomainError AUTHENTICATION_REQUIRED for claims that name nobody */
function personOf(answer: unknown): ProvenPerson {
  const claims = claimsRead.safeParse(answer).data;
  if (!claims) throw new DomainError("AUTHENTICATION_REQUIRED");
  requireOurIssuer(claims.iss);
  return {
    subject: claims.sub,
    name: claims.nickname ?? claims.name ?? null,
    email: claims.email ?? null,
    // Some providers say it in words.
    isEmailProven: claims.email_verified === true || claims.email_verified === "true",
  };
}

/**
 * The library has compared the token's issuer with what the discovered document says of itself, and nobody
 * that one with the issuer whom we were told to believe. A slash at the end is no other name.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED
 */
function requireOurIssuer(issuer: string): void {
  const bare = (address: string | undefined) => address?.replace(/\/$/, "");
  if (bare(issuer) === bare(env().OIDC_ISSUER)) return;
  log().warn("sign-in: the provider's document is of another issuer than OIDC_ISSUER");
  throw new DomainError("AUTHENTICATION_REQUIRED");
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
  network: Network,
): Promise<{ userId: number } | { refused: string }> {
  try {
    return { userId: await accountOf(personOf(claims), network) };
  } catch (error) {
    const refused = PAGE_ERRORS[asDomainError(error)?.domainCode ?? ""];
    if (refused === undefined) throw error;
    return { refused };
  }
}

async function accountOf(person: ProvenPerson, network: Network): Promise<number> {
  if (env().OIDC_LINK === "email") return accountByEmail(person);
  const once = () =>
    runWork(originOfStranger(network), "access.signIn", (work) => accountBySubject(work, person));
  return once().catch((error: unknown) => {
    // Their other browser was enrolled first.
    if (asDomainError(error)?.domainCode !== "EXTERNAL_ID_TAKEN") throw error;
    return once();
  });
}
