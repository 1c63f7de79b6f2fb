import { createConnection } from "mariadb";
import { afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { closePool, reader, transaction } from "@/platform/db";
import { metrics } from "@/platform/metrics";
import { readingThrough } from "@/platform/replicas/reader";
import type { LeftOut } from "@/platform/replicas/replica";
import { beginWithReplicas, closeReplicas, replicas } from "@/platform/replicas/replicas";
import type { Meta } from "@/platform/trpc";
import { ADMIN, as, keyed, memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { bought, enrolled, fresh, refunded } from "@/testing/factories";
import { deliverAll, hooked, useReceivers } from "@/testing/receiver";
import { addressOf } from "@/testing/server";
import { followAll } from "@/testing/statistics";
import { useServersPatience } from "@/testing/stray";
import { useReplica } from "./replica-pair";

const WAIT_MS = 800;

function one() {
  const [first] = replicas()?.all ?? [];
  if (!first) throw new Error("there is no replica");
  return first;
}

const becomes = (leftOut: LeftOut | null) =>
  vi.waitFor(() => expect(one().leftOut).toBe(leftOut), { timeout: 10_000, interval: 20 });

async function fallbacks(): Promise<number> {
  const { values } = await metrics().replicaFallbacks.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** What the ledger says of a member, and whether a replica said it. */
async function ledgerOf(memberId: number) {
  const before = one().reads;
  const startedAt = performance.now();
  const { items } = await as(SERVICE).points.transactions({ memberId: String(memberId) });
  const ms = performance.now() - startedAt;
  return { types: items.map(({ type }) => type), fromReplica: one().reads > before, ms };
}

async function aBuyer(): Promise<number> {
  const { id } = await enrolled();
  await bought(id, { yuan: 100 });
  return id;
}

const declared = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: unknown } }>,
)
  .map(([name, procedure]) => ({ name, meta: procedure._def.meta as Meta }))
  .filter(({ meta }) => meta.fromReplica);

interface Kept {
  memberId: string;
  orderId: string;
  batchId: string;
  endpointId: string;
  deliveryId: string;
  versionId: string;
  previewId: string;
}

/** Somebody of whom there is something in every list. */
async function everything(): Promise<Kept> {
  const { endpointId } = await hooked();
  const id = await aBuyer();
  const memberId = String(id);
  const { orderId } = await bought(id, { yuan: 3000, now: new Date() });
  await refunded(id, { orderId, yuan: 10, now: new Date() });
  await as(memberCaller(id)).earning.checkIn({});
  const data = {
    memberId,
    orderId: fresh("o"),
    paidAmountMinor: 900,
    paidAt: new Date().toISOString(),
  };
  const line = { lineId: "1", sku: "CUP", quantity: 1, unitAmountMinor: 900 };
  const timestamp = data.paidAt;
  await as(WEBHOOK).orders.event({
    type: "ORDER_COMPLETED",
    timestamp,
    data: { ...data, lines: [line] },
  });
  const name = { "zh-CN": "帆布包", en: "Canvas bag" };
  const shelf = { kind: "PRODUCT", name, pointsCost: 10, stock: 20, onShelf: true } as const;
  const { rewardId } = await as(ADMIN).rewards.create(shelf);
  const deliveryAddress = { name: "林夏", phone: "13800001234", region: "杭州市", line: "1 号" };
  await keyed(memberCaller(id)).rewards.redeem({ rewardId, deliveryAddress });
  const used = { orderId: fresh("o"), orderAmountMinor: 50_000, shippingMinor: 1200 };
  await as(SERVICE).benefits.use({ memberId, benefitId: "FREE_SHIPPING", ...used });
  const rows = [{ memberId, points: 5 }];
  const { batchId } = await as(ADMIN).points.createBatch({ reason: "test", dryRun: false, rows });
  await followAll();
  await deliverAll();
  const [delivery] = (await as(ADMIN).webhooks.deliveries({ endpointId })).items;
  const [version] = (await as(ADMIN).program.versions({})).items;
  const { versionId: expectedVersion, rules } = await as(ADMIN).program.current({});
  const { previewId } = await as(ADMIN).program.startPreview({
    expectedVersion,
    rules: { tiers: { ...rules.tiers, protectionMonths: 9 } },
  });
  await as(ADMIN).drafts.create({ name: "Spring" });
  const { deliveryId = "" } = delivery ?? {};
  return {
    memberId,
    orderId: data.orderId,
    batchId,
    endpointId,
    deliveryId,
    versionId: version?.versionId ?? "",
    previewId,
  };
}

/** What each of them is asked; nothing where everything has a default. */
const ASKED: Record<string, (kept: Kept) => Record<string, unknown>> = {
  "members.orderLines": ({ memberId, orderId }) => ({ memberId, orderId }),
  "members.orderVersions": ({ memberId, orderId }) => ({ memberId, orderId }),
  "points.batch": ({ batchId }) => ({ batchId }),
  "search.find": ({ orderId }) => ({ query: orderId }),
  "search.named": ({ memberId }) => ({ refs: [{ kind: "MEMBER", id: memberId }] }),
  "webhooks.deliveries": ({ endpointId }) => ({ endpointId }),
  "webhooks.delivery": ({ deliveryId }) => ({ deliveryId }),
  "program.previewMembers": ({ previewId }) => ({ previewId, horizon: "NOW", goes: "UP" }),
  "program.version": ({ versionId }) => ({ versionId }),
};

/** Lists that nobody is in here. */
const EMPTY = [
  "activities.participations",
  "approvals.list",
  "inbox.list",
  "members.orderVersions",
  "program.previewMembers",
];

/** What differs with every look. */
function lasting(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value) =>
      ["exportedAt", "audit", "asOf"].includes(key) ? undefined : value,
    ),
  );
}

describe("reads from a replica", () => {
  const pair = useReplica();
  let isBegunAnew = false;
  useReceivers();
  useServersPatience();

  beforeAll(async () => {
    env().DATABASE_REPLICA_WAIT_MS = WAIT_MS;
    await beginWithReplicas();
    await becomes(null);
  });
  afterEach(async () => {
    if (!isBegunAnew) await becomes(null);
  });

  it("show what was committed before they began, by whomever and in whatever process", async () => {
    const other = await createConnection(addressOf(env().DATABASE_URL));
    const memberId = await aBuyer();
    const read = one().reads;
    const fell = await fallbacks();
    try {
      for (let round = 0; round < 40; round++) {
        const nickname = fresh("n");
        await other.query("UPDATE member SET nickname = ? WHERE id = ?", [nickname, memberId]);
        const query = "SELECT nickname FROM member WHERE id = ?";
        const seen = await Promise.all(
          Array.from({ length: 4 }, () =>
            readingThrough(true, (db) => db.row<{ nickname: string }>(query, [memberId])),
          ),
        );
        expect(seen).toEqual(Array(4).fill({ nickname }));
      }
    } finally {
      await other.end();
    }
    expect(one().reads - read).toBe(160);
    expect(await fallbacks()).toBe(fell);
  });

  it("answer every query that is declared so as the primary does", async () => {
    expect(declared.length).toBeGreaterThan(25);
    const kept = await everything();
    const caller = (meta: Meta) => {
      if (meta.access.operator) return ADMIN;
      return meta.access.member ? memberCaller(Number(kept.memberId)) : SERVICE;
    };
    const { DATABASE_REPLICA_URLS: urls } = env();
    for (const { name, meta } of declared) {
      const needsMember = Object.hasOwn((meta.input as { shape?: object }).shape ?? {}, "memberId");
      const input = ASKED[name]?.(kept) ?? (needsMember ? { memberId: kept.memberId } : {});
      let found: unknown = as(caller(meta));
      for (const part of name.split(".")) found = (found as Record<string, unknown>)[part];
      const ask = found as (input: unknown) => Promise<unknown>;
      const [read, fell] = [one().reads, await fallbacks()];
      const fromReplica = await ask(input);
      expect([name, one().reads > read, await fallbacks()]).toEqual([name, true, fell]);
      env().DATABASE_REPLICA_URLS = [];
      const fromPrimary = await ask(input).finally(() => {
        env().DATABASE_REPLICA_URLS = urls;
      });
      expect([name, lasting(fromReplica)]).toEqual([name, lasting(fromPrimary)]);
      const list = (fromReplica as { items?: unknown[] }).items;
      if (list && !EMPTY.includes(name)) expect([name, list.length > 0]).toEqual([name, true]);
    }
  });

  it("show each of their callers what they just did, sixty-four at once", async () => {
    const members = await Promise.all(Array.from({ length: 64 }, aBuyer));
    const read = one().reads;
    const seen = await Promise.all(
      members.map(async (memberId) => {
        await bought(memberId, { yuan: 50 });
        return (await ledgerOf(memberId)).types.filter((type) => type === "EARN").length;
      }),
    );
    expect(seen).toEqual(Array(64).fill(2));
    expect(one().reads).toBeGreaterThan(read);
  });

  it("show what they settle themselves: on the primary first, then read from the replica", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: "2023-01-05T04:00:00Z" });
    await reader.write("UPDATE points_lot SET expiresAt = '2025-01-01' WHERE memberId = ?", [id]);
    await reader.write("UPDATE member SET nextPointsEventAt = '2025-01-01' WHERE id = ?", [id]);
    const { types, fromReplica } = await ledgerOf(id);
    expect(types).toContain("EXPIRE");
    expect(fromReplica).toBe(true);
  });

  it("wait for a replica that is a little late, and show what they waited for", async () => {
    const memberId = await aBuyer();
    await becomes(null);
    expect((await ledgerOf(memberId)).fromReplica).toBe(true);
    await pair.tell("STOP REPLICA SQL_THREAD");
    await bought(memberId, { yuan: 20 });
    const reading = ledgerOf(memberId);
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS / 8));
    await pair.tell("START REPLICA SQL_THREAD");
    expect(await reading).toMatchObject({ types: ["EARN", "EARN"], fromReplica: true });
  });

  it("come from the primary while the replica lags, after one short wait, and from the replica again", async () => {
    const memberId = await aBuyer();
    await becomes(null);
    await pair.tell("STOP REPLICA SQL_THREAD");
    await bought(memberId, { yuan: 20 });
    const first = await ledgerOf(memberId);
    expect(first).toMatchObject({ types: ["EARN", "EARN"], fromReplica: false });
    expect(one().leftOut).toBe("behind");
    expect(first.ms).toBeLessThan(WAIT_MS + 600);
    expect((await ledgerOf(memberId)).ms).toBeLessThan(WAIT_MS / 2);
    await pair.tell("START REPLICA SQL_THREAD");
    await becomes(null);
    expect((await ledgerOf(memberId)).fromReplica).toBe(true);
  });

  it("come from the primary while the replica may be written to", async () => {
    const memberId = await aBuyer();
    await becomes(null);
    await pair.tell("SET GLOBAL read_only = 0");
    expect(await ledgerOf(memberId)).toMatchObject({ types: ["EARN"], fromReplica: false });
    expect(one().leftOut).toBe("writable");
    await pair.tell("SET GLOBAL read_only = 1");
  });

  it("that wait on a replica which falls silent are answered by the primary within seconds", async () => {
    const memberId = await aBuyer();
    await becomes(null);
    const slow = readingThrough(true, async (db) => {
      const sql = "SELECT SLEEP(1) AS slept, nickname FROM member WHERE id = ?";
      return db.rows(sql, [memberId]);
    });
    await expect.poll(() => one().inUse).toBeGreaterThan(0);
    await expect.poll(() => one().waitedMs).not.toBeNull();
    pair.line.fallSilent();
    const found = await ledgerOf(memberId);
    expect(found).toMatchObject({ types: ["EARN"], fromReplica: false });
    expect(found.ms).toBeLessThan(4000);
    expect(await slow).toHaveLength(1);
    const after = await ledgerOf(memberId);
    expect(after.ms).toBeLessThan(WAIT_MS);
    pair.line.heal();
  });

  it("come from the primary while the replica is down, and from the replica once it is back", async () => {
    const memberId = await aBuyer();
    await becomes(null);
    await pair.kill();
    for (let round = 0; round < 5; round++) {
      const found = await ledgerOf(memberId);
      expect(found).toMatchObject({ types: ["EARN"], fromReplica: false });
      expect(found.ms).toBeLessThan(3000);
    }
    await bought(memberId, { yuan: 30 });
    await pair.restart();
    await becomes(null);
    expect(await ledgerOf(memberId)).toMatchObject({ types: ["EARN", "EARN"], fromReplica: true });
  });

  it("cannot write, whatever is asked of them, and are refused inside of a transaction", async () => {
    const write = "UPDATE member SET nickname = 'x' WHERE id = 1";
    await expect(one().read(write, [], 1000)).rejects.toMatchObject({ reason: "failed" });
    const inside = readingThrough(true, (db) => transaction(() => db.rows("SELECT 1")));
    await expect(inside).rejects.toThrow(/inside a transaction/);
  });

  it("leave out what is none: the primary itself, and a server that is no copy of it", async () => {
    const { DATABASE_URL, DATABASE_REPLICA_URLS: urls } = env();
    const elsewhere = new URL(DATABASE_URL);
    elsewhere.pathname = "/mysql";
    try {
      await closeReplicas();
      env().DATABASE_REPLICA_URLS = [DATABASE_URL, elsewhere.href];
      await expect
        .poll(() => replicas()?.all.map(({ leftOut }) => leftOut), { timeout: 5000 })
        .toEqual(["writable", "failed"]);
    } finally {
      await closeReplicas();
      env().DATABASE_REPLICA_URLS = urls;
    }
  });

  it("are not begun with on a primary that numbers nothing", async () => {
    const { DATABASE_URL } = env();
    try {
      env().DATABASE_URL = inject("databases").server;
      await closePool();
      await expect(beginWithReplicas()).rejects.toThrow(
        /^DATABASE_REPLICA_URLS needs a primary that tells how far it is, and it/,
      );
    } finally {
      env().DATABASE_URL = DATABASE_URL;
      await closePool();
    }
  });

  it("come from the primary where its log was begun anew, so that numbers say nothing any more", async () => {
    const memberId = await aBuyer();
    isBegunAnew = true;
    await pair.beginLogAnew();
    await expect.poll(() => one().leftOut, { timeout: 5000 }).toBe("behind");
    await bought(memberId, { yuan: 10 });
    await expect.poll(() => one().leftOut, { timeout: 5000 }).toMatch(/^(unsuitable|behind)$/);
    expect(await ledgerOf(memberId)).toMatchObject({ types: ["EARN", "EARN"], fromReplica: false });
  });
});
