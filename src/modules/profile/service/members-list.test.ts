import { describe, expect, it } from "vitest";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { publishAll } from "@/testing/receiver";
import { followFacts } from "../../segments/service/follow";

describe("GET /members", () => {
  useDatabase("members_list");
  const api = useApi();

  it("gives a key with the scope every member once, page by page, and to no other key", async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, async (_, n) => {
        const { id } = await enrolled();
        await bought(id, { yuan: 100 * (n + 1) });
        return String(id);
      }),
    );
    const { headers } = await serviceKey({ scopes: ["members:read"] });
    const seen: string[] = [];
    let cursor = "";
    do {
      const path = `/members?sort=lifetimeMinor&limit=2${cursor && `&cursor=${cursor}`}`;
      const { status, json } = await api.call("GET", path, { headers });
      expect(status).toBe(200);
      expect(json).toMatchObject({ total: 5, totalIsBounded: false });
      seen.push(...json.items.map(({ memberId }: { memberId: string }) => memberId));
      cursor = json.nextCursor ?? "";
    } while (cursor !== "");
    expect(seen).toEqual(ids.toReversed());

    const other = await serviceKey({ scopes: ["points:write", "members:write"] });
    expect((await api.call("GET", "/members", { headers: other.headers })).status).toBe(403);
  });

  it("is narrowed by tier, status and words, and says which filter is none", async () => {
    const { id, memberCode } = await enrolled();
    const { headers } = await serviceKey({ scopes: ["members:read"] });
    const found = await api.call("GET", `/members?query=${memberCode}&status=ACTIVE`, { headers });
    expect(found.json.items).toMatchObject([{ memberId: String(id), phoneMasked: null }]);
    const frozen = await api.call("GET", `/members?query=${memberCode}&status=FROZEN`, { headers });
    expect(frozen.json.items).toEqual([]);
    const wrong = await api.call("GET", "/members?status=GONE", { headers });
    expect(wrong.json).toMatchObject({ code: "VALIDATION_FAILED", errors: [{ path: "status" }] });
  });

  it("is narrowed by the rule of a segment, however many or few match", async () => {
    const rich = await enrolled();
    await bought(rich.id, { yuan: 4_321 });
    await publishAll();
    await followFacts({ now: new Date(), progress: null, stopping: () => false });
    const { headers } = await serviceKey({ scopes: ["members:read"] });
    const ask = (rule: unknown, more = "") =>
      api.call("GET", `/members?rule=${encodeURIComponent(JSON.stringify(rule))}${more}`, {
        headers,
      });
    const spent = { match: "ALL", of: [{ field: "spend", min: 4_321_00 }] };
    const found = await ask(spent, "&status=ACTIVE");
    expect(found.json).toMatchObject({ total: 1, items: [{ memberId: String(rich.id) }] });
    const others = await ask({ match: "ALL", of: [{ ...spent.of[0], not: true }] });
    const everybody = await api.call("GET", "/members", { headers });
    expect(others.json.total).toBe(everybody.json.total - 1);
    const none = await ask({ match: "ALL", of: [{ field: "phone", in: ["+8613800000000"] }] });
    expect(none.json).toMatchObject({ code: "VALIDATION_FAILED" });
    const noJson = await api.call("GET", "/members?rule=%7B", { headers });
    expect(noJson.status).toBe(400);
  });
});
