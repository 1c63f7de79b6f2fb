import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, refunded } from "@/testing/factories";
import { type Hooked, hooked, letTimePass, type Receiver, useReceivers } from "@/testing/receiver";
import { useWorker } from "@/testing/worker";

interface EventRow {
  id: string;
  memberId: number;
}

async function eventsAfterFirst(firstId: number): Promise<EventRow[]> {
  return reader.rows<EventRow>(
    `SELECT CAST(sequence AS CHAR) AS id, memberId FROM outbox_event
      WHERE sequence > ? ORDER BY sequence`,
    [firstId],
  );
}

/** What a worker that was killed still seems to hold, as if the time for it were over. */
async function forgetTheKilled(endpointId: string): Promise<void> {
  await reader.write("UPDATE outbox_publisher SET leaseUntil = NULL");
  await reader.write("UPDATE job_state SET leaseUntil = NULL");
  await letTimePass(endpointId);
}

async function published(): Promise<number> {
  const row = await reader.row<{ sequence: number }>("SELECT sequence FROM outbox_publisher");
  return row?.sequence ?? 0;
}

async function expectAllThrough(hook: Hooked, wanted: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { behind, waiting } = await as(ADMIN).webhooks.endpoint({
          endpointId: hook.endpointId,
        });
        const row = await reader.row<{ open: number }>(
          "SELECT COUNT(*) AS open FROM outbox_event WHERE sequence IS NULL",
        );
        return [row?.open, behind, waiting, new Set(idsOf(hook.receiver)).size];
      },
      { timeout: 30_000, interval: 100 },
    )
    .toEqual([0, 0, 0, wanted]);
}

const idsOf = (receiver: Receiver) => receiver.received.map(({ id }) => id);

async function history(members: number, orders: number): Promise<number[]> {
  const made = await Promise.all(Array.from({ length: members }, () => enrolled()));
  for (let order = 0; order < orders; order++) {
    await Promise.all(
      made.map(async ({ id }, index) => {
        const now = new Date(Date.UTC(2026, 1, 1 + order, index % 24));
        const { orderId } = await bought(id, { yuan: 120 + 35 * index, now });
        if ((order + index) % 4 === 0) await refunded(id, { orderId, yuan: 40, now });
      }),
    );
  }
  return made.map(({ id }) => id);
}

describe("the worker", () => {
  useDatabase("worker");
  useReceivers();
  const worker = useWorker();
  let hook: Hooked;
  let first = 0;

  beforeEach(async () => {
    await reader.write("UPDATE webhook_endpoint SET status = 'PAUSED'");
    hook = await hooked();
    first = await published();
  });

  /** Every event at least once, a member's in their order, and none that nobody wrote. */
  async function expectAtLeastOnceInOrder(members: readonly number[]): Promise<void> {
    const events = await eventsAfterFirst(first);
    await expectAllThrough(hook, events.length);
    const all = await eventsAfterFirst(first);
    expect(new Set(idsOf(hook.receiver))).toEqual(new Set(all.map(({ id }) => id)));
    for (const member of members) {
      const own = all.filter(({ memberId }) => memberId === member).map(({ id }) => id);
      expect(own.length).toBeGreaterThan(3);
      expect(hook.receiver.firstsOf(member)).toEqual(own);
    }
    expect(hook.receiver.forged).toBe(0);
  }

  it("killed again and again loses no event and turns no member’s around", {
    timeout: 120_000,
  }, async () => {
    const writing = history(10, 8);
    let stillWriting = true;
    const written = writing.finally(() => {
      stillWriting = false;
    });
    let kills = 0;
    while (stillWriting || kills < 10) {
      await worker.start();
      // Killed by what it has come to, so that every step is met: a few messages, at other counts.
      const until = hook.receiver.seen.length + 1 + (kills % 5) * 3;
      const deadline = Date.now() + 1_500;
      await expect
        .poll(() => hook.receiver.seen.length >= until || Date.now() > deadline, {
          timeout: 5_000,
          interval: 5,
        })
        .toBe(true);
      await worker.kill();
      kills += 1;
      await forgetTheKilled(hook.endpointId);
    }
    const members = await written;
    await worker.start();
    await expectPublished();
    await expectAtLeastOnceInOrder(members);
    expect(await worker.stop()).toBe(0);
  });

  async function expectPublished(): Promise<void> {
    await expect
      .poll(
        async () =>
          (
            await reader.row<{ open: number }>(
              "SELECT COUNT(*) AS open FROM outbox_event WHERE sequence IS NULL",
            )
          )?.open,
        { timeout: 30_000 },
      )
      .toBe(0);
  }

  it("brings a whole history to a receiver that dies half-way and comes back", {
    timeout: 120_000,
  }, async () => {
    await worker.start();
    const writing = history(12, 6);
    await expect.poll(() => hook.receiver.received.length, { timeout: 20_000 }).toBeGreaterThan(30);
    await hook.receiver.stop();
    const members = await writing;
    await expectPublished();
    await expect
      .poll(
        async () => (await as(ADMIN).webhooks.endpoint({ endpointId: hook.endpointId })).failures,
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    await hook.receiver.start();
    // Its attempts are seconds and minutes apart by now; going on by hand makes all of them due.
    await as(ADMIN).webhooks.resume({ endpointId: hook.endpointId });
    await expectAtLeastOnceInOrder(members);
    const since = "2026-01-01T00:00:00Z";
    const before = hook.receiver.received.length;
    const { events } = await as(ADMIN).webhooks.resendSince({ endpointId: hook.endpointId, since });
    await expect
      .poll(() => hook.receiver.received.length - before, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(events);
    const again = hook.receiver.received.slice(before);
    for (const member of members) {
      const own = again.filter(({ memberId }) => memberId === String(member));
      expect(own.map(({ id }) => id)).toEqual(hook.receiver.firstsOf(member));
    }
    expect(await worker.stop()).toBe(0);
  });
});
