import { describe, expect, it } from "vitest";
import { as, at, keyed, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { coupon, given, printed, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { completeOrder } from "../../purchases/service/complete";

async function fixture() {
  const [member, { definitionId }] = await Promise.all([enrolled(), coupon()]);
  const { couponId, code } = await given(member.id, definitionId);
  return { memberId: String(member.id), id: member.id, couponId, code, definitionId };
}

const cart = { orderAmountMinor: 20_000 };
const notFound = { domainCode: "COUPON_NOT_FOUND" };

describe("a coupon named by its id", () => {
  useDatabase();

  it("is reserved and used without its code, and is one with what the code uses", async () => {
    const { memberId, couponId, code } = await fixture();
    const { coupons } = as(SERVICE);
    const orderId = fresh("o");
    const asked = { memberId, couponId, ...cart };
    expect(await coupons.checkNamed(asked)).toMatchObject({ usable: true, discountMinor: 1000 });
    const wish = { ...asked, orderId, reserve: true };
    const held = await coupons.takeNamed(wish);
    expect(held).toMatchObject({ couponId, status: "RESERVED", usesLeft: 0 });
    expect(await coupons.takeNamed(wish)).toEqual(held);
    expect(await coupons.use({ memberId, code, orderId, ...cart, reserve: true })).toEqual(held);
    expect(await coupons.commit({ useId: held.useId })).toMatchObject({ status: "USED" });
  });

  it("at once on many orders is used once", async () => {
    const { memberId, couponId } = await fixture();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        as(SERVICE).coupons.takeNamed({ memberId, couponId, orderId: fresh("o"), ...cart }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("of another member, of whoever has the code, waiting or nobody’s is not there", async () => {
    const [mine, theirs] = await Promise.all([fixture(), fixture()]);
    const shared = await printed(mine.definitionId, 1);
    const { couponId: anyones } = await as(OPERATOR).coupons.get({ code: shared.codes[0] ?? "" });
    const dear = await coupon({ effect: { kind: "PERCENT", offBps: 5000 } });
    const wish = { memberId: mine.memberId, definitionId: dear.definitionId, reason: "sorry" };
    const waiting = await keyed(SECOND_ADMIN).coupons.issue(wish);
    for (const couponId of [theirs.couponId, anyones, waiting.couponId, "900000000000"]) {
      const asked = { memberId: mine.memberId, couponId, ...cart };
      const used = as(SERVICE).coupons.takeNamed({ ...asked, orderId: fresh("o") });
      await expect(used).rejects.toMatchObject(notFound);
      await expect(as(SERVICE).coupons.checkNamed(asked)).rejects.toMatchObject(notFound);
    }
    const looked = as(memberCaller(mine.id)).coupons.checkNamed({
      couponId: theirs.couponId,
      ...cart,
    });
    await expect(looked).rejects.toMatchObject(notFound);
    expect(await walletOf(theirs.id)).toHaveLength(1);
  });

  it("is named by one of both, and by services alone", async () => {
    const { memberId, couponId, code } = await fixture();
    const order = { memberId, orderId: fresh("o"), ...cart };
    for (const name of [{}, { couponId, code }]) {
      await expect(as(SERVICE).coupons.takeNamed({ ...order, ...name })).rejects.toMatchObject({
        code: "BAD_REQUEST",
      });
    }
    await expect(as(OPERATOR).coupons.takeNamed({ ...order, couponId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await as(SERVICE).coupons.takeNamed({ ...order, code })).toMatchObject({ couponId });
  });
});

describe("orders that name the same coupons in another order", () => {
  useDatabase();

  it("do not wait for each other in a circle", async () => {
    const { definitionId } = await coupon({ combinable: true, uses: 50 });
    const { codes } = await printed(definitionId, 2);
    const members = await Promise.all(Array.from({ length: 8 }, () => enrolled()));
    const told = members.map(({ id, externalId }, index) =>
      at(
        new Date(),
        (work) =>
          completeOrder(
            work,
            { memberId: id },
            {
              orderId: fresh(`o${externalId}`),
              paidAmountMinor: 20_000,
              paidAt: work.now,
              coupons: index % 2 === 0 ? codes : codes.toReversed(),
            },
          ),
        SERVICE,
      ),
    );
    for (const { actions } of await Promise.all(told)) {
      const used = actions.filter(({ action }) => action === "COUPON_USED");
      expect(used).toHaveLength(2);
    }
  });
});
