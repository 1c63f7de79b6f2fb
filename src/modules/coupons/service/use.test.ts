import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { coupon, given, printed, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { cancelOrder } from "../../purchases/service/cancel";
import { completeOrder } from "../../purchases/service/complete";
import { refundOrder } from "../../purchases/service/refund";

const now = () => new Date();

async function fixture(terms: Parameters<typeof coupon>[0] = {}) {
  const [member, { definitionId }] = await Promise.all([enrolled(), coupon(terms)]);
  const { couponId, code } = await given(member.id, definitionId);
  return { memberId: member.id, couponId, code };
}

const on = (orderId: string, whose: { memberId: number; code: string }, more: object = {}) => ({
  memberId: String(whose.memberId),
  code: whose.code,
  orderId,
  orderAmountMinor: 20_000,
  ...more,
});

const refusal = (reason: string) => ({ domainCode: "COUPON_UNAVAILABLE", facts: { reason } });

describe("using a coupon", () => {
  useDatabase();

  it("takes off what it is worth, once, and the same call again answers the same", async () => {
    const one = await fixture();
    const order = fresh("o");
    const first = await as(SERVICE).coupons.use(on(order, one));
    expect(first).toMatchObject({ status: "USED", discountMinor: 1000, usesLeft: 0 });
    expect(await as(SERVICE).coupons.use(on(order, one))).toEqual(first);
    const again = as(SERVICE).coupons.use(on(fresh("o"), one));
    await expect(again).rejects.toMatchObject(refusal("USED_UP"));
    const otherwise = as(SERVICE).coupons.use(on(order, one, { orderAmountMinor: 30_000 }));
    await expect(otherwise).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    expect(
      await countOf("outbox_event", "type = 'coupon.used' AND memberId = ?", [one.memberId]),
    ).toBe(1);
    expect(await walletOf(one.memberId)).toEqual([]);
    expect(await walletOf(one.memberId, "ALL")).toMatchObject([{ state: "USED_UP", usesLeft: 0 }]);
  });

  it("is set aside, then used or let go", async () => {
    const one = await fixture();
    const { coupons } = as(SERVICE);
    const held = await coupons.use(on(fresh("o"), one, { reserve: true }));
    expect(held).toMatchObject({ status: "RESERVED", usesLeft: 0, expiresAt: expect.any(String) });
    await expect(coupons.use(on(fresh("o"), one))).rejects.toMatchObject(refusal("USED_UP"));
    expect(await coupons.cancel({ useId: held.useId })).toMatchObject({
      status: "CANCELLED",
      usesLeft: 1,
    });
    expect(await coupons.cancel({ useId: held.useId })).toMatchObject({
      status: "CANCELLED",
      usesLeft: 1,
    });
    await expect(coupons.commit({ useId: held.useId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    const second = await coupons.use(on(fresh("o"), one, { reserve: true }));
    const used = await coupons.commit({ useId: second.useId });
    expect(used).toMatchObject({ status: "USED", usesLeft: 0, expiresAt: null });
    expect(await coupons.commit({ useId: second.useId })).toEqual(used);
  });

  it("lets go of itself when its time is over, marked or not", async () => {
    const one = await fixture();
    const held = await as(SERVICE).coupons.use(
      on(fresh("o"), one, { reserve: true, ttlSeconds: 60 }),
    );
    await reader.write("UPDATE coupon_use SET expiresAt = ? WHERE id = ?", [
      new Date(0),
      Number(held.useId),
    ]);
    await expect(as(SERVICE).coupons.commit({ useId: held.useId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    expect(await as(SERVICE).coupons.use(on(fresh("o"), one))).toMatchObject({ status: "USED" });
  });

  it("is the member's alone, and nobody else learns that there is one", async () => {
    const [one, stranger] = await Promise.all([fixture(), enrolled()]);
    const theirs = { memberId: stranger.id, code: one.code };
    const notFound = { domainCode: "COUPON_NOT_FOUND" };
    await expect(as(SERVICE).coupons.use(on(fresh("o"), theirs))).rejects.toMatchObject(notFound);
    const cart = { code: one.code, orderAmountMinor: 20_000 };
    await expect(as(memberCaller(stranger.id)).coupons.check(cart)).rejects.toMatchObject(notFound);
    expect(await as(memberCaller(one.memberId)).coupons.check(cart)).toMatchObject({
      usable: true,
    });
  });

  it("goes with another one where both say so, and both leave the goods something to pay", async () => {
    const [alone, first] = await Promise.all([fixture(), fixture({ combinable: true })]);
    const { definitionId } = await coupon({ combinable: true });
    const second = { memberId: first.memberId, ...(await given(first.memberId, definitionId)) };
    const order = fresh("o");
    const cheap = { orderAmountMinor: 1500 };
    await as(SERVICE).coupons.use(on(order, first, { ...cheap, reserve: true }));
    expect(await as(SERVICE).coupons.use(on(order, second, cheap))).toMatchObject({
      discountMinor: 500,
    });
    const third = {
      memberId: first.memberId,
      ...(await given(first.memberId, (await coupon()).definitionId)),
    };
    await expect(as(SERVICE).coupons.use(on(order, third))).rejects.toMatchObject(
      refusal("NOT_COMBINABLE"),
    );
    await as(SERVICE).coupons.use(on(fresh("o"), alone));
  });

  it("is slowed down for whoever tries codes, also when the right one comes", async () => {
    const one = await fixture();
    const { coupons } = as(memberCaller(one.memberId));
    const tried = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) =>
        coupons.check({ code: `WRONG${n}`, orderAmountMinor: 1 }),
      ),
    );
    for (const result of tried) expect(result.status).toBe("rejected");
    const right = coupons.check({ code: one.code, orderAmountMinor: 20_000 });
    await expect(right).rejects.toMatchObject({ domainCode: "RATE_LIMIT_EXCEEDED" });
    // The shop's till is another caller.
    expect(await as(OPERATOR).coupons.check({ ...on(fresh("o"), one) })).toMatchObject({
      usable: true,
    });
  });
});

describe("64 at once", () => {
  useDatabase();

  const wins = (results: PromiseSettledResult<unknown>[]) =>
    results.filter(({ status }) => status === "fulfilled").length;

  it("use one coupon on as many orders: one of them has it", async () => {
    const one = await fixture();
    const tries = Array.from({ length: 64 }, () => as(SERVICE).coupons.use(on(fresh("o"), one)));
    const results = await Promise.allSettled(tries);
    expect(wins(results)).toBe(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(refusal("USED_UP"));
    }
    expect(await countOf("coupon_use", "couponId = ?", [Number(one.couponId)])).toBe(1);
  }, 60_000);

  it("members use one printed code of five uses: five of them have it", async () => {
    const { definitionId } = await coupon({ uses: 5 });
    const { codes } = await printed(definitionId, 1);
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const tries = members.map(({ id }) =>
      as(SERVICE).coupons.use(
        on(fresh("o"), { memberId: id, code: codes[0] ?? "" }, { reserve: id % 2 === 0 }),
      ),
    );
    const results = await Promise.allSettled(tries);
    expect(wins(results)).toBe(5);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(refusal("USED_UP"));
    }
  }, 60_000);

  it("use it on one order: all are told the same", async () => {
    const one = await fixture();
    const order = fresh("o");
    const tries = Array.from({ length: 64 }, () => as(SERVICE).coupons.use(on(order, one)));
    const answers = await Promise.all(tries);
    expect(new Set(answers.map(({ useId }) => useId)).size).toBe(1);
  }, 60_000);

  it("commit, let go and void what is set aside: it is used or not, and never both", async () => {
    const one = await fixture();
    const { useId } = await as(SERVICE).coupons.use(on(fresh("o"), one, { reserve: true }));
    const acts = Array.from({ length: 64 }, (_, n) => {
      if (n % 3 === 0) return as(SERVICE).coupons.commit({ useId });
      if (n % 3 === 1) return as(SERVICE).coupons.cancel({ useId });
      return as(OPERATOR).coupons.void({ couponId: one.couponId, reason: "lost" });
    });
    await Promise.allSettled(acts);
    const used = await countOf("outbox_event", "type = 'coupon.used' AND memberId = ?", [
      one.memberId,
    ]);
    const returned = await countOf("outbox_event", "type = 'coupon.returned' AND memberId = ?", [
      one.memberId,
    ]);
    const stands = await countOf("coupon_use", "couponId = ? AND status = 'USED'", [
      Number(one.couponId),
    ]);
    expect(used - returned).toBe(stands);
    expect(used).toBeLessThanOrEqual(1);
    expect(
      await countOf("outbox_event", "type = 'coupon.voided' AND memberId = ?", [one.memberId]),
    ).toBe(1);
    await expect(as(SERVICE).coupons.use(on(fresh("o"), one))).rejects.toMatchObject(
      refusal("VOIDED"),
    );
  }, 60_000);
});

describe("an order and its coupon", () => {
  useDatabase();

  const order = (orderId: string, coupons?: string[]) => ({
    ...{ orderId, paidAmountMinor: 19_000, orderAmountMinor: 20_000, paidAt: now() },
    ...(coupons && { coupons }),
  });
  const complete = (memberId: number, orderId: string, coupons?: string[]) =>
    at(now(), (work) => completeOrder(work, { memberId }, order(orderId, coupons)));

  it("uses what was set aside for it", async () => {
    const one = await fixture();
    const orderId = fresh("o");
    const { useId } = await as(SERVICE).coupons.use(on(orderId, one, { reserve: true }));
    const { actions } = await complete(one.memberId, orderId, [one.code.toLowerCase()]);
    expect(actions).toContainEqual({
      action: "COUPON_USED",
      useId: Number(useId),
      discountMinor: 1000,
    });
    expect(
      await countOf("outbox_event", "type = 'coupon.used' AND memberId = ?", [one.memberId]),
    ).toBe(1);
    const again = await complete(one.memberId, orderId, [one.code]);
    expect(again.duplicate).toBe(true);
  });

  it("uses one that was not, and fails for none that is not to be had", async () => {
    const one = await fixture();
    const { actions } = await complete(one.memberId, fresh("o"), [one.code, "NO-SUCH-CODE"]);
    expect(actions).toContainEqual(expect.objectContaining({ action: "COUPON_USED" }));
    expect(actions).toContainEqual({
      action: "COUPON_REFUSED",
      code: "••••-••••-••••-DE",
      reason: "COUPON_NOT_FOUND",
    });
    const second = await complete(one.memberId, fresh("o"), [one.code]);
    expect(second.actions).toContainEqual(
      expect.objectContaining({ action: "COUPON_REFUSED", reason: "USED_UP" }),
    );
  });

  it("gives it back when it is cancelled or refunded in full, and only then", async () => {
    const one = await fixture();
    const left = async () => (await walletOf(one.memberId, "ALL"))[0]?.usesLeft;
    const [cancelled, returned] = [fresh("o"), fresh("o")];
    await complete(one.memberId, cancelled, [one.code]);
    expect(await left()).toBe(0);
    await at(now(), (work) => cancelOrder(work, { memberId: one.memberId }, cancelled));
    expect(await left()).toBe(1);
    await complete(one.memberId, returned, [one.code]);
    const refund = (amountMinor: number) =>
      at(now(), (work) =>
        refundOrder(
          work,
          { memberId: one.memberId },
          {
            ...{ orderId: returned, refundId: fresh("r"), amountMinor },
            ...{ refundedAt: now(), returnId: null },
          },
        ),
      );
    await refund(9000);
    expect(await left()).toBe(0);
    await refund(10_000);
    expect(await left()).toBe(1);
  });

  it("keeps it where its terms give nothing back, unless the order never was the member's", async () => {
    const one = await fixture({ givesBack: false });
    const orderId = fresh("o");
    await complete(one.memberId, orderId, [one.code]);
    await at(now(), (work) => cancelOrder(work, { memberId: one.memberId }, orderId));
    expect(await walletOf(one.memberId)).toEqual([]);
    const other = await fixture({ givesBack: false });
    const theirs = fresh("o");
    await as(SERVICE).coupons.use(on(theirs, other));
    const { actions } = await complete(one.memberId, theirs);
    const yielded = {
      action: "CLAIM_YIELDED",
      claim: "COUPON",
      memberId: other.memberId,
      points: 0,
    };
    expect(actions).toContainEqual(yielded);
    expect(await walletOf(other.memberId)).toMatchObject([{ usesLeft: 1 }]);
  });

  it("that was cancelled before takes none, in whatever order it is told", async () => {
    const one = await fixture();
    const orderId = fresh("o");
    await at(now(), (work) => cancelOrder(work, { memberId: one.memberId }, orderId));
    await complete(one.memberId, orderId, [one.code]);
    expect(await walletOf(one.memberId)).toMatchObject([{ usesLeft: 1 }]);
    await expect(as(SERVICE).coupons.use(on(orderId, one))).rejects.toMatchObject({
      domainCode: "DUPLICATE_REFERENCE",
    });
  });
});
