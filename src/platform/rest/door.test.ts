import { request } from "node:http";
import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { setStatus } from "@/modules/members/service/members";
import { as, at, memberCaller } from "@/testing/actors";
import { changeRow, serviceKey, signatureOf, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh, LONG_AGO } from "@/testing/factories";
import { type ApiRequest, useApi } from "@/testing/http";
import { createContext, strangerContext } from "@/trpc/context";
import { command, query, router } from "../trpc";
import { createRestDoor } from "./door";

const TOO_LARGE = " ".repeat(1_000_001);
const LONG_KEY = { "idempotency-key": "k".repeat(256) };

describe("the REST door", () => {
  useDatabase();
  const api = useApi();
  let all: Record<string, string>;
  let none: Record<string, string>;

  beforeAll(async () => {
    all = (await serviceKey()).headers;
    none = (await serviceKey({ scopes: ["stats:read"] })).headers;
  });

  const use = (memberId: number, changes = {}) => ({
    memberId: String(memberId),
    points: 10,
    orderId: fresh("o"),
    orderAmountMinor: 10_000,
    ...changes,
  });

  describe("checks in the order of the contract", () => {
    const strange = { authorization: "Bearer msk_nobody" };
    const textual = { "content-type": "text/plain" };

    it.each<[string, string, string, () => ApiRequest, number, string]>([
      [
        "the path before the caller",
        "POST",
        "/nowhere",
        () => ({ headers: strange }),
        404,
        "NOT_FOUND",
      ],
      ["the path before the method", "DELETE", "/nowhere", () => ({}), 404, "NOT_FOUND"],
      [
        "the method before the caller",
        "DELETE",
        "/points/use",
        () => ({ headers: strange }),
        405,
        "METHOD_NOT_ALLOWED",
      ],
      [
        "the method before the size",
        "PUT",
        "/points/use",
        () => ({ body: TOO_LARGE }),
        405,
        "METHOD_NOT_ALLOWED",
      ],
      [
        "the caller before the size",
        "POST",
        "/points/use",
        () => ({ body: TOO_LARGE }),
        401,
        "AUTHENTICATION_REQUIRED",
      ],
      [
        "the caller before the body",
        "POST",
        "/points/use",
        () => ({ headers: strange, body: "{" }),
        401,
        "AUTHENTICATION_REQUIRED",
      ],
      [
        "the signature before the size",
        "POST",
        "/webhooks/events",
        () => ({ body: TOO_LARGE }),
        401,
        "AUTHENTICATION_REQUIRED",
      ],
      [
        "the signature before the body",
        "POST",
        "/webhooks/events",
        () => ({ headers: { ...signatureOf("{"), "webhook-signature": "v1,AAAA" }, body: "{" }),
        401,
        "AUTHENTICATION_REQUIRED",
      ],
      [
        "the size before the type",
        "POST",
        "/points/use",
        () => ({ headers: { ...all, ...textual }, body: TOO_LARGE }),
        413,
        "BODY_TOO_LARGE",
      ],
      [
        "the size before the permission",
        "POST",
        "/points/use",
        () => ({ headers: none, body: TOO_LARGE }),
        413,
        "BODY_TOO_LARGE",
      ],
      [
        "the type before the permission",
        "POST",
        "/points/use",
        () => ({ headers: { ...none, ...textual }, body: "{}" }),
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      ],
      [
        "the type before the body",
        "POST",
        "/points/use",
        () => ({ headers: { ...all, ...textual }, body: "{" }),
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      ],
      [
        "the permission before the body",
        "POST",
        "/points/use",
        () => ({ headers: none, body: "{" }),
        403,
        "PERMISSION_DENIED",
      ],
      [
        "the permission before the key",
        "POST",
        "/points/use",
        () => ({ headers: { ...none, ...LONG_KEY }, body: {} }),
        403,
        "PERMISSION_DENIED",
      ],
      [
        "the body before the member",
        "POST",
        "/points/use",
        () => ({ headers: all, body: use(999_999_999, { points: 0 }) }),
        400,
        "VALIDATION_FAILED",
      ],
    ])("%s", async (_, method, path, wanted, status, code) => {
      const answer = await api.call(method, path, wanted());
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    });

    it("the origin of a cookie after the type, with the permission", async () => {
      const { headers } = await signedIn("operator");
      const large = await api.call("POST", "/tiers/assign", { headers, body: TOO_LARGE });
      expect(large.status).toBe(413);
      const small = await api.call("POST", "/tiers/assign", { headers, body: "{" });
      expect(small.json).toMatchObject({ status: 403, code: "PERMISSION_DENIED" });
    });

    it("the body before a used key, the key before the member, the member before all rules", async () => {
      const member = await enrolled();
      await bought(member.id, { yuan: 100 });
      const post = (body: object, key = fresh("key")) =>
        api.call("POST", "/points/use", { headers: { ...all, "idempotency-key": key }, body });
      const first = use(member.id);
      const key = fresh("key");
      expect((await post(first, key)).status).toBe(200);
      await at(LONG_AGO, (work) => setStatus(work, { memberId: member.id }, "FROZEN", "checked"));
      const steps: [object, string | undefined, string][] = [
        [{ ...first, points: 0 }, key, "VALIDATION_FAILED"],
        [{ ...first, memberId: "999999999" }, key, "IDEMPOTENCY_KEY_REUSED"],
        [{ ...first, memberId: "999999999", points: 11 }, undefined, "MEMBER_NOT_FOUND"],
        [{ ...first, points: 11 }, undefined, "DUPLICATE_REFERENCE"],
        [use(member.id, { points: 1_000_000 }), undefined, "MEMBER_STATUS_INVALID"],
      ];
      for (const [body, usedKey, code] of steps) {
        expect((await post(body, usedKey)).json.code).toBe(code);
      }
      await at(LONG_AGO, (work) => setStatus(work, { memberId: member.id }, "ACTIVE", "checked"));
      const rules = [
        [{ points: 3001 }, "DEDUCTION_LIMIT_EXCEEDED"],
        [{ points: 3000 }, "INSUFFICIENT_POINTS"],
        [{ points: 90 }, undefined],
      ] as const;
      for (const [changes, code] of rules) {
        expect((await post(use(member.id, changes))).json.code).toBe(code);
      }
    });
  });

  describe("finds its procedures", () => {
    it.each([
      ["DELETE", "/points/use", "POST"],
      ["POST", "/tiers", "GET"],
      ["PATCH", "/profile", "GET, PUT"],
      ["OPTIONS", "/members/12", "GET, PUT"],
      ["POST", "/openapi.json", "GET"],
    ])("and answers %s %s with 405 and what it allows", async (method, path, allow) => {
      const answer = await api.call(method, path);
      expect(answer.status).toBe(405);
      expect(answer.headers.allow?.split(", ").sort().join(", ")).toBe(allow);
      expect(answer.json.code).toBe("METHOD_NOT_ALLOWED");
    });

    it.each([
      "",
      "/",
      "/tiers/",
      "//tiers",
      "/Tiers",
      "/tiers/../../../x",
      "/points",
      "/points/use/more",
      "/members/",
      "/members/%ZZ",
      "/%74iers%2F",
      "/__proto__",
      "/constructor",
      "/health/ready/x",
    ])("and nothing at “%s”", async (path) => {
      const answer = await api.call("GET", path, { headers: all });
      expect([answer.status, answer.json?.code]).toEqual([404, "NOT_FOUND"]);
    });

    it("and serves their description", async () => {
      const answer = await api.call("GET", "/openapi.json");
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toContain("application/json");
      expect(answer.headers["x-request-id"]).toBeTruthy();
      expect(answer.json.openapi).toBe("3.1.0");
    });
  });

  describe("answers", () => {
    it("with bare JSON that nobody may keep", async () => {
      const { status, headers, json } = await api.call("GET", "/tiers");
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-store");
      expect(json).toMatchObject({ items: expect.any(Array), nextCursor: null });
    });

    it("201 for an enrolment, again with the same key, marked as replayed", async () => {
      const wanted = {
        headers: { ...all, "idempotency-key": fresh("key") },
        body: { externalId: fresh("u") },
      };
      const first = await api.call("POST", "/members", wanted);
      const second = await api.call("POST", "/members", wanted);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.text).toBe(first.text);
      expect(first.headers["idempotent-replayed"]).toBeUndefined();
      expect(second.headers["idempotent-replayed"]).toBe("true");
    });

    it("the same refusal for the same key, with the request id it was first given", async () => {
      const body = {
        externalId: fresh("u"),
        points: 1,
        orderId: fresh("o"),
        orderAmountMinor: 100,
      };
      const wanted = { headers: { ...all, "idempotency-key": fresh("key") }, body };
      const first = await api.call("POST", "/points/use", wanted);
      const second = await api.call("POST", "/points/use", wanted);
      expect(first.json).toMatchObject({ status: 404, code: "MEMBER_NOT_FOUND" });
      expect([second.status, second.text]).toEqual([first.status, first.text]);
      expect(second.headers["idempotent-replayed"]).toBe("true");
      expect(second.headers["x-request-id"]).not.toBe(second.json.requestId);
    });

    it("202 for an event that waits for its order, and takes webhook-id as its key", async () => {
      const refundedAt = "2026-03-01T08:00:00Z";
      const data = {
        externalId: fresh("u"),
        orderId: fresh("o"),
        refundId: fresh("r"),
        amountMinor: 5,
        refundedAt,
      };
      const body = JSON.stringify({ type: "ORDER_REFUNDED", timestamp: refundedAt, data });
      const headers = signatureOf(body);
      const first = await api.call("POST", "/webhooks/events", { headers, body });
      const second = await api.call("POST", "/webhooks/events", { headers, body });
      expect([first.status, first.json]).toEqual([202, { parked: true }]);
      expect([second.status, second.text]).toEqual([202, first.text]);
      expect(second.headers["idempotent-replayed"]).toBe("true");
      expect(await countOf("order_refund", "refundId = ?", [data.refundId])).toBe(1);
    });

    it.each([
      ["256 characters", "k".repeat(256)],
      ["a letter beyond ASCII", "caf\u00e9"],
    ])("400 for a key of %s", async (_, key) => {
      const headers = { ...all, "idempotency-key": key };
      const answer = await api.call("POST", "/members", {
        headers,
        body: { externalId: fresh("u") },
      });
      expect(answer.json).toMatchObject({ status: 400, errors: [{ path: "idempotency-key" }] });
    });

    it("takes no key for a PUT", async () => {
      const member = await enrolled();
      const { headers } = await signedIn("member", member.id);
      const wanted = {
        headers: { ...headers, ...LONG_KEY, origin: "http://localhost:3000" },
        body: {},
      };
      expect((await api.call("PUT", "/profile", wanted)).status).toBe(200);
    });
  });

  describe("tells a refusal as a problem document", () => {
    const refused = (headers: Record<string, string> = {}) =>
      api.call("GET", "/profile?externalId=nobody", { headers: { ...all, ...headers } });

    it("with its code, title, words, facts and request id", async () => {
      const member = await enrolled();
      await bought(member.id, { yuan: 20 });
      const body = use(member.id, { points: 25, orderAmountMinor: 100_000 });
      const headers = { ...all, "accept-language": "en" };
      const { headers: given, json } = await api.call("POST", "/points/use", { headers, body });
      expect(given["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect(given["cache-control"]).toBe("no-store");
      expect(json).toEqual({
        type: "/api-docs#INSUFFICIENT_POINTS",
        title: "Not enough points",
        status: 409,
        code: "INSUFFICIENT_POINTS",
        detail: "25 points required, 20 available, 5 short.",
        requestId: given["x-request-id"],
        required: 25,
        available: 20,
        shortage: 5,
      });
    });

    it("whose status stays a number when a fact is called so too", async () => {
      const member = await enrolled();
      await at(LONG_AGO, (work) => setStatus(work, { memberId: member.id }, "FROZEN", "checked"));
      const { json } = await api.call("POST", "/points/use", {
        headers: all,
        body: use(member.id),
      });
      expect(json).toMatchObject({ status: 409, code: "MEMBER_STATUS_INVALID" });
    });

    it.each([
      ["Chinese by default", {}, "找不到会员"],
      [
        "English to whoever prefers it",
        { "accept-language": "fr, en-GB;q=0.8, zh;q=0.2" },
        "Member not found",
      ],
      ["Chinese to whoever speaks neither", { "accept-language": "fr" }, "找不到会员"],
      [
        "the language chosen on our pages",
        { cookie: "locale=en", "accept-language": "zh" },
        "Member not found",
      ],
    ])("in %s", async (_, headers, title) => {
      expect((await refused(headers as Record<string, string>)).json.title).toBe(title);
    });

    it("names each field at fault, in the language of the answer", async () => {
      const body = { memberId: "1", points: 0.5, orderId: "a b", orderAmountMinor: 1 };
      const inEnglish = { ...all, "accept-language": "en" };
      const english = await api.call("POST", "/points/use", { headers: inEnglish, body });
      const chinese = await api.call("POST", "/points/use", { headers: all, body });
      expect(english.json.errors.map((error: { path: string }) => error.path)).toEqual([
        "points",
        "orderId",
      ]);
      expect(english.json.errors[0].message).toMatch(/expected int/);
      expect(chinese.json.errors[0].message).toMatch(/无效/);
    });

    it("asks strangers to say who they are", async () => {
      const answer = await api.call("GET", "/profile");
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    });

    it.each([
      ["keeps a request id of the caller", "order-service.42:7", "order-service.42:7"],
      ["replaces one that could break a log line", "x y{}", undefined],
      ["replaces one that is too long", "i".repeat(65), undefined],
    ])("%s", async (_, given, kept) => {
      const answer = await refused({ "x-request-id": given });
      const id = answer.headers["x-request-id"];
      expect(id).toMatch(kept === undefined ? /^[0-9a-f-]{36}$/ : new RegExp(`^${kept}$`));
      expect(answer.json.requestId).toBe(id);
    });
  });

  describe("limits", () => {
    it("a key to its own rate, says what is left, and when to come again", async () => {
      const { headers } = await serviceKey({ ratePerMinute: 2 });
      const read = () => api.call("GET", "/tiers", { headers });
      const answers = [await read(), await read(), await read()];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      const left = answers.map((answer) => answer.headers.ratelimit);
      expect(left).toEqual(
        [1, 0, 0].map((rest) => expect.stringMatching(new RegExp(`^"minute";r=${rest};t=\\d+$`))),
      );
      expect(answers[2]?.headers["ratelimit-policy"]).toBe('"minute";q=2;w=60');
      const wait = Number(answers[2]?.headers["retry-after"]);
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(60);
      expect(answers[2]?.json).toMatchObject({ code: "RATE_LIMIT_EXCEEDED", status: 429 });
    });

    it("a member to a hundred a minute, whatever browser it is", async () => {
      const member = await enrolled();
      const { headers } = await signedIn("member", member.id);
      const { headers: given } = await api.call("GET", "/profile", { headers });
      expect(given["ratelimit-policy"]).toBe('"minute";q=100;w=60');
      expect(given.ratelimit).toMatch(/r=99/);
    });

    it("a probe not at all, whoever asks: nothing that they show is looked at", async () => {
      for (const path of ["/health", "/health/ready"]) {
        const shown = { authorization: "Bearer msk_nobody", cookie: "next-auth.session-token=x" };
        const answer = await api.call("GET", path, { headers: shown });
        expect([answer.status, answer.headers.ratelimit]).toEqual([200, undefined]);
      }
    });

    it("nobody by another's calls", async () => {
      const [one, two] = [
        await serviceKey({ ratePerMinute: 1 }),
        await serviceKey({ ratePerMinute: 1 }),
      ];
      for (const { headers } of [one, two]) {
        expect((await api.call("GET", "/tiers", { headers })).status).toBe(200);
      }
    });

    it("a key without a limit not at all", async () => {
      const answer = await api.call("GET", "/tiers", { headers: all });
      expect(answer.headers.ratelimit).toBeUndefined();
    });
  });

  describe("lets a cookie write", () => {
    it.each<[string, (port: number) => Record<string, string>, number]>([
      ["not without an Origin", () => ({}), 403],
      ["not from another site", () => ({ origin: "https://evil.example" }), 403],
      [
        "not from a site with our name in front",
        () => ({ origin: "http://localhost:3000.evil.example" }),
        403,
      ],
      ["not from a sandboxed page", () => ({ origin: "null" }), 403],
      ["not from another port of the same host", () => ({ origin: "http://localhost:3001" }), 403],
      ["from our own address", () => ({ origin: "http://localhost:3000" }), 200],
      ["from the host that was called", (port) => ({ origin: `http://127.0.0.1:${port}` }), 200],
    ])("%s", async (_, originOf, status) => {
      const member = await enrolled();
      const { headers } = await signedIn("member", member.id);
      const wanted = { headers: { ...headers, ...originOf(api.port) }, body: { nickname: "Lin" } };
      expect((await api.call("PUT", "/profile", wanted)).status).toBe(status);
      const changed = await countOf("member", "id = ? AND nickname = 'Lin'", [member.id]);
      expect(changed).toBe(status === 200 ? 1 : 0);
    });

    it("while reading needs no Origin, and neither does a service", async () => {
      const member = await enrolled();
      const { headers } = await signedIn("member", member.id);
      expect((await api.call("GET", "/profile", { headers })).status).toBe(200);
      const body = { externalId: fresh("u") };
      const foreign = { ...all, origin: "https://partner.example" };
      expect((await api.call("POST", "/members", { headers: foreign, body })).status).toBe(201);
    });

    it("about its own member only", async () => {
      const [mine, theirs] = [await enrolled(), await enrolled()];
      const { headers } = await signedIn("member", mine.id);
      const own = await api.call("GET", `/profile?memberId=${mine.id}`, { headers });
      expect(own.json.memberId).toBe(String(mine.id));
      for (const who of [`memberId=${theirs.id}`, `externalId=${theirs.externalId}`]) {
        const other = await api.call("GET", `/profile?${who}`, { headers });
        expect([403, 404]).toContain(other.status);
        expect(other.text).not.toContain(theirs.memberCode);
      }
    });
  });

  it("lets go of a revoked key and of an ended session at the next call", async () => {
    const key = await serviceKey();
    await changeRow("UPDATE api_key SET revokedAt = ? WHERE id = ?", [new Date(), key.id]);
    expect((await api.call("GET", "/tiers", { headers: key.headers })).status).toBe(401);
    const member = await enrolled();
    const browser = await signedIn("member", member.id);
    await as({ ...memberCaller(member.id), sessionId: browser.sessionId }).access.signOut({});
    expect((await api.call("GET", "/profile", { headers: browser.headers })).status).toBe(401);
  });

  it("goes on serving after requests that no URL can be made of", async () => {
    for (const target of ["//", "/api/v1/member-system//[", "http://[::1", "*"]) {
      const line = await new Promise<string>((resolve, reject) => {
        const socket = connect(api.port, "127.0.0.1");
        socket.on("error", reject);
        socket.once("data", (data) => {
          resolve(data.toString().split("\r\n")[0] ?? "");
          socket.destroy();
        });
        socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      });
      expect(line).toMatch(/ 40[04] /);
    }
    expect((await api.call("GET", "/health")).status).toBe(200);
  });

  it("goes on serving after a sender broke off in the middle of a body", async () => {
    await new Promise<void>((resolve) => {
      const path = "/api/v1/member-system/members";
      const headers = { ...all, "content-type": "application/json", "content-length": "500" };
      const outgoing = request({
        port: api.port,
        host: "127.0.0.1",
        method: "POST",
        path,
        headers,
      });
      outgoing.on("error", () => undefined);
      outgoing.on("close", () => resolve());
      outgoing.write('{"externalId":', () => setImmediate(() => outgoing.destroy()));
    });
    expect((await api.call("GET", "/health")).status).toBe(200);
  });
});

describe("a failure that nobody foresaw", () => {
  useDatabase();
  const nothing = z.strictObject({});
  const rest = (method: "GET" | "POST", path: `/${string}`) =>
    ({
      rest: { method, path, tag: "t", summary: "s" },
      access: { public: true },
      input: nothing,
    }) as const;
  const probes = router({
    breaks: query({ ...rest("GET", "/breaks"), output: nothing }, () => {
      throw new Error("SELECT passwordHash FROM user");
    }),
    asks: query({ ...rest("GET", "/asks"), output: nothing }, async ({ db }) => {
      await db.rows("SELECT secretHash FROM no_such_table");
      return {};
    }),
    writes: command({ ...rest("POST", "/writes"), output: nothing }, async ({ tx }) => {
      tx.send("INSERT INTO no_such_table VALUES (?)", ["a secret"]);
      return {};
    }),
    lies: query({ ...rest("GET", "/lies"), output: z.object({ a: z.int() }) }, () => ({
      a: "secret" as unknown as number,
    })),
  });
  const door = createRestDoor({
    router: probes,
    createContext,
    strangerContext,
    home: "http://localhost",
  });
  const api = useApi(() => door);

  it.each([
    ["GET", "/breaks"],
    ["GET", "/asks"],
    ["POST", "/writes"],
    ["GET", "/lies"],
  ])("%s %s answers 500 and tells nothing of its inside", async (method, path) => {
    const { status, headers, json, text } = await api.call(method, path);
    expect(status).toBe(500);
    expect(Object.keys(json).sort()).toEqual([
      "code",
      "detail",
      "requestId",
      "status",
      "title",
      "type",
    ]);
    expect(json).toMatchObject({ code: "INTERNAL_ERROR", requestId: headers["x-request-id"] });
    expect(text).not.toMatch(/select|secret|table|passwordHash|\.ts|\bat /i);
  });
});
