import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mariadb";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { env } from "@/env";
import { PASSWORD_TRIES } from "@/modules/access/rules/sign-in";
import { takeTry } from "@/modules/access/service/tries";
import { lockMember } from "@/modules/members/service/members";
import { ADMIN, as, at, SERVICE } from "@/testing/actors";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh, LONG_AGO } from "@/testing/factories";
import { gate } from "@/testing/gate";
import { useApi } from "@/testing/http";
import { useServersPatience } from "@/testing/stray";
import { databaseAddress } from "../database-address.mjs";
import { closePool, reader, type Tx, transaction } from "../db";
import { metricsText } from "../metrics-door";
import { networkOf } from "../network";
import { admissionFigures, type Turn } from "./admission";
import { boundsFor, type Kind } from "./kinds";

const REFUSED = { status: 503, domainCode: "SERVICE_UNAVAILABLE", facts: { retryAfterSeconds: 1 } };
const CONNECTIONS = 4;
const write = (caller: string, more: Partial<Turn<"write">> = {}) =>
  ({ kind: "write", caller, ...more }) as const;
const waiting = (kind: Kind) => admissionFigures()[kind].waiting;
const earn = (memberId: number, who = SERVICE) =>
  as(who).orders.earn({
    memberId: String(memberId),
    event: "CUSTOM",
    points: 1,
    referenceId: fresh("adm"),
  });
const pointsOf = async (id: number) => {
  const { available, pending } = await as(SERVICE).points.balance({ memberId: String(id) });
  return available + pending;
};

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}

describe("before the pool", () => {
  useDatabase("admission");
  useServersPatience();
  const api = useApi();

  const hold = (count: number) => {
    const held = gate();
    const acts = Array.from({ length: count }, () =>
      transaction(() => held.opened, write("holder")),
    );
    return { let: held.release, acts };
  };
  const set = async (changes: Partial<ReturnType<typeof env>>) => {
    await closePool();
    Object.assign(env(), changes);
  };

  beforeAll(() => set({ DB_POOL_SIZE: CONNECTIONS }));
  // However slow the machine, nobody is late but where lateness is what is looked at.
  beforeEach(() => set({ DB_ACQUIRE_TIMEOUT_MS: 60_000 }));
  afterEach(() => {
    for (const kind of ["read", "list", "write", "job"] as const) {
      expect(admissionFigures()[kind]).toEqual({ running: 0, waiting: 0 });
    }
  });

  it("whoever has waited to the deadline is told to come again, and nothing of it is done", async () => {
    await set({ DB_ACQUIRE_TIMEOUT_MS: 200 });
    const { acts, let: release } = hold(CONNECTIONS - 1);
    let begun = 0;
    const late = transaction(async () => (begun += 1), write("late"));
    await expect(late).rejects.toMatchObject(REFUSED);
    release();
    await Promise.all(acts);
    expect(begun).toBe(0);
    await transaction(async () => (begun += 1), write("late"));
    expect(begun).toBe(1);
  });

  it("whoever comes when the queue is full is told at once, and whoever asked little is let in for one who asks much", async () => {
    const { acts, let: release } = hold(CONNECTIONS - 1);
    const most = boundsFor(CONNECTIONS).acts.kinds.write.waiting;
    const flood = Array.from({ length: most }, () =>
      transaction(async () => "flood", write("flood")),
    );
    const outcomes = Promise.allSettled(flood);
    const waited = await timed(() =>
      expect(transaction(async () => 1, write("flood"))).rejects.toMatchObject(REFUSED),
    );
    expect(waited).toBeLessThan(1000);
    const quiet = transaction(async () => "quiet", write("quiet"));
    expect(waiting("write")).toBe(most);
    release();
    expect(await quiet).toBe("quiet");
    await Promise.all(acts);
    const refused = (await outcomes).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(1);
  });

  it("health and readiness answer while everything else waits", async () => {
    const { acts, let: release } = hold(CONNECTIONS - 1);
    const others = Array.from({ length: 50 }, () => transaction(async () => 1, write("flood")));
    for (const path of ["/health", "/health/ready"]) {
      expect((await api.call("GET", path)).status).toBe(200);
    }
    expect((await api.call("GET", "/tiers")).status).toBe(200);
    release();
    await Promise.all([...acts, ...others]);
  });

  it("an act whose client went away leaves the queue", async () => {
    const member = await enrolled();
    const { headers } = await serviceKey();
    const { acts, let: release } = hold(CONNECTIONS - 1);
    const away = new AbortController();
    const body = JSON.stringify({
      memberId: String(member.id),
      event: "CUSTOM",
      points: 1,
      referenceId: fresh("gone"),
    });
    const asked = fetch(`http://127.0.0.1:${api.port}/api/v1/member-system/points/earn`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": fresh("k") },
      body,
      signal: away.signal,
    }).catch(() => "gone");
    await expect.poll(() => waiting("write")).toBe(1);
    away.abort();
    expect(await asked).toBe("gone");
    await expect.poll(() => waiting("write")).toBe(0);
    release();
    await Promise.all(acts);
    expect(await pointsOf(member.id)).toBe(0);
  });

  it("64 writers of a member whose lock somebody holds leave the connections to everybody else", async () => {
    const hot = await enrolled();
    const before = await pointsOf(hot.id);
    const others = await Promise.all(Array.from({ length: 8 }, () => enrolled()));
    const rival = await createConnection(databaseAddress(env().DATABASE_URL));
    await rival.beginTransaction();
    await rival.query("SELECT id FROM member WHERE id = ? FOR UPDATE", [hot.id]);
    // By each of the member's names, and by none of them.
    const who = [{ memberId: String(hot.id) }, { externalId: hot.externalId as string }];
    const writers = Array.from({ length: 60 }, (_, n) => {
      const gift = { event: "CUSTOM", points: 1, referenceId: fresh("hot") } as const;
      return as(SERVICE).orders.earn({ ...who[n % 2], ...gift });
    });
    const unnamed = Array.from({ length: 4 }, () =>
      at(new Date(), (work) => lockMember(work, { memberId: hot.id })),
    );
    await expect.poll(() => waiting("write")).toBeGreaterThanOrEqual(60);
    const waited = await timed(() => Promise.all(others.map(({ id }) => earn(id))));
    expect(waited).toBeLessThan(1000);
    expect((await api.call("GET", "/tiers")).status).toBe(200);
    await rival.rollback();
    await rival.end();
    await Promise.all([...writers, ...unnamed]);
    expect(await pointsOf(hot.id)).toBe(before + 60);
  });

  it("whoever asks for sixty previews while somebody publishes leaves the connections to everybody else", async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => enrolled()));
    const { versionId: expectedVersion, rules } = await as(ADMIN).program.current({});
    const rival = await createConnection(databaseAddress(env().DATABASE_URL));
    await rival.beginTransaction();
    await rival.query("SELECT activeVersionId FROM program_state WHERE id = 1 FOR UPDATE");
    const previews = Array.from({ length: 60 }, () =>
      as(ADMIN).program.startPreview({ expectedVersion, rules: { earn: rules.earn } }),
    );
    await expect.poll(() => waiting("write")).toBeGreaterThanOrEqual(50);
    const waited = await timed(() => Promise.all(others.map(({ id }) => earn(id))));
    expect(waited).toBeLessThan(5000);
    await rival.rollback();
    await rival.end();
    await Promise.all(previews);
  });

  it("one key's flood keeps another's act waiting for a round, not for the flood", async () => {
    const people = await Promise.all(Array.from({ length: 40 }, () => enrolled()));
    const key = { ...SERVICE, actor: "service:quiet" };
    const mine = await enrolled();
    for (let n = 0; n < 5; n++) await earn(mine.id, key);
    let done = 0;
    const took: number[] = [];
    const flood = Array.from({ length: 400 }, (_, n) =>
      timed(() => earn(people[n % people.length]?.id ?? 0)).then((ms) => {
        done += 1;
        took.push(ms);
      }),
    );
    const between: number[] = [];
    const own: number[] = [];
    for (let n = 0; n < 20; n++) {
      const before = done;
      own.push(await timed(() => earn(mine.id, key)));
      between.push(done - before);
    }
    await Promise.all(flood);
    // Those at work when it came, one whose turn it was, and those at work beside it.
    expect(percentile(between, 0.95)).toBeLessThanOrEqual(3 * CONNECTIONS);
    expect(percentile(own, 0.95)).toBeLessThan(percentile(took, 0.95) / 3);
    expect(await pointsOf(mine.id)).toBe(25);
  });

  it("reads of a member who is held, with something to settle, leave their turns to other reads", async () => {
    const [held, other] = [await enrolled(), await enrolled()];
    await reader.write("UPDATE member SET nextPointsEventAt = ? WHERE id = ?", [LONG_AGO, held.id]);
    const rival = await createConnection(databaseAddress(env().DATABASE_URL));
    await rival.beginTransaction();
    await rival.query("SELECT id FROM member WHERE id = ? FOR UPDATE", [held.id]);
    const balance = (id: number) => as(SERVICE).points.balance({ memberId: String(id) });
    const settling = Array.from({ length: 80 }, () => balance(held.id));
    await expect.poll(() => waiting("write")).toBeGreaterThanOrEqual(70);
    expect(admissionFigures().read).toEqual({ running: 0, waiting: 0 });
    expect(await timed(() => balance(other.id))).toBeLessThan(1000);
    await rival.rollback();
    await rival.end();
    const seen = await Promise.all(settling);
    expect(seen.every(({ available }) => available === 0)).toBe(true);
  });

  it("whoever signs in from one place waits for a round of those who try from another, not for all", async () => {
    const tries = (from: string) =>
      takeTry(PASSWORD_TRIES, { account: fresh("a"), network: networkOf(from) }, new Date());
    const { acts, let: release } = hold(CONNECTIONS - 1);
    let done = 0;
    const flood = Array.from({ length: 200 }, (_, n) =>
      tries(`203.0.113.${n}`).then(() => (done += 1)),
    );
    await expect.poll(() => waiting("write")).toBeGreaterThanOrEqual(200);
    const mine = tries("198.51.100.1");
    await expect.poll(() => waiting("write")).toBeGreaterThanOrEqual(201);
    release();
    await mine;
    expect(done).toBeLessThanOrEqual(3 * CONNECTIONS);
    await Promise.all([...flood, ...acts]);
  });

  it("an act that wants two lanes comes to them while others follow each other on each", async () => {
    let isOver = false;
    let since = 0;
    const busy = async (lane: string) => {
      while (!isOver && since < 400) {
        await transaction(
          () => sleep(15 + Math.random() * 10),
          write(`busy ${lane}`, { lanes: [lane] }),
        );
        since += 1;
      }
    };
    // Two at work on each and more waiting, so that neither is ever free for long.
    const others = ["a", "a", "a", "a", "b", "b", "b", "b"].map(busy);
    await expect.poll(() => since).toBeGreaterThan(8);
    const before = since;
    let attempts = 0;
    await transaction(async (tx) => {
      attempts += 1;
      tx.enterLane("a");
      tx.enterLane("b");
    }, write("both"));
    const passed = since - before;
    isOver = true;
    await Promise.all(others);
    expect(attempts).toBeLessThanOrEqual(3);
    expect(passed).toBeLessThanOrEqual(60);
  });

  it("jobs have their turn in a flood of writes, and writes in one of jobs", async () => {
    const order: string[] = [];
    const { acts, let: release } = hold(CONNECTIONS - 1);
    const act = (turn: Turn<"write" | "job">) =>
      transaction(async () => order.push(turn.kind), turn);
    const job = { kind: "job", caller: "loop" } as const;
    const both = [
      ...Array.from({ length: 60 }, () => act(write("flood"))),
      ...Array.from({ length: 60 }, () => act(job)),
    ];
    release();
    await Promise.all([...both, ...acts]);
    const first = order.slice(0, 60);
    expect(first.filter((kind) => kind === "job").length).toBeGreaterThan(15);
    expect(first.filter((kind) => kind === "write").length).toBeGreaterThan(15);
  });

  it("of a thousand at once with a fifth of writes each is done once or told to come again", async () => {
    await set({ DB_ACQUIRE_TIMEOUT_MS: 1500 });
    const people = await Promise.all(Array.from({ length: 25 }, () => enrolled()));
    const { headers } = await serviceKey();
    const writes = Array.from({ length: 200 }, (_, n) => ({
      memberId: people[n % people.length]?.id ?? 0,
      key: fresh("k"),
      referenceId: fresh("r"),
    }));
    const tell = ({ memberId, key, referenceId }: (typeof writes)[number]) =>
      api.call("POST", "/points/earn", {
        headers: { ...headers, "idempotency-key": key },
        body: { memberId: String(memberId), event: "CUSTOM", points: 1, referenceId },
      });
    const statuses = new Map<number, number>();
    const seen = (answer: Awaited<ReturnType<typeof api.call>>) => {
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status !== 503) return true;
      expect(answer.json.code).toBe("SERVICE_UNAVAILABLE");
      expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(Number(answer.headers["retry-after"])).toBeGreaterThanOrEqual(1);
      return false;
    };
    const probe = api.call("GET", "/health/ready");
    const all = Array.from({ length: 1000 }, (_, n) => {
      const one = writes[n / 5];
      if (one) return tell(one).then(async (answer) => seen(answer) || (await again(one)));
      const id = people[n % people.length]?.id ?? 0;
      return api.call("GET", `/members/${id}`, { headers }).then(seen);
    });
    async function again(one: (typeof writes)[number]): Promise<boolean> {
      for (let tries = 0; tries < 20; tries++) if (seen(await tell(one))) return true;
      return false;
    }
    await Promise.all(all);
    expect((await probe).status).toBe(200);
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    for (const { id } of people) expect(await pointsOf(id)).toBe(8);
  }, 60_000);

  it("what was let in, refused and waits is among the figures", async () => {
    await at(new Date(), async () => undefined);
    const text = await metricsText([]);
    expect(text).toMatch(/member_system_admissions_total{kind="write",outcome="admitted"} \d+/);
    expect(text).toMatch(/member_system_admissions_total{kind="write",outcome="(full|late)"} \d+/);
    expect(text).toMatch(/member_system_admission{kind="list",state="waiting"} 0/);
    expect(text).toMatch(/member_system_admission_wait_seconds_count{kind="read"} \d+/);
  });

  it("a lock learnt of on the way is waited for in the queue, and what was begun is undone", async () => {
    let attempts = 0;
    const seen: string[] = [];
    const act = (name: string) => async (tx: Tx) => {
      attempts += 1;
      tx.enterLane("learnt");
      seen.push(name);
      // Until each has begun, however long a busy machine takes.
      await vi.waitFor(() => expect(attempts).toBeGreaterThanOrEqual(3), 10_000);
    };
    await Promise.all(["a", "b", "c"].map((name) => transaction(act(name), write(name))));
    expect(seen.toSorted()).toEqual(["a", "b", "c"]);
    expect(attempts).toBe(4);
  });
});
