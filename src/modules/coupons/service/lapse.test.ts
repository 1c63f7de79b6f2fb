import { describe, expect, it } from "vitest";
import { at, SERVICE } from "@/testing/actors";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { completeOrder } from "../../purchases/service/complete";
import { commitUse } from "./end";
import { useCoupon } from "./use";

/**
 * An act that waits for a lock goes by the moment at which it was asked for: another one that was asked
 * for later may have been carried out before it.
 */

const START = new Date("2026-11-20T04:00:00Z");
const seconds = (count: number) => new Date(START.getTime() + count * 1000);

const using = (code: string, orderId: string, reserve = false) => ({
  ...{ code, orderId, reserve, orderAmountMinor: 1500 },
  ...(reserve && { ttlSeconds: 60 }),
});

async function fixture(terms: Parameters<typeof coupon>[0] = {}) {
  const { id: memberId } = await enrolled();
  const give = async () => {
    const { definitionId } = await coupon({ validDays: 3000, ...terms });
    return given(memberId, definitionId);
  };
  const use = (second: number, code: string, orderId: string, reserve = false) =>
    at(
      seconds(second),
      (work) => useCoupon(work, { memberId }, using(code, orderId, reserve)),
      SERVICE,
    );
  const commit = (second: number, useId: number | string) =>
    at(seconds(second), (work) => commitUse(work, Number(useId)), SERVICE);
  return { memberId, give, use, commit };
}

const over = { domainCode: "USAGE_NOT_ACTIVE", facts: { usageStatus: "EXPIRED" } };

describe("a reservation that is committed at the moment of its end", () => {
  useDatabase();

  it("counts no more once the coupon's use went to another order", async () => {
    const { give, use, commit, memberId } = await fixture();
    const { code, couponId } = await give();
    const { useId } = await use(0, code, fresh("o"), true);
    await use(61, code, fresh("o"));
    await expect(commit(59, useId)).rejects.toMatchObject(over);
    expect(await countOf("coupon_use", "couponId = ? AND status = 'USED'", [+couponId])).toBe(1);
    expect(await countOf("coupon_use", "memberId = ?", [memberId])).toBe(2);
  });

  it("is not used by its order then, either", async () => {
    const { give, use, memberId } = await fixture();
    const { code } = await give();
    const orderId = fresh("o");
    await use(0, code, orderId, true);
    await use(61, code, fresh("o"));
    const order = { orderId, paidAmountMinor: 500, paidAt: seconds(58), coupons: [code] };
    const { actions } = await at(
      seconds(59),
      (work) => completeOrder(work, { memberId }, order),
      SERVICE,
    );
    expect(actions).toContainEqual(expect.objectContaining({ reason: "USED_UP" }));
  });

  it("counts no more once the goods went to another coupon of the order", async () => {
    for (const combinable of [false, true]) {
      const { give, use, commit } = await fixture({ combinable });
      const [first, second] = [await give(), await give()];
      const orderId = fresh("o");
      const { useId } = await use(0, first.code, orderId, true);
      expect(await use(61, second.code, orderId)).toMatchObject({ discountMinor: 1000 });
      await expect(commit(59, useId)).rejects.toMatchObject(over);
    }
  });

  it("is used where nobody took its place, whether a job has looked or not", async () => {
    const { give, use, commit } = await fixture();
    const { code } = await give();
    const { useId } = await use(0, code, fresh("o"), true);
    expect(await commit(59, useId)).toMatchObject({ status: "USED", usesLeft: 0 });
  });
});
