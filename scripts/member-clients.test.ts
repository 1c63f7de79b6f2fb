import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInput } from "@/modules/rewards/schema/managed";
import { createReward } from "@/modules/rewards/service/manage";
import { as, at, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import {
  AUDIENCE,
  claimsOf,
  ISSUER,
  type KeyServer,
  keyServer,
  type SigningKey,
  signingKey,
  tokenOf,
} from "@/testing/identity-provider";
import { memberApi as overFetch, Refusal as RefusalOfFetch } from "../clients/h5/api";
import { code128 } from "../clients/h5/code-128";
import type { MemberApi, Settings } from "../clients/typescript/member";
import { memberApi as overWx, Refusal as RefusalOfWx } from "../clients/wechat/api";
import type { Request } from "../clients/wechat/wx";

/** The clients that a member's page or mini-program starts from, against the real API over real HTTP. */

/** The platform's function, as its documents say: any status is a success, JSON comes parsed. */
const request: Request = ({ url, method, header, data, success, fail }) => {
  fetch(url, { method, headers: header, ...(data === undefined ? {} : { body: data }) })
    .then(async (answer) => {
      const text = await answer.text();
      const isJson = answer.headers.get("content-type")?.startsWith("application/json");
      success({ statusCode: answer.status, data: isJson ? JSON.parse(text) : text });
    })
    .catch(() => fail());
};

const CLIENTS: [string, (settings: Settings) => MemberApi][] = [
  ["H5", overFetch],
  ["WeChat", (settings) => overWx({ ...settings, request })],
];

describe.each([
  ["H5", RefusalOfFetch],
  ["WeChat", RefusalOfWx],
])("a refusal in the %s client", (_, Refusal) => {
  it.each([
    [409, "OUT_OF_STOCK", true],
    [400, "VALIDATION_FAILED", true],
    [429, "RATE_LIMIT_EXCEEDED", true],
    [409, "IDEMPOTENCY_IN_PROGRESS", false],
    [500, "INTERNAL_ERROR", false],
    [503, "SERVICE_UNAVAILABLE", false],
    [502, undefined, false],
    [0, undefined, false],
  ])("of status %i %s tells whether nothing was done: %s", (status, code, isFinal) => {
    expect(new Refusal(status, code === undefined ? {} : { code }).isFinal).toBe(isFinal);
  });
});

describe("clients of a member’s own", () => {
  useDatabase("member-clients");
  const server = useApi();
  const url = () => `http://127.0.0.1:${server.port}`;
  let provider: KeyServer;
  let key: SigningKey;

  beforeAll(async () => {
    key = await signingKey("key-1");
    provider = await keyServer([key]);
    Object.assign(process.env, {
      MEMBER_JWT_JWKS_URL: provider.url,
      MEMBER_JWT_ISSUER: ISSUER,
      MEMBER_JWT_AUDIENCE: AUDIENCE,
    });
  });
  afterAll(() => provider.close());

  const ADDRESS = {
    name: "林夏",
    phone: "13800001234",
    region: "浙江省杭州市",
    line: "文三路 1 号",
  };

  async function bag(): Promise<string> {
    const name = { "zh-CN": "帆布包", en: "Canvas bag" };
    const facts = { kind: "PRODUCT", name, pointsCost: 100, onShelf: true, stock: 10 };
    const wanted = createInput.parse(facts);
    const { rewardId } = await at(new Date(), (work) => createReward(work, wanted));
    return String(rewardId);
  }

  describe.each(CLIENTS)("the %s client", (_, memberApi) => {
    async function customer(yuan = 1000) {
      const member = await enrolled();
      if (yuan > 0) await bought(member.id, { yuan });
      const token = async () => tokenOf(claimsOf(member.externalId), key);
      return { member, token, api: memberApi({ url: url(), token }) };
    }

    it("shows card, codes, balance and history, and checks in once a day", async () => {
      const { member, api } = await customer();
      expect(await api.profile()).toMatchObject({
        memberCode: member.memberCode,
        points: { available: 1000 },
      });
      const { items, now } = await api.cardCodes();
      const [first] = items;
      expect(items.length).toBeGreaterThan(10);
      expect(Date.parse(first?.from ?? "")).toBeLessThanOrEqual(Date.parse(now));
      // Start, ten pairs, check and stop.
      expect(code128(first?.code ?? "")).toHaveLength(6 * 12 + 7);
      const { points } = await api.checkIn();
      expect(await api.checkInDays()).toMatchObject({ todayDone: true, streak: 1 });
      const history = await api.history();
      expect(history.items.map((entry) => entry.points)).toEqual([points, 1000]);
      await expect(api.checkIn()).rejects.toMatchObject({ status: 409 });
    });

    it("takes a reward of the mall once, however often it is sent under its key", async () => {
      const { api } = await customer();
      const rewardId = await bag();
      const order = { rewardId, deliveryAddress: ADDRESS };
      const shown = (await api.rewards()).items.find((reward) => reward.rewardId === rewardId);
      expect(shown).toMatchObject({ redeemable: true });
      const name = fresh("purchase");
      const taken = await api.redeem(order, name);
      expect(taken.available).toBe(900);
      expect(await api.redeem(order, name)).toEqual(taken);
      expect((await api.redemptions()).items).toHaveLength(1);
    });

    it("holds points for a checkout and lets them go, and the shop’s key captures them", async () => {
      const { api } = await customer();
      const order = { orderId: fresh("o"), orderAmountMinor: 29_900 };
      const quote = await api.quote({ ...order, points: 300 });
      expect(quote.payWithPoints).toMatchObject({ points: 300, mostPoints: 1000, held: null });
      const orderAmountMinor = quote.tierPriceMinor;
      const first = await api.hold({ ...order, orderAmountMinor, points: 300 });
      expect(await api.release(first.holdId)).toMatchObject({
        status: "RELEASED",
        available: 1000,
      });
      const hold = await api.hold({ ...order, orderAmountMinor, points: 200 });
      expect((await api.quote(order)).payWithPoints.held).toMatchObject({ holdId: hold.holdId });
      const { orderId } = order;
      await as(SERVICE).points.capture({ holdId: hold.holdId, orderId, orderAmountMinor });
      expect((await api.quote(order)).payWithPoints.redeemed).toMatchObject({ points: 200 });
    });

    it("gets a link into the member’s pages", async () => {
      const { api } = await customer(0);
      const { link } = await api.handoff("/membership/inbox");
      expect(new URL(link).pathname).toBe("/handoff");
      expect(new URL(link).hash.length).toBeGreaterThan(20);
    });

    it("asks for a fresh token once when one was refused, and says what was refused", async () => {
      const { member } = await customer(0);
      const asked: boolean[] = [];
      const ended = await tokenOf(claimsOf(member.externalId, { exp: 1_700_000_000 }), key);
      const token = async (isRefused: boolean) => {
        asked.push(isRefused);
        return isRefused ? tokenOf(claimsOf(member.externalId), key) : ended;
      };
      const renewed = memberApi({ url: url(), token });
      expect(await renewed.profile()).toMatchObject({ memberId: String(member.id) });
      expect(asked).toEqual([false, true]);
      const lost = memberApi({ url: url(), token: async () => ended });
      await expect(lost.profile()).rejects.toMatchObject({
        status: 401,
        code: "AUTHENTICATION_REQUIRED",
      });
      const order = { orderId: fresh("o"), orderAmountMinor: 10_000, points: 10 };
      await expect(renewed.hold(order)).rejects.toMatchObject({
        code: "INSUFFICIENT_POINTS",
        facts: { shortage: 10 },
      });
      const away = memberApi({ url: "http://127.0.0.1:9", token });
      await expect(away.profile()).rejects.toMatchObject({ status: 0, code: "NETWORK" });
    });
  });

  it("draws bar codes in the mini-program as on the page", () => {
    const [page, program] = ["h5", "wechat"].map((folder) =>
      readFileSync(`clients/${folder}/code-128.js`, "utf8"),
    );
    expect(program).toBe(page);
  });
});
