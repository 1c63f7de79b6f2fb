import { createServer, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppRouter } from "@/modules/router";
import { as, OPERATOR } from "@/testing/actors";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { BATCH_SIZE_MAX } from "./batch";
import { serveTrpc } from "./node-door";

const OURS = { origin: "http://localhost:3000" };

describe("the tRPC door", () => {
  useDatabase();
  const server = createServer((incoming, response) => {
    const path = (incoming.url ?? "/").slice(1).split("?")[0] ?? "";
    serveTrpc(incoming, response, path).catch(() => response.destroy());
  });
  let port = 0;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (headers: Record<string, string>) =>
    createTRPCClient<AppRouter>({
      links: [
        httpBatchLink({ url: `http://127.0.0.1:${port}`, headers, maxItems: BATCH_SIZE_MAX }),
      ],
    });

  interface Raw {
    status: number;
    headers: OutgoingHttpHeaders;
    text: string;
  }

  function raw(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string) {
    return new Promise<Raw>((resolve, reject) => {
      const outgoing = request({ host: "127.0.0.1", port, method, path, headers }, (incoming) => {
        let text = "";
        incoming.on("data", (chunk) => {
          text += chunk;
        });
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  const inJson = { "content-type": "application/json" };

  async function customer() {
    const member = await enrolled();
    return { member, ...(await signedIn("member", member.id)) };
  }

  it("counts an export as twenty calls, alone and among others", async () => {
    const { headers } = await customer();
    const left = async (path: string) => {
      const answer = await raw("GET", path, headers);
      return [answer.status, Number(/r=(\d+)/.exec(String(answer.headers.ratelimit))?.[1])];
    };
    expect(await left("/profile.export")).toEqual([200, 480]);
    expect(await left("/profile.export,access.me?batch=1")).toEqual([200, 459]);
    const many = Array.from({ length: BATCH_SIZE_MAX }, () => "profile.export").join(",");
    // One of them is answered.
    expect(await left(`/${many}?batch=1`)).toEqual([207, 59]);
    expect(await left(`/${many}?batch=1`)).toEqual([429, 0]);
  });

  it("counts an account for the console as a hundred calls: its password is looked at for long", async () => {
    const { headers } = await signedIn("admin");
    const origin = { ...OURS, ...inJson };
    const body = JSON.stringify({ email: "x", name: "x", role: "operator", password: "x" });
    const made = await raw("POST", "/access.createOperator", { ...headers, ...origin }, body);
    expect([made.status, made.headers.ratelimit]).toEqual([400, expect.stringContaining("r=4900")]);
  });

  it("answers one export of those that somebody asks for together", async () => {
    const { headers } = await customer();
    const many = Array.from({ length: BATCH_SIZE_MAX }, () => "profile.export").join(",");
    const { text } = await raw("GET", `/${many}?batch=1`, headers);
    const answers = JSON.parse(text) as { error?: { data: { code: string } } }[];
    const refused = answers.flatMap(({ error }) => error?.data.code ?? []);
    expect(refused).toEqual(Array(BATCH_SIZE_MAX - 1).fill("RATE_LIMIT_EXCEEDED"));
    // It has gone, and the next one comes.
    expect((await raw("GET", "/profile.export", headers)).status).toBe(200);
  });

  it("counts each 20 kB of a body as another call", async () => {
    const { headers } = await signedIn("operator");
    const body = JSON.stringify({ rows: Array(60).fill("x".repeat(10_000)) });
    const sent = await raw("POST", "/points.createBatch", { ...headers, ...OURS, ...inJson }, body);
    expect([sent.status, sent.headers.ratelimit]).toEqual([400, expect.stringContaining("r=4969")]);
  });

  it("answers a signed-in person, and tells the request's id", async () => {
    const { member, headers } = await customer();
    expect(await client(headers).profile.get.query({})).toMatchObject({
      memberId: String(member.id),
    });
    const answer = await raw("GET", "/access.me", headers);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("tells a refusal with its code, words, fields and request id", async () => {
    const { headers } = await customer();
    const calls = client({ ...headers, ...OURS, "accept-language": "en" });
    const refused = calls.profile.update.mutate({ nickname: " " });
    const error = await refused.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TRPCClientError);
    expect((error as TRPCClientError<AppRouter>).data).toMatchObject({
      code: "VALIDATION_FAILED",
      httpStatus: 400,
      detail: expect.stringContaining("fields"),
      errors: [{ path: "nickname" }],
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each<[string, string, string, OutgoingHttpHeaders, string | undefined, number, string]>([
    ["an unknown procedure", "GET", "/points.everything", {}, undefined, 404, "NOT_FOUND"],
    ["a stranger", "GET", "/profile.get", {}, undefined, 401, "AUTHENTICATION_REQUIRED"],
    ["a wrong method", "GET", "/access.signOut", {}, undefined, 405, "METHOD_NOT_ALLOWED"],
    ["half a document", "POST", "/access.signOut", inJson, "{", 400, "VALIDATION_FAILED"],
    [
      "another type",
      "POST",
      "/access.signOut",
      { "content-type": "text/plain" },
      "{}",
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    [
      "too much",
      "POST",
      "/access.signOut",
      inJson,
      `"${"x".repeat(1_000_001)}"`,
      413,
      "BODY_TOO_LARGE",
    ],
    [
      "an unknown field",
      "POST",
      "/access.signOut",
      inJson,
      '{"__proto__":1}',
      400,
      "VALIDATION_FAILED",
    ],
    [
      "a wrong key",
      "GET",
      "/access.me",
      { authorization: "Bearer msk_no" },
      undefined,
      401,
      "AUTHENTICATION_REQUIRED",
    ],
  ])("refuses %s", async (_, method, path, headers, body, status, code) => {
    const answer = await raw(method, path, headers, body);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { data: { code, httpStatus: status } },
    });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/stack|\.ts:/);
  });

  it("counts each of the calls that a page makes together, and says how many are left", async () => {
    const { headers } = await customer();
    const names = Array.from({ length: BATCH_SIZE_MAX }, () => "access.me").join(",");
    const batch = `/${names}?batch=1&input=${encodeURIComponent("{}")}`;
    const first = await raw("GET", batch, headers);
    expect(first.status).toBe(200);
    expect(first.headers["ratelimit-policy"]).toBe('"minute";q=500;w=60');
    expect(first.headers.ratelimit).toContain("r=480");
    const escaped = await raw("GET", batch.replaceAll(",", "%2C"), headers);
    expect(escaped.headers.ratelimit).toContain("r=460");
    const answers = await Promise.all(
      Array.from({ length: 461 }, () => raw("GET", "/access.me", headers)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused[0]?.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(refused[0]?.text ?? "")).toMatchObject({
      error: { data: { code: "RATE_LIMIT_EXCEEDED", httpStatus: 429 } },
    });
    expect((await raw("GET", "/access.me", (await customer()).headers)).status).toBe(200);
  });

  it("takes a question too long for an address as acts are sent, from our own pages alone", async () => {
    const { headers } = await signedIn("operator");
    const { id } = await enrolled();
    const lines = Array.from({ length: 200 }, (_, at) => ({
      ...{ lineId: String(at), sku: "x".repeat(60), quantity: 1, unitAmountMinor: 100 },
    }));
    const body = JSON.stringify({ memberId: String(id), orderAmountMinor: 20_000, lines });
    const ask = (sent: OutgoingHttpHeaders) =>
      raw("POST", "/orders.trial", { ...headers, ...inJson, ...sent }, body);
    const answer = await ask(OURS);
    expect(answer.status, answer.text.slice(0, 500)).toBe(200);
    expect(JSON.parse(answer.text).result.data.lines).toHaveLength(200);
    expect((await ask({})).status).toBe(403);
  });

  it("refuses more calls at once than a page ever makes", async () => {
    const names = Array.from({ length: BATCH_SIZE_MAX + 1 }, () => "access.me").join(",");
    const answer = await raw("GET", `/${names}?batch=1&input=${encodeURIComponent("{}")}`);
    expect(answer.status).toBe(400);
  });

  it.each<[string, Record<string, string>, string]>([
    ["without an Origin", {}, "PERMISSION_DENIED"],
    ["from another site", { origin: "https://evil.example" }, "PERMISSION_DENIED"],
    ["from our own", OURS, "none"],
  ])("lets a cookie write %s: %o → %s", async (_, origin, expected) => {
    const { member, headers } = await customer();
    const calls = client({ ...headers, ...origin });
    const code = await calls.profile.update.mutate({ nickname: "Lin" }).then(
      () => "none",
      (error: TRPCClientError<AppRouter>) => error.data?.code,
    );
    expect(code).toBe(expected);
    const changed = await countOf("member", "id = ? AND nickname = 'Lin'", [member.id]);
    expect(changed).toBe(expected === "none" ? 1 : 0);
  });

  it("carries a mutation out once under its key, however often it is sent", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 1000 });
    const { rewardId } = await as(OPERATOR).rewards.create({
      kind: "COUPON",
      name: { "zh-CN": "券", en: "Coupon" },
      pointsCost: 100,
      onShelf: true,
      stock: 10,
    });
    const { headers } = await signedIn("member", member.id);
    const redeem = (key: string) =>
      raw(
        "POST",
        "/rewards.redeem",
        { ...headers, ...OURS, ...inJson, "idempotency-key": key },
        JSON.stringify({ rewardId }),
      );
    const key = fresh("key");
    const [first, ...repeats] = await Promise.all(Array.from({ length: 8 }, () => redeem(key)));
    for (const again of [...repeats, await redeem(key)]) expect(again.text).toBe(first?.text);
    expect(first?.status).toBe(200);
    expect(await countOf("reward_redemption", "memberId = ?", [member.id])).toBe(1);
    expect((await redeem(key)).headers["idempotent-replayed"]).toBe("true");
    expect((await redeem(fresh("key"))).status).toBe(200);
    expect(await countOf("reward_redemption", "memberId = ?", [member.id])).toBe(2);
  });

  it("takes no key with several calls at once, and none that is not one", async () => {
    const { headers } = await signedIn("operator");
    const sent = { ...headers, ...OURS, ...inJson };
    const two = await raw(
      "POST",
      "/inbox.markRead,inbox.markRead?batch=1",
      { ...sent, "idempotency-key": fresh("key") },
      "{}",
    );
    expect(two.text).toContain("VALIDATION_FAILED");
    const long = await raw("GET", "/inbox.unreadCount", {
      ...sent,
      "idempotency-key": "x".repeat(256),
    });
    expect(long.text).toContain("VALIDATION_FAILED");
  });
});
