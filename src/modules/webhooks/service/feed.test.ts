import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { eventData, eventTypes } from "@/modules/events";
import { reader } from "@/platform/db";
import { as, SERVICE } from "@/testing/actors";
import { changeRow, serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, refunded } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { publishAll } from "@/testing/receiver";

describe("the feed of events", () => {
  useDatabase("feed");
  const api = useApi();
  let headers: Record<string, string>;

  beforeAll(async () => {
    ({ headers } = await serviceKey({ scopes: ["events:read"] }));
    for (let index = 0; index < 4; index++) {
      const { id } = await enrolled();
      const { orderId } = await bought(id, { yuan: 1_200 });
      await refunded(id, { orderId, yuan: 600 });
    }
    await publishAll();
  });

  const read = async (query = "") => (await api.call("GET", `/events${query}`, { headers })).json;

  it("is read page by page with the last id seen, without a gap and to its end", async () => {
    const ids: string[] = [];
    for (let after = "0"; ; after = ids.at(-1) ?? "") {
      const { items } = await read(`?limit=5&after=${after}`);
      if (items.length === 0) break;
      ids.push(...items.map(({ id }: { id: string }) => id));
    }
    expect(ids).toEqual(ids.map((_, index) => String(index + 1)));
    const { items, nextCursor } = await read("?limit=5");
    expect(nextCursor).toBe(items.at(-1).id);
    expect((await read(`?limit=5&cursor=${nextCursor}`)).items[0].id).toBe("6");
    expect((await read("?limit=100")).nextCursor).toBeNull();
  });

  it("says of each what happened, when and to whom", async () => {
    const { items } = await read("?types=tier.changed&limit=1");
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        type: "tier.changed",
        occurredAt: "2026-01-05T04:00:00.000Z",
        memberId: expect.stringMatching(/^\d+$/),
        externalId: expect.stringMatching(/^u-/),
        data: { from: "REGISTERED", to: expect.any(String), cause: "ORDER" },
      },
    ]);
  });

  it("gives only the types asked for, and refuses ones that there are not", async () => {
    const { items } = await read("?types=points.earned,points.clawed_back&limit=100");
    expect(new Set(items.map(({ type }: { type: string }) => type))).toEqual(
      new Set(["points.earned", "points.clawed_back"]),
    );
    for (const query of [
      "?types=points.stolen",
      "?types=",
      "?after=-1",
      "?after=x",
      "?limit=101",
    ]) {
      const answer = await api.call("GET", `/events${query}`, { headers });
      expect([query, answer.status, answer.json.code]).toEqual([query, 400, "VALIDATION_FAILED"]);
    }
  });

  it("does not say any more what a closed member was called", async () => {
    const { items } = await as(SERVICE).events.list({ limit: 1 });
    await changeRow("UPDATE member SET status = 'CLOSED' WHERE id = ?", [
      Number(items[0]?.memberId),
    ]);
    const again = (await as(SERVICE).events.list({ limit: 1 })).items;
    expect(again).toMatchObject([{ memberId: items[0]?.memberId, externalId: null }]);
    expect(JSON.stringify(again)).not.toContain(items[0]?.externalId);
  });

  it("needs a key with the scope", async () => {
    const other = await serviceKey({ scopes: ["stats:read"] });
    expect((await api.call("GET", "/events", { headers: other.headers })).status).toBe(403);
    expect((await api.call("GET", "/events")).status).toBe(401);
  });

  it("holds what each type of event says it does", async () => {
    const rows = await reader.rows<{ type: keyof typeof eventData; data: string }>(
      "SELECT type, data FROM outbox_event",
    );
    expect(rows.length).toBeGreaterThan(12);
    for (const { type, data } of rows) eventData[type].parse(JSON.parse(data));
  });
});

describe("the one list of events", () => {
  const modulesWithEvents = import.meta.glob<Record<string, unknown>>("../../*/events.ts", {
    eager: true,
  });

  it("has every event of every module’s table", () => {
    const tables = Object.values(modulesWithEvents).flatMap((exported) =>
      Object.values(exported).filter((one): one is object => typeof one === "object"),
    );
    const types = tables.flatMap((table) => Object.keys(table));
    expect(types.length).toBeGreaterThan(20);
    expect([...types].sort()).toEqual([...eventTypes].sort());
  });

  const modules = fileURLToPath(new URL("../..", import.meta.url));
  const sources = readdirSync(modules, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );

  it("has every event that any service emits", () => {
    const emitted = sources.flatMap((file) => {
      const text = readFileSync(`${modules}/${file}`, "utf8");
      return [...text.matchAll(/\w+Event\(\s*"([^"]+)"/g)].map(([, type]) => type ?? "");
    });
    expect(emitted.length).toBeGreaterThan(10);
    expect(emitted.filter((type) => !eventTypes.some((known) => known === type))).toEqual([]);
  });
});
