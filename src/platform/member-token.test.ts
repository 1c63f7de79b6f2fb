import { createHmac, randomBytes } from "node:crypto";
import { exportSPKI } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  AUDIENCE,
  claimsOf,
  ISSUER,
  type KeyServer,
  keyServer,
  type SigningKey,
  seconds,
  signingKey,
  tokenOf,
} from "@/testing/identity-provider";
import { memberTokenOf, tokenVerifier, type VerifyToken } from "./member-token";

const REFUSED = { domainCode: "AUTHENTICATION_REQUIRED", status: 401 };
const AWAY = { domainCode: "SERVICE_UNAVAILABLE", facts: { retryAfterSeconds: 5 } };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const hmac = (text: string, secret: string | Uint8Array) =>
  createHmac("sha256", secret).update(text).digest("base64url");

/** A token signed with a shared secret, by hand: no library would make some of these. */
function signedWith(secret: string | Uint8Array, claims: unknown, header: object = {}): string {
  const text = `${part({ alg: "HS256", typ: "JWT", ...header })}.${part(claims)}`;
  return `${text}.${hmac(text, secret)}`;
}

describe("a member's token, with keys by address", () => {
  let server: KeyServer;
  let rsa: SigningKey;
  let ec: SigningKey;
  let verify: VerifyToken;

  const fresh = (cooldownMs?: number, algorithms: string[] = []): VerifyToken => {
    const settings = {
      MEMBER_JWT_JWKS_URL: server.url,
      MEMBER_JWT_SECRET: undefined,
      MEMBER_JWT_ISSUER: ISSUER,
      MEMBER_JWT_AUDIENCE: AUDIENCE,
      MEMBER_JWT_ALGORITHMS: algorithms,
    };
    return tokenVerifier(settings, cooldownMs) as VerifyToken;
  };

  beforeAll(async () => {
    [rsa, ec] = [await signingKey("rsa-1", "RS256"), await signingKey("ec-1")];
    server = await keyServer([rsa, ec]);
  });
  beforeEach(() => {
    server.keys = [rsa, ec];
    server.failure = null;
    verify = fresh();
  });
  afterAll(() => server.close());

  it("is its customer's, whichever of the keys signed it", async () => {
    expect(await verify(await tokenOf(claimsOf("u-1"), rsa))).toBe("u-1");
    expect(await verify(await tokenOf(claimsOf("u-2"), ec))).toBe("u-2");
  });

  it("is its customer's when signed with an Ed25519 key, and for several audiences", async () => {
    const ed = await signingKey("ed-1", "EdDSA");
    server.keys = [ed];
    const claims = claimsOf("u-3", { aud: ["shop", AUDIENCE] });
    expect(await verify(await tokenOf(claims, ed))).toBe("u-3");
  });

  it.each<[string, () => Record<string, unknown>]>([
    ["that ended two minutes ago", () => ({ exp: seconds(-120) })],
    ["that begins in two minutes", () => ({ nbf: seconds(120) })],
    ["issued in two minutes", () => ({ iat: seconds(120) })],
    ["without an end", () => ({ exp: undefined })],
    ["of another issuer", () => ({ iss: "https://elsewhere.example/" })],
    ["without an issuer", () => ({ iss: undefined })],
    ["for another audience", () => ({ aud: "another-system" })],
    ["without an audience", () => ({ aud: undefined })],
    ["that speaks for nobody", () => ({ sub: undefined })],
    ["for a customer with a blank", () => ({ sub: "u 1" })],
    ["for a customer of 65 characters", () => ({ sub: "u".repeat(65) })],
    ["for a customer outside ASCII", () => ({ sub: "林夏" })],
    ["for a customer that is a number", () => ({ sub: 12 })],
  ])("%s is refused", async (_, changes) => {
    const token = await tokenOf(claimsOf("u-1", changes()), ec);
    await expect(verify(token)).rejects.toMatchObject(REFUSED);
  });

  it.each<[string, () => Record<string, unknown>]>([
    ["ended half a minute ago", () => ({ exp: seconds(-30) })],
    ["begins in half a minute", () => ({ nbf: seconds(30) })],
    ["was issued in half a minute", () => ({ iat: seconds(30) })],
    ["names a customer of 64 characters", () => ({ sub: "u".repeat(64) })],
  ])("that %s is taken: clocks differ", async (_, changes) => {
    const claims = claimsOf("u-1", changes());
    expect(await verify(await tokenOf(claims, ec))).toBe(claims.sub);
  });

  it.each<[string, () => Promise<string> | string]>([
    ["signed by nobody (alg none)", () => `${part({ alg: "none" })}.${part(claimsOf("u-1"))}.`],
    ["signed by NOBODY", () => `${part({ alg: "NoNe" })}.${part(claimsOf("u-1"))}.`],
    [
      "signed with our public key as if it were a secret",
      async () => signedWith(await exportSPKI(rsa.publicKey), claimsOf("u-1"), { kid: rsa.kid }),
    ],
    ["with another customer put in", async () => tampered(await tokenOf(claimsOf("u-1"), ec))],
    [
      "without its signature",
      async () => (await tokenOf(claimsOf("u-1"), ec)).replace(/[^.]+$/, ""),
    ],
    ["signed by another's key under our key's name", otherKey],
    ["signed with a key that nobody knows", unknownKey],
    [
      "in an algorithm that is not wanted",
      async () => tokenOf(claimsOf("u-1"), await listed("ES384")),
    ],
    ["that is not one", () => "a.b.c"],
    ["that must be understood and is not", () => critical()],
  ])("%s is refused", async (_, token) => {
    await expect(verify(await token())).rejects.toMatchObject(REFUSED);
  });

  const tampered = (token: string) => {
    const [header, , signature] = token.split(".");
    return `${header}.${part(claimsOf("u-2"))}.${signature}`;
  };
  async function otherKey() {
    return tokenOf(claimsOf("u-1"), await signingKey(ec.kid));
  }
  async function unknownKey() {
    return tokenOf(claimsOf("u-1"), await signingKey("ec-9"));
  }
  async function listed(alg: string) {
    const key = await signingKey("other", alg);
    server.keys = [rsa, ec, key];
    return key;
  }
  async function critical() {
    const { SignJWT } = await import("jose");
    const header = { alg: "ES256", kid: ec.kid, crit: ["own"], own: 1 };
    return new SignJWT(claimsOf("u-1"))
      .setProtectedHeader(header)
      .sign(ec.privateKey, { crit: { own: true } });
  }

  it("is known after the keys were exchanged, without a restart", async () => {
    const eager = fresh(0);
    expect(await eager(await tokenOf(claimsOf("u-1"), ec))).toBe("u-1");
    const next = await signingKey("ec-2");
    server.keys = [next];
    expect(await eager(await tokenOf(claimsOf("u-1"), next))).toBe("u-1");
    await expect(eager(await tokenOf(claimsOf("u-1"), ec))).rejects.toMatchObject(REFUSED);
  });

  it("of unknown keys does not make us ask the provider again and again", async () => {
    await verify(await tokenOf(claimsOf("u-1"), ec));
    const before = server.asked;
    const token = await unknownKey();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => verify(token)));
    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    expect(server.asked).toBe(before);
  });

  it("asks once for the keys, however many come at once", async () => {
    const before = server.asked;
    const token = await tokenOf(claimsOf("u-1"), ec);
    await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(server.asked).toBe(before + 1);
  });

  it.each<[string, NonNullable<KeyServer["failure"]>]>([
    ["answers 500", (_, response) => response.writeHead(500).end()],
    ["answers no JSON", (_, response) => response.end("<html>")],
    ["answers another document", (_, response) => response.end('{"items":[]}')],
    ["hangs up", (request) => request.socket.destroy()],
    ["sends us elsewhere", (_, response) => response.writeHead(302, { location: "/x" }).end()],
  ])("is our trouble, not the customer's, when the provider %s", async (_, failure) => {
    server.failure = failure;
    const token = await tokenOf(claimsOf("u-1"), ec);
    await expect(verify(token)).rejects.toMatchObject(AWAY);
    server.failure = null;
    expect(await verify(token)).toBe("u-1");
  });

  it("takes little of keys that have no end", async () => {
    let sent = 0;
    server.failure = (_, response) => {
      const piece = Buffer.alloc(64_000, " ");
      const flow = () => {
        while (!response.destroyed && sent < 200_000_000) {
          sent += piece.length;
          if (!response.write(piece)) return response.once("drain", flow);
        }
      };
      flow();
    };
    await expect(verify(await tokenOf(claimsOf("u-1"), ec))).rejects.toMatchObject(AWAY);
    // What the sockets of both ends hold is sent too.
    expect(sent).toBeLessThan(20_000_000);
  });

  it("does not wait longer than three seconds for the keys", async () => {
    server.failure = () => undefined;
    const began = performance.now();
    await expect(verify(await tokenOf(claimsOf("u-1"), ec))).rejects.toMatchObject(AWAY);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("goes on with the keys it has while the provider is away", async () => {
    const token = await tokenOf(claimsOf("u-1"), ec);
    await verify(token);
    server.failure = (request) => request.socket.destroy();
    expect(await verify(token)).toBe("u-1");
  });

  it("is taken in the algorithms that are set, and no others", async () => {
    const strict = fresh(undefined, ["RS256"]);
    expect(await strict(await tokenOf(claimsOf("u-1"), rsa))).toBe("u-1");
    await expect(strict(await tokenOf(claimsOf("u-1"), ec))).rejects.toMatchObject(REFUSED);
  });
});

describe("a member's token, with a shared secret", () => {
  const secret = randomBytes(32).toString("hex");
  const verify = tokenVerifier({
    MEMBER_JWT_JWKS_URL: undefined,
    MEMBER_JWT_SECRET: secret,
    MEMBER_JWT_ISSUER: ISSUER,
    MEMBER_JWT_AUDIENCE: AUDIENCE,
    MEMBER_JWT_ALGORITHMS: [],
  }) as VerifyToken;

  it("is its customer's", async () => {
    expect(await verify(signedWith(secret, claimsOf("u-1")))).toBe("u-1");
  });

  it.each<[string, () => Promise<string> | string]>([
    ["signed with another secret", () => signedWith(`${secret}0`, claimsOf("u-1"))],
    ["that ended", () => signedWith(secret, claimsOf("u-1", { exp: seconds(-90) }))],
    ["signed by nobody", () => `${part({ alg: "none" })}.${part(claimsOf("u-1"))}.`],
    ["signed with a key", async () => tokenOf(claimsOf("u-1"), await signingKey("k"))],
    ["that holds no claims", () => signedWith(secret, ["u-1"])],
  ])("%s is refused", async (_, token) => {
    await expect(verify(await token())).rejects.toMatchObject(REFUSED);
  });
});

describe("what an Authorization header holds", () => {
  it.each<[string, string | undefined]>([
    ["Bearer a.b.c", "a.b.c"],
    ["bearer a.b.", "a.b."],
    ["Bearer msk_abc", undefined],
    ["Basic a.b.c", undefined],
    ["Bearer a.b.c d", undefined],
    ["Bearer a.b", undefined],
  ])("%j → %j", (authorization, token) => {
    expect(memberTokenOf(new Headers({ authorization }))).toBe(token);
  });
});

it("takes no tokens where nothing is set", () => {
  const nothing = {
    MEMBER_JWT_JWKS_URL: undefined,
    MEMBER_JWT_SECRET: undefined,
    MEMBER_JWT_ISSUER: undefined,
    MEMBER_JWT_AUDIENCE: undefined,
    MEMBER_JWT_ALGORITHMS: [],
  };
  expect(tokenVerifier(nothing)).toBeUndefined();
});
