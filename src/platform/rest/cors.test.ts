import { beforeAll, describe, expect, it } from "vitest";
import { serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { REST_PREFIX, restDoor } from "@/trpc/doors";
import { withCors } from "./cors";
import { answerRest } from "./fetch";

const SHOP = "https://shop.example";
const ASKS = { origin: SHOP, "access-control-request-method": "POST" };

/** Everything about other origins that an answer says. */
const told = (headers: Record<string, unknown>) =>
  Object.keys(headers).filter((name) => name.startsWith("access-control-"));

describe("a page of another origin", () => {
  useDatabase();
  const api = useApi();

  beforeAll(() => {
    process.env.CORS_ORIGINS = `${SHOP} http://localhost:5173`;
  });

  it("may ask in advance, and hears what it may send", async () => {
    const answer = await api.call("OPTIONS", "/points/use", { headers: ASKS });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe("");
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": SHOP,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers":
        "Authorization, Content-Type, Idempotency-Key, Accept-Language",
      vary: "Origin",
    });
    const profile = await api.call("OPTIONS", "/profile", { headers: ASKS });
    expect(profile.headers["access-control-allow-methods"]).toBe("GET, PUT");
  });

  it("may read answers, refusals and their headers, with a key of its own", async () => {
    const { headers } = await serviceKey();
    const member = await enrolled();
    const path = `/members/${member.id}`;
    const good = await api.call("GET", path, { headers: { ...headers, origin: SHOP } });
    const bad = await api.call("GET", path, { headers: { origin: SHOP } });
    expect([good.status, bad.status]).toEqual([200, 401]);
    for (const answer of [good, bad]) {
      expect(answer.headers["access-control-allow-origin"]).toBe(SHOP);
      expect(answer.headers["access-control-expose-headers"]).toBe(
        "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Idempotent-Replayed",
      );
    }
  });

  it("is never given anything with a cookie, and writes nothing with one", async () => {
    const member = await enrolled();
    const { headers } = await signedIn("member", member.id);
    const asked = await api.call("OPTIONS", "/profile", { headers: ASKS });
    const written = await api.call("PUT", "/profile", {
      headers: { ...headers, origin: SHOP },
      body: { nickname: "L" },
    });
    expect(written.json.code).toBe("PERMISSION_DENIED");
    for (const answer of [asked, written]) {
      expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
    }
  });

  it.each([
    "https://evil.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://a.shop.example",
    "https://shop.example.evil.example",
    "null",
    "*",
  ])("that is not named (%s) hears nothing about origins", async (origin) => {
    const asked = await api.call("OPTIONS", "/points/use", { headers: { ...ASKS, origin } });
    const read = await api.call("GET", "/tiers", { headers: { origin } });
    expect([asked.status, read.status]).toEqual([405, 200]);
    expect([...told(asked.headers), ...told(read.headers)]).toEqual([]);
    expect(read.headers.vary).toBe("Origin");
  });

  it("asks in vain where nothing is, and OPTIONS that asks nothing stays 405", async () => {
    const nowhere = await api.call("OPTIONS", "/nowhere", { headers: ASKS });
    expect(nowhere.status).toBe(404);
    for (const headers of [{}, { origin: SHOP }]) {
      const answer = await api.call("OPTIONS", "/points/use", { headers });
      expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
    }
  });

  it("is answered the same where Next is the host", async () => {
    const at = (method: string, path: string, headers = {}, body?: string) =>
      answerRest(
        restDoor(),
        REST_PREFIX,
        new Request(`http://localhost:3000${REST_PREFIX}${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body }),
        }),
      );
    const asked = await at("OPTIONS", "/points/use", ASKS);
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([204, SHOP]);
    const document = await at("GET", "/openapi.json");
    expect(((await document.json()) as { openapi: string }).openapi).toBe("3.1.0");
    const { headers } = await serviceKey();
    const large = { ...headers, "content-type": "application/json" };
    const answer = await at("POST", "/points/use", large, " ".repeat(1_000_001));
    expect(answer.status).toBe(413);
  });
});

describe("strangers", () => {
  useDatabase();
  const api = useApi();

  beforeAll(async () => {
    const { env } = await import("@/env");
    env().ANONYMOUS_RATE_PER_MINUTE = 12;
  });

  it("of one address are counted together, guesses at keys too, and probes never", async () => {
    const guess = { headers: { authorization: "Bearer msk_guess" } };
    const calls = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0 ? api.call("GET", "/tiers") : api.call("GET", "/tiers", guess),
    );
    const answers = await Promise.all(calls);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(8);
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThan(0);
    expect((await api.call("GET", "/health")).status).toBe(200);
    const { headers } = await serviceKey();
    expect((await api.call("GET", "/tiers", { headers })).status).toBe(200);
  });
});

describe("where every origin is allowed", () => {
  const answer = { status: 200, headers: {}, body: "{}" };
  const asking = (headers: Record<string, string>) => ({
    method: "GET",
    path: "profile",
    search: new URLSearchParams(),
    headers: new Headers(headers),
    remoteAddress: "",
    readBody: async () => new Uint8Array(),
  });

  it("each is named as itself and none is given cookies", () => {
    const { headers } = withCors(answer, asking({ origin: "https://any.example" }), ["*"]);
    expect(headers).toMatchObject({ "Access-Control-Allow-Origin": "https://any.example" });
    expect(Object.keys(headers)).not.toContain("Access-Control-Allow-Credentials");
  });

  it("a request without an origin hears of none", () => {
    const { headers } = withCors(answer, asking({}), ["*"]);
    expect(headers).toEqual({ Vary: "Origin" });
  });
});
