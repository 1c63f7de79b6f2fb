import { beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { reader } from "@/platform/db";
import { ADMIN, as } from "@/testing/actors";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { deliverAll, type Hooked, hooked, publishAll, useReceivers } from "@/testing/receiver";
import { pruneDeliveries } from "./deliveries";

const admin = () => as(ADMIN).webhooks;

describe("a webhook endpoint", () => {
  useDatabase("endpoints");
  useReceivers();
  let hook: Hooked;

  beforeEach(async () => {
    await reader.write("UPDATE webhook_endpoint SET status = 'PAUSED'");
    await publishAll();
    hook = await hooked();
  });

  const its = () => ({ endpointId: hook.endpointId });
  const idsSeen = () => hook.receiver.received.map(({ id }) => id);

  it("tells its secret once, and keeps it so that the database alone says nothing", async () => {
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const row = await reader.row<Record<string, unknown>>(
      "SELECT * FROM webhook_endpoint WHERE id = ?",
      [Number(hook.endpointId)],
    );
    expect(JSON.stringify(row)).not.toContain(hook.secret.slice(6, 20));
    expect(JSON.stringify(await admin().endpoint(its()))).not.toContain("whsec");
    const audits = await reader.rows("SELECT `after`, `before` FROM audit_log WHERE target = ?", [
      `webhook:${hook.endpointId}`,
    ]);
    expect(audits).toHaveLength(1);
    expect(JSON.stringify(audits)).not.toContain("whsec");
  });

  it("leaves nothing in the audit log of what its address says behind the host", async () => {
    const addressed = (token: string) => ({
      url: `https://hooks.shop.example/robot/${token}?access_token=${token}`,
      eventTypes: null,
    });
    const { endpointId } = await admin().create(addressed("tell-nobody"));
    await admin().update({ endpointId, ...addressed("tell-nobody-either") });
    await admin().remove({ endpointId });
    const rows = await reader.rows<{ after: string | null; before: string | null }>(
      "SELECT `after`, `before` FROM audit_log WHERE target = ? ORDER BY id",
      [`webhook:${endpointId}`],
    );
    expect(JSON.stringify(rows)).not.toContain("tell-nobody");
    const urls = rows.map(({ after, before }) => JSON.parse(after ?? before ?? "").url as string);
    for (const url of urls)
      expect(url).toMatch(/^https:\/\/hooks\.shop\.example\/… \([0-9a-f]{8}\)$/);
    expect(new Set(urls).size).toBe(2);
  });

  it("gets what happens from its making on", async () => {
    await enrolled();
    const later = await hooked();
    // Not published when it was made: that still counts as later.
    await deliverAll();
    const member = await enrolled();
    await deliverAll();
    expect(later.receiver.firstsOf(member.id)).toHaveLength(1);
    expect(hook.receiver.received.length).toBeGreaterThanOrEqual(2);
  });

  it("signs with both secrets while an old one overlaps, and then with the new one alone", async () => {
    const { receiver } = hook;
    const next = await admin().rotate({ ...its(), overlapHours: 24 });
    expect(next.secret).not.toBe(hook.secret);
    receiver.secrets = [hook.secret];
    await enrolled();
    await deliverAll();
    receiver.secrets = [next.secret];
    await enrolled();
    await deliverAll();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.forged).toBe(0);
    expect((await admin().endpoint(its())).oldSecretUntil).not.toBeNull();
    await changeRow("UPDATE webhook_endpoint SET previousUntil = ? WHERE id = ?", [
      new Date(Date.now() - 1),
      Number(hook.endpointId),
    ]);
    receiver.secrets = [hook.secret];
    await enrolled();
    await deliverAll();
    expect(receiver.forged).toBe(1);
    expect((await admin().endpoint(its())).oldSecretUntil).toBeNull();
    const last = await admin().rotate({ ...its(), overlapHours: 0 });
    receiver.secrets = [next.secret];
    const ping = await admin().ping(its());
    expect(ping).toMatchObject({ delivered: false, statusCode: 401, error: "STATUS" });
    receiver.secrets = [last.secret];
    expect(await admin().ping(its())).toMatchObject({ delivered: true, statusCode: 204 });
  });

  it("sends nothing while paused, and everything in order when it goes on", async () => {
    const member = await enrolled();
    await admin().pause(its());
    await bought(member.id, { yuan: 100 });
    await deliverAll();
    expect(idsSeen()).toEqual([]);
    const paused = await admin().endpoint(its());
    expect(paused).toMatchObject({ status: "PAUSED", pauseReason: "BY_HAND" });
    expect(paused.behind).toBeGreaterThanOrEqual(2);
    await admin().resume(its());
    await deliverAll();
    expect(hook.receiver.firstsOf(member.id)).toEqual(
      [...idsSeen()].sort((a, b) => Number(a) - Number(b)),
    );
    expect((await admin().endpoint(its())).behind).toBe(0);
  });

  it("gets one delivery again with the same webhook-id", async () => {
    await enrolled();
    await deliverAll();
    const [delivery] = (await admin().deliveries(its())).items;
    await admin().resend({ deliveryId: delivery?.deliveryId ?? "" });
    await deliverAll();
    const [first, second] = idsSeen();
    expect(second).toBe(first);
    const { attempts } = await admin().delivery({ deliveryId: delivery?.deliveryId ?? "" });
    expect(attempts).toHaveLength(2);
  });

  it("gets everything since a moment again in order, also what was before its making", async () => {
    const member = await enrolled("2031-05-01T00:00:00Z");
    await bought(member.id, { yuan: 100, now: "2031-05-02T00:00:00Z" });
    await publishAll();
    const late = await hooked();
    const since = "2031-05-01T00:00:00Z";
    const { events } = await admin().resendSince({ endpointId: late.endpointId, since });
    expect(events).toBeGreaterThanOrEqual(2);
    await deliverAll();
    const once = late.receiver.received.map(({ id }) => id);
    expect(late.receiver.firstsOf(member.id).length).toBeGreaterThanOrEqual(2);
    expect(once).toHaveLength(events);
    await admin().resendSince({ endpointId: late.endpointId, since });
    await deliverAll();
    expect(late.receiver.received.map(({ id }) => id).slice(events)).toEqual(once);
    const nothing = { endpointId: late.endpointId, since: "2041-01-01T00:00:00Z" };
    expect(await admin().resendSince(nothing)).toEqual({ events: 0 });
  });

  it("is changed and removed, and after that gets nothing and is found nowhere", async () => {
    const other = await hooked();
    const { url } = other.receiver;
    const changed = await admin().update({ ...its(), url, eventTypes: ["tier.changed"] });
    expect(changed).toMatchObject({ url, eventTypes: ["tier.changed"] });
    await admin().remove({ endpointId: other.endpointId });
    await enrolled();
    await deliverAll();
    expect(other.receiver.seen).toEqual([]);
    const gone = { endpointId: other.endpointId };
    for (const call of [
      () => admin().endpoint(gone),
      () => admin().pause(gone),
      () => admin().resume(gone),
      () => admin().ping(gone),
      () => admin().remove(gone),
      () => admin().rotate(gone),
      () => admin().resendSince({ ...gone, since: "2026-01-01T00:00:00Z" }),
      () => admin().resend({ deliveryId: "999999" }),
    ]) {
      await expect(call()).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    }
    const { items } = await admin().endpoints({ limit: 100 });
    expect(items.map(({ endpointId }) => endpointId)).not.toContain(other.endpointId);
  });

  it.each([
    "http://example.com/hooks",
    "https://127.0.0.1/hooks",
    "https://[::1]/hooks",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://[::ffff:10.0.0.1]/",
    "https://localhost/hooks",
    "https://user:password@example.com/",
  ])("is not made for %s", async (url) => {
    env().WEBHOOK_ALLOW_PRIVATE = "off";
    await expect(admin().create({ url, eventTypes: null })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "url" }],
    });
    env().WEBHOOK_ALLOW_PRIVATE = undefined;
  });

  it("wants only types that there are", async () => {
    const unknown = { url: "https://example.com", eventTypes: ["points.stolen"] };
    await expect(admin().create(unknown as never)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("that hangs under more pings than there are connections keeps nobody else waiting", async () => {
    hook.receiver.answer = () => undefined;
    const pings = Array.from({ length: 24 }, () => admin().ping(its()));
    await expect.poll(() => hook.receiver.seen.length, { timeout: 5_000 }).toBe(24);
    const begun = performance.now();
    await enrolled();
    expect(performance.now() - begun).toBeLessThan(2_000);
    await hook.receiver.stop();
    for (const ping of await Promise.all(pings)) {
      expect(ping).toMatchObject({ delivered: false, error: "CONNECTION_FAILED" });
    }
  });

  it("every act on it leaves an audit row", async () => {
    await admin().pause(its());
    await admin().resume(its());
    await admin().rotate(its());
    await admin().ping(its());
    await admin().update({ ...its(), url: hook.receiver.url, eventTypes: null });
    await admin().resendSince({ ...its(), since: "2041-01-01T00:00:00Z" });
    await admin().remove(its());
    const rows = await reader.rows<{ action: string }>(
      "SELECT action FROM audit_log WHERE target = ? ORDER BY id",
      [`webhook:${hook.endpointId}`],
    );
    const names = [
      "create",
      "pause",
      "resume",
      "rotate",
      "ping",
      "update",
      "resendSince",
      "remove",
    ];
    expect(rows.map(({ action }) => action)).toEqual(names.map((name) => `webhooks.${name}`));
  });

  it("forgets deliveries that are through, and attempts, after thirty days and not before", async () => {
    await enrolled();
    await enrolled();
    await deliverAll();
    const [old, young] = (await admin().deliveries(its())).items;
    const longAgo = new Date(Date.now() - 31 * 86_400_000);
    const id = Number(old?.deliveryId);
    await changeRow("UPDATE webhook_delivery SET finishedAt = ? WHERE id = ?", [longAgo, id]);
    await changeRow("UPDATE webhook_attempt SET startedAt = ? WHERE deliveryId = ?", [longAgo, id]);
    const context = { now: new Date(), progress: null, stopping: () => false };
    expect(await pruneDeliveries(context)).toEqual({ handled: 2 });
    const left = (await admin().deliveries(its())).items.map(({ deliveryId }) => deliveryId);
    expect(left).toEqual([young?.deliveryId]);
  });

  it("shows its deliveries by state, page after page", async () => {
    for (let event = 0; event < 5; event++) await enrolled();
    await deliverAll();
    const first = await admin().deliveries({ ...its(), status: "DELIVERED", limit: 3 });
    const cursor = first.nextCursor ?? "";
    const second = await admin().deliveries({ ...its(), status: "DELIVERED", limit: 3, cursor });
    const ids = [...first.items, ...second.items].map(({ eventId }) => Number(eventId));
    expect(ids).toHaveLength(5);
    expect([...ids].sort((a, b) => b - a)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect((await admin().deliveries({ ...its(), status: "FAILED" })).items).toEqual([]);
  });
});
