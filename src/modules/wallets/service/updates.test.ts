import { createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { publishAll } from "@/testing/receiver";
import { appleSettings, filesIn, GoogleServer, newKey, PushServer } from "@/testing/wallets";
import { serveWallet } from "@/trpc/wallet-door";
import { closeMember } from "../../profile/service/close-member";
import { ENDED_KEPT_MS } from "../rules";
import { followEvents, forgetEnded } from "./follow";
import { ApplePush, GoogleCards } from "./makers";
import { WalletUpdater } from "./updater";

const NOW = "2026-07-01T04:00:00Z";
const SECRET = "a secret for tests that is long enough";

const shop = appleSettings();
const google = newKey();
const GOOGLE = { issuer: "3388", email: "wallet@shop.example", key: google.privateKey };
const { passType } = shop.keys;

interface PassRow {
  id: number;
  memberId: number;
  tokenHash: string;
  version: number;
  changedAt: Date;
  endedAt: Date | null;
  dueAt: Date | null;
  attempts: number;
  error: string | null;
}

const passOf = async (serial: string, kind = "APPLE") =>
  (await reader.row<PassRow>("SELECT * FROM wallet_pass WHERE kind = ? AND serial = ?", [
    kind,
    serial,
  ])) as PassRow;

const jobContext = { now: new Date(NOW), stopping: () => false };

/** What a runner keeps between its runs. */
let progress: string | null = null;
async function follow(): Promise<number> {
  await publishAll();
  const { handled, progress: next = null } = await followEvents({ ...jobContext, progress });
  progress = next;
  return handled;
}

describe("a card that was put into a wallet", () => {
  useDatabase("wallets");
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    serveWallet(url, request, response).catch(() => response.destroy());
  });
  const push = new PushServer(shop);
  const googleServer = new GoogleServer();
  let home = "";
  let ms = 0;
  let updater: WalletUpdater;
  let aUpdater: () => WalletUpdater;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/wallet/v1`;
    const origin = await push.start();
    const addresses = await googleServer.start();
    Object.assign(env(), {
      APP_URL: "https://shop.example",
      APPLE_WALLET_PASS_TYPE: passType,
      APPLE_WALLET_TEAM: shop.keys.team,
      APPLE_WALLET_CERTIFICATE: shop.keys.signerCert,
      APPLE_WALLET_KEY: shop.keys.signerKey,
      APPLE_WALLET_WWDR: shop.keys.wwdr,
      GOOGLE_WALLET_ISSUER: GOOGLE.issuer,
      GOOGLE_WALLET_ACCOUNT: JSON.stringify({
        client_email: GOOGLE.email,
        private_key: GOOGLE.key,
      }),
    });
    aUpdater = () =>
      new WalletUpdater({
        clock: () => new Date(Date.now() + ms),
        makers: () => ({
          APPLE: new ApplePush(shop.keys, { origin, ca: shop.ca }),
          GOOGLE: new GoogleCards(GOOGLE, addresses),
        }),
      });
    // From here on: what the database was made with is nobody's news.
    await follow();
  });

  beforeEach(async () => {
    await updater?.stop();
    updater = aUpdater();
    ms = 4_000;
    push.answer = () => ({ status: 200 });
    googleServer.answer = () => 200;
    push.pushed.length = 0;
    googleServer.asked.length = 0;
    await reader.write("UPDATE wallet_pass SET dueAt = NULL");
  });

  afterAll(async () => {
    await updater.stop();
    push.stop();
    googleServer.stop();
    server.closeAllConnections();
    server.close();
  });

  const turn = async (one = updater) => {
    await one.turn();
    await one.settled();
  };

  interface Held {
    id: number;
    serial: string;
    token: string;
    headers: { authorization: string };
  }

  async function shopper(): Promise<Held> {
    const { id, memberCode: serial } = await enrolled();
    const { file } = await as(memberCaller(id)).wallets.applePass({});
    const pass = jsonOf(Buffer.from(file ?? "", "base64"));
    const token = pass.authenticationToken;
    expect(pass).toMatchObject({
      serialNumber: serial,
      webServiceURL: "https://shop.example/api/wallet",
    });
    return { id, serial, token, headers: { authorization: `ApplePass ${token}` } };
  }

  const jsonOf = (pass: Buffer) => JSON.parse(filesIn(pass).get("pass.json")?.toString() ?? "{}");
  const pushTokenOf = (device: string) => Buffer.from(device).toString("hex").padEnd(32, "0");

  const registration = (device: string, { serial }: Held) =>
    `${home}/devices/${device}/registrations/${passType}/${serial}`;

  async function register(
    device: string,
    held: Held,
    headers: Record<string, string> = held.headers,
  ) {
    const body = JSON.stringify({ pushToken: pushTokenOf(device) });
    const { status } = await fetch(registration(device, held), { method: "POST", headers, body });
    return status;
  }

  const latest = (held: Held, headers: Record<string, string> = {}) =>
    fetch(`${home}/passes/${passType}/${held.serial}`, {
      headers: { ...held.headers, ...headers },
    });

  const changedOn = async (device: string, since?: string) => {
    const tag = since === undefined ? "" : `?passesUpdatedSince=${since}`;
    const answer = await fetch(`${home}/devices/${device}/registrations/${passType}${tag}`);
    return answer.status === 204 ? null : await answer.json();
  };

  it("has one token for ever, of which only a hash is kept", async () => {
    const held = await shopper();
    const again = await as(memberCaller(held.id)).wallets.applePass({});
    expect(jsonOf(Buffer.from(again.file ?? "", "base64")).authenticationToken).toBe(held.token);
    const row = await passOf(held.serial);
    expect(row.tokenHash).toMatch(/^[\da-f]{64}$/);
    expect(JSON.stringify(row)).not.toContain(held.token);
  });

  it("is asked for by phones without TLS never", async () => {
    Object.assign(env(), { APP_URL: "http://shop.example" });
    try {
      const { id } = await enrolled();
      const { file } = await as(memberCaller(id)).wallets.applePass({});
      expect(jsonOf(Buffer.from(file ?? "", "base64"))).not.toHaveProperty("webServiceURL");
    } finally {
      Object.assign(env(), { APP_URL: "https://shop.example" });
    }
  });

  it("takes phones of whoever holds it, each once, and ten at most", async () => {
    const held = await shopper();
    expect(await register("phone-0", held)).toBe(201);
    expect(await register("phone-0", held)).toBe(200);
    const { id } = await passOf(held.serial);
    for (let n = 1; n <= 10; n++) expect(await register(`phone-${n}`, held)).toBe(201);
    expect(await countOf("wallet_device", "passId = ?", [id])).toBe(10);
    expect(await changedOn("phone-0")).toBeNull();
    expect(await changedOn("phone-10")).toMatchObject({ serialNumbers: [held.serial] });
    for (let n = 0; n < 2; n++) {
      const { headers } = held;
      const gone = await fetch(registration("phone-10", held), { method: "DELETE", headers });
      expect(gone.status).toBe(200);
    }
    expect(await countOf("wallet_device", "passId = ?", [id])).toBe(9);
  });

  it("the same phone at once is one", async () => {
    const held = await shopper();
    const answers = await Promise.all(Array.from({ length: 8 }, () => register("twice", held)));
    expect(answers.filter((status) => status === 201)).toHaveLength(1);
    const { id } = await passOf(held.serial);
    expect(await countOf("wallet_device", "passId = ?", [id])).toBe(1);
  });

  it("says nothing to whoever does not hold it, and not whether it is there", async () => {
    const [held, other] = [await shopper(), await shopper()];
    const nobody = { ...held, serial: "M000000000000" };
    for (const headers of [
      {},
      { authorization: "ApplePass short" },
      { authorization: `Bearer ${held.token}` },
      other.headers,
    ] as Record<string, string>[]) {
      expect(await register("thief", held, headers)).toBe(401);
      expect((await latest({ ...held, headers: headers as Held["headers"] })).status).toBe(401);
    }
    expect(await register("thief", nobody)).toBe(401);
    expect((await latest(nobody)).status).toBe(401);
    expect(await countOf("wallet_device", "deviceId = 'thief'", [])).toBe(0);
  });

  it.each([
    ["POST", "devices/a/registrations/pass.other/M1", 404],
    ["PUT", `devices/a/registrations/${passType}/M1`, 405],
    ["POST", `devices/a/registrations/${passType}`, 405],
    ["GET", "passes", 404],
    ["GET", "passes/%E0%A4%A/M1", 404],
    ["GET", "../v2/passes", 404],
    ["POST", "log", 400],
  ])("%s %s is %d", async (method, path, status) => {
    const headers = { authorization: `ApplePass ${"x".repeat(32)}` };
    const body =
      method === "POST"
        ? path === "log"
          ? "no JSON"
          : '{"pushToken":"00112233445566778899"}'
        : undefined;
    const answer = await fetch(`${home}/${path}`, { method, headers, ...(body ? { body } : {}) });
    expect(answer.status).toBe(status);
  });

  it("a push token that would be another address is none, and a log is bounded", async () => {
    const held = await shopper();
    const body = JSON.stringify({ pushToken: "../../3/device/00112233445566" });
    const answer = await fetch(registration("a", held), {
      method: "POST",
      headers: held.headers,
      body,
    });
    expect(answer.status).toBe(400);
    const log = (text: string) => fetch(`${home}/log`, { method: "POST", body: text });
    expect((await log(JSON.stringify({ logs: ["it did not work"] }))).status).toBe(200);
    expect((await log(JSON.stringify({ logs: ["x".repeat(20_000)] }))).status).toBe(413);
  });

  it("is told once for all that happened, and shows it to who asks", async () => {
    const held = await shopper();
    await register("phone-a", held);
    await register("phone-b", held);
    const first = await latest(held);
    const modified = first.headers.get("last-modified") ?? "";
    expect(first.headers.get("content-type")).toBe("application/vnd.apple.pkpass");
    expect((await latest(held, { "if-modified-since": modified })).status).toBe(304);
    const { lastUpdated } = await changedOn("phone-a");
    expect(typeof lastUpdated).toBe("string");

    await bought(held.id, { yuan: 100, now: NOW });
    await bought(held.id, { yuan: 50, now: NOW });
    expect(await follow()).toBe(1);
    expect(await follow()).toBe(0);
    await turn();
    expect(push.pushed.map(({ token }) => token)).toEqual([
      pushTokenOf("phone-a"),
      pushTokenOf("phone-b"),
    ]);
    expect(push.pushed[0]).toMatchObject({
      topic: passType,
      body: "{}",
      by: `Pass Type ID: ${passType}`,
    });
    expect(push.connections).toBe(1);
    await turn();
    expect(push.pushed).toHaveLength(2);

    const changed = await changedOn("phone-a", lastUpdated);
    expect(changed.serialNumbers).toEqual([held.serial]);
    expect(Number(changed.lastUpdated)).toBeGreaterThan(Number(lastUpdated));
    const second = await latest(held, { "if-modified-since": modified });
    expect(second.status).toBe(200);
    const pass = jsonOf(Buffer.from(await second.arrayBuffer()));
    expect(pass).toMatchObject({
      serialNumber: held.serial,
      authenticationToken: held.token,
      storeCard: { headerFields: [{ value: 150 }] },
    });
    expect(pass).not.toHaveProperty("voided");
  });

  it("counts as the calls that making it costs, of the address that asks", async () => {
    const held = await shopper();
    const left: number[] = [];
    for (let n = 0; n < 3; n++) {
      const { headers } = await latest(held);
      left.push(Number(/r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]));
    }
    // One of both, should a minute end between them.
    const [first = 0, second = 0, third = 0] = left;
    expect([first - second, second - third]).toContain(5);
  });

  it("two changes in one second are two moments", async () => {
    const held = await shopper();
    const before = (await passOf(held.serial)).changedAt.getTime();
    for (let n = 1; n <= 3; n++) {
      await bought(held.id, { yuan: 10, now: NOW });
      await follow();
      expect((await passOf(held.serial)).changedAt.getTime()).toBeGreaterThanOrEqual(
        before + n * 1000,
      );
    }
  });

  it("what changes while it is told is told next", async () => {
    const held = await shopper();
    await register("busy", held);
    await bought(held.id, { yuan: 10, now: NOW });
    await follow();
    push.answer = async () => {
      push.answer = () => ({ status: 200 });
      await bought(held.id, { yuan: 10, now: NOW });
      await follow();
      return { status: 200 };
    };
    await turn();
    expect((await passOf(held.serial)).dueAt).not.toBeNull();
    await turn();
    expect(push.pushed).toHaveLength(2);
    expect((await passOf(held.serial)).dueAt).toBeNull();
  });

  it("what was on its way when the connection broke is told again", async () => {
    const held = await shopper();
    await register("cut", held);
    await bought(held.id, { yuan: 10, now: NOW });
    await follow();
    push.answer = () => {
      push.cut();
      return "NOTHING";
    };
    await turn();
    expect(await passOf(held.serial)).toMatchObject({ error: "CONNECTION_FAILED", attempts: 1 });
    push.answer = () => ({ status: 200 });
    ms += 60_000;
    await turn();
    expect(push.pushed).toHaveLength(1);
    expect(await passOf(held.serial)).toMatchObject({ error: null, dueAt: null, attempts: 0 });
  });

  it("a phone that is gone is told of nothing more; the others are", async () => {
    const held = await shopper();
    await register("gone", held);
    await register("here", held);
    push.answer = ({ token }) =>
      token === pushTokenOf("gone") ? { status: 410, reason: "Unregistered" } : { status: 200 };
    await bought(held.id, { yuan: 10, now: NOW });
    await follow();
    await turn();
    expect(push.pushed).toHaveLength(2);
    expect(await changedOn("gone")).toBeNull();
    expect(await changedOn("here")).not.toBeNull();
  });

  it("what Apple can’t take now is told later, and nothing else is tried meanwhile", async () => {
    const holders = [await shopper(), await shopper(), await shopper()];
    for (const [n, held] of holders.entries()) {
      await register(`away-${n}`, held);
      await bought(held.id, { yuan: 10, now: NOW });
    }
    await follow();
    push.answer = () => ({ status: 503, reason: "ServiceUnavailable" });
    await turn();
    const tried = push.pushed.length;
    expect(tried).toBe(3);
    await turn();
    expect(push.pushed).toHaveLength(tried);
    ms += 60_000;
    await turn();
    expect(push.pushed).toHaveLength(tried + 1);
    push.answer = () => ({ status: 200 });
    push.pushed.length = 0;
    for (let round = 0; round < 3; round++) {
      ms += 400_000;
      await turn();
    }
    expect(push.pushed.map(({ token }) => token).sort()).toEqual(
      holders.map((_, n) => pushTokenOf(`away-${n}`)).sort(),
    );
  });

  it("is told once by several processes", async () => {
    const holders = await Promise.all(Array.from({ length: 6 }, shopper));
    for (const [n, held] of holders.entries()) {
      await register(`many-${n}`, held);
      await bought(held.id, { yuan: 10, now: NOW });
    }
    await follow();
    const many = [updater, aUpdater(), aUpdater()];
    for (let round = 0; round < 3; round++) await Promise.all(many.map((one) => turn(one)));
    await Promise.all(many.slice(1).map((one) => one.stop()));
    expect(push.pushed).toHaveLength(6);
    expect(new Set(push.pushed.map(({ token }) => token)).size).toBe(6);
  });

  it("of whoever closes is void, and its phones are forgotten a day later", async () => {
    const held = await shopper();
    await register("closing", held);
    await at(NOW, (work) => closeMember(work, { memberId: held.id }, "asked for it"), OPERATOR);
    await follow();
    await turn();
    expect(push.pushed.map(({ token }) => token)).toEqual([pushTokenOf("closing")]);
    expect(await changedOn("closing")).toMatchObject({ serialNumbers: [held.serial] });
    const pass = jsonOf(Buffer.from(await (await latest(held)).arrayBuffer()));
    expect(pass).toMatchObject({
      voided: true,
      storeCard: { primaryFields: [{ value: "Membership ended" }] },
    });
    expect(pass).not.toHaveProperty("barcodes");
    const { id } = await passOf(held.serial);
    await forgetEnded({ ...jobContext, progress: null });
    expect(await countOf("wallet_device", "passId = ?", [id])).toBe(1);
    await reader.write("UPDATE wallet_pass SET endedAt = ? WHERE id = ?", [
      new Date(Date.now() - ENDED_KEPT_MS - 1000),
      id,
    ]);
    await forgetEnded({ ...jobContext, progress: null });
    expect(await countOf("wallet_device", "passId = ?", [id])).toBe(0);
    expect((await latest(held)).status).toBe(401);
    await expect(as(memberCaller(held.id)).wallets.applePass({})).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
  });

  it("of whoever was merged shows who stays", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await register("merged", from);
    await bought(into.id, { yuan: 70, now: NOW });
    const ids = { fromMemberId: String(from.id), memberId: String(into.id) };
    const { version } = await as(SERVICE).members.mergePreview(ids);
    await as(SERVICE).members.merge({ ...ids, version, reason: fresh("同一人") });
    await follow();
    await turn();
    expect(push.pushed.map(({ token }) => token)).toContain(pushTokenOf("merged"));
    expect(await passOf(from.serial)).toMatchObject({ memberId: into.id, endedAt: null });
    const pass = jsonOf(Buffer.from(await (await latest(from)).arrayBuffer()));
    expect(pass).toMatchObject({
      serialNumber: from.serial,
      storeCard: { headerFields: [{ value: 70 }] },
    });
  });

  async function saved(): Promise<{ id: number; serial: string }> {
    const { id, memberCode: serial } = await enrolled();
    await as(memberCaller(id)).wallets.googleLink({});
    return { id, serial };
  }

  it("at Google’s is changed there, by a token of the shop’s account that is asked for once", async () => {
    const { id, serial } = await saved();
    await bought(id, { yuan: 100, now: NOW });
    await follow();
    const tokens = googleServer.assertions.length;
    await turn();
    const [made, changed] = googleServer.asked;
    expect(made).toMatchObject({
      method: "POST",
      path: "/loyaltyClass",
      body: { reviewStatus: "UNDER_REVIEW" },
    });
    expect(changed).toMatchObject({
      method: "PATCH",
      path: `/loyaltyObject/3388.${serial}`,
      body: { state: "ACTIVE", loyaltyPoints: { balance: { int: 100 } } },
    });
    expect(changed?.body).not.toHaveProperty("id");
    const { payload } = await jwtVerify(
      googleServer.assertions.at(-1) ?? "",
      createPublicKey(google.publicKey),
      { issuer: GOOGLE.email },
    );
    expect(payload.scope).toBe("https://www.googleapis.com/auth/wallet_object.issuer");
    await bought(id, { yuan: 100, now: NOW });
    await follow();
    ms += 10_000;
    await turn();
    expect(googleServer.asked).toHaveLength(3);
    expect(googleServer.assertions.length).toBe(tokens + 1);
    expect(await passOf(serial, "GOOGLE")).toMatchObject({ dueAt: null, error: null });
  });

  it("at Google’s that nobody saved is looked for a day long, and then forgotten", async () => {
    const { id, serial } = await saved();
    googleServer.answer = ({ method }) => (method === "PATCH" ? 404 : 409);
    await bought(id, { yuan: 100, now: NOW });
    await follow();
    await turn();
    expect(await passOf(serial, "GOOGLE")).toMatchObject({ error: "NOT_THERE", attempts: 1 });
    ms += 2 * 86_400_000;
    await turn();
    expect(await passOf(serial, "GOOGLE")).toBeUndefined();
  });

  it("at Google’s of whoever closes is put away there, and forgotten here", async () => {
    const { id, serial } = await saved();
    await at(NOW, (work) => closeMember(work, { memberId: id }, "asked for it"), OPERATOR);
    await follow();
    await turn();
    expect(googleServer.asked).toMatchObject([
      { method: "PATCH", body: { state: "INACTIVE", accountName: serial } },
    ]);
    expect(await passOf(serial, "GOOGLE")).toBeUndefined();
  });

  it("a refused token is asked for anew", async () => {
    const { id } = await saved();
    await bought(id, { yuan: 100, now: NOW });
    await follow();
    googleServer.answer = () => 401;
    await turn();
    const tokens = googleServer.assertions.length;
    googleServer.answer = () => 200;
    ms += 60_000;
    await turn();
    expect(googleServer.assertions.length).toBe(tokens + 1);
    expect(googleServer.asked.at(-1)?.method).toBe("PATCH");
  });

  it("is told of nowhere by a shop that has agreed with nobody, and phones find nothing", async () => {
    const held = await shopper();
    Object.assign(env(), { APPLE_WALLET_PASS_TYPE: undefined, GOOGLE_WALLET_ISSUER: undefined });
    try {
      await bought(held.id, { yuan: 10, now: NOW });
      await follow();
      const off = new WalletUpdater({ clock: () => new Date(Date.now() + ms) });
      expect(await off.turn()).toBe(false);
      await off.stop();
      expect(push.pushed).toEqual([]);
      expect((await latest(held)).status).toBe(404);
    } finally {
      Object.assign(env(), {
        APPLE_WALLET_PASS_TYPE: passType,
        GOOGLE_WALLET_ISSUER: GOOGLE.issuer,
        AUTH_SECRET: SECRET,
      });
    }
  });

  it("is issued anew where the deployment’s secret is another", async () => {
    const held = await shopper();
    Object.assign(env(), { AUTH_SECRET: "another secret that is long enough, too" });
    try {
      const { file } = await as(memberCaller(held.id)).wallets.applePass({});
      const { authenticationToken } = jsonOf(Buffer.from(file ?? "", "base64"));
      expect(authenticationToken).not.toBe(held.token);
      expect(await register("old", held)).toBe(401);
      const headers = { authorization: `ApplePass ${authenticationToken}` };
      expect(await register("new", held, headers)).toBe(201);
    } finally {
      Object.assign(env(), { AUTH_SECRET: SECRET });
    }
  });
});
