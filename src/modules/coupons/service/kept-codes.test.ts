import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { requestHash } from "@/platform/idempotency";
import { as, SERVICE, WEBHOOK } from "@/testing/actors";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";

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

  it("is no hash under a key either, against which short ones could be tried", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon({ uses: 100 })]);
    const own = fresh("SHORT").replace("-", "");
    const upload = { definitionId, codes: [own], reason: "from the old shop" };
    const use = {
      ...{ memberId: String(id), code: own, orderId: fresh("o") },
      ...{ orderAmountMinor: 5000, reserve: false },
    };
    const kept = async (path: string, input: object, call: (key: string) => Promise<unknown>) => {
      const key = fresh("key");
      const first = await call(key);
      expect(await call(key)).toEqual(first);
      const plain = requestHash("POST", path, input);
      expect(await countOf("idempotency_key", "idemKey = ?", [key])).toBe(1);
      expect(await countOf("idempotency_key", "requestHash = ?", [plain])).toBe(0);
    };
    await kept("coupons.issueMany", upload, (idempotencyKey) =>
      as(SERVICE, { idempotencyKey }).coupons.issueMany(upload),
    );
    await kept("coupons.use", use, (idempotencyKey) =>
      as(SERVICE, { idempotencyKey }).coupons.use(use),
    );
  });
});
