import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { ADMIN, as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import { authOptions, visitOf } from "@/trpc/sign-in";
import { startBackground } from "./background";
import { closePool, pool, reader, transaction } from "./db";
import { faultOf } from "./fault";
import { type Job, JobRunner } from "./jobs";
import { openLog } from "./log";
import { printInOwnWords } from "./own-words";
import { problemOf, refusalOf } from "./problem";

/** A word that stands in every name, id, address and code below, and must stand in no line. */
const MARK = "Zaphod7731";

const told: string[] = [];
const print = { ...console };
const out = { stdout: process.stdout.write, stderr: process.stderr.write };

/** Everything that is logged or printed from here on. */
function listen(): void {
  told.length = 0;
  process.env.LOG_LEVEL = "info";
  globalThis.__memberSystemLog = openLog({ write: (line: string) => void told.push(line) });
  printInOwnWords();
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = ((text: unknown) => told.push(String(text)) > 0) as typeof out.stdout;
  }
}

function stopListening(): void {
  Object.assign(console, print);
  process.stdout.write = out.stdout;
  process.stderr.write = out.stderr;
  globalThis.__memberSystemLog = undefined;
  process.env.LOG_LEVEL = "silent";
}

async function thrown(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

const INSERT =
  "INSERT INTO member (memberCode, externalId, nickname, tierCode, tierSince, joinedAt)";
const NOW = new Date();

const insert = (values: (string | Date)[]) =>
  reader.write(`${INSERT} VALUES (?,?,?,?,?,?)`, values);

async function crossed(): Promise<unknown> {
  const [a, b] = [await enrolled(), await enrolled()];
  const name = (id: number) =>
    `UPDATE member SET nickname = '${MARK}', phone = '${MARK}' WHERE id = ${id}`;
  const [one, two] = [await pool().getConnection(), await pool().getConnection()];
  try {
    await Promise.all([one.beginTransaction(), two.beginTransaction()]);
    await Promise.all([one.query(name(a.id)), two.query(name(b.id))]);
    const ends = await Promise.allSettled([one.query(name(b.id)), two.query(name(a.id))]);
    const failed = ends.find((end) => end.status === "rejected");
    if (!failed) throw new Error("no deadlock");
    return failed.reason;
  } finally {
    await Promise.all([one.rollback(), two.rollback()]);
    await Promise.all([one.release(), two.release()]);
  }
}

/** Each failure as the database, its libraries or the engine tell it, with marked data in it. */
const FAILURES: [string, () => Promise<unknown>][] = [
  [
    "a duplicate",
    async () => {
      const row = ["M000000000001", MARK, MARK, "REGISTERED", NOW, NOW];
      await insert(row).catch(() => undefined);
      return thrown(() => insert(row));
    },
  ],
  ["what is too long", () => thrown(() => insert(["M2", "x", MARK.repeat(9), "R", NOW, NOW]))],
  [
    "a CHECK",
    () => thrown(() => reader.write("UPDATE member SET nickname = ?", [`checked${MARK}`])),
  ],
  ["a deadlock", crossed],
  [
    "unknown SQL",
    () => thrown(() => reader.rows(`SELECT ${MARK} FROM member WHERE phone = ?`, [MARK])),
  ],
  [
    "a failing transaction",
    () =>
      thrown(() =>
        transaction(async (tx) => {
          tx.send("UPDATE member SET nickname = ? WHERE externalId = ?", [MARK.repeat(20), MARK]);
          tx.send(`INSERT INTO nowhere (name) VALUES ('${MARK}')`);
        }),
      ),
  ],
  ["JSON", () => thrown(() => JSON.parse(`${MARK}@shop.example`))],
  ["an address", () => thrown(() => new URL(`//${MARK} 文三路`))],
  ["an error with frames in its words", async () => new Error(`x\n    at ${MARK} (/${MARK}:1:1)`)],
  ["an error that is none", async () => ({ email: MARK, toString: () => MARK })],
  [
    "an error with a marked name and code",
    async () =>
      Object.assign(new Error(MARK), { name: `林夏 ${MARK}`, code: `${MARK} 文三路`, sql: MARK }),
  ],
  ["an error with a cause", async () => new Error("outer", { cause: new Error(MARK) })],
];

describe("what is logged and printed", () => {
  useDatabase("log");
  const api = useApi();

  beforeAll(async () => {
    for (const [table, column] of [
      ["member", "nickname"],
      ["reward_redemption", "deliveryAddress"],
      ["shop_order", "orderId"],
      ["approval", "reason"],
      ["user", "email"],
    ]) {
      await pool().query(
        `ALTER TABLE \`${table}\` ADD CONSTRAINT marked_${table} CHECK (${column} NOT LIKE 'checked%')`,
      );
    }
  });
  afterEach(stopListening);
  afterAll(stopListening);

  it.each(FAILURES)("holds nothing of anybody after %s, wherever it surfaces", async (_, make) => {
    const error = await make();
    const job: Job = { name: fresh("job"), everySeconds: 3600, run: () => Promise.reject(error) };
    listen();
    refusalOf(error, "request-1");
    refusalOf(new Error("wrapped", { cause: error }), "request-2");
    await new JobRunner([job]).runNow(job.name);
    const turn = () => Promise.reject(error);
    const loop = { name: "loop", everyMs: 5, turn, stop: () => Promise.reject(error) };
    const background = startBackground([], [loop]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await background.stop();
    console.error(error);
    console.error("⨯", error, { digest: "1", email: MARK });
    console.warn(`a warning about ${MARK}`);
    const logger = authOptions(visitOf(new Headers())).logger;
    logger?.error?.("SIGNIN_EMAIL_ERROR", error as Error);
    logger?.error?.("OAUTH_CALLBACK_ERROR", { error: error as Error, email: MARK });
    logger?.error?.(`a browser's own words about ${MARK}`, error as Error);
    stopListening();
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.join("")).not.toMatch(/Zaphod|文三路|林夏/);
    const run = await reader.row<{ summary: string }>(
      "SELECT summary FROM job_run WHERE name = ?",
      [job.name],
    );
    expect(run?.summary).not.toContain(MARK);
  });

  it("names the number of a database error and where it came from", async () => {
    const error = await thrown(() => reader.rows("SELECT x FROM member WHERE phone = ?", [MARK]));
    expect(faultOf(error)).toMatchObject({
      name: "SqlError",
      code: "ER_BAD_FIELD_ERROR",
      errno: 1054,
    });
    expect(faultOf(new Error("x")).at[0]).toMatch(/log\.test\.ts:\d+:\d+/);
  });

  it("holds nothing of anybody after requests that fail in the database", async () => {
    const { headers } = await serviceKey();
    const member = await enrolled();
    await bought(member.id, { yuan: 1000 });
    const { rewardId } = await as(OPERATOR).rewards.create({
      kind: "PRODUCT",
      name: { "zh-CN": "帆布包", en: "Canvas bag" },
      pointsCost: 100,
      onShelf: true,
      stock: 1,
    });
    const marked = `checked ${MARK}`;
    listen();
    const answers = [
      await api.call("POST", "/members", { headers, body: { externalId: MARK, nickname: marked } }),
      await api.call("POST", "/members", { headers, body: { externalId: MARK, nickname: marked } }),
      await api.call("POST", "/rewards/redeem", {
        headers,
        body: {
          memberId: String(member.id),
          rewardId,
          deliveryAddress: { name: MARK, phone: "13911112222", region: "浙江省", line: MARK },
        },
      }),
    ];
    const calls = [
      () => as(memberCaller(member.id)).profile.update({ nickname: marked }),
      () => as(SERVICE).members.create({ externalId: fresh("u"), nickname: marked }),
      () =>
        as(ADMIN).access.createOperator({
          email: `checked${MARK}@shop.example`,
          name: MARK,
          password: `long enough ${MARK}`,
          role: "operator",
        }),
      () => at(NOW, (work) => work.tx.write("UPDATE member SET nickname = ?", [marked])),
    ];
    for (const call of calls) {
      const refusal = refusalOf(await thrown(call), "request-9");
      problemOf(refusal, "en", "request-9");
    }
    stopListening();
    expect(answers.map(({ status }) => status)).toContain(500);
    expect(told.filter((line) => line.includes("unforeseen failure")).length).toBeGreaterThan(3);
    expect(told.join("")).not.toContain(MARK);
    for (const { text } of answers) expect(text).not.toContain("sql");
  });

  it("holds nothing of anybody while the database is away", async () => {
    await closePool();
    const known = { ...env() };
    const url = `mysql://${MARK}:${MARK}@127.0.0.1:1/${MARK}`;
    Object.assign(env(), { DATABASE_URL: url, DB_ACQUIRE_TIMEOUT_MS: 500 });
    listen();
    try {
      const { status } = await api.call("GET", `/profile?externalId=${MARK}`, {
        headers: { authorization: `Bearer msk_${MARK}` },
      });
      expect(status).toBe(503);
      refusalOf(await thrown(() => reader.rows("SELECT ?", [MARK])), "request-10");
    } finally {
      stopListening();
      await closePool();
      Object.assign(env(), known);
    }
    expect(told.join("")).not.toContain(MARK);
    expect(told.length).toBeGreaterThan(1);
  });
});
