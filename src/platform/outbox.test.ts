import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programEvent } from "@/modules/program/events";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { startBackground } from "./background";
import { pool, reader, transaction } from "./db";
import { eventsAfter, Publisher, publishedUpTo, publishPage } from "./outbox";

interface Row {
  id: number;
  sequence: number | null;
  memberId: number | null;
}

const rows = () => reader.rows<Row>("SELECT id, sequence, memberId FROM outbox_event ORDER BY id");

async function publishAll(publisher = new Publisher()): Promise<void> {
  while (await publisher.turn());
  await publisher.stop();
}

describe("publishing", () => {
  useDatabase("outbox");

  beforeEach(() => publishAll());
  afterEach(async () => {
    const sequences = (await rows()).flatMap(({ sequence }) => sequence ?? []);
    sequences.sort((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(await publishedUpTo(reader)).toBe(sequences.length);
  });

  it("numbers without a gap what eight writers commit under two publishers", async () => {
    const publishing = startBackground([], [new Publisher(), new Publisher()]);
    const members = await Promise.all(Array.from({ length: 8 }, () => enrolled()));
    await Promise.all(
      members.map(async ({ id }, writer) => {
        for (let order = 0; order < 10; order++) {
          // Two members of three share their writers, so that commits wait for one another.
          await bought(members[order % 3 === 0 ? writer : order % 2]?.id ?? id, { yuan: 100 });
        }
      }),
    );
    await publishing.stop();
    await publishAll();
    const all = await rows();
    expect(all.filter(({ sequence }) => sequence === null)).toEqual([]);
    for (const { id: memberId } of members) {
      const own = all.filter((row) => row.memberId === memberId);
      const inOrder = [...own].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
      expect(inOrder).toEqual(own);
    }
  });

  it("tells nothing of a write that was rolled back", async () => {
    const before = await publishedUpTo(reader);
    const lost = at("2026-03-01T00:00:00Z", async (work) => {
      work.emit(programEvent("program.published", null, { versionId: 1, reason: "x" }));
      work.close(null);
      await work.tx.arrive();
      throw new Error("no");
    });
    await expect(lost).rejects.toThrow("no");
    await publishAll();
    expect(await eventsAfter(reader, before, null, 10)).toEqual([]);
  });

  it("leaves out what is not committed, and numbers it after what was", async () => {
    const open = await pool().getConnection();
    await open.query("SET autocommit = 0");
    const emitted =
      "INSERT INTO outbox_event (type, data, occurredAt, createdAt) VALUES (?, '{}', NOW(3), NOW(3))";
    await open.execute(emitted, ["program.published"]);
    const before = await publishedUpTo(reader);
    await enrolled();
    await publishAll();
    const seen = await eventsAfter(reader, before, null, 10);
    expect(seen.map(({ type }) => type)).toEqual(["member.enrolled"]);
    await open.query("COMMIT");
    await open.query("SET autocommit = 1");
    open.release();
    await publishAll();
    const next = await eventsAfter(reader, seen.at(-1)?.sequence ?? 0, null, 10);
    expect(next.map(({ type }) => type)).toEqual(["program.published"]);
  });

  it("a publisher that slept through its lease changes nothing when it wakes", async () => {
    const sleeper = `sleeper-${randomUUID().slice(0, 8)}`;
    await reader.write("UPDATE outbox_publisher SET holder = ?, leaseUntil = ?", [
      sleeper,
      new Date(Date.now() - 1),
    ]);
    const awake = new Publisher();
    await enrolled();
    while (await awake.turn());
    await enrolled();
    expect(await transaction((tx) => publishPage(tx, sleeper, 100))).toBeNull();
    expect((await rows()).at(-1)?.sequence).toBeNull();
    await publishAll(awake);
    expect((await rows()).at(-1)?.sequence).not.toBeNull();
  });

  it("only one publishes while its lease lasts, and another at once when it lets go", async () => {
    const [first, second] = [new Publisher(), new Publisher()];
    await first.turn();
    await enrolled();
    await second.turn();
    expect((await rows()).at(-1)?.sequence).toBeNull();
    await first.stop();
    const third = new Publisher();
    await third.turn();
    expect((await rows()).at(-1)?.sequence).not.toBeNull();
    await third.stop();
  });

  it("hands out pages in order, of all types or of some", async () => {
    const before = await publishedUpTo(reader);
    for (const yuan of [100, 200, 300]) await bought((await enrolled()).id, { yuan });
    await publishAll();
    const all = await eventsAfter(reader, before, null, 100);
    const types = ["member.enrolled", "points.earned"];
    const some = await eventsAfter(reader, before, types, 100);
    expect(some).toEqual(all.filter(({ type }) => types.includes(type)));
    const first = await eventsAfter(reader, before, types, 4);
    const rest = await eventsAfter(reader, first.at(-1)?.sequence ?? 0, types, 100);
    expect([...first, ...rest]).toEqual(some);
  });

  it("publishes within about a second", async () => {
    const publishing = startBackground([], [new Publisher()]);
    const { id } = await enrolled();
    await expect
      .poll(async () => (await rows()).find(({ memberId }) => memberId === id)?.sequence, {
        timeout: 1_500,
        interval: 50,
      })
      .toBeGreaterThan(0);
    await publishing.stop();
  });
});
