import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setStatus } from "@/modules/members/service/members";
import { transaction } from "@/platform/db";
import { at } from "@/testing/actors";
import { serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
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
import { serveTrpc } from "@/trpc/node-door";

describe("a customer with a token of the shop's identity provider", () => {
  useDatabase();
  const api = useApi();
  let server: KeyServer;
  let key: SigningKey;

  beforeAll(async () => {
    key = await signingKey("key-1");
    server = await keyServer([key]);
    Object.assign(process.env, {
      MEMBER_JWT_JWKS_URL: server.url,
      MEMBER_JWT_ISSUER: ISSUER,
      MEMBER_JWT_AUDIENCE: AUDIENCE,
    });
  });
  afterAll(() => server.close());

  const showing = async (sub: string, changes = {}) => ({
    authorization: `Bearer ${await tokenOf(claimsOf(sub, changes), key)}`,
  });

  it("is asked to come again while the provider's keys can't be had", async () => {
    server.failure = (request) => request.socket.destroy();
    const answer = await api.call("GET", "/profile", { headers: await showing("u-1") });
    server.failure = null;
    expect([answer.status, answer.json.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
    expect(answer.headers["retry-after"]).toBe("5");
  });

  it("is the member with that externalId, and may do what members may", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 300 });
    const headers = await showing(member.externalId ?? "");
    const profile = await api.call("GET", "/profile", { headers });
    expect(profile.json).toMatchObject({ memberId: String(member.id), points: { available: 300 } });
    const body = { points: 100, orderId: fresh("o"), orderAmountMinor: 50_000 };
    const held = await api.call("POST", "/points/holds", { headers, body });
    expect([held.status, held.json.available]).toEqual([200, 200]);
    const used = await api.call("POST", "/points/use", { headers, body });
    expect([used.status, used.json.code]).toEqual([403, "PERMISSION_DENIED"]);
    const entry = "memberId = ? AND type = 'HOLD' AND actor = ?";
    expect(await countOf("points_entry", entry, [member.id, `member:${member.id}`])).toBe(1);
  });

  it("writes without an Origin: no browser sends a token by itself", async () => {
    const member = await enrolled();
    const headers = { ...(await showing(member.externalId ?? "")), origin: "https://app.example" };
    const answer = await api.call("PUT", "/profile", { headers, body: { nickname: "林夏" } });
    expect([answer.status, answer.json.nickname]).toEqual([200, "林夏"]);
  });

  it("never reaches another's, and is no service and no operator", async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const headers = await showing(mine.externalId ?? "", { role: "admin", scope: "members:read" });
    const tries = [
      `/points/balance?memberId=${theirs.id}`,
      `/points/balance?externalId=${theirs.externalId}`,
      `/members/${theirs.id}`,
    ];
    for (const path of tries) {
      const answer = await api.call("GET", path, { headers });
      expect(answer.json.code).toMatch(/^(PERMISSION_DENIED|\w*NOT_FOUND)$/);
    }
  });

  it("who is not a member is told so where a member is needed, and nothing is made", async () => {
    const sub = fresh("nobody");
    const headers = await showing(sub);
    expect((await api.call("GET", "/profile", { headers })).json).toMatchObject({
      status: 404,
      code: "MEMBER_NOT_FOUND",
    });
    expect((await api.call("GET", "/tiers", { headers })).status).toBe(200);
    expect((await api.call("GET", "/members/1", { headers })).json.code).toBe("PERMISSION_DENIED");
    expect(await countOf("member", "externalId = ?", [sub])).toBe(0);
  });

  it("is another one in another case", async () => {
    const member = await enrolled();
    const headers = await showing((member.externalId ?? "").toUpperCase());
    expect((await api.call("GET", "/profile", { headers })).json.code).toBe("MEMBER_NOT_FOUND");
  });

  it("who is frozen looks and does not spend; who is closed does nothing", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 100 });
    const headers = await showing(member.externalId ?? "");
    const hold = async () => {
      const body = { points: 10, orderId: fresh("o"), orderAmountMinor: 50_000 };
      return (await api.call("POST", "/points/holds", { headers, body })).json.code;
    };
    await at(new Date(), (work) => setStatus(work, { memberId: member.id }, "FROZEN", "checked"));
    expect((await api.call("GET", "/profile", { headers })).json.status).toBe("FROZEN");
    expect(await hold()).toBe("MEMBER_STATUS_INVALID");
    await transaction((tx) =>
      tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [member.id]),
    );
    expect(await hold()).toBe("MEMBER_STATUS_INVALID");
    const change = await api.call("PUT", "/profile", { headers, body: { nickname: "L" } });
    expect(change.json.code).toBe("MEMBER_STATUS_INVALID");
  });

  it("is counted by the member: a hundred requests a minute, whatever the token", async () => {
    const member = await enrolled();
    const first = await api.call("GET", "/tiers", {
      headers: await showing(member.externalId ?? ""),
    });
    const second = await api.call("GET", "/tiers", {
      headers: await showing(member.externalId ?? "", { jti: "2" }),
    });
    expect(first.headers["ratelimit-policy"]).toBe('"minute";q=100;w=60');
    expect(first.headers.ratelimit).toContain("r=99");
    expect(second.headers.ratelimit).toContain("r=98");
  });

  it.each<[string, () => Promise<Record<string, string>>]>([
    ["ended", () => showing("u-1", { exp: seconds(-120) })],
    ["is for another system", () => showing("u-1", { aud: "shop" })],
    [
      "stands beside a good cookie",
      async () => ({
        ...(await showing("u-1", { iss: "https://elsewhere.example/" })),
        ...(await signedIn("admin")).headers,
      }),
    ],
  ])("whose token %s is refused, not taken for a stranger", async (_, headersOf) => {
    const answer = await api.call("GET", "/tiers", { headers: await headersOf() });
    expect([answer.status, answer.json.code]).toEqual([401, "AUTHENTICATION_REQUIRED"]);
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  it("stands apart from service keys, which go on as before", async () => {
    const { headers } = await serviceKey();
    const member = await enrolled();
    const answer = await api.call("GET", `/members/${member.id}`, { headers });
    expect(answer.status).toBe(200);
  });

  it("is known at the tRPC door too", async () => {
    const member = await enrolled();
    const door = createServer((request, response) => {
      serveTrpc(request, response, "profile.get").catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
    const { port } = door.address() as AddressInfo;
    const headers = await showing(member.externalId ?? "");
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
    expect(await answer.json()).toMatchObject({
      result: { data: { memberId: String(member.id) } },
    });
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  });
});
