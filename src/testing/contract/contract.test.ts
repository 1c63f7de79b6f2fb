import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyLedger } from "@/modules/points/service/verify";
import { reader } from "@/platform/db";
import { useDatabase } from "../database";
import { fresh } from "../factories";
import { useApi } from "../http";
import { BROKEN_TEXTS, brokenOnes, readText } from "./broken";
import { allowedCallers, type Caller, type Cast, castFor, refusedCallers } from "./callers";
import { documentUnderTest, type Json, type Operation, operationsUnderTest } from "./document";
import { fieldsOf, type Owner, owner, PATH_VALUES } from "./fixtures";
import { changedTables, type Expected, faultsOf, fingerprint } from "./judge";
import { ENROLS, FIELDS_OF, NEVER_RIGHT } from "./particular";
import { valuesOf } from "./valid";

/**
 * Made from the OpenAPI document: every operation is called with what its schemas take and with every
 * constraint broken in turn, by everybody. A new operation is covered as it comes; one that needs
 * something of its own to succeed needs a line in fixtures.ts.
 *
 * CONTRACT_SEED=7 repeats a run, CONTRACT_SCALE=20 makes it that many times longer.
 */

const SEED = Number(process.env.CONTRACT_SEED ?? 20_261_122);
const SCALE = Number(process.env.CONTRACT_SCALE ?? 1);
const RIGHT_CALLS = 12 * SCALE;
const BROKEN_CALLS = 40 * SCALE;
/** So many that none asks more often than a member may. */
const OWNERS = 14 * SCALE;

/** References that count once in the whole program. */
const FRESH = new Set(["orderId", "referenceId", "reference", "refundId", "reviewId", "shareId"]);

const { document, validatorOf } = documentUnderTest();
const operations = operationsUnderTest(document);

interface Call {
  caller: Caller;
  /** Path and query. */
  target: string;
  body: string | undefined;
  why: string;
  expected: Expected;
}

interface Outcome {
  faults: string[];
  isDone: boolean;
}

const figures = { calls: 0, successes: 0, refusals: 0, byStatus: new Map<number, number>() };

describe(`the contract, seed ${SEED}`, () => {
  useDatabase("_contract");
  const api = useApi();
  let owners: Owner[] = [];
  /** Whom the shop’s events are about: one of them may end a member. */
  let customers: Owner[] = [];
  let cast: Cast;
  let turn = 0;
  let before = "";

  beforeAll(async () => {
    owners = await Promise.all(Array.from({ length: OWNERS }, owner));
    customers = await Promise.all(Array.from({ length: OWNERS }, owner));
    cast = await castFor(owners);
  }, 60_000);

  const isSigned = ({ ways }: Operation) => ways.some((way) => "signature" in way);
  const ownerFor = (operation: Operation) =>
    (isSigned(operation) ? customers : owners)[turn % OWNERS] as Owner;
  const draw = <T>(arbitrary: fc.Arbitrary<T>): T =>
    fc.sample(arbitrary, { seed: SEED + turn, numRuns: 1 })[0] as T;

  async function pathOf(operation: Operation, whose: Owner): Promise<string> {
    let path = operation.path;
    for (const { name, schema } of operation.parameters.filter((one) => one.in === "path")) {
      const make =
        PATH_VALUES[operation.id] ??
        PATH_VALUES[name] ??
        (async () => String(draw(valuesOf(schema, {}))));
      path = path.replace(`{${name}}`, encodeURIComponent(await make(whose)));
    }
    return path;
  }

  const queryOf = (query: Record<string, unknown>) => {
    const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
    const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
    return pairs.length === 0 ? "" : `?${text}`;
  };

  /** Exactly one name of the member, or none where the member calls. */
  function aboutWhom(input: Json, properties: Json, caller: Caller, whose: Owner): Json {
    if (!("memberId" in properties && "externalId" in properties)) return input;
    const rest = unnamed(input);
    if (!caller.namesMember) return rest;
    const { id, externalId, memberCode } = whose;
    const ways = [{ memberId: String(id) }, { externalId }, { memberCode }];
    return { ...rest, ...ways[turn % ways.length] };
  }

  const unnamed = ({ memberId: _, externalId: __, memberCode: ___, phone: ____, ...rest }: Json) =>
    rest;

  /** Which customer of the shop somebody is, staff do not say, nor so who invited them. */
  const ofStaff = ({ externalId: _, inviteCode: __, ...rest }: Json) => rest;

  /** An event names its customer in its data, by the shop’s own id. */
  const aboutCustomer = (event: Json, { externalId }: Owner): Json => ({
    ...event,
    data: { ...unnamed(event.data as Json), externalId },
  });

  function queryFor(operation: Operation, caller: Caller, whose: Owner): Json {
    const inQuery = operation.parameters.filter((one) => one.in === "query");
    const properties = Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema]));
    const required = inQuery.filter((one) => one.required).map(({ name }) => name);
    const schema = { type: "object", properties, required };
    const drawn = draw(valuesOf(schema, fieldsOf(whose))) as Json;
    return aboutWhom(drawn, properties, caller, whose);
  }

  /** The declared example about this member under fresh references, or a drawn one. */
  function bodyFor(operation: Operation, caller: Caller, whose: Owner, shown: boolean): unknown {
    if (!operation.body) return undefined;
    const { schema, example } = operation.body;
    const properties = (schema.properties ?? {}) as Json;
    const value = shown
      ? renewed(operation, example, whose)
      : draw(valuesOf(schema, { ...fieldsOf(whose), ...FIELDS_OF[operation.id] }));
    if (isSigned(operation)) return aboutCustomer(value as Json, whose);
    if (ENROLS.has(operation.id) && caller.name !== "service") return ofStaff(value as Json);
    return aboutWhom(value as Json, properties, caller, whose);
  }

  /** The same about this member; an operation that enrols gets somebody new. */
  function renewed(operation: Operation, value: unknown, whose: Owner): unknown {
    if (Array.isArray(value)) return value.map((part) => renewed(operation, part, whose));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([name, part]) => {
      if (FRESH.has(name) || (name === "externalId" && ENROLS.has(operation.id))) {
        return [name, fresh("x")];
      }
      if (name === "externalId") return [name, whose.externalId];
      if (name === "memberId") return [name, String(whose.id)];
      // What is printed on a card is taken as often as it is scanned.
      if (name === "code" && operation.id === "members_identify") return [name, whose.memberCode];
      if (name === "rewardId") return [name, whose.rewardId];
      if (name === "couponId") return [name, whose.couponId];
      return [name, renewed(operation, part, whose)];
    });
    return Object.fromEntries(entries);
  }

  async function make(operation: Operation, call: Call): Promise<Outcome> {
    const { caller, body, target, expected } = call;
    const answer = await api.call(operation.method, target, {
      headers: { ...caller.headers(body ?? ""), ...keyFor(operation) },
      ...(body === undefined ? {} : { body }),
    });
    figures.calls++;
    figures.byStatus.set(answer.status, (figures.byStatus.get(answer.status) ?? 0) + 1);
    const faults = faultsOf(operation, answer, expected, validatorOf);
    const after = await fingerprint();
    if (answer.status < 300) figures.successes++;
    else {
      figures.refusals++;
      // The first event of an unknown customer makes a member, even when the event is refused.
      const changed = changedTables(before, after).filter(
        () => !(caller.name === "signer" && answer.status !== 400),
      );
      if (changed.length > 0) faults.push(`a refusal changed ${changed.join(", ")}`);
    }
    before = after;
    const told = `${operation.method} ${target} as ${caller.name}, ${call.why}\n  ${body?.slice(0, 400) ?? ""}`;
    return {
      faults: faults.map((fault) => `${fault}\n  ${told}`),
      isDone: answer.status < 300,
    };
  }

  /** Every third POST goes without a key, where it may. */
  function keyFor(operation: Operation): Record<string, string> {
    const key = operation.parameters.find(({ name }) => name === "Idempotency-Key");
    return key && (key.required || turn % 3 > 0) ? { "idempotency-key": randomUUID() } : {};
  }

  const textOf = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body));

  async function rightCall(operation: Operation, shown: boolean): Promise<Call> {
    turn++;
    const callers = allowedCallers(cast, operation, turn);
    const caller = callers[turn % callers.length] as Caller;
    const whose = ownerFor(operation);
    const target = `${await pathOf(operation, whose)}${queryOf(queryFor(operation, caller, whose))}`;
    const body = textOf(bodyFor(operation, caller, whose, shown));
    before = await fingerprint();
    return { caller, target, body, why: shown ? "its example" : "drawn", expected: {} };
  }

  describe.each(operations)("$method $path", (operation) => {
    it("answers what it promises to whom it serves", { timeout: 60_000 * SCALE }, async () => {
      const faults: string[] = [];
      let successes = 0;
      for (let n = 0; n < RIGHT_CALLS && !NEVER_RIGHT[operation.id]; n++) {
        const outcome = await make(operation, await rightCall(operation, n < 3));
        faults.push(...outcome.faults);
        if (outcome.isDone) successes++;
      }
      expect(faults.slice(0, 5)).toEqual([]);
      if (!NEVER_RIGHT[operation.id])
        expect(successes, "a line in fixtures.ts?").toBeGreaterThan(0);
    });

    it("refuses everybody else, and nothing changes", { timeout: 60_000 * SCALE }, async () => {
      const faults: string[] = [];
      for (const caller of refusedCallers(cast, operation)) {
        const { target, body } = await rightCall(operation, true);
        const status = caller.refusal(operation) as number;
        const call = { caller, target, body, why: "not theirs", expected: { status } };
        faults.push(...(await make(operation, call)).faults);
      }
      expect(faults.slice(0, 5)).toEqual([]);
    });

    it("refuses every broken input by name, and nothing changes", {
      timeout: 60_000 * SCALE,
    }, async () => {
      const faults: string[] = [];
      for (const call of await brokenCalls(operation)) {
        turn++;
        faults.push(...(await make(operation, call)).faults);
      }
      expect(faults.slice(0, 5)).toEqual([]);
    });
  });

  const keyed = operations.filter(
    ({ id, parameters }) =>
      !NEVER_RIGHT[id] && parameters.some(({ name }) => name === "Idempotency-Key"),
  );

  /** Another body of the same shape. */
  function otherBody({ body }: Operation, text: string | undefined): string | undefined {
    if (!body || text === undefined) return text;
    const properties = (body.schema.properties ?? {}) as Record<string, Json>;
    const value = JSON.parse(text) as Json;
    const words = Object.keys(value).find((name) => {
      const { type, pattern, format, enum: choice } = properties[name] ?? {};
      return type === "string" && !pattern && !format && !choice;
    });
    if (words !== undefined) return JSON.stringify({ ...value, [words]: `${value[words]}x` });
    const address = value.deliveryAddress as { line: string } | undefined;
    if (address) {
      const deliveryAddress = { ...address, line: `${address.line}x` };
      return JSON.stringify({ ...value, deliveryAddress });
    }
    const [parcel, ...others] = (value.shipments ?? []) as { trackingCode: string }[];
    if (parcel) {
      const relabelled = { ...parcel, trackingCode: `${parcel.trackingCode}X`.slice(-64) };
      return JSON.stringify({ ...value, shipments: [relabelled, ...others] });
    }
    // A name in each language.
    const name = value.name as { en?: string } | undefined;
    return name?.en ? JSON.stringify({ ...value, name: { ...name, en: `${name.en}x` } }) : text;
  }

  it.each(keyed)(
    "$method $path answers again under its key, and refuses it for another call",
    async (operation) => {
      const { caller, target, body } = await rightCall(operation, true);
      const headers = { ...caller.headers(body ?? ""), "idempotency-key": randomUUID() };
      const send = (path: string, text: string | undefined) =>
        api.call("POST", path, { headers, ...(text === undefined ? {} : { body: text }) });
      const first = await send(target, body);
      const again = await send(target, body);
      // A refusal by rules is remembered, too.
      expect([200, 201, 202, 404, 409]).toContain(first.status);
      expect(first.headers["idempotent-replayed"]).toBeUndefined();
      expect([again.status, again.text]).toEqual([first.status, first.text]);
      expect(again.headers["idempotent-replayed"]).toBe("true");
      const other = await rightCall(operation, true);
      // Another body where there is one, another thing in the path otherwise.
      const reused = await send(other.target, otherBody(operation, other.body));
      expect([reused.status, reused.json.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
      const fresh = { ...headers, "idempotency-key": "k".repeat(256) };
      const long = await api.call("POST", target, { headers: fresh, ...(body ? { body } : {}) });
      expect([long.status, long.json.errors[0].path]).toEqual([400, "idempotency-key"]);
    },
  );

  const paged = operations.filter(({ parameters }) =>
    parameters.some(({ name, in: place }) => name === "cursor" && place === "query"),
  );

  it.each(paged)(
    "$method $path pages from 1 to 100 and knows its own cursors only",
    async (operation) => {
      turn++;
      const [caller] = allowedCallers(cast, operation, turn) as [Caller];
      const whose = ownerFor(operation);
      const path = await pathOf(operation, whose);
      const inQuery = operation.parameters.filter(({ in: place }) => place === "query");
      const properties = Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema]));
      const about = aboutWhom({}, properties, caller, whose);
      const read = async (query: Json) => {
        const target = `${path}${queryOf({ ...about, ...query })}`;
        return (await api.call("GET", target, { headers: caller.headers("") })).status;
      };
      for (const limit of [1, 100]) expect([limit, await read({ limit })]).toEqual([limit, 200]);
      for (const limit of [0, 101, -1, "1e1", 1.5]) {
        expect([limit, await read({ limit })]).toEqual([limit, 400]);
      }
      for (const cursor of ["garbage", "-1", "1 OR 1=1", "9".repeat(30), "%00"]) {
        expect([cursor, await read({ cursor })]).toEqual([cursor, 400]);
      }
    },
  );

  async function brokenCalls(operation: Operation): Promise<Call[]> {
    const right = await rightCall(operation, true);
    const calls = [...brokenBodies(operation, right), ...brokenQueries(operation, right)];
    const some = fc.shuffledSubarray(calls, { maxLength: Math.min(BROKEN_CALLS, calls.length) });
    return calls.length <= BROKEN_CALLS
      ? calls
      : (fc.sample(some, { seed: SEED, numRuns: 1 })[0] as Call[]);
  }

  function brokenBodies(operation: Operation, right: Call): Call[] {
    if (!operation.body || right.body === undefined) return [];
    const wanted = { status: 400 };
    const whole = ["[]", "null", "1", '"text"', "{", "\u00ff", '{"a":1e999}'].map((body) => ({
      ...right,
      body,
      why: `body ${body}`,
      wanted,
    }));
    const { schema } = operation.body;
    const faulty = brokenOnes(schema, JSON.parse(right.body), validatorOf).map(
      ({ name, path, value }) => ({
        ...right,
        body: JSON.stringify(value),
        why: name,
        expected: { status: 400, path },
      }),
    );
    return [...whole, ...faulty];
  }

  function brokenQueries(operation: Operation, right: Call): Call[] {
    const [path = "", search = ""] = right.target.split("?");
    const call = (name: string, text: string, why = `${name} = ${text}`): Call => {
      const query = new URLSearchParams(search);
      query.set(name, text);
      return { ...right, target: `${path}?${query}`, why, expected: { status: 400, path: name } };
    };
    const unknown = ["unknownField", "__proto__", "constructor"].map((name) => call(name, "1"));
    const inQuery = operation.parameters.filter((one) => one.in === "query");
    const faulty = inQuery.flatMap(({ name, schema }) =>
      BROKEN_TEXTS.filter((text) => validatorOf(schema)(readText(schema, text)).length > 0).map(
        (text) => call(name, text),
      ),
    );
    const twice = inQuery.slice(0, 1).map(({ name }) => ({
      ...call(name, "1", `${name} twice`),
      target: `${path}?${name}=1&${name}=2`,
    }));
    return [...unknown, ...faulty, ...twice];
  }

  it("left a ledger without a fault, and says how much it asked", async () => {
    const { checks } = await verifyLedger(reader);
    expect(checks.flatMap(({ violations }) => violations)).toEqual([]);
    const statuses = [...figures.byStatus].sort(([a], [b]) => a - b);
    const told = statuses.map(([status, count]) => `${status}: ${count}`).join(", ");
    process.stdout.write(
      `contract: ${operations.length} operations, ${figures.calls} calls (${told})\n`,
    );
    expect(figures.calls).toBeGreaterThan(operations.length * 20);
  });
});
