import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import { findMember } from "../../members/service";

const TODAY = "2026-07-01T04:00:00Z";
describe("probe", () => {
  useDatabase();
  useBusinessTime(TODAY);
  async function close(id: number) {
    await at(TODAY, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
  }
  it("closed: order then refund", async () => {
    const { id } = await enrolled();
    await close(id);
    const { orderId } = await bought(id, { yuan: 100 });
    const { checks } = await verifyLedger(reader);
    const faults = checks.flatMap(({ violations }) => violations.filter((v) => v.memberId === id));
    console.log("closed faults", faults);
    console.log("closed refund", await refunded(id, { orderId, yuan: 100 }).catch((e) => e.message));
  });
  it("closed: parked refund, order", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await refunded(id, { orderId, yuan: 10 });
    await close(id);
    console.log(await bought(id, { yuan: 100, orderId }));
    console.log(await reader.rows("SELECT status FROM order_refund WHERE memberId = ?", [id]));
  });
  it("closed: order before, cancel after", async () => {
    const { id } = await enrolled();
    await close(id);
    const { orderId } = await bought(id, { yuan: 100 });
    const { cancelOrder } = await import("./cancel");
    console.log("cancel", await at(TODAY, (w) => cancelOrder(w, { memberId: id }, orderId)).catch((e) => e.message));
  });
  it("redelivered big", async () => {
    const { id } = await enrolled();
    const orderId = fresh("o");
    await bought(id, { yuan: 900_000_000, orderId });
    console.log("again", await bought(id, { yuan: 900_000_000, orderId }).catch((e) => e.message));
  });
  it("register vs order race", async () => {
    let bad = 0;
    for (let i = 0; i < 30; i++) {
      const externalId = fresh("u");
      const r = await Promise.allSettled([
        as(WEBHOOK).orders.event({ type: "ORDER_COMPLETED", timestamp: TODAY, data: { externalId, orderId: fresh("o"), paidAmountMinor: 100, paidAt: TODAY } }),
        as(WEBHOOK).orders.event({ type: "USER_REGISTERED", timestamp: TODAY, data: { externalId, nickname: "x" } }),
        as(WEBHOOK).orders.event({ type: "USER_REGISTERED", timestamp: TODAY, data: { externalId, nickname: "x" } }),
      ]);
      for (const x of r) if (x.status === "rejected") { bad++; if (bad < 3) console.log(x.reason.message, x.reason.domainCode); }
      const m = await findMember(reader, { externalId });
      if (m?.nickname !== "x") console.log("nickname lost");
    }
    console.log("race bad", bad);
  });
  it("description", async () => {
    const { id } = await enrolled();
    await as(SERVICE).orders.earn({ memberId: String(id), event: "PURCHASE", referenceId: fresh("o"), amountMinor: 10000, description: "store 12" });
    const { items } = await as(OPERATOR).points.transactions({ memberId: String(id) });
    console.log("reason", items[0]?.reason);
  });
  it("two approvals", async () => {
    const { id } = await enrolled();
    const input = { memberId: String(id), points: 20000, reason: "x", reference: fresh("a") };
    console.log(await as(OPERATOR).points.adjust(input), await as(OPERATOR).points.adjust(input));
    const small = { memberId: String(id), points: 5, reason: "x", reference: fresh("a") };
    await as(OPERATOR).points.adjust(small);
    console.log(await as(OPERATOR).points.adjust({ ...small, points: 20000 }).catch((e) => e.message));
    console.log("neg", await as(OPERATOR).points.adjust({ ...small, reference: fresh("b"), points: -20000 }).catch((e) => e.message));
  });
  it("purchase unknown", async () => {
    console.log(await as(SERVICE).orders.earn({ externalId: fresh("u"), event: "PURCHASE", referenceId: fresh("o"), amountMinor: 10000 }).catch((e) => e.message));
  });
  it("frozen earn while owed etc", async () => {
    const { id } = await enrolled();
    console.log(await countOf("member", "id = ?", [id]), await accountsOf(id));
  });
});
