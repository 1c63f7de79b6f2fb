import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { type Env, env } from "@/env";
import { ANSWER_BYTES_MAX } from "./bounded-agent";
import { DomainError } from "./errors";
import { refuseInsideTransaction } from "./outside";
import { gather } from "./rest/body";
import { outsideId } from "./scalars";

/**
 * Tokens that the shop's own identity provider gives its customers: which customer one speaks for.
 * By real time: the test clock moves no token.
 */

type Settings = Pick<
  Env,
  | "MEMBER_JWT_JWKS_URL"
  | "MEMBER_JWT_SECRET"
  | "MEMBER_JWT_ISSUER"
  | "MEMBER_JWT_AUDIENCE"
  | "MEMBER_JWT_ALGORITHMS"
>;

/** Clocks of two houses differ by no more. */
const LEEWAY_SECONDS = 60;
const KEYS_TIMEOUT_MS = 3_000;
/** A key that was not there is asked for again at most this often, whoever sends what. */
const KEYS_COOLDOWN_MS = 30_000;
const KEYS_AGE_MAX_MS = 10 * 60_000;
const RETRY_AFTER_SECONDS = 5;

const claims = z.object({ sub: outsideId, iat: z.number().optional() });

/** @throws DomainError AUTHENTICATION_REQUIRED, SERVICE_UNAVAILABLE while the keys can't be had */
export type VerifyToken = (token: string) => Promise<string>;

/**
 * How tokens are verified under these settings; undefined where none are taken.
 *
 * @param cooldownMs how long an unknown key is refused before the provider is asked again
 */
export function tokenVerifier(
  settings: Settings,
  cooldownMs = KEYS_COOLDOWN_MS,
): VerifyToken | undefined {
  const { MEMBER_JWT_JWKS_URL: jwks, MEMBER_JWT_SECRET: secret } = settings;
  if (jwks === undefined && secret === undefined) return undefined;
  const { MEMBER_JWT_ISSUER: issuer, MEMBER_JWT_AUDIENCE: audience } = settings;
  const standard = jwks === undefined ? ["HS256"] : ["RS256", "ES256", "EdDSA"];
  const algorithms = settings.MEMBER_JWT_ALGORITHMS;
  const options = {
    // Named here, never taken from the token: a public key must not serve as a shared secret.
    algorithms: algorithms.length > 0 ? [...algorithms] : standard,
    clockTolerance: LEEWAY_SECONDS,
    requiredClaims: ["exp", "sub", "iss", "aud"],
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
  };
  const key = jwks === undefined ? secretKey(secret ?? "") : remoteKeys(jwks, cooldownMs);
  return async (token) => {
    const { payload } = await jwtVerify(token, key, options).catch(refuse);
    const known = claims.safeParse(payload);
    const isAhead = (known.data?.iat ?? 0) > Date.now() / 1000 + LEEWAY_SECONDS;
    if (!known.success || isAhead) throw new DomainError("AUTHENTICATION_REQUIRED");
    return known.data.sub;
  };
}

function secretKey(secret: string): JWTVerifyGetKey {
  const bytes = new TextEncoder().encode(secret);
  return async () => bytes;
}

/** Keys that cannot be had are our fault or the provider's, never a reason to send a customer away. */
class KeysAway extends Error {}

/** jose bounds how long the keys take, not how many bytes of them there are. */
const fetchBounded: FetchImplementation = async (address, settings) => {
  const { status, body } = await fetch(address, settings);
  const read = await gather((body ?? []) as AsyncIterable<Uint8Array>, ANSWER_BYTES_MAX);
  return read ? new Response(read, { status }) : Response.error();
};

function remoteKeys(address: string, cooldownMs: number): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(address), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cooldownDuration: cooldownMs,
    cacheMaxAge: KEYS_AGE_MAX_MS,
    [customFetch]: fetchBounded,
  });
  return async (header, token) => {
    refuseInsideTransaction("the keys of member tokens were asked for");
    try {
      return await keys(header, token);
    } catch (error) {
      const isTokens =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      throw isTokens ? error : new KeysAway("the keys of member tokens", { cause: error });
    }
  };
}

function refuse(error: unknown): never {
  if (error instanceof KeysAway) {
    const retryAfterSeconds = RETRY_AFTER_SECONDS;
    throw new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds }, [], error);
  }
  throw new DomainError("AUTHENTICATION_REQUIRED", {}, [], error);
}

let verifier: { verify: VerifyToken | undefined } | undefined;

/** The verifier of this process; undefined where no tokens of members are taken. */
export function memberTokens(): VerifyToken | undefined {
  verifier ??= { verify: tokenVerifier(env()) };
  return verifier.verify;
}

/** The token of `Authorization: Bearer <JWT>`: three parts, of which a service key has one. */
export function memberTokenOf(headers: Headers): string | undefined {
  const [, token] =
    /^bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(headers.get("authorization") ?? "") ?? [];
  return token;
}
