import { beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { reader, transaction } from "@/platform/db";
import { ADMIN, as, at } from "@/testing/actors";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import {
  deliverAll,
  failingFor,
  type Hooked,
  hooked,
  letTimePass,
  publishAll,
  useReceivers,
} from "@/testing/receiver";
import { closeMember } from "../../profile/service/close-member";
import type { DueRow } from "../store/deliveries";
import { Deliverer } from "./deliver";
import { recordAttempt } from "./record";

const admin = () => as(ADMIN).webhooks;

interface EventRow {
  id: string;
  memberId: number | null;
}

/** Ids of a member's published events, in their order. */
async function eventsOf(memberId: number): Promise<string[]> {
  const rows = await reader.rows<EventRow>(
    "SELECT CAST(sequence AS CHAR) AS id, memberId FROM outbox_event WHERE memberId = ? ORDER BY sequence",
    [memberId],
  );
  return rows.map(({ id }) => id);
}

describe("deliveries", () => {
  useDatabase("deliver");
  useReceivers();
  let hook: Hooked;

  beforeEach(async () => {
    await reader.write("UPDATE webhook_endpoint SET status = 'PAUSED'");
    await publishAll();
    hook = await hooked();
  });

  const listed = async (status?: "WAITING" | "DELIVERED" | "FAILED") =>
    (
      await admin().deliveries({
        endpointId: hook.endpointId,
        limit: 100,
        ...(status && { status }),
      })
    ).items;
  const endpoint = () => admin().endpoint({ endpointId: hook.endpointId });

  it("are signed as the public library verifies, and say what happened to whom", async () => {
    const member = await enrolled();
    await deliverAll();
    const [message] = hook.receiver.received;
    expect(message).toMatchObject({
      type: "member.enrolled",
      memberId: String(member.id),
      externalId: member.externalId,
    });
    expect(message?.id).toBe((await eventsOf(member.id))[0]);
    expect(JSON.parse(message?.body ?? "")).toMatchObject({
      type: "member.enrolled",
      timestamp: "2026-01-05T04:00:00.000Z",
      data: { memberId: String(member.id), externalId: member.externalId },
    });
    expect(hook.receiver.forged).toBe(0);
    expect(await listed()).toMatchObject([{ status: "DELIVERED", attempts: 1, statusCode: 204 }]);
  });

  it("keep no answer that comes once their member has closed", async () => {
    const member = await enrolled();
    await deliverAll();
    const { id, sequence, lane, type } = (await reader.row<DueRow>(
      "SELECT id, sequence, lane, type FROM webhook_delivery WHERE lane = ? ORDER BY id LIMIT 1",
      [member.id],
    )) as DueRow;
    const { externalId } = member;
    const occurredAt = new Date();
    const sent = { memberId: member.id, externalId, data: "{}", occurredAt, attempts: 0 };
    const due = { id, endpointId: Number(hook.endpointId), sequence, lane, type, ...sent };
    const echo = `{"externalId":"${externalId}"}`;
    const outcome = { durationMs: 9000, statusCode: 200, error: null, answer: echo };
    const answered = () =>
      transaction((tx) =>
        recordAttempt(
          tx,
          { due, claim: "another's", wasFailing: false },
          { startedAt: occurredAt, ...outcome, result: "RECEIVED" },
        ),
      );
    const echoes = () => countOf("webhook_attempt", "answer = ?", [echo]);
    await answered();
    expect(await echoes()).toBe(1);
    await at("2026-01-06T04:00:00Z", (work) =>
      closeMember(work, { memberId: member.id }, "asked for it"),
    );
    await answered();
    expect(await echoes()).toBe(1);
  });

  it("carry only the types that the endpoint wants, and go past the others", async () => {
    const picky = await hooked(["member.enrolled"]);
    await bought((await enrolled()).id, { yuan: 100 });
    await deliverAll();
    expect(new Set(picky.receiver.received.map(({ type }) => type))).toEqual(
      new Set(["member.enrolled"]),
    );
    expect(hook.receiver.received.length).toBeGreaterThan(1);
    const { behind } = await admin().endpoint({ endpointId: picky.endpointId });
    expect(behind).toBe(0);
  });

  it("reach each of two endpoints once while four workers share them, in order", async () => {
    const other = await hooked();
    const members = await Promise.all(Array.from({ length: 12 }, () => enrolled()));
    for (let order = 0; order < 4; order++) {
      await Promise.all(members.map(({ id }) => bought(id, { yuan: 50 })));
    }
    await deliverAll(...Array.from({ length: 4 }, () => new Deliverer()));
    for (const { receiver } of [hook, other]) {
      const ids = receiver.received.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { id } of members) expect(receiver.firstsOf(id)).toEqual(await eventsOf(id));
    }
  });

  it("to a receiver keep their pace while two others hang, whoever was first", async () => {
    const others = [hook, await hooked()];
    const healthy = await hooked();
    for (const { receiver } of others) receiver.answer = () => undefined;
    const members = await Promise.all(Array.from({ length: 40 }, () => enrolled()));
    await publishAll();
    const deliverer = new Deliverer();
    const begun = performance.now();
    while (healthy.receiver.received.length < members.length) {
      await deliverer.turn();
      // Well before the others' time is up.
      expect(performance.now() - begun).toBeLessThan(5_000);
    }
    // Each of them has its own slots in use, and no more.
    for (const { receiver } of others) expect(receiver.seen).toHaveLength(16);
    await Promise.all(others.map(({ receiver }) => receiver.stop()));
    await deliverer.stop();
  });

  it("that fail hold back the same member’s later ones and nobody else’s", async () => {
    const [held, free] = [await enrolled(), await enrolled()];
    await deliverAll();
    hook.receiver.answer = ({ memberId }) => (memberId === String(held.id) ? 500 : 204);
    for (const { id } of [held, free, held, free]) await bought(id, { yuan: 100 });
    await deliverAll();
    await bought(held.id, { yuan: 100 });
    await deliverAll();
    expect(hook.receiver.firstsOf(free.id)).toEqual(await eventsOf(free.id));
    expect(hook.receiver.firstsOf(held.id)).toHaveLength(1);
    // One attempt, of the first that waits: nothing behind it was tried.
    const tried = hook.receiver.seen.filter(({ memberId }) => memberId === String(held.id));
    expect(new Set(tried.map(({ id }) => id)).size).toBe(2);
    hook.receiver.answer = () => 204;
    await deliverAll();
    expect(hook.receiver.firstsOf(held.id)).toHaveLength(1);
    await letTimePass(hook.endpointId);
    await deliverAll();
    expect(hook.receiver.firstsOf(held.id)).toEqual(await eventsOf(held.id));
    expect(await endpoint()).toMatchObject({ failures: 0, failingSince: null, waiting: 0 });
  });

  it("keep their webhook-id over all attempts and wait longer after each", async () => {
    hook.receiver.answer = () => 503;
    await enrolled();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      await deliverAll();
      const [delivery] = await listed();
      const { attempts = [] } = await admin().delivery({ deliveryId: delivery?.deliveryId ?? "" });
      expect(attempts).toHaveLength(attempt);
      expect(attempts[0]).toMatchObject({ statusCode: 503, error: "STATUS", answer: "thanks" });
      const next = Date.parse(delivery?.nextAttemptAt ?? "");
      waits.push(Math.round((next - Date.parse(attempts[0]?.startedAt ?? "")) / 1000));
      await letTimePass(hook.endpointId);
    }
    for (const [index, seconds] of [5, 30, 120, 600].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(Math.floor(seconds * 0.9));
      expect(waits[index]).toBeLessThanOrEqual(Math.ceil(seconds * 1.1) + 1);
    }
    expect(new Set(hook.receiver.seen.map(({ id }) => id)).size).toBe(1);
  });

  it("are given up after the last attempt, and what was behind them goes on", async () => {
    const member = await enrolled();
    hook.receiver.answer = () => 400;
    await deliverAll();
    await bought(member.id, { yuan: 100 });
    await deliverAll();
    const [first] = await eventsOf(member.id);
    await changeRow(
      "UPDATE webhook_delivery SET attempts = 14 WHERE endpointId = ? AND sequence = ?",
      [Number(hook.endpointId), Number(first)],
    );
    await letTimePass(hook.endpointId);
    hook.receiver.answer = ({ id }) => (id === first ? 400 : 204);
    await deliverAll();
    expect(await listed("FAILED")).toMatchObject([{ eventId: first, attempts: 15 }]);
    expect(hook.receiver.firstsOf(member.id)).toEqual((await eventsOf(member.id)).slice(1));
  });

  it("stop when every attempt of a day failed, and go on where they stopped", async () => {
    const member = await enrolled();
    hook.receiver.answer = () => 500;
    for (let attempt = 0; attempt < 10; attempt++) {
      await deliverAll();
      await letTimePass(hook.endpointId);
    }
    expect(await endpoint()).toMatchObject({ status: "ACTIVE", failures: 10 });
    await failingFor(hook.endpointId, 25);
    await deliverAll();
    expect(await endpoint()).toMatchObject({ status: "PAUSED", pauseReason: "FAILING" });
    hook.receiver.answer = () => 204;
    await bought(member.id, { yuan: 100 });
    await letTimePass(hook.endpointId);
    await deliverAll();
    expect(hook.receiver.received).toEqual([]);
    expect((await endpoint()).behind).toBeGreaterThan(0);
    await admin().resume({ endpointId: hook.endpointId });
    await deliverAll();
    expect(hook.receiver.firstsOf(member.id)).toEqual(await eventsOf(member.id));
    expect(await endpoint()).toMatchObject({ status: "ACTIVE", failures: 0, behind: 0 });
  });

  it("stop at once for a receiver that says it is gone", async () => {
    hook.receiver.answer = () => 410;
    await enrolled();
    await enrolled();
    await deliverAll();
    expect(await endpoint()).toMatchObject({ status: "PAUSED", pauseReason: "GONE" });
    const before = hook.receiver.seen.length;
    await letTimePass(hook.endpointId);
    await deliverAll();
    expect(hook.receiver.seen).toHaveLength(before);
  });

  it("reach nothing inside while private addresses are not allowed", async () => {
    env().WEBHOOK_ALLOW_PRIVATE = "off";
    await enrolled();
    await deliverAll();
    env().WEBHOOK_ALLOW_PRIVATE = undefined;
    expect(hook.receiver.seen).toEqual([]);
    expect(await listed()).toMatchObject([{ status: "WAITING", error: "ADDRESS_NOT_ALLOWED" }]);
  });

  it("of a secret that this deployment cannot open fail, and say so", async () => {
    await changeRow("UPDATE webhook_endpoint SET secret = 'v1.AAAA' WHERE id = ?", [
      Number(hook.endpointId),
    ]);
    await enrolled();
    await deliverAll();
    expect(await listed()).toMatchObject([{ status: "WAITING", error: "SECRET_UNREADABLE" }]);
  });

  it("that were under way when their worker vanished are sent again, once it counts as lost", async () => {
    const member = await enrolled();
    await publishAll();
    const vanished = new Deliverer(600);
    hook.receiver.answer = () => undefined; // no answer, as long as the worker lives
    await vanished.turn();
    await expect.poll(() => hook.receiver.seen.length).toBe(1);
    hook.receiver.answer = () => 204;
    const other = new Deliverer();
    await other.turn();
    expect(hook.receiver.received).toEqual([]);
    await expect
      .poll(async () => {
        await other.turn();
        return hook.receiver.firstsOf(member.id);
      })
      .toEqual(await eventsOf(member.id));
    await hook.receiver.stop(); // what the vanished one says of its attempt comes too late
    await vanished.stop();
    await other.stop();
    expect(await listed()).toMatchObject([{ status: "DELIVERED", attempts: 1 }]);
  });
});
