import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { signatureOf } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh } from "@/testing/factories";
import { useApi } from "@/testing/http";
import type { Member } from "../../members/service/members";
import { PARKED_MAX } from "./room";

const PATH = "/webhooks/events";
const WHEN = "2026-01-05T04:00:00Z";

describe("what waits for an order that nobody told of yet", () => {
  useDatabase();
  const api = useApi();

  const tell = (id: string, event: object) => {
    const body = JSON.stringify(event);
    return api.call("POST", PATH, { headers: signatureOf(body, { id }), body });
  };
  const refund = ({ externalId }: Member, orderId: string, refundId: string) => ({
    type: "ORDER_REFUNDED",
    timestamp: WHEN,
    data: { externalId, orderId, refundId, amountMinor: 100, refundedAt: WHEN },
  });
  const returned = ({ externalId }: Member, orderId: string) => ({
    type: "RETURN_REQUESTED",
    timestamp: WHEN,
    data: { externalId, orderId, returnId: fresh("t"), amountMinor: 100 },
  });
  const statuses = (orderId: string) =>
    reader.rows<{ status: string; count: number }>(
      `SELECT r.status, COUNT(*) AS count FROM order_refund r
         JOIN shop_order o ON o.id = r.orderRowId WHERE o.orderId = ? GROUP BY r.status`,
      [orderId],
    );

  it("is bounded, so that the order holds its member for a moment; who was refused comes in after it under the same id", async () => {
    const member = await enrolled();
    const orderId = fresh("o");
    const ids = Array.from({ length: PARKED_MAX + 14 }, () => fresh("r"));
    const answers = await Promise.all(ids.map((id) => tell(id, refund(member, orderId, id))));
    const refused = ids.filter((_, n) => answers[n]?.status !== 202);
    expect(refused).toHaveLength(14);
    for (const { status, json } of answers.filter(({ status }) => status !== 202)) {
      expect(status).toBe(409);
      expect(json).toMatchObject({ code: "ORDER_AWAITED", orderId, limit: PARKED_MAX });
    }
    // A return takes a place too, and what waits already may be told again.
    expect((await tell(fresh("e"), returned(member, orderId))).json.code).toBe("ORDER_AWAITED");
    const waiting = ids.find((id) => !refused.includes(id)) ?? "";
    expect((await tell(fresh("e"), refund(member, orderId, waiting))).status).toBe(202);
    const began = performance.now();
    await bought(member.id, { yuan: 100, orderId, now: "2026-01-06T04:00:00Z" });
    expect(performance.now() - began).toBeLessThan(2_000);
    for (const id of refused) {
      const { status, json } = await tell(id, refund(member, orderId, id));
      expect(status).toBe(200);
      expect(json).toMatchObject({ duplicate: false });
    }
    expect(await statuses(orderId)).toEqual([{ status: "APPLIED", count: ids.length }]);
    expect(await accountsOf(member.id)).toMatchObject({
      available: 100 - ids.length,
      spendMinor: 10_000 - ids.length * 100,
      owed: 0,
    });
  });
});
