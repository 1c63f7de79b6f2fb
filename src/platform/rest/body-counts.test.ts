import { describe, expect, it } from "vitest";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { useApi } from "@/testing/http";

describe("the REST door counts", () => {
  useDatabase();
  const api = useApi();

  it("whoever sends much by its size too, and a low limit lets one body through", async () => {
    const body = { rows: Array(60).fill("x".repeat(10_000)) };
    const send = (headers: Record<string, string>) =>
      api.call("POST", "/admin/points/batch", { headers, body });
    const [wide, low] = [
      await serviceKey({ ratePerMinute: 100 }),
      await serviceKey({ ratePerMinute: 10 }),
    ];
    const first = await send(wide.headers);
    expect([first.status, first.headers.ratelimit]).toEqual([400, expect.stringMatching(/r=69/)]);
    const small = await api.call("GET", "/tiers", { headers: wide.headers });
    expect(small.headers.ratelimit).toMatch(/r=68/);
    expect((await send(low.headers)).status).toBe(400);
    expect((await send(low.headers)).status).toBe(429);
  });
});
