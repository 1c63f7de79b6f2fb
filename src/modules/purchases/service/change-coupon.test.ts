import { describe, expect, it } from "vitest";
import { as, SERVICE } from "@/testing/actors";
import { coupon, given, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { changed, completed, tell } from "@/testing/edits";
import { enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";

describe("a coupon on an order that the shop edits", () => {
  useDatabase();
  useBusinessTime("2026-07-02T04:00:00Z");

  it("stays used below its minimum, and comes back once the order is undone", async () => {
    const { id, externalId } = await enrolled();
    const [who, orderId] = [externalId ?? "", fresh("o")];
    const { definitionId } = await coupon({ minimumMinor: 20_000 });
    const { code } = await given(id, definitionId);
    const memberId = String(id);
    await as(SERVICE).coupons.use({ memberId, code, orderId, orderAmountMinor: 30_000 });
    await tell(completed(who, orderId, { yuan: 290 }));
    const { actions } = await tell(changed(who, orderId, { yuan: 50 }));
    expect(actions).not.toContainEqual(expect.objectContaining({ action: "COUPON_REFUSED" }));
    expect(await walletOf(id, "ALL")).toMatchObject([{ state: "USED_UP" }]);
    await refunded(id, { orderId, yuan: 50, now: "2026-07-03T04:00:00Z" });
    expect(await walletOf(id, "ALL")).toMatchObject([{ state: "ACTIVE" }]);
  });
});
