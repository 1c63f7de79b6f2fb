import { describe, expect, it } from "vitest";
import { serviceKey } from "@/testing/credentials";
import { useDatabase, WEBHOOK_SECRET } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { answer, memberSystem, Problem } from "../clients/typescript/client";
import { firstDay } from "../clients/typescript/example";

/** The client that others build upon, against the real API over real HTTP. */

describe("the TypeScript client", () => {
  useDatabase();
  const api = useApi();
  const url = () => `http://127.0.0.1:${api.port}`;
  const client = async (changes: { fetch?: typeof fetch; retries?: number } = {}) =>
    memberSystem({ url: url(), token: (await serviceKey()).secret, language: "en", ...changes });

  it("goes through its example: enrols, earns, holds, captures, refunds, reads", async () => {
    const lines: string[] = [];
    const { secret } = await serviceKey({
      scopes: ["members:write", "members:read", "points:write"],
    });
    const where = { url: url(), key: secret, webhookSecret: WEBHOOK_SECRET };
    const { ledger, balance } = await firstDay(where, (line) => lines.push(line));
    // 600 earned, 200 held, 50 of them released, 150 spent, 200 clawed back.
    expect(ledger.map(({ type, points }) => [type, points])).toEqual(
      expect.arrayContaining([
        ["EARN", 600],
        ["REDEEM", -150],
        ["CLAW_BACK", -200],
      ]),
    );
    expect(balance).toMatchObject({ available: 250, pending: 0, frozen: 0, owed: 0 });
    expect(lines.join("\n")).toContain("refused as it should be: HOLD_NOT_ACTIVE");
  });

  it("throws a refusal with its code, facts and request id", async () => {
    const { externalId } = await enrolled();
    const body = {
      externalId: externalId ?? "",
      points: 10,
      orderId: fresh("o"),
      orderAmountMinor: 10_000,
    };
    const refused = await answer((await client()).POST("/points/use", { body })).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({
      status: 409,
      code: "INSUFFICIENT_POINTS",
      facts: { required: 10, available: 0, shortage: 10 },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("sends a POST again that nobody answered, and it happens once", async () => {
    const keys: (string | null)[] = [];
    let lost = 2;
    const losing: typeof fetch = async (input, init) => {
      const answered = await fetch(input, init);
      keys.push((input as Request).headers.get("idempotency-key"));
      if (lost-- > 0) throw new TypeError("the connection broke after the server had done it");
      return answered;
    };
    const body = { externalId: fresh("u") };
    const member = await answer((await client({ fetch: losing })).POST("/members", { body }));
    expect(member.externalId).toBe(body.externalId);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it("gives up after the retries it was given, and never retries a refusal by rules", async () => {
    let calls = 0;
    const counting =
      (run: typeof fetch): typeof fetch =>
      (input, init) => {
        calls++;
        return run(input, init);
      };
    const dead = counting(() => Promise.reject(new TypeError("nobody there")));
    const body = { externalId: fresh("u") };
    const away = (await client({ fetch: dead, retries: 1 })).POST("/members", { body });
    await expect(away).rejects.toThrow("nobody there");
    expect(calls).toBe(2);
    calls = 0;
    const path = { memberId: "999999999" };
    const refused = (await client({ fetch: counting(fetch) })).GET("/members/{memberId}", {
      params: { path },
    });
    await expect(refused).rejects.toMatchObject({ code: "MEMBER_NOT_FOUND" });
    expect(calls).toBe(1);
  });
});
