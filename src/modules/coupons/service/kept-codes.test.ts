import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, WEBHOOK } from "@/testing/actors";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";

describe("what is kept of an order and the codes that it names", () => {
  useDatabase();

  const everywhere = async () => {
    const tables = ["guest_event", "outbox_event", "audit_log", "idempotency_key"];
    const rows = await Promise.all(tables.map((table) => reader.rows(`SELECT * FROM ${table}`)));
    return JSON.stringify(rows);
  };
  const paidAt = new Date().toISOString();
  const tell = (who: object, orderId: string, code: string) =>
    as(WEBHOOK, { idempotencyKey: fresh("key") }).orders.event({
      type: "ORDER_COMPLETED",
      timestamp: paidAt,
      data: { ...who, orderId, paidAmountMinor: 5000, paidAt, coupons: [code] },
    });

  it("has none that is still good, whether it was to be had or not", async () => {
    const { id } = await enrolled();
    const { definitionId } = await coupon({ minimumMinor: 1_000_000 });
    const { code } = await given(id, definitionId);
    const answer = await tell({ memberId: String(id) }, fresh("o"), code);
    const refused = { action: "COUPON_REFUSED", reason: "MINIMUM_NOT_MET" };
    expect(answer).toMatchObject({
      actions: expect.arrayContaining([{ ...refused, code: `••••-••••-••••-${code.slice(-4)}` }]),
    });
    expect(await everywhere()).not.toContain(code.replace(/-/g, ""));
  });
});
