import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, SignJWT } from "jose";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { createUser } from "@/modules/access/service/accounts";
import { authenticate } from "@/modules/access/service/authenticate";
import { reader } from "@/platform/db";
import { at, SYSTEM } from "@/testing/actors";
import { account, changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { type SigningKey, seconds, signingKey } from "@/testing/identity-provider";
import { useProgram } from "@/testing/program";
import { identityProvider, providerName } from "./identity-sign-in";
import { authOptions, visitOf } from "./sign-in";

/**
 * A small OpenID Connect provider on loopback, asked over real HTTP by next-auth's own handler, which
 * is asked over real HTTP by a browser that keeps cookies and follows redirects. Only the adapter to
 * Next's request (cookies and query) is ours here.
 */

const CLIENT = { id: "member-system", secret: "the secret of this client" };

interface Provider {
  url: string;
  /** What its tokens say beside the standard claims, for the next sign-in. */
  claims: Record<string, unknown>;
  /** Changes one thing about the token, as somebody in the middle would. */
  forge: ((claims: Record<string, unknown>) => Record<string, unknown>) | null;
  key: SigningKey;
  /** What its document and its tokens say who they are of; null: the provider itself. */
  issuer: string | null;
  /** Checked as RFC 7636 says. */
  isProofAsked: boolean;
  /** At which of its addresses it does what instead of answering. */
  broken: { at: string; as: (response: ServerResponse) => void } | null;
}

const provider = {
  claims: {},
  forge: null,
  issuer: null,
  isProofAsked: false,
  broken: null,
} as unknown as Provider;
const codes = new Map<string, { nonce: string; challenge: string; redirectUri: string }>();

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function serveProvider(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", provider.url);
  if (url.pathname === provider.broken?.at) return provider.broken.as(response);
  switch (url.pathname) {
    case "/.well-known/openid-configuration":
      return json(response, {
        issuer: provider.issuer ?? provider.url,
        authorization_endpoint: `${provider.url}/authorize`,
        token_endpoint: `${provider.url}/token`,
        jwks_uri: `${provider.url}/keys`,
        response_types_supported: ["code"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    case "/authorize":
      return authorize(url, response);
    case "/token":
      return token(await bodyOf(request), request.headers.authorization, response);
    case "/keys": {
      const { kid, alg, publicKey } = provider.key;
      return json(response, { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: "sig" }] });
    }
  }
  response.writeHead(404).end();
}

function authorize(url: URL, response: ServerResponse): void {
  const asked = (name: string) => url.searchParams.get(name) ?? "";
  const code = randomBytes(16).toString("hex");
  const redirectUri = asked("redirect_uri");
  codes.set(code, { nonce: asked("nonce"), challenge: asked("code_challenge"), redirectUri });
  provider.isProofAsked =
    asked("code_challenge_method") === "S256" && asked("nonce") !== "" && asked("state") !== "";
  const back = new URL(redirectUri);
  back.searchParams.set("code", code);
  back.searchParams.set("state", asked("state"));
  response.writeHead(302, { location: back.toString() }).end();
}

async function token(
  form: URLSearchParams,
  authorization: string | undefined,
  out: ServerResponse,
) {
  const grant = codes.get(form.get("code") ?? "");
  codes.delete(form.get("code") ?? "");
  const proof = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  const [name, secret] = Buffer.from((authorization ?? "").replace("Basic ", ""), "base64")
    .toString()
    .split(":")
    .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
  const isClient = name === CLIENT.id && secret === CLIENT.secret;
  if (!grant || !isClient || grant.challenge !== proof) {
    return json(out, { error: "invalid_grant" }, 400);
  }
  const iss = provider.issuer ?? provider.url;
  const standard = { iss, aud: CLIENT.id, iat: seconds(), exp: seconds(60) };
  const claims = { ...standard, nonce: grant.nonce, ...provider.claims };
  const { alg, kid, privateKey } = provider.key;
  const idToken = await new SignJWT(provider.forge ? provider.forge(claims) : claims)
    .setProtectedHeader({ alg, kid })
    .sign(privateKey);
  json(out, { access_token: "opaque", token_type: "Bearer", expires_in: 60, id_token: idToken });
}

/** What Next would hand to next-auth, from Node's own request. */
async function serveAuth(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const pairs = (request.headers.cookie ?? "").split("; ").filter(Boolean);
  const cookies = pairs.map((pair) => [
    pair.split("=")[0],
    decodeURIComponent(pair.split("=").slice(1).join("=")),
  ]);
  const asNext = Object.assign(request, {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.replace("/api/auth/", "").split("/"),
    },
    cookies: Object.fromEntries(cookies) as Record<string, string>,
    body: request.method === "POST" ? Object.fromEntries(await bodyOf(request)) : {},
  });
  const answer = Object.assign(response, {
    status: (code: number) => Object.assign(response, { statusCode: code }),
    json: (value: unknown) => json(response, value, response.statusCode),
    send: (value: unknown) =>
      typeof value === "string" ? response.end(value) : response.end(JSON.stringify(value)),
  });
  await (NextAuth as (req: unknown, res: unknown, options: NextAuthOptions) => Promise<void>)(
    asNext,
    answer,
    authOptions(visitOf(new Headers())),
  );
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Keeps cookies and follows redirects until it leaves the two servers' doors. */
class Browser {
  private readonly jar = new Map<string, string>();

  constructor(private readonly home: string) {}

  async ask(address: string, form?: Record<string, string>): Promise<Response> {
    const isOurs = address.startsWith(this.home);
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(address, {
      redirect: "manual",
      ...(isOurs ? { headers: { cookie } } : {}),
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }

  /** The whole way, as the button starts it; the address where it ends. */
  async signIn(interfere: (address: string) => string = (address) => address): Promise<string> {
    const { csrfToken } = (await (await this.ask(`${this.home}/api/auth/csrf`)).json()) as {
      csrfToken: string;
    };
    const form = { csrfToken, callbackUrl: `${this.home}/membership`, json: "true" };
    const started = await this.ask(`${this.home}/api/auth/signin/oidc`, form);
    let address = ((await started.json()) as { url: string }).url;
    for (let hop = 0; hop < 5; hop++) {
      const answer = await this.ask(interfere(address));
      const next = answer.headers.get("location");
      if (next === null) return address;
      address = new URL(next, this.home).toString();
      if (!address.includes("/api/auth/") && address.startsWith(this.home)) break;
    }
    return address.replace(this.home, "");
  }

  /** Who the API takes this browser for. */
  who() {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    return authenticate({ headers: new Headers({ cookie }) });
  }

  forget(part: string): void {
    for (const name of this.jar.keys()) if (name.includes(part)) this.jar.delete(name);
  }
}

describe("signing in with the shop's OpenID Connect provider", () => {
  useDatabase("oidc");
  const idp = createServer((request, response) => {
    serveProvider(request, response).catch(() => response.destroy());
  });
  const app = createServer((request, response) => {
    serveAuth(request, response).catch(() => response.destroy());
  });
  let home: string;
  let other: SigningKey;

  beforeAll(async () => {
    other = await signingKey("other", "RS256");
    provider.key = await signingKey("provider", "RS256");
    provider.url = await listening(idp);
    home = await listening(app);
    Object.assign(process.env, {
      APP_URL: home,
      NEXTAUTH_URL: home,
      OIDC_ISSUER: provider.url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: "素账号",
    });
  });
  beforeEach(() => {
    provider.forge = null;
    provider.issuer = null;
    provider.broken = null;
    env().OIDC_LINK = "sub";
  });
  afterAll(async () => {
    for (const server of [idp, app]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  const comes = (sub: string, claims: Record<string, unknown> = {}) => {
    provider.claims = { sub, ...claims };
    return new Browser(home);
  };

  it("is offered under its name, with state, nonce and proof of the code", async () => {
    expect(providerName()).toBe("素账号");
    expect(identityProvider()?.checks).toEqual(["pkce", "state", "nonce"]);
    await comes(fresh("u")).signIn();
    expect(provider.isProofAsked).toBe(true);
  });

  it("opens a session of the member whom the subject names, which can be ended at once", async () => {
    const member = await enrolled();
    const browser = comes(member.externalId ?? "");
    expect(await browser.signIn()).toBe("/membership");
    const caller = await browser.who();
    expect(caller).toMatchObject({ kind: "member", memberId: member.id, ratePerMinute: 100 });
    expect(await countOf("session", "id = ? AND revokedAt IS NULL", [caller.sessionId ?? ""])).toBe(
      1,
    );
    await changeRow("UPDATE session SET revokedAt = NOW(3) WHERE id = ?", [caller.sessionId ?? ""]);
    expect((await browser.who()).kind).toBe("anonymous");
  });

  it("finds the same account again, and none of its own opens by a password", async () => {
    const member = await enrolled();
    const sub = member.externalId ?? "";
    const first = comes(sub, { email: `${sub}@shop.example`, email_verified: true });
    await first.signIn();
    await comes(sub).signIn();
    const made = "memberId = ? AND passwordHash IS NULL AND email = ?";
    expect(await countOf("user", made, [member.id, `${sub}@shop.example`])).toBe(1);
  });

  it("enrols a customer who is new, once, whatever they press", async () => {
    const sub = fresh("new");
    provider.claims = { sub, name: "  林夏 " };
    const browsers = Array.from({ length: 6 }, () => new Browser(home));
    await Promise.all(browsers.map((browser) => browser.signIn()));
    const kinds = await Promise.all(browsers.map(async (browser) => (await browser.who()).kind));
    expect(new Set(kinds)).toEqual(new Set(["member"]));
    expect(await countOf("member", "externalId = ? AND nickname = '林夏'", [sub])).toBe(1);
    const users = "memberId IN (SELECT id FROM member WHERE externalId = ?)";
    expect(await countOf("user", users, [sub])).toBe(1);
  });

  it("never takes the address of somebody else, and none that is not proven", async () => {
    const { email, id } = await account("admin");
    for (const email_verified of [true, false]) {
      const browser = comes(fresh("u"), { email, email_verified });
      await browser.signIn();
      expect(await browser.who()).toMatchObject({ kind: "member" });
      expect((await browser.who()).userId).not.toBe(id);
    }
    const sub = fresh("u");
    await comes(sub, { email: `${sub}@shop.example`, email_verified: false }).signIn();
    expect(await countOf("user", "email = ?", [`${sub}@shop.example`])).toBe(0);
  });

  it("keeps a proven address in its one form, and none that has no such form", async () => {
    const [plain, odd] = [fresh("u"), fresh("u")];
    await comes(plain, { email: `${plain}@SHOP.example`, email_verified: true }).signIn();
    await comes(odd, { email: `${odd}@shop.example\u200b`, email_verified: true }).signIn();
    const of = (sub: string) =>
      reader.row<{ email: string }>(
        "SELECT u.email FROM user u JOIN member m ON m.id = u.memberId WHERE m.externalId = ?",
        [sub],
      );
    expect(await of(plain)).toEqual({ email: `${plain.toLowerCase()}@shop.example` });
    expect((await of(odd))?.email).toMatch(/^member-\d+@sign-in\.invalid$/);
  });

  it("is told to the audit log", async () => {
    const member = await enrolled();
    await comes(member.externalId ?? "").signIn();
    const row = "action = 'access.signIn' AND memberId = ? AND `after` LIKE '%PROVIDER%'";
    expect(await countOf("audit_log", row, [member.id])).toBe(1);
  });

  it.each<[string, string, (memberId: number) => Promise<unknown>]>([
    [
      "closed",
      "AccountClosed",
      (id) => changeRow("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]),
    ],
    [
      "disabled",
      "NoAccount",
      async (id) => {
        const user = await account("member", id);
        await changeRow("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [user.id]);
      },
    ],
  ])("keeps out whose account is %s, and says so on the page", async (_, error, end) => {
    const member = await enrolled();
    await end(member.id);
    const browser = comes(member.externalId ?? "");
    expect(await browser.signIn()).toBe(`/sign-in?error=${error}`);
    expect((await browser.who()).kind).toBe("anonymous");
    expect(
      await countOf("session s JOIN user u ON u.id = s.userId", "u.memberId = ?", [member.id]),
    ).toBe(0);
  });

  it.each(["https://evil.example", "http://127.0.0.1", "", "{tenantid}"])(
    "lets nobody in whose document and token agree that they are of %j",
    async (issuer) => {
      const member = await enrolled();
      provider.issuer = issuer;
      const browser = comes(member.externalId ?? "");
      expect(await browser.signIn()).toMatch(/^\/sign-in\?error=/);
      expect((await browser.who()).kind).toBe("anonymous");
    },
  );

  it("knows the provider by its name with a slash at its end too", async () => {
    const member = await enrolled();
    provider.issuer = `${provider.url}/`;
    expect(await comes(member.externalId ?? "").signIn()).toBe("/membership");
  });

  it("keeps out whom no externalId can name", async () => {
    expect(await comes("a subject with blanks").signIn()).toBe("/sign-in?error=NoAccount");
    expect(await comes("u".repeat(65)).signIn()).toBe("/sign-in?error=NoAccount");
  });

  describe("where the program enrols nobody by itself", () => {
    useProgram({ autoEnrol: false });

    it("keeps out who is no member, and lets members in", async () => {
      const sub = fresh("nobody");
      expect(await comes(sub).signIn()).toBe("/sign-in?error=NoMember");
      expect(await countOf("member", "externalId = ?", [sub])).toBe(0);
      const member = await enrolled();
      expect(await comes(member.externalId ?? "").signIn()).toBe("/membership");
    });
  });

  describe("by e-mail", () => {
    beforeEach(() => {
      env().OIDC_LINK = "email";
    });

    it("opens the account that has the proven address, in any case", async () => {
      const { email, id } = await account("operator");
      const browser = comes("anything at all", {
        email: email.toUpperCase(),
        email_verified: true,
      });
      expect(await browser.signIn()).toBe("/membership");
      expect(await browser.who()).toMatchObject({ kind: "operator", userId: id });
    });

    const looks = (email: string) => [
      email.replace("admin", "\u00e1dmin"),
      email.replace("admin", "\uff41dmin"),
      email.replace("admin", "\u0430dmin"),
      email.replace("shop", "sh\u00f6p"),
      email.replace("shop", "\uff53hop"),
      `${email}\u200b`,
      `\u200b${email}`,
      email.replace("@", "\u2060@"),
      email.replace("i", "\u0130"),
      // In small letters, or without what counts as a blank, each of these is the address itself.
      email.replace("k", "\u212a"),
      `${email}\ufeff`,
      `\u00a0${email}`,
      `${email}\u2028`,
    ];

    it("opens nothing by a proven address that only looks like one of ours", async () => {
      const email = `admin-k-${fresh("l").toLowerCase()}@shop.example`;
      const user = { email, password: null, name: "Admin", role: "admin", memberId: null } as const;
      await at(new Date(), (work) => createUser(work, user), SYSTEM);
      for (const look of looks(email)) {
        const browser = comes("u", { email: look, email_verified: true });
        expect(await browser.signIn(), look).toBe("/sign-in?error=NoAccount");
        expect((await browser.who()).kind).toBe("anonymous");
      }
      expect(await comes("u", { email, email_verified: true }).signIn()).toBe("/membership");
    });

    it("opens no account that has only a placeholder for an address", async () => {
      const member = await enrolled();
      env().OIDC_LINK = "sub";
      await comes(member.externalId ?? "").signIn();
      env().OIDC_LINK = "email";
      const email = `member-${member.id}@sign-in.invalid`;
      expect(await countOf("user", "email = ?", [email])).toBe(1);
      const browser = comes("u", { email, email_verified: true });
      expect(await browser.signIn()).toBe("/sign-in?error=NoAccount");
    });

    it.each([
      ["is not proven", { email_verified: false }],
      ["is not said to be proven", {}],
      ["is proven with another word", { email_verified: 1 }],
    ])("opens nothing where the address %s", async (_, claims) => {
      const { email } = await account("admin");
      const browser = comes("u", { email, ...claims });
      expect(await browser.signIn()).toBe("/sign-in?error=NoAccount");
      expect((await browser.who()).kind).toBe("anonymous");
    });

    it("opens nothing where nobody has the address, or there is none, or it is disabled", async () => {
      const { email, id } = await account("operator");
      await changeRow("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [id]);
      for (const given of [{ email }, { email: "nobody@shop.example" }, {}]) {
        const browser = comes("u", { ...given, email_verified: true });
        expect(await browser.signIn()).toBe("/sign-in?error=NoAccount");
      }
    });
  });

  it.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ["of another sign-in (nonce)", (claims) => ({ ...claims, nonce: "another" })],
    ["for another client", (claims) => ({ ...claims, aud: "another" })],
    ["of another issuer", (claims) => ({ ...claims, iss: "https://elsewhere.example" })],
    ["that ended", (claims) => ({ ...claims, exp: seconds(-3600), iat: seconds(-7200) })],
  ])("takes no token %s", async (_, forge) => {
    provider.forge = forge;
    const browser = comes(fresh("u"));
    expect(await browser.signIn()).toMatch(/^\/sign-in\?.*error=OAuthCallback/);
    expect((await browser.who()).kind).toBe("anonymous");
  });

  const begun = (response: ServerResponse) => response.writeHead(200).flushHeaders();
  const other101 = ({ socket }: ServerResponse) =>
    socket?.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
  const drops = (response: ServerResponse) => {
    begun(response);
    const drop = setInterval(() => response.write(" "), 500);
    response.once("close", () => clearInterval(drop));
  };
  let streamed = 0;
  const endless = (response: ServerResponse) => {
    begun(response);
    streamed = 0;
    const piece = Buffer.alloc(64_000, " ");
    const flow = () => {
      while (!response.destroyed && streamed < 200_000_000) {
        streamed += piece.length;
        if (!response.write(piece)) return response.once("drain", flow);
      }
    };
    flow();
  };

  it.each<[string, string, (response: ServerResponse) => void]>([
    ["begins and does not end", "/.well-known/openid-configuration", begun],
    ["comes by drops", "/token", drops],
    ["is another protocol", "/.well-known/openid-configuration", other101],
    ["is another protocol", "/token", other101],
    ["is another protocol", "/keys", other101],
    ["has no end", "/.well-known/openid-configuration", endless],
    ["has no end", "/token", endless],
    ["has no end", "/keys", endless],
  ])(
    "a provider whose answer %s (%s) ends in a refusal within seconds, and little of it is taken",
    { timeout: 15_000 },
    async (_, at, as) => {
      provider.broken = { at, as };
      const browser = comes(fresh("u"));
      expect(await browser.signIn()).toMatch(/error=OAuth(Signin|Callback)/);
      expect((await browser.who()).kind).toBe("anonymous");
      // What the sockets of both ends hold is sent too.
      if (as === endless) expect(streamed).toBeLessThan(20_000_000);
    },
  );

  it.each([
    ["a list", (sub: string) => [sub]],
    ["a number that cannot be told from the next one", () => 2 ** 53],
    ["a fraction", () => 1.5],
    ["not there", () => undefined],
  ])("a subject that is %s is nobody's", async (_, told) => {
    const member = await enrolled();
    provider.claims = { sub: told(member.externalId ?? "") };
    const browser = new Browser(home);
    expect(await browser.signIn()).toMatch(/error=(NoAccount|OAuthCallback)/);
    expect((await browser.who()).kind).toBe("anonymous");
  });

  it("what else a provider says in a way of its own is left aside", async () => {
    const browser = comes(fresh("u"), { email: { a: 1 }, email_verified: true, name: ["x"] });
    expect(await browser.signIn()).toBe("/membership");
  });

  it("takes no token that another key signed", async () => {
    const own = provider.key;
    const browser = comes(fresh("u"));
    const end = await browser.signIn((address) => {
      if (!address.includes("/callback/")) return address;
      provider.key = { ...own, privateKey: other.privateKey };
      return address;
    });
    provider.key = own;
    expect(end).toMatch(/error=OAuthCallback/);
  });

  it("takes no code that another browser was given", async () => {
    const browser = comes(fresh("u"));
    const end = await browser.signIn((address) => {
      if (address.includes("/callback/")) browser.forget("next-auth.state");
      return address;
    });
    expect(end).toMatch(/error=OAuthCallback/);
    expect((await browser.who()).kind).toBe("anonymous");
  });
});
