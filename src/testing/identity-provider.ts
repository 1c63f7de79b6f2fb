import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** The shop's identity provider, as far as its keys: a server on loopback with real ones. */

export const ISSUER = "https://id.shop.example/";
export const AUDIENCE = "member-system";

export interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

export async function signingKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  return { kid, alg, ...(await generateKeyPair(alg, { extractable: true })) };
}

export const seconds = (fromNow = 0) => Math.floor(Date.now() / 1000) + fromNow;

/** What a good token says; a claim given as undefined is left out. */
export function claimsOf(sub: unknown, changes: JWTPayload = {}): JWTPayload {
  const standard = { iss: ISSUER, aud: AUDIENCE, iat: seconds(), exp: seconds(300), sub };
  return { ...standard, ...changes } as JWTPayload;
}

export function tokenOf(claims: JWTPayload, { kid, alg, privateKey }: SigningKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(privateKey);
}

export interface KeyServer {
  url: string;
  /** The keys it tells of from now on. */
  keys: SigningKey[];
  /** How often it was asked. */
  asked: number;
  /** What it does instead of answering, while set. */
  failure: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  close(): Promise<void>;
}

export async function keyServer(keys: SigningKey[]): Promise<KeyServer> {
  const state: KeyServer = { url: "", keys, asked: 0, failure: null, close };
  const server = createServer(async (request, response) => {
    state.asked += 1;
    if (state.failure) return state.failure(request, response);
    const known = await Promise.all(
      state.keys.map(async ({ kid, alg, publicKey }) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg,
      })),
    );
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: known }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys.json`;
  return state;

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
