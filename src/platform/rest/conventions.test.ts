import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { serviceKey } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { type ApiAnswer, useApi } from "@/testing/http";

/** What the contract says of every call, where one operation is enough to hold it. */

const KEYS = 200;
const TWINS = 20;
const KEYS_AT_ONCE = 8;
const MEMBERS = 20;
const TRIES = 5;

describe("200 keys, each sent twenty times at once", () => {
  useDatabase();
  const api = useApi();
  let headers: Record<string, string>;

  beforeAll(async () => {
    headers = (await serviceKey()).headers;
  });

  it("write one ledger row each, and the others are equal or told to wait", {
    timeout: 180_000,
  }, async () => {
    const members = await Promise.all(Array.from({ length: MEMBERS }, () => enrolled()));
    const mark = fresh("k");
    const sendOnce = (n: number): Promise<ApiAnswer> => {
      const body = {
        memberId: String(members[n % MEMBERS]?.id),
        event: "CUSTOM",
        points: n + 1,
        referenceId: `${mark}.${n}`,
      };
      return api.call("POST", "/points/earn", {
        headers: { ...headers, "idempotency-key": `${mark}-${n}` },
        body,
      });
    };
    // Whoever is told that there is too much to do comes again when they were told to, as a caller would.
    const send = async (n: number): Promise<ApiAnswer> => {
      for (let tries = 1; ; tries++) {
        const answer = await sendOnce(n);
        const again = Number(answer.headers["retry-after"]);
        if (answer.status !== 503 || !(again > 0) || tries === TRIES) return answer;
        await sleep(again * 1000);
      }
    };
    const outcomes = new Map<number, ApiAnswer[]>();
    const waiting = Array.from({ length: KEYS }, (_, n) => n);
    const worker = async () => {
      for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) {
        const key = n;
        outcomes.set(key, await Promise.all(Array.from({ length: TWINS }, () => send(key))));
      }
    };
    await Promise.all(Array.from({ length: KEYS_AT_ONCE }, worker));

    for (const [n, answers] of outcomes) {
      const done = answers.filter(({ status }) => status === 200);
      const others = answers.filter(({ status }) => status !== 200);
      expect(new Set(done.map(({ text }) => text)).size, `key ${n}`).toBe(1);
      expect(done.filter(({ headers }) => !headers["idempotent-replayed"])).toHaveLength(1);
      for (const { json } of others) expect(json.code).toBe("IDEMPOTENCY_IN_PROGRESS");
    }
    expect(outcomes.size).toBe(KEYS);
    expect(await countOf("points_entry", "referenceId LIKE ?", [`${mark}.%`])).toBe(KEYS);
    const total = await reader.row<{ points: number }>(
      "SELECT CAST(SUM(availableDelta) AS SIGNED) AS points FROM points_entry WHERE referenceId LIKE ?",
      [`${mark}.%`],
    );
    expect(total?.points).toBe((KEYS * (KEYS + 1)) / 2);
  });
});
