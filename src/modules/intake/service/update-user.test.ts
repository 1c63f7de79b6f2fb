import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { findMember } from "../../members/service/members";
import { pruneParked } from "../../members/service/told";
import { closeMember } from "../../profile/service/close-member";

const TODAY = "2026-07-01T04:00:00Z";
const on = (day: number) => `2026-06-${String(day).padStart(2, "0")}T04:00:00Z`;

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);
const updated = (externalId: string, day: number, data: object): ShopEvent =>
  ({ type: "USER_UPDATED", timestamp: on(day), data: { externalId, ...data } }) as ShopEvent;
const registered = (externalId: string, day: number, data: object = {}): ShopEvent =>
  ({ type: "USER_REGISTERED", timestamp: on(day), data: { externalId, ...data } }) as ShopEvent;
const memberOf = (externalId: string) => findMember(reader, { externalId });

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, place) =>
    permutations(items.filter((_, other) => other !== place)).map((rest) => [item, ...rest]),
  );
}

describe("an update of a customer", () => {
  useDatabase("update_user");
  useBusinessTime(TODAY);

  it("comes to the same in every order, early, late and twice", async () => {
    for (const [round, order] of permutations([0, 1, 2, 3, 4]).entries()) {
      const externalId = fresh("u");
      const phone = `+8617${String(round).padStart(9, "0")}`;
      const paid = { orderId: fresh("o"), paidAmountMinor: 10_000, paidAt: TODAY };
      const events = [
        registered(externalId, 1, { nickname: "first", birthday: "1990-05-17" }),
        updated(externalId, 2, { nickname: "second", phone }),
        updated(externalId, 3, { nickname: null, email: "Lin@Shop.cn" }),
        updated(externalId, 4, { birthday: "1991-01-01", consents: { sms: { given: true } } }),
        { type: "ORDER_COMPLETED", timestamp: TODAY, data: { externalId, ...paid } } as ShopEvent,
      ];
      for (const place of [...order, ...order.slice(0, 2)]) await tell(events[place] as ShopEvent);
      expect(await memberOf(externalId), String(order)).toMatchObject({
        nickname: null,
        phone,
        email: "lin@shop.cn",
        birthday: "1991-01-01",
        smsConsent: true,
        available: 100,
      });
      expect(await countOf("parked_update", "externalId = ?", [externalId])).toBe(0);
      expect(
        await countOf("consent_change", "memberId = ?", [(await memberOf(externalId))?.id ?? 0]),
      ).toBe(1);
    }
  });

  it("says what it changed, that it was known, or that something newer stays", async () => {
    const { id, externalId } = await enrolled();
    const event = updated(externalId ?? "", 10, { nickname: "林夏" });
    expect(await tell(event)).toEqual({
      actions: [{ action: "MEMBER_UPDATED", memberId: String(id), changed: ["nickname"] }],
      duplicate: false,
    });
    expect(await tell(event)).toEqual({
      actions: [{ action: "NONE", reason: "DUPLICATE" }],
      duplicate: true,
    });
    expect(await tell(updated(externalId ?? "", 9, { nickname: "older" }))).toEqual({
      actions: [{ action: "NONE", reason: "OUTDATED" }],
      duplicate: false,
    });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'member.updated'", [id])).toBe(1);
  });

  it("that is older than what the member typed changes nothing of it", async () => {
    const { id, externalId } = await enrolled();
    await as(SERVICE).members.update({ memberId: String(id), nickname: "typed" });
    await tell(updated(externalId ?? "", 30, { nickname: "older", birthday: "1990-05-17" }));
    expect(await memberOf(externalId ?? "")).toMatchObject({
      nickname: "typed",
      birthday: "1990-05-17",
    });
  });

  it("of the same moment comes to the same, whichever is first", async () => {
    for (const names of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const { externalId } = await enrolled();
      for (const nickname of names) await tell(updated(externalId ?? "", 5, { nickname }));
      expect(await memberOf(externalId ?? "")).toMatchObject({ nickname: "b" });
    }
  });

  it("before the registration waits for it, also at the very same moment", async () => {
    const externalId = fresh("u");
    expect(await tell(updated(externalId, 2, { nickname: "林夏" }))).toEqual({ parked: true });
    await as(SERVICE).members.create({ externalId });
    expect(await memberOf(externalId)).toMatchObject({ nickname: "林夏" });
    for (let round = 0; round < 12; round++) {
      const twin = fresh("u");
      await Promise.all([
        tell(updated(twin, 2, { email: "lin@shop.cn" })),
        tell(registered(twin, 1)),
        tell(updated(twin, 3, { nickname: "林夏" })),
      ]);
      expect(await memberOf(twin)).toMatchObject({ nickname: "林夏", email: "lin@shop.cn" });
      expect(await countOf("parked_update", "externalId = ?", [twin])).toBe(0);
    }
  });

  it("with a phone of somebody else’s takes the rest and says so", async () => {
    const phone = "+8618100000001";
    const taken = await enrolled();
    await as(SERVICE).members.update({ memberId: String(taken.id), phone });
    const { externalId } = await enrolled();
    const answer = await tell(updated(externalId ?? "", 5, { phone, nickname: "林夏" }));
    expect(answer).toMatchObject({
      actions: [
        { action: "MEMBER_UPDATED", changed: ["nickname"] },
        { action: "FIELD_REFUSED", field: "phone", reason: "PHONE_TAKEN" },
      ],
    });
    expect(await memberOf(externalId ?? "")).toMatchObject({ nickname: "林夏", phone: null });
  });

  it("of a clock that is fast counts as of now, and blocks nothing later", async () => {
    const { externalId } = await enrolled();
    const fast = updated(externalId ?? "", 5, { nickname: "fast" });
    await tell({ ...fast, timestamp: "2030-01-01T00:00:00Z" } as ShopEvent);
    const { id } = (await memberOf(externalId ?? "")) ?? { id: 0 };
    const later = new Date("2026-07-01T05:00:00Z");
    const row = await reader.row<{ saidAt: Date }>(
      "SELECT saidAt FROM member_field WHERE memberId = ? AND field = 'nickname'",
      [id],
    );
    expect(row?.saidAt.getTime()).toBeLessThan(later.getTime());
  });

  it("of who closed or was deleted moves nothing and is kept nowhere", async () => {
    const { id, externalId } = await enrolled();
    await at(TODAY, (work) => closeMember(work, { memberId: id }, null));
    const gone = fresh("u");
    await tell(updated(gone, 1, { nickname: "waits" }));
    await tell({ type: "USER_DELETED", timestamp: TODAY, data: { externalId: gone } });
    for (const name of [externalId ?? "", gone]) {
      expect(await tell(updated(name, 5, { nickname: "林夏" }))).toEqual({
        actions: [{ action: "NONE", reason: "MEMBER_CLOSED" }],
        duplicate: false,
      });
      expect(await countOf("parked_update", "externalId = ?", [name])).toBe(0);
    }
  });

  it("that waited for somebody who never came is forgotten", async () => {
    const externalId = fresh("u");
    await tell(updated(externalId, 1, { nickname: "waits" }));
    const job = { stopping: () => false, progress: null };
    await pruneParked({ ...job, now: new Date("2026-12-01T00:00:00Z") });
    expect(await countOf("parked_update", "externalId = ?", [externalId])).toBe(1);
    await pruneParked({ ...job, now: new Date("2027-01-01T00:00:00Z") });
    expect(await countOf("parked_update", "externalId = ?", [externalId])).toBe(0);
  });
});
