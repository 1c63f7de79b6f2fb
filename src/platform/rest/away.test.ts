import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool } from "@/platform/db";
import { useApi } from "@/testing/http";

/** Nobody listens on port 1, so the database is away for as long as this file runs. */

describe("while the database is away", () => {
  beforeAll(() => {
    Object.assign(process.env, {
      DATABASE_URL: "mysql://nobody:nothing@127.0.0.1:1/none",
      AUTH_SECRET: "a secret for tests that is long enough",
      MEMBER_SYSTEM_ENV: "development",
      LOG_LEVEL: "silent",
    });
  });
  afterAll(closePool);
  const api = useApi();
  const key = { authorization: "Bearer msk_somebody" };

  it.each([
    ["GET", "/tiers", {}],
    ["GET", "/profile?externalId=u-1", { headers: key }],
    ["POST", "/points/use", { headers: { ...key, "idempotency-key": "k" }, body: {} }],
    ["GET", "/health/ready", {}],
  ])(
    "%s %s is 503 with when to come again, and tells nothing of why",
    async (method, path, wanted) => {
      const { status, headers, json, text } = await api.call(method, path, wanted);
      expect([status, json.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
      expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
      expect(headers["x-request-id"]).toBe(json.requestId);
      expect(text).not.toMatch(/127\.0\.0\.1|ECONN|nobody|nothing|pool/i);
    },
  );

  it("the process still says that it is up, and shows its document", async () => {
    expect((await api.call("GET", "/health")).status).toBe(200);
    expect((await api.call("GET", "/openapi.json")).status).toBe(200);
  });
});
