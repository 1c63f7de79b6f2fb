import { describe, expect, it } from "vitest";
import { authenticate } from "@/modules/access/service/authenticate";
import type { Access, Caller } from "@/platform/auth";
import { reader, transaction } from "@/platform/db";
import { as, at, keyed, memberCaller, OPERATOR } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { account, cookieOf, PASSWORD, serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { everyItem } from "@/testing/lists";
import { useProgram } from "@/testing/program";
import { accessEvents as eventData } from "../../access/events";
import { type Scope, scope } from "../../access/schema/access";
import { openSession } from "../../access/service/sessions";
import { appRouter } from "../../router";

const known = (headers: Record<string, string>): Promise<Caller> =>
  authenticate({ headers: new Headers(headers) });

async function admin() {
  const { id, headers } = await signedIn("admin");
  return { id, headers, caller: await known(headers) };
}

const decide = (caller: Caller, approvalId: string | null, approve = true) =>
  decideOn(as(caller), { approvalId: approvalId ?? "0", approve, reason: "looked at" });

const SAME_PERSON = { domainCode: "PERMISSION_DENIED", facts: { reason: "SAME_PERSON" } };

async function large(caller: Caller) {
  const { id } = await enrolled();
  const ask = { memberId: String(id), points: 20_000, reason: "large" };
  return { id, ...(await as(caller).points.adjust(ask)) };
}

describe("the second person", () => {
  useDatabase("approvals");

  it("is not the first one after a promotion", async () => {
    const { id, headers } = await signedIn("operator");
    const asked = await large(await known(headers));
    const [one, two] = [await admin(), await admin()];
    const promotion = { userId: String(id), role: "admin" as const };
    await decide(two.caller, (await as(one.caller).access.changeOperator(promotion)).approvalId);
    const promoted = await known(headers);
    expect(promoted.actor).toBe(`admin:${id}`);
    await expect(decide(promoted, asked.approvalId)).rejects.toMatchObject(SAME_PERSON);
    const { items } = await as(promoted).approvals.list({});
    expect(items.find(({ approvalId }) => approvalId === asked.approvalId)).toMatchObject({
      own: true,
      requester: "Test",
      requestedBy: `operator:${id}`,
    });
    expect(await accountsOf(asked.id)).toMatchObject({ available: 0 });
    await decide(one.caller, asked.approvalId);
    expect(await accountsOf(asked.id)).toMatchObject({ available: 20_000 });
  });

  it("is not whoever made the key that asked", async () => {
    const [one, two] = [await admin(), await admin()];
    const wanted = { name: fresh("key"), scopes: ["points:adjust" as const] };
    const made = await as(one.caller).access.createKey(wanted);
    const headers = { authorization: `Bearer ${made.secret}` };
    await expect(known(headers)).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
    await expect(decide(one.caller, made.approvalId)).rejects.toMatchObject(SAME_PERSON);
    await decide(two.caller, made.approvalId);
    const key = await known(headers);
    expect(key.personId).toBe(one.id);
    const { id } = await enrolled();
    const rows = [{ memberId: String(id), points: 20_000 }];
    const asked = await as(key).points.createBatch({ reason: "large", dryRun: false, rows });
    const { items } = await as(one.caller).approvals.list({});
    const waiting = items.find(({ batchId }) => batchId === asked.batchId);
    expect(waiting).toMatchObject({ own: true, requester: "Test" });
    await expect(decide(one.caller, waiting?.approvalId ?? "")).rejects.toMatchObject(SAME_PERSON);
    await decide(two.caller, waiting?.approvalId ?? "");
  });

  it("is not an account whose password the first one set, nor the other way round", async () => {
    const [one, two] = [await admin(), await admin()];
    const person = { name: "周航", email: `${fresh("z")}@shop.example`, password: PASSWORD };
    const made = await as(one.caller).access.createOperator({ ...person, role: "admin" });
    expect(made.approvalId).not.toBeNull();
    await decide(two.caller, made.approvalId);
    const sessionId = await at(new Date(), (work) => openSession(work, Number(made.userId)));
    const puppet = await known({ cookie: await cookieOf(sessionId) });
    expect(puppet).toMatchObject({ kind: "admin", personId: one.id });
    const asked = await large(puppet);
    await expect(decide(one.caller, asked.approvalId)).rejects.toMatchObject(SAME_PERSON);
    const other = await large(one.caller);
    await expect(decide(puppet, other.approvalId)).rejects.toMatchObject(SAME_PERSON);
    await decide(puppet, (await large(two.caller)).approvalId);
    await decide(two.caller, asked.approvalId);
  });

  it("is a person, not a service, whatever it may", async () => {
    const asked = await large(OPERATOR);
    const { headers } = await serviceKey();
    const key = await known(headers);
    const grants = new Set(["points:approve", "points:adjust"]);
    for (const caller of [
      { ...key, grants },
      { ...OPERATOR, kind: "admin" as const, grants, personId: null },
    ]) {
      await expect(decide(caller, asked.approvalId)).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });

  it("is one of 64 who decide at once", async () => {
    const asked = await large(OPERATOR);
    const { caller } = await admin();
    const turns = Array.from({ length: 64 }, (_, turn) =>
      decide(caller, asked.approvalId, turn % 2 === 0),
    );
    const done = (await Promise.allSettled(turns)).filter(({ status }) => status === "fulfilled");
    expect(done).toHaveLength(1);
  });
});

/** What a service may do with a scope beside reading, as the router declares it. */
function commandsOf(wanted: Scope): string[] {
  const procedures = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { meta: { access: Access; kind: string } } }
  >;
  return Object.entries(procedures)
    .filter(([, { _def }]) => _def.meta.kind === "command" && _def.meta.access.service === wanted)
    .map(([name]) => name)
    .filter((name) => !READS_ONLY.includes(name));
}

/** Commands by which nobody gets or loses anything: the code of a card is spent, and its member told. */
const READS_ONLY = ["members.identify"];

describe("a key that one person made alone", () => {
  useDatabase("approvals");

  it.each(scope.options)(
    "with %s opens no command, so raises nobody’s points or tier",
    async (one) => {
      const maker = await admin();
      const made = await as(maker.caller).access.createKey({ name: fresh("k"), scopes: [one] });
      const key = known({ authorization: `Bearer ${made.secret}` });
      if (commandsOf(one).length === 0) {
        expect(made.approvalId).toBeNull();
        expect([...(await key).grants]).toEqual([one]);
      } else {
        expect(made.approvalId).toEqual(expect.any(String));
        await expect(key).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
      }
    },
  );

  it("is told of no purchase before a second one has agreed", async () => {
    const [one, two] = [await admin(), await admin()];
    const wanted = { name: fresh("k"), scopes: ["points:write" as const] };
    const made = await as(one.caller).access.createKey(wanted);
    const { id } = await enrolled();
    const buy = async () => {
      const caller = await known({ authorization: `Bearer ${made.secret}` });
      const order = { memberId: String(id), referenceId: fresh("o"), amountMinor: 50_000 };
      return as(caller).orders.earn({ ...order, event: "PURCHASE" });
    };
    await expect(buy()).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
    await expect(decide(one.caller, made.approvalId)).rejects.toMatchObject(SAME_PERSON);
    await decide(two.caller, made.approvalId);
    expect(await buy()).toMatchObject({ pointsEarned: 500 });
  });
});

describe("what two persons do", () => {
  useDatabase("approvals");
  useProgram({});

  it("make an admin: until then the account is an operator’s", async () => {
    const [one, two] = [await admin(), await admin()];
    const { id } = await account("operator");
    const promotion = { userId: String(id), role: "admin" as const };
    const first = await as(one.caller).access.changeOperator(promotion);
    expect(first).toMatchObject({ role: "operator", approvalId: expect.any(String) });
    expect(await as(one.caller).access.changeOperator(promotion)).toEqual(first);
    await decide(two.caller, first.approvalId, false);
    expect(await countOf("user", "id = ? AND role = 'operator'", [id])).toBe(1);
    const again = await as(one.caller).access.changeOperator(promotion);
    await decide(two.caller, again.approvalId);
    expect(await countOf("user", "id = ? AND role = 'admin'", [id])).toBe(1);
  });

  it("let an admin who was disabled in again", async () => {
    const [one, two, three] = [await admin(), await admin(), await admin()];
    const userId = String(three.id);
    await as(one.caller).access.changeOperator({ userId, disabled: true });
    const asked = await as(one.caller).access.changeOperator({ userId, disabled: false });
    expect(asked).toMatchObject({ disabled: true, approvalId: expect.any(String) });
    await decide(two.caller, asked.approvalId);
    expect(await countOf("user", "id = ? AND disabledAt IS NULL", [three.id])).toBe(1);
  });

  it("raise the threshold, the day’s limits, and what an act pays above it", async () => {
    const [one, two] = [await admin(), await admin()];
    const { program } = as(one.caller);
    const publish = async (change: (rules: Rules) => Partial<Rules>) => {
      const { versionId, rules } = await program.current({});
      const sections = change(rules);
      return program.publishRules({ expectedVersion: versionId, reason: "a test", ...sections });
    };
    type Rules = Awaited<ReturnType<typeof program.current>>["rules"];
    const looser: ((rules: Rules) => Partial<Rules>)[] = [
      ({ earn }) => ({ earn: { ...earn, birthdayPoints: 10_001 } }),
      () => ({ adjust: { approvalAbovePoints: 1_000_000_000 } }),
      ({ limits }) => ({ limits: { ...limits, pointsPerDay: 50_001 } }),
      ({ limits }) => ({ limits: { ...limits, rewardPiecesPerDay: 1001 } }),
      ({ limits }) => ({ limits: { ...limits, rewardCostMin: 9 } }),
    ];
    for (const change of looser) {
      const before = await program.current({});
      const asked = await publish(change);
      expect(asked).toMatchObject({ versionId: null, approvalId: expect.any(String) });
      expect(await program.current({})).toEqual(before);
      await expect(decide(one.caller, asked.approvalId)).rejects.toMatchObject(SAME_PERSON);
      await decide(two.caller, asked.approvalId);
      const { rules } = await program.current({});
      expect(rules).toMatchObject(change(before.rules));
    }
    const stricter = await publish(() => ({ adjust: { approvalAbovePoints: 5_000 } }));
    expect(stricter).toMatchObject({ approvalId: null });
    // Somebody published meanwhile: what was asked for is about other rules.
    const stale = await publish(() => ({ adjust: { approvalAbovePoints: 6_000 } }));
    await publish(() => ({ adjust: { approvalAbovePoints: 4_000 } }));
    expect(await decide(two.caller, stale.approvalId)).toMatchObject({ status: "VOID" });
  });

  it("open a key that gives more than its maker may alone; rejected it is revoked", async () => {
    const [one, two] = [await admin(), await admin()];
    const wanted = { name: fresh("k"), scopes: ["points:write" as const], pointsPerDayMax: 90_000 };
    const kept = await as(one.caller).access.createKey(wanted);
    const gone = await as(one.caller).access.createKey(wanted);
    const states = async () => {
      const { items } = await as(one.caller).access.keys({ limit: 2 });
      return items.map(({ keyId, state }) => [keyId, state]);
    };
    expect(await states()).toEqual([
      [gone.keyId, "WAITING"],
      [kept.keyId, "WAITING"],
    ]);
    await decide(two.caller, kept.approvalId);
    await decide(two.caller, gone.approvalId, false);
    expect(await states()).toEqual([
      [gone.keyId, "REVOKED"],
      [kept.keyId, "ACTIVE"],
    ]);
    expect(await known({ authorization: `Bearer ${kept.secret}` })).toMatchObject({
      pointsPerDayMax: 90_000,
    });
    const plain = { name: fresh("k"), scopes: ["members:read" as const] };
    expect(await as(one.caller).access.createKey(plain)).toMatchObject({ approvalId: null });
  });

  it("leave a row of what was asked for and one of what was decided", async () => {
    const [one, two] = [await admin(), await admin()];
    const { id } = await account("operator");
    const promotion = { userId: String(id), role: "admin" as const };
    const { approvalId } = await as(one.caller).access.changeOperator(promotion);
    await decide(two.caller, approvalId);
    const rows = await reader.rows<{ actor: string; action: string }>(
      "SELECT actor, action FROM audit_log WHERE target IN (?, ?) ORDER BY id",
      [`approval:${approvalId}`, `user:${id}`],
    );
    expect(rows).toEqual([
      { actor: `admin:${one.id}`, action: "approvals.ask" },
      { actor: `admin:${two.id}`, action: "access.changeOperator" },
      { actor: `admin:${two.id}`, action: "approvals.decide" },
    ]);
  });

  it("are told to whoever follows the events, as they are asked for and decided", async () => {
    const [one, two] = [await admin(), await admin()];
    const asked = await large(one.caller);
    await decide(two.caller, asked.approvalId, false);
    const { id } = await account("operator");
    const promotion = { userId: String(id), role: "admin" as const };
    const { approvalId } = await as(one.caller).access.changeOperator(promotion);
    const told = await reader.rows<{ type: "approval.decided"; memberId: number; data: string }>(
      `SELECT type, memberId, data FROM outbox_event WHERE type LIKE 'approval.%'
          AND (data LIKE ? OR data LIKE ?) ORDER BY id`,
      [`%"approvalId":"${asked.approvalId}"%`, `%"approvalId":"${approvalId}"%`],
    );
    const correction = {
      approvalId: asked.approvalId,
      kind: "ADJUSTMENT",
      subject: null,
      points: 20_000,
      requestedBy: `admin:${one.id}`,
    };
    const events = told.map(({ data, ...row }) => ({ ...row, data: JSON.parse(data) as unknown }));
    expect(events).toEqual([
      { type: "approval.requested", memberId: asked.id, data: correction },
      {
        type: "approval.decided",
        memberId: asked.id,
        data: { ...correction, status: "REJECTED", decidedBy: `admin:${two.id}` },
      },
      {
        type: "approval.requested",
        memberId: null,
        data: expect.objectContaining({ approvalId, kind: "ADMIN", subject: `user:${id}` }),
      },
    ]);
    for (const { type, data } of events) expect(eventData[type].safeParse(data).success).toBe(true);
  });

  it("who may not manage access see none of its requests", async () => {
    const one = await admin();
    const { id } = await account("operator");
    await as(one.caller).access.changeOperator({ userId: String(id), role: "admin" });
    const { items } = await as(OPERATOR).approvals.list({ limit: 100 });
    expect(items.filter(({ kind }) => kind === "ADMIN" || kind === "KEY")).toEqual([]);
  });
});

const BAG = {
  kind: "PRODUCT",
  name: { "zh-CN": "帆布包", en: "Canvas bag" },
  pointsCost: 5_000,
  onShelf: true,
  stock: 10,
} as const;
const PASS = {
  ...BAG,
  kind: "BENEFIT_PASS",
  benefitId: "PRIORITY_DISPATCH",
  passUses: 10,
  passDays: 30,
} as const;
const GIFT = {
  title: "见面礼",
  titleEn: "A welcome",
  description: "参加就送。",
  descriptionEn: "Points for joining.",
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2100-01-01T00:00:00Z",
  effect: { kind: "BONUS_POINTS", on: "JOIN", points: 1_000_000 },
} as const;

/** A request that waits, and what may happen to its subject before it is decided. */
interface Waiting {
  approvalId: string | null;
  /** What the subject is worth now: it stays so where approval is refused. */
  state: () => Promise<unknown>;
  meanwhile: () => Promise<unknown>;
}

type Ask = (by: Caller) => Promise<Waiting>;

async function rewardNow(by: Caller, rewardId: string) {
  const rows = "SELECT * FROM reward WHERE id = ?";
  return { by, row: await reader.row(rows, [Number(rewardId)]) };
}

/** More pieces than a day has are asked for; then `change` is done alone. */
const stockAsked =
  (
    change: (by: Caller, reward: { rewardId: string; version: number }) => Promise<unknown>,
    offer: typeof BAG | typeof PASS = BAG,
  ): Ask =>
  async (by) => {
    const made = await as(by).rewards.create(offer);
    const { rewardId } = made;
    const { approvalId } = await as(by).rewards.changeStock({
      rewardId,
      by: 5_000,
      reason: "more",
    });
    const state = () => rewardNow(by, rewardId);
    return { approvalId, state, meanwhile: () => change(by, made) };
  };

const edited =
  ({ stock: _, ...offer }: typeof BAG, change: object) =>
  (by: Caller, { rewardId, version }: { rewardId: string; version: number }) =>
    as(by).rewards.update({ ...offer, rewardId, version, ...change });

/** A lower price than one person may ask for is asked for; then `change` is done alone. */
const priceAsked =
  (change: (by: Caller, rewardId: string) => Promise<unknown>): Ask =>
  async (by) => {
    const { stock: _, ...offer } = BAG;
    const { rewardId, version } = await as(by).rewards.create({ ...BAG, onShelf: false });
    const wanted = { ...offer, rewardId, version, pointsCost: 1 };
    const { approvalId } = await as(by).rewards.update(wanted);
    const state = () => rewardNow(by, rewardId);
    return { approvalId, state, meanwhile: () => change(by, rewardId) };
  };

async function staffAsked(by: Caller, meanwhile: (userId: string) => Promise<unknown>) {
  const { id } = await account("operator");
  const wanted = { userId: String(id), role: "admin" as const };
  const { approvalId } = await as(by).access.changeOperator(wanted);
  const state = () => reader.row("SELECT role, disabledAt FROM user WHERE id = ?", [id]);
  return { approvalId, state, meanwhile: () => meanwhile(String(id)) };
}

async function activityAsked(by: Caller, change: object) {
  const { activityId, revision, approvalId } = await as(by).activities.create({
    ...GIFT,
    publish: true,
  });
  const state = () => reader.row("SELECT * FROM activity WHERE id = ?", [Number(activityId)]);
  const meanwhile = () => as(by).activities.change({ activityId, revision, ...change });
  return { approvalId, state, meanwhile };
}

describe("a request about texts", () => {
  useDatabase("approvals");
  useProgram({});

  it("waits as processes of the release before read it, and is carried out as it was asked", async () => {
    const [one, two] = [await admin(), await admin()];
    const by = as(one.caller).rewards;
    const description = { "zh-CN": "厚帆布。", en: "Heavy." };
    const made = await by.create({ ...BAG, description, pointsCost: 1 });
    const row = await reader.row<{ payload: string }>("SELECT payload FROM approval WHERE id = ?", [
      Number(made.approvalId),
    ]);
    expect(JSON.parse(row?.payload ?? "")).toMatchObject({
      name: "帆布包",
      apply: {
        update: {
          ...{ name: "帆布包", nameEn: "Canvas bag" },
          ...{ description: "厚帆布。", descriptionEn: "Heavy." },
        },
      },
    });
    await decide(two.caller, made.approvalId);
    const items = await everyItem((page) => by.managed(page));
    const found = items.find(({ rewardId }) => rewardId === made.rewardId);
    expect(found).toMatchObject({ name: BAG.name, description, pointsCost: 1, onShelf: true });
  });
});

/** What was asked for is about something else by now, for every kind of request and every field of it. */
const CHANGED: [string, Ask][] = [
  ["a reward’s price", stockAsked(edited(BAG, { pointsCost: 4_999 }))],
  ["a reward’s price, far lower and by its own name", stockAsked(edited(BAG, { pointsCost: 10 }))],
  ["a reward’s name", stockAsked(edited(BAG, { name: { "zh-CN": "手机", en: "Phone" } }))],
  ["a reward that is off the shelf", stockAsked(edited(BAG, { onShelf: false }))],
  ["a reward’s limit a month", stockAsked(edited(BAG, { perMonth: 1 }))],
  [
    "a reward’s stock, less and then as before",
    stockAsked(async (by, { rewardId }) => {
      await as(by).rewards.changeStock({ rewardId, by: -5, reason: "x" });
      await as(by).rewards.changeStock({ rewardId, by: 5, reason: "x" });
    }),
  ],
  [
    "a pass’s benefit",
    stockAsked(async (by) => {
      const { versionId, items } = await as(by).benefits.list({});
      const known = items.find(({ id }) => id === "PRIORITY_DISPATCH");
      if (!known) throw new Error("no such benefit");
      const { tiers: _, isTierPrice: __, summary: ___, ...benefit } = known;
      const edit = { expectedVersion: versionId, reason: "a test" };
      const name = { ...benefit.name, en: fresh("Quick") };
      await as(by).benefits.save({ ...edit, benefit: { ...benefit, name } });
    }, PASS),
  ],
  [
    "a cheaper reward’s stock, without number while it was off the shelf",
    priceAsked((by, rewardId) => as(by).rewards.changeStock({ rewardId, to: null, reason: "x" })),
  ],
  [
    "an account that was disabled",
    (by) => staffAsked(by, (userId) => as(by).access.changeOperator({ userId, disabled: true })),
  ],
  [
    "an account that is an admin already",
    (by) =>
      staffAsked(by, (userId) =>
        transaction((tx) =>
          tx.write("UPDATE user SET role = 'admin' WHERE id = ?", [Number(userId)]),
        ),
      ),
  ],
  ["an activity’s capacity", (by) => activityAsked(by, { capacity: 5 })],
  ["an activity’s words", (by) => activityAsked(by, { titleEn: "Another" })],
  ["an activity’s lowest tier", (by) => activityAsked(by, { minTierCode: "GOLD" })],
  [
    "a key that was revoked",
    async (by) => {
      const scopes = ["points:write" as const];
      const { keyId, approvalId } = await as(by).access.createKey({ name: fresh("k"), scopes });
      const state = () =>
        reader.row("SELECT waiting, revokedAt FROM api_key WHERE id = ?", [Number(keyId)]);
      return { approvalId, state, meanwhile: () => as(by).access.revokeKey({ keyId }) };
    },
  ],
  [
    "rules that were published",
    async (by) => {
      const { program } = as(by);
      const publish = async (above: number) =>
        program.publishRules({
          expectedVersion: (await program.current({})).versionId,
          reason: "a test",
          adjust: { approvalAbovePoints: above },
        });
      const { approvalId } = await publish(999_999);
      const state = () => program.current({});
      return { approvalId, state, meanwhile: () => publish(1_000 + Number(approvalId)) };
    },
  ],
];

describe("what has changed since it was asked for", () => {
  useDatabase("approvals");
  useProgram({});

  it.each(CHANGED)("is not approved: %s", async (_, ask) => {
    const [one, two] = [await admin(), await admin()];
    const { approvalId, state, meanwhile } = await ask(one.caller);
    expect(approvalId).toEqual(expect.any(String));
    await meanwhile();
    const before = await state();
    expect(await decide(two.caller, approvalId)).toMatchObject({ status: "VOID" });
    expect(await state()).toEqual(before);
    await expect(decide(two.caller, approvalId)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
      facts: { approvalStatus: "VOID" },
    });
  });

  it("but for what members took of a reward: the pieces asked for come all the same", async () => {
    const [one, two] = [await admin(), await admin()];
    const member = await enrolled();
    await bought(member.id, { yuan: 10_000 });
    const coupon = { ...BAG, kind: "COUPON" as const };
    const { rewardId } = await as(one.caller).rewards.create(coupon);
    const more = { rewardId, by: 5_000, reason: "more came" };
    const asked = await as(one.caller).rewards.changeStock(more);
    await keyed(memberCaller(member.id)).rewards.redeem({ rewardId });
    await decide(two.caller, asked.approvalId);
    expect(await rewardNow(one.caller, rewardId)).toMatchObject({ row: { stock: 5_009 } });
  });

  it("and price and stock of a reward are always said, and uses of a pass", async () => {
    const one = await admin();
    const { rewardId } = await as(one.caller).rewards.create(PASS);
    const asked = await as(one.caller).rewards.changeStock({ rewardId, by: 991, reason: "more" });
    const { items } = await as(one.caller).approvals.list({ limit: 100 });
    const { changes } = items.find(({ approvalId }) => approvalId === asked.approvalId) ?? {};
    expect(changes).toEqual([
      { field: "pointsCost", before: "5000", after: "5000" },
      { field: "stock", before: "10", after: "1001" },
      { field: "passUses", before: "10", after: "10" },
    ]);
  });

  it("and a pass that is not of some worth at most waits, however few they are", async () => {
    const one = await admin();
    const pass = { ...PASS, benefitId: "FREE_SHIPPING", passUses: 1, stock: 1 };
    expect(await as(one.caller).rewards.create(pass)).toMatchObject({
      shelf: "OFF",
      approvalId: expect.any(String),
    });
    const { stock: _, passUses: __, ...rest } = PASS;
    const large = { ...rest, stock: 1, passUses: 1_000 };
    expect(await as(one.caller).rewards.create(large)).toMatchObject({ approvalId: null });
    // The day is used up: a pass counts as many pieces as it has uses.
    expect(await as(one.caller).rewards.create({ ...large, passUses: 1 })).toMatchObject({
      approvalId: expect.any(String),
    });
  });
});
