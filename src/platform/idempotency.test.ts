import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { enrol } from "@/modules/members/service/members";
import { as, contextOf, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import type { Caller } from "./auth";
import { reader, transaction } from "./db";
import { DomainError } from "./errors";
import { isKeyWellFormed, requestHash } from "./idempotency";
import { command, createCallerFactory, router } from "./trpc";
import type { Work } from "./work";

/** A command whose resolver each test writes itself. */
let resolve: (work: Work, externalId: string) => Promise<{ memberId: number }>;

const probes = router({
  enrol: command(
    {
      access: { service: "members:write" },
      input: z.strictObject({ externalId: z.string() }),
      output: z.object({ memberId: z.int() }),
    },
    (work, { externalId }) => resolve(work, externalId),
  ),
});
const probeCaller = createCallerFactory(probes);

function probe(externalId: string, idempotencyKey: string | null, caller: Caller = SERVICE) {
  return probeCaller(contextOf(caller, { idempotencyKey })).enrol({ externalId });
}

/** One call with a key: its answer or refusal, and whether it is a stored one. */
async function keyed<T>(
  caller: Caller,
  key: string,
  call: (procedures: ReturnType<typeof as>) => Promise<T>,
) {
  const answerHeaders = new Map<string, string>();
  const changes = { idempotencyKey: key, answerHeaders };
  const [result] = await Promise.allSettled([call(as(caller, changes))]);
  const refusal = result?.status === "rejected" ? (result.reason as DomainError) : undefined;
  const replayed =
    answerHeaders.get("Idempotent-Replayed") === "true" || refusal?.replayOf !== undefined;
  return { answer: result?.status === "fulfilled" ? result.value : undefined, refusal, replayed };
}

const membersNamed = (externalId: string) => countOf("member", "externalId = ?", [externalId]);
const keysNamed = (key: string) => countOf("idempotency_key", "idemKey = ?", [key]);

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((done) => {
    give = done;
  });
  return { given, give };
}

async function rich(yuan = 500) {
  const member = await enrolled();
  await bought(member.id, { yuan });
  const use = { points: 100, orderId: fresh("o"), orderAmountMinor: 50_000 };
  return { member, caller: memberCaller(member.id), use };
}

describe("a command with a key", () => {
  useDatabase();

  it("answers the same again, says so, and does it once", async () => {
    const { member, caller, use } = await rich();
    const key = fresh("key");
    const first = await keyed(caller, key, (api) => api.points.hold(use));
    const second = await keyed(caller, key, (api) => api.points.hold(use));
    expect(first).toMatchObject({ answer: { points: 100, available: 400 }, replayed: false });
    expect(second).toEqual({ ...first, replayed: true });
    expect((await accountsOf(member.id)).available).toBe(400);
  });

  it("answers as it did then, even when the figures moved on", async () => {
    const { member, caller, use } = await rich();
    const key = fresh("key");
    const first = await keyed(caller, key, (api) => api.points.hold(use));
    await bought(member.id, { yuan: 77 });
    expect((await keyed(caller, key, (api) => api.points.hold(use))).answer).toEqual(first.answer);
  });

  it("remembers a refusal by rules word for word, although the rule would agree by now", async () => {
    const { member, caller } = await rich(100);
    const use = { points: 150, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const key = fresh("key");
    const first = await keyed(caller, key, (api) => api.points.hold(use));
    expect(first.refusal).toMatchObject({
      domainCode: "INSUFFICIENT_POINTS",
      facts: { required: 150, available: 100, shortage: 50 },
    });
    await bought(member.id, { yuan: 900 });
    const second = await keyed(caller, key, (api) => api.points.hold(use));
    expect(second.replayed).toBe(true);
    expect(second.refusal).toMatchObject({
      domainCode: "INSUFFICIENT_POINTS",
      facts: first.refusal?.facts,
    });
    const other = await keyed(caller, fresh("key"), (api) => api.points.hold(use));
    expect(other.answer).toMatchObject({ points: 150 });
  });

  it("remembers that there was no such member", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    const adjust = { externalId, points: 5, reason: "welcome" };
    const first = await keyed(OPERATOR, key, (api) => api.points.adjust(adjust));
    await as(SERVICE).members.create({ externalId });
    const second = await keyed(OPERATOR, key, (api) => api.points.adjust(adjust));
    expect(first.refusal).toMatchObject({ domainCode: "MEMBER_NOT_FOUND", status: 404 });
    expect(second).toMatchObject({ refusal: { domainCode: "MEMBER_NOT_FOUND" }, replayed: true });
  });

  it("that throws after writing leaves nothing but the remembered refusal", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    resolve = async (work) => {
      await enrol(work, { externalId });
      throw new DomainError("LIMIT_REACHED", { limit: 3 });
    };
    for (let call = 0; call < 2; call++) {
      await expect(probe(externalId, key)).rejects.toMatchObject({ facts: { limit: 3 } });
    }
    expect(await membersNamed(externalId)).toBe(0);
    expect(await countOf("outbox_event", "data LIKE ?", [`%${externalId}%`])).toBe(0);
    expect(await countOf("idempotency_key", "idemKey = ? AND status = 409", [key])).toBe(1);
  });

  it("refuses the key for another body and for another command", async () => {
    const { caller, use } = await rich();
    const key = fresh("key");
    await keyed(caller, key, (api) => api.points.hold(use));
    const otherBody = await keyed(caller, key, (api) => api.points.hold({ ...use, points: 99 }));
    const otherAct = await keyed(caller, key, (api) => api.profile.update({ nickname: "Lin" }));
    for (const { refusal } of [otherBody, otherAct]) {
      expect(refusal).toMatchObject({ domainCode: "IDEMPOTENCY_KEY_REUSED", status: 422 });
    }
    expect((await keyed(caller, key, (api) => api.points.hold(use))).answer).toBeDefined();
  });

  it("shows another caller with the same key nothing of the first", async () => {
    const [one, two] = [await rich(), await rich()];
    const key = fresh("key");
    const mine = await keyed(one.caller, key, (api) => api.points.hold(one.use));
    const theirs = await keyed(two.caller, key, (api) => api.points.hold(two.use));
    expect(theirs.replayed).toBe(false);
    expect(theirs.answer?.holdId).not.toBe(mine.answer?.holdId);
    const service = { ...SERVICE, actor: "service:77" };
    const as77 = await keyed(service, key, (api) => api.members.create({ externalId: fresh("u") }));
    expect(as77.replayed).toBe(false);
  });

  it("called twenty times at once moves points once, and all answers are equal", async () => {
    const { member, caller, use } = await rich();
    const key = fresh("key");
    const calls = Array.from({ length: 20 }, () =>
      keyed(caller, key, (api) => api.points.hold(use)),
    );
    const results = await Promise.all(calls);
    const answers = results.filter(({ answer }) => answer !== undefined);
    for (const { answer } of answers) expect(answer).toEqual(answers[0]?.answer);
    for (const { refusal } of results.filter(({ answer }) => answer === undefined)) {
      expect(refusal?.domainCode).toBe("IDEMPOTENCY_IN_PROGRESS");
    }
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await countOf("points_entry", "memberId = ? AND type = 'HOLD'", [member.id])).toBe(1);
    expect((await accountsOf(member.id)).available).toBe(400);
  });

  it("whose twin still runs waits about two seconds, then says so and stores nothing", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    const [running, end] = [signal(), signal()];
    resolve = async (work) => {
      running.give();
      await end.given;
      return { memberId: (await enrol(work, { externalId })).id };
    };
    const first = probe(externalId, key);
    await running.given;
    const begun = performance.now();
    await expect(probe(externalId, key)).rejects.toMatchObject({
      domainCode: "IDEMPOTENCY_IN_PROGRESS",
      status: 409,
    });
    const waitedMs = performance.now() - begun;
    end.give();
    const answer = await first;
    expect(waitedMs).toBeGreaterThan(1000);
    expect(waitedMs).toBeLessThan(3500);
    expect(await probe(externalId, key)).toEqual(answer);
    expect(await membersNamed(externalId)).toBe(1);
  });

  it("whose twin ends in time gets the twin's answer", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    const [running, end] = [signal(), signal()];
    resolve = async (work) => {
      running.give();
      await end.given;
      return { memberId: (await enrol(work, { externalId })).id };
    };
    const first = probe(externalId, key);
    await running.given;
    const second = probe(externalId, key);
    // Seen at work, its insert can only be waiting for the twin's.
    const inserting = () =>
      reader.row(
        `SELECT 1 AS one FROM information_schema.PROCESSLIST
          WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO idempotency_key%'`,
      );
    await expect.poll(inserting, { timeout: 1500 }).toBeDefined();
    end.give();
    expect(await second).toEqual(await first);
    expect(await membersNamed(externalId)).toBe(1);
  });

  it("takes over where its twin failed by accident", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    const [running, end] = [signal(), signal()];
    resolve = async () => {
      running.give();
      await end.given;
      throw new Error("an accident");
    };
    const first = probe(externalId, key);
    await running.given;
    resolve = async (work) => ({ memberId: (await enrol(work, { externalId })).id });
    const second = probe(externalId, key);
    end.give();
    await expect(first).rejects.toThrow("an accident");
    expect(await second).toEqual({ memberId: expect.any(Number) });
    expect(await membersNamed(externalId)).toBe(1);
  });

  it.each([
    ["a body that does not fit (400)", new DomainError("VALIDATION_FAILED")],
    ["a stranger (401)", new DomainError("AUTHENTICATION_REQUIRED")],
    ["a missing permission (403)", new DomainError("PERMISSION_DENIED")],
    ["too many requests (429)", new DomainError("RATE_LIMIT_EXCEEDED")],
    ["an accident (500)", new Error("an accident")],
    ["an absent database (503)", new DomainError("SERVICE_UNAVAILABLE")],
  ])("does not remember %s, and undoes what was written", async (_, failure) => {
    const externalId = fresh("u");
    const key = fresh("key");
    resolve = async (work) => {
      await enrol(work, { externalId });
      throw failure;
    };
    await expect(probe(externalId, key)).rejects.toThrow(failure.message);
    expect(await keysNamed(key)).toBe(0);
    expect(await membersNamed(externalId)).toBe(0);
    resolve = async (work) => ({ memberId: (await enrol(work, { externalId })).id });
    expect(await probe(externalId, key)).toEqual({ memberId: expect.any(Number) });
  });

  it("does not remember an answer that is not of its declared shape", async () => {
    const externalId = fresh("u");
    const key = fresh("key");
    resolve = async (work) => {
      await enrol(work, { externalId });
      return { memberId: 0.5 };
    };
    await expect(probe(externalId, key)).rejects.toThrow();
    expect(await keysNamed(key)).toBe(0);
    expect(await membersNamed(externalId)).toBe(0);
  });

  it("is free again after 24 hours, while the order itself stays spent for ever", async () => {
    const { member, caller, use } = await rich();
    const key = fresh("key");
    const first = await keyed(caller, key, (api) => api.points.hold(use));
    await transaction((tx) =>
      tx.write(
        "UPDATE idempotency_key SET createdAt = createdAt - INTERVAL 24 HOUR WHERE idemKey = ?",
        [key],
      ),
    );
    const again = await keyed(caller, key, (api) => api.points.hold(use));
    expect(again).toEqual({ ...first, replayed: false });
    await transaction((tx) =>
      tx.write(
        "UPDATE idempotency_key SET createdAt = createdAt - INTERVAL 24 HOUR WHERE idemKey = ?",
        [key],
      ),
    );
    const other = await keyed(caller, key, (api) => api.points.hold({ ...use, points: 99 }));
    expect(other.refusal).toMatchObject({ domainCode: "DUPLICATE_REFERENCE", replayOf: undefined });
    expect((await accountsOf(member.id)).available).toBe(400);
    expect(await keysNamed(key)).toBe(1);
  });

  it("of an event enrols its unknown customer on the way and still counts once", async () => {
    const data = { externalId: fresh("u"), orderId: fresh("o"), paidAmountMinor: 8_800 };
    const timestamp = "2026-03-01T08:00:00Z";
    const event = {
      type: "ORDER_COMPLETED" as const,
      timestamp,
      data: { ...data, paidAt: timestamp },
    };
    const key = fresh("msg");
    const first = await keyed(WEBHOOK, key, (api) => api.orders.event(event));
    expect(first.answer).toMatchObject({ actions: [{ action: "POINTS_EARNED", points: 88 }] });
    expect(await keyed(WEBHOOK, key, (api) => api.orders.event(event))).toEqual({
      ...first,
      replayed: true,
    });
  });

  it("of an event that enrols nobody is refused for good", async () => {
    const data = { externalId: fresh("u"), reviewId: fresh("rv") };
    const event = { type: "REVIEW_CREATED" as const, timestamp: "2026-03-01T08:00:00Z", data };
    const key = fresh("msg");
    const first = await keyed(WEBHOOK, key, (api) => api.orders.event(event));
    expect(first.refusal?.domainCode).toBe("MEMBER_NOT_FOUND");
    const second = await keyed(WEBHOOK, key, (api) => api.orders.event(event));
    expect(second).toMatchObject({ refusal: { domainCode: "MEMBER_NOT_FOUND" }, replayed: true });
  });
});

describe("the hash of a request", () => {
  const hash = (input: unknown) => requestHash("POST", "/points/use", input);

  it("does not depend on the order of names, at any depth", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const turned = Object.fromEntries(Object.entries(content).reverse());
        expect(hash({ outer: turned, a: 1 })).toBe(hash({ a: 1, outer: content }));
      }),
    );
  });

  it.each([
    ["a value", { points: 1 }, { points: 2 }],
    ["a kind", { points: 1 }, { points: "1" }],
    ["a name", { points: 1 }, { point: 1 }],
    ["the order of a list", { rows: [1, 2] }, { rows: [2, 1] }],
    ["a list of pairs instead of an object", { rows: { a: 1 } }, { rows: [["a", 1]] }],
    ["an absent field", { a: 1, b: null }, { a: 1 }],
    ["a field named __proto__", JSON.parse('{"__proto__":{"a":1}}'), {}],
  ])("depends on %s", (_, one, other) => {
    expect(hash(one)).not.toBe(hash(other));
  });

  it("of an input nested 200,000 deep is made without a stack of that size", () => {
    const nested = (inside: unknown) => {
      let whole = inside;
      for (let depth = 0; depth < 100_000; depth++) whole = { a: [whole] };
      return whole;
    };
    expect(hash(nested(1))).toBe(hash(nested(1)));
    expect(hash(nested(1))).not.toBe(hash(nested(2)));
  });

  it("is that of the sorted document, as it was stored before", () => {
    const document = '{"a":[1,"x",null,{"c":true}],"b":{"d":-0.5}}';
    const expected = createHash("sha256").update(`POST /points/use ${document}`).digest("hex");
    expect(hash({ b: { d: -0.5, e: undefined }, a: [1, "x", null, { c: true }] })).toBe(expected);
  });

  it("depends on method and path", () => {
    const hashes = [
      requestHash("POST", "/points/use", {}),
      requestHash("PUT", "/points/use", {}),
      requestHash("POST", "/points/earn", {}),
    ];
    expect(new Set(hashes).size).toBe(3);
  });
});

describe("a key is 1 to 255 printable characters", () => {
  it.each([
    ["one character", "k", true],
    ["a space inside", "a b", true],
    ["255 characters", "k".repeat(255), true],
    ["256 characters", "k".repeat(256), false],
    ["none", "", false],
    ["a line break", "a\nb", false],
    ["a line break at the end", "a\n", false],
    ["a control character", "a\u0000b", false],
    ["DEL", "a\u007f", false],
    ["letters beyond ASCII", "键", false],
  ])("%s", (_, key, expected) => {
    expect(isKeyWellFormed(key)).toBe(expected);
  });
});
