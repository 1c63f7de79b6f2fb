import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { env } from "@/env";
import type { Caller } from "@/platform/auth";
import { as, at } from "@/testing/actors";
import {
  account,
  changeRow,
  cookieOf,
  PASSWORD,
  type Signature,
  serviceKey,
  signatureOf,
  signedIn,
} from "@/testing/credentials";
import { useDatabase, WEBHOOK_SECRET_OLD } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { createUser, verifyPassword } from "./accounts";
import { authenticate, whoAmI } from "./authenticate";
import { signOut } from "./sessions";

const REFUSED = { domainCode: "AUTHENTICATION_REQUIRED", status: 401 };
const DAY_MS = 24 * 3600 * 1000;

const shown = (headers: Record<string, string>): Promise<Caller> =>
  authenticate({ headers: new Headers(headers) });

describe("a signed-in person", () => {
  useDatabase();

  it("is known by the cookie as who they are, with the permissions of their role", async () => {
    const member = await enrolled();
    const [customer, operator, admin] = [
      await signedIn("member", member.id),
      await signedIn("operator"),
      await signedIn("admin"),
    ];
    expect(await shown(customer.headers)).toMatchObject({
      kind: "member",
      actor: `member:${member.id}`,
      memberId: member.id,
      ratePerMinute: 100,
      grants: new Set(),
    });
    expect(await shown(operator.headers)).toMatchObject({
      kind: "operator",
      actor: `operator:${operator.id}`,
      memberId: null,
      ratePerMinute: 1000,
    });
    expect((await shown(operator.headers)).grants.has("access:manage")).toBe(false);
    expect((await shown(admin.headers)).grants.has("access:manage")).toBe(true);
  });

  it("is known among the first two cookies of the name, and of hundreds nobody is looked for", async () => {
    const { cookie, id } = await signedIn("operator");
    const made = "next-auth.session-token=e30.x";
    expect(await shown({ cookie: `${made}; ${cookie}` })).toMatchObject({ userId: id });
    for (const before of [2, 430]) {
      const cookies = [...Array.from({ length: before }, () => made), cookie].join("; ");
      expect((await shown({ cookie: cookies })).kind, `${before}`).toBe("anonymous");
    }
  });

  it("behind https is known by the __Host- cookie alone, among other cookies", async () => {
    const { cookie, id } = await signedIn("operator");
    const over = env().APP_URL;
    env().APP_URL = "https://members.shop.example";
    try {
      const among = `theme=dark; ${cookie}; __Host-${cookie}; locale=en`;
      expect(await shown({ cookie: among })).toMatchObject({ userId: id });
      for (const prefix of ["", "__Secure-", "__host-", "__Host-x"]) {
        expect((await shown({ cookie: `${prefix}${cookie}` })).kind, prefix).toBe("anonymous");
      }
    } finally {
      env().APP_URL = over;
    }
    expect((await shown({ cookie: `__Host-${cookie}` })).kind).toBe("anonymous");
  });

  const seen = (sessionId: string, hoursAgo: number) =>
    changeRow("UPDATE session SET lastSeenAt = ? WHERE id = ?", [
      new Date(Date.now() - hoursAgo * 3600_000),
      sessionId,
    ]);

  it.each([
    ["operator", 11.9, "operator"],
    ["operator", 12.1, "anonymous"],
    ["admin", 12.1, "anonymous"],
  ] as const)("as %s not seen for %d hours is %s", async (role, hours, kind) => {
    const { headers, sessionId } = await signedIn(role);
    await seen(sessionId, hours);
    const caller = await shown(headers);
    expect(caller.kind).toBe(kind);
    expect((await whoAmI({ ...caller, sessionId })) === null).toBe(kind === "anonymous");
  });

  it("as a member stays signed in for as long as sign-ins last", async () => {
    const { headers, sessionId } = await signedIn("member", (await enrolled()).id);
    await seen(sessionId, 24 * 29);
    expect((await shown(headers)).kind).toBe("member");
  });

  it("stays signed in by what they do, not by what an open page asks alone", async () => {
    const { headers, sessionId } = await signedIn("operator");
    await seen(sessionId, 11);
    const fresh = () => countOf("session", "id = ? AND lastSeenAt > ?", [sessionId, nearly()]);
    const nearly = () => new Date(Date.now() - 60_000).toISOString().slice(0, 23).replace("T", " ");
    expect((await shown({ ...headers, "x-unattended": "1" })).kind).toBe("operator");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await fresh()).toBe(0);
    await shown(headers);
    await expect.poll(fresh).toBe(1);
  });

  it.each([
    [11, "operator"],
    [13, "anonymous"],
  ] as const)(
    "of a session that an older release opened %d hours ago is %s",
    async (hours, kind) => {
      const { headers, sessionId } = await signedIn("operator");
      const opened = new Date(Date.now() - hours * 3600_000);
      await changeRow("UPDATE session SET lastSeenAt = NULL, createdAt = ? WHERE id = ?", [
        opened,
        sessionId,
      ]);
      expect((await shown(headers)).kind).toBe(kind);
    },
  );

  it("who signs out is a stranger at once, on every copy of the cookie", async () => {
    const { headers, sessionId } = await signedIn("operator");
    const caller = await shown(headers);
    expect(await at(new Date(), signOut, caller)).toEqual({ signedOut: true });
    expect((await shown(headers)).kind).toBe("anonymous");
    expect(await whoAmI(caller)).toBeNull();
    expect(await countOf("session", "id = ? AND revokedAt IS NULL", [sessionId])).toBe(0);
  });

  it("who signs out of one browser stays signed in at the other", async () => {
    const first = await signedIn("operator");
    const second = await signedIn("operator");
    await as(await shown(first.headers)).access.signOut({});
    expect((await shown(second.headers)).kind).toBe("operator");
  });

  it.each([
    ["whose session ended a moment ago", -1, "anonymous"],
    ["whose session ends tomorrow", DAY_MS, "operator"],
  ])("%s", async (_, leftMs, kind) => {
    const { headers, sessionId } = await signedIn("operator");
    const ends = new Date(Date.now() + leftMs);
    await changeRow("UPDATE session SET expiresAt = ? WHERE id = ?", [ends, sessionId]);
    expect((await shown(headers)).kind).toBe(kind);
  });

  it("who is disabled is a stranger at once", async () => {
    const { headers, id } = await signedIn("operator");
    await changeRow("UPDATE user SET disabledAt = ? WHERE id = ?", [new Date(), id]);
    expect((await shown(headers)).kind).toBe("anonymous");
  });

  it("whose role was taken back has its permissions no longer", async () => {
    const { headers, id } = await signedIn("admin");
    await changeRow("UPDATE user SET role = 'operator' WHERE id = ?", [id]);
    const caller = await shown(headers);
    expect(caller.kind).toBe("operator");
    expect(caller.grants.has("access:manage")).toBe(false);
  });
});

describe("a cookie that we did not make", () => {
  useDatabase();

  const flipped = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
  const unsigned = (claims: object) =>
    [{ alg: "none", typ: "JWT" }, claims, ""]
      .map((part) => (part === "" ? "" : Buffer.from(JSON.stringify(part)).toString("base64url")))
      .join(".");

  it.each<[string, (sessionId: string, cookie: string) => Promise<string> | string]>([
    ["encrypted with another secret", (id) => cookieOf(id, "somebody else’s secret, just as long")],
    ["changed in one character", (_, cookie) => flipped(cookie, cookie.length - 30)],
    ["cut short", (_, cookie) => cookie.slice(0, -10)],
    ["naming a session that is not there", () => cookieOf(randomBytes(32).toString("base64url"))],
    ["naming a session by the wrong case", (id) => cookieOf(swapCase(id))],
    ["signed by nobody (alg none)", (sid) => `next-auth.session-token=${unsigned({ sid })}`],
    ["with the bare session id", (id) => `next-auth.session-token=${id}`],
    ["empty", () => "next-auth.session-token="],
    ["of another name", (_, cookie) => cookie.replace("next-auth.", "other.")],
    ["with claims of its own but no session", claimsOnly],
    ["that ended an hour ago", endedCookie],
  ])("%s is a stranger's", async (_, cookieFor) => {
    const { sessionId, cookie } = await signedIn("admin");
    const caller = await shown({ cookie: await cookieFor(sessionId, cookie) });
    expect(caller).toMatchObject({ kind: "anonymous", sessionId: null, memberId: null });
    expect(caller.grants.size).toBe(0);
  });

  function swapCase(text: string): string {
    return [...text]
      .map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()))
      .join("");
  }

  async function claimsOnly(): Promise<string> {
    const token = { sub: "1", role: "admin", kind: "admin", userId: 1 };
    return `next-auth.session-token=${await encode({ token, secret: env().AUTH_SECRET })}`;
  }

  async function endedCookie(sid: string): Promise<string> {
    const wanted = { token: { sid }, secret: env().AUTH_SECRET, maxAge: -3600 };
    return `next-auth.session-token=${await encode(wanted)}`;
  }
});

describe("a service key", () => {
  useDatabase();

  it("is known by its secret, with its scopes and its rate", async () => {
    const wanted = { scopes: ["points:write", "members:read"] as const, ratePerMinute: 7 };
    const key = await serviceKey(wanted);
    expect(await shown(key.headers)).toMatchObject({
      kind: "service",
      actor: key.actor,
      grants: new Set(wanted.scopes),
      ratePerMinute: 7,
      memberId: null,
      sessionId: null,
    });
  });

  it("is kept as a hash only", async () => {
    const { id, secret } = await serviceKey();
    const stored = "id = ? AND CONCAT_WS(' ', name, prefix, secretHash, scopes, createdBy) LIKE ?";
    expect(await countOf("api_key", stored, [id, `%${secret.slice(4)}%`])).toBe(0);
    expect(
      await countOf("audit_log", "target = ? AND COALESCE(after, '') NOT LIKE ?", [
        `service:${id}`,
        `%${secret}%`,
      ]),
    ).toBe(1);
  });

  it.each<[string, string, number, boolean]>([
    ["revoked a moment ago", "revokedAt", -1, false],
    ["that ended a moment ago", "expiresAt", -1, false],
    ["that ends tomorrow", "expiresAt", DAY_MS, true],
  ])("%s", async (_, column, fromNowMs, isKnown) => {
    const { id, headers, actor } = await serviceKey();
    const moment = new Date(Date.now() + fromNowMs);
    await changeRow(`UPDATE api_key SET ${column} = ? WHERE id = ?`, [moment, id]);
    if (isKnown) expect(await shown(headers)).toMatchObject({ actor });
    else await expect(shown(headers)).rejects.toMatchObject(REFUSED);
  });

  it.each<[string, (secret: string) => string]>([
    ["nobody was given", () => `Bearer msk_${randomBytes(24).toString("base64url")}`],
    ["with a character more", (secret) => `Bearer ${secret}x`],
    ["in another case", (secret) => `Bearer ${secret.toUpperCase()}`],
    ["without its scheme", (secret) => secret],
    ["as a password", (secret) => `Basic ${Buffer.from(`:${secret}`).toString("base64")}`],
    ["that is empty", () => "Bearer "],
    ["that is a token of another house", () => "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1MSJ9."],
  ])("%s is refused, not taken for a stranger", async (_, headerOf) => {
    const { secret } = await serviceKey();
    await expect(shown({ authorization: headerOf(secret) })).rejects.toMatchObject(REFUSED);
  });

  it("that is wrong is refused even beside a good cookie", async () => {
    const { cookie } = await signedIn("admin");
    await expect(shown({ cookie, authorization: "Bearer msk_no" })).rejects.toMatchObject(REFUSED);
  });

  it("remembers when it was last used", async () => {
    const { id, headers } = await serviceKey();
    await shown(headers);
    await expect.poll(() => countOf("api_key", "id = ? AND lastUsedAt IS NOT NULL", [id])).toBe(1);
  });
});

describe("a password", () => {
  useDatabase();

  it("opens its own account, however the address is written", async () => {
    const { id, email } = await account("operator");
    const found = await verifyPassword(`  ${email.toUpperCase()} `, PASSWORD);
    expect(found).toMatchObject({ id, email });
  });

  it.each([
    ["another password", PASSWORD.toUpperCase()],
    ["a blank more", `${PASSWORD} `],
    ["no password", ""],
  ])("is not opened by %s", async (_, password) => {
    const { email } = await account("operator");
    expect(await verifyPassword(email, password)).toBeUndefined();
  });

  it("opens nothing where there is no account, or a disabled one, or one without a password", async () => {
    const [disabled, bare] = [await account("operator"), await account("operator")];
    await changeRow("UPDATE user SET disabledAt = ? WHERE id = ?", [new Date(), disabled.id]);
    await changeRow("UPDATE user SET passwordHash = NULL WHERE id = ?", [bare.id]);
    for (const email of [disabled.email, bare.email, "nobody@shop.example"]) {
      expect(await verifyPassword(email, PASSWORD)).toBeUndefined();
    }
    expect(await verifyPassword(bare.email, "nobody’s password")).toBeUndefined();
  });

  it("is kept as an argon2id hash of the strength that OWASP names", async () => {
    const { id } = await account("operator");
    const hashed = "id = ? AND passwordHash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%'";
    expect(await countOf("user", hashed, [id])).toBe(1);
  });

  it("has one account for each address", async () => {
    const { email } = await account("operator");
    const twin = {
      email: email.toUpperCase(),
      password: PASSWORD,
      name: "T",
      role: "admin",
      memberId: null,
    } as const;
    await expect(at(new Date(), (work) => createUser(work, twin))).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "email" }],
    });
  });
});

describe("a signed message", () => {
  useDatabase();

  const BODY = '{"type":"SHARE_CREATED","note":"林夏"}';
  const MINUTE_MS = 60_000;

  const delivered = (headers: Record<string, string>, body = BODY): Promise<Caller> =>
    authenticate({ headers: new Headers(headers), signedBody: Buffer.from(body) });
  const ago = (ms: number): Signature => ({ signedAt: new Date(Date.now() - ms) });

  it.each<[string, Signature]>([
    ["now", {}],
    ["four minutes ago", ago(4 * MINUTE_MS)],
    ["by a clock four minutes ahead", ago(-4 * MINUTE_MS)],
    ["with the secret that is being replaced", { secret: WEBHOOK_SECRET_OLD }],
  ])("is the shop's when signed %s", async (_, signature) => {
    expect(await delivered(signatureOf(BODY, signature))).toMatchObject({
      kind: "service",
      actor: "webhook",
      grants: new Set(["signature:webhook"]),
      memberId: null,
    });
  });

  it("is the shop's when one of several signatures fits", async () => {
    const headers = signatureOf(BODY);
    const two = `v1,${randomBytes(32).toString("base64")} ${headers["webhook-signature"]}`;
    expect((await delivered({ ...headers, "webhook-signature": two })).actor).toBe("webhook");
  });

  it.each<[string, Signature]>([
    ["six minutes ago", ago(6 * MINUTE_MS)],
    ["by a clock six minutes ahead", ago(-6 * MINUTE_MS)],
    ["with a secret of somebody else", { secret: `whsec_${randomBytes(32).toString("base64")}` }],
  ])("is refused when signed %s", async (_, signature) => {
    await expect(delivered(signatureOf(BODY, signature))).rejects.toMatchObject(REFUSED);
  });

  it.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
    "is refused without its %s, and with an empty one",
    async (name) => {
      const { [name]: _, ...rest } = signatureOf(BODY);
      await expect(delivered(rest)).rejects.toMatchObject(REFUSED);
      await expect(delivered({ ...rest, [name]: "" })).rejects.toMatchObject(REFUSED);
    },
  );

  it.each<[string, (headers: Record<string, string>) => Record<string, string>, string?]>([
    ["one byte of the body", (headers) => headers, BODY.replace("SHARE", "SHARF")],
    ["a blank at the end of the body", (headers) => headers, `${BODY} `],
    ["its id", (headers) => ({ ...headers, "webhook-id": `${headers["webhook-id"]}0` })],
    ["its timestamp by a second", nextSecond],
    [
      "its timestamp by what follows it",
      (headers) => ({ ...headers, "webhook-timestamp": `${headers["webhook-timestamp"]}x` }),
    ],
    ["its timestamp to no number", (headers) => ({ ...headers, "webhook-timestamp": "soon" })],
    [
      "the version of its signature",
      (headers) => ({
        ...headers,
        "webhook-signature": `${headers["webhook-signature"]}`.replace("v1,", "v2,"),
      }),
    ],
  ])("is refused after a change of %s", async (_, change, body) => {
    await expect(delivered(change(signatureOf(BODY)), body)).rejects.toMatchObject(REFUSED);
  });

  function nextSecond(headers: Record<string, string>) {
    return { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) };
  }

  it("that is not the shop's is refused for far less work than the library's own hash takes", async () => {
    const body = "a".repeat(1_000_000);
    const secret = `whsec_${randomBytes(32).toString("base64")}`;
    const headers = signatureOf("{}", { secret });
    const [ours = 0, theirs = 0] = await leastWork([
      () => delivered(headers, body).catch(() => undefined),
      async () => new Webhook(secret).sign("id", new Date(), body),
    ]);
    expect(ours).toBeLessThan(theirs / 2);
  });

  /** Of many turns, so that what else the machine does counts little, and strikes all alike. */
  async function leastWork(acts: readonly (() => Promise<unknown>)[]): Promise<number[]> {
    const least = acts.map(() => Number.POSITIVE_INFINITY);
    for (let turn = 0; turn < 25; turn++) {
      for (const [place, act] of acts.entries()) {
        const before = process.cpuUsage();
        await act();
        const { user, system } = process.cpuUsage(before);
        least[place] = Math.min(least[place] ?? 0, user + system);
      }
    }
    return least;
  }

  it("never counts as another service's call", async () => {
    const { headers } = await serviceKey();
    const both = { ...signatureOf(BODY), ...headers, "webhook-signature": "v1,AAAA" };
    await expect(delivered(both)).rejects.toMatchObject(REFUSED);
  });
});

describe("an account of an older release", () => {
  useDatabase();

  it.each([
    ["with an accent", "\u00e1dmin", "d\u00e9mo.example"],
    ["in an international domain", "lin", "例子.example"],
    ["quoted", '"lin xia"', "shop.example"],
  ])(
    "whose address is %s still signs in by it, and by nothing that looks alike",
    async (_, local, domain) => {
      const { id } = await account("operator");
      const mark = fresh("o").toLowerCase();
      const email = local.startsWith('"')
        ? `"${mark} xia"@${domain}`
        : `${local}-${mark}@${domain}`;
      await changeRow("UPDATE user SET email = ? WHERE id = ?", [email, id]);
      expect(await verifyPassword(email, PASSWORD)).toMatchObject({ id });
      expect(await verifyPassword(` ${email.toUpperCase()} `, PASSWORD)).toMatchObject({ id });
      for (const look of [`${email}\u200b`, email.normalize("NFD"), email.replace("é", "e")]) {
        if (look !== email) expect(await verifyPassword(look, PASSWORD)).toBeUndefined();
      }
    },
  );

  it("in an international domain has that address for itself, however it is written", async () => {
    const { id } = await account("operator");
    const mark = fresh("o").toLowerCase();
    await changeRow("UPDATE user SET email = ? WHERE id = ?", [`${mark}@例子.example`, id]);
    expect(await verifyPassword(`${mark}@xn--fsqu00a.example`, PASSWORD)).toMatchObject({ id });
    const email = `${mark}@XN--fsqu00a.example`;
    const twin = {
      email,
      password: PASSWORD,
      name: "T",
      role: "operator",
      memberId: null,
    } as const;
    const made = at(new Date(), (work) => createUser(work, twin));
    await expect(made).rejects.toMatchObject({ errors: [{ path: "email" }] });
  });
});
