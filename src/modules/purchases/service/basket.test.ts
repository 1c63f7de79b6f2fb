import { describe, expect, it } from "vitest";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { coupon, given, printed } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { assignTier } from "../../tiers/service/assign";
import { completeOrder } from "./complete";

const now = () => new Date();

async function memberAt(tierCode: string): Promise<number> {
  const { id } = await enrolled();
  const by = { tierCode, reason: "VIP", keepUntil: null };
  await at(now(), (work) => assignTier(work, { memberId: id }, by));
  return id;
}

const line = (lineId: string, unitAmountMinor: number, categories: string[] = []) => ({
  ...{ lineId, sku: lineId.toUpperCase(), quantity: 1, unitAmountMinor, categories },
});

const LINES = [line("shoes", 2000, ["SHOES"]), line("hat", 1000), line("mug", 300)];
const CART = { orderAmountMinor: 3300, shippingMinor: 1200, lines: LINES };
const ABOUT_SHOES = { include: { categories: ["SHOES"] } };

async function give(memberId: number, terms: Parameters<typeof coupon>[0]) {
  const { definitionId } = await coupon(terms);
  return given(memberId, definitionId);
}

const off = (amountMinor: number) => ({ kind: "AMOUNT" as const, amountMinor });
const TOGETHER = { combinable: true };

/** As the member sees it: with the codes. */
async function bestFor(memberId: number, cart: object = CART) {
  const { best } = await as(memberCaller(memberId)).orders.quote({ ...CART, ...cart });
  if (!best) throw new Error("there is a best");
  return best;
}

type Best = Awaited<ReturnType<typeof bestFor>>;
const couponsOf = ({ applied }: Best) => applied.filter(({ kind }) => kind === "COUPON");

/** Three that go together and take of the same goods, and one that is worth less alone. */
async function wallet(memberId: number) {
  const percent = { kind: "PERCENT" as const, offBps: 6000, maximumMinor: 1500 };
  return {
    all: await give(memberId, { effect: off(700), ...TOGETHER }),
    shoes: await give(memberId, { effect: off(1200), scope: ABOUT_SHOES, ...TOGETHER }),
    share: await give(memberId, { effect: percent, scope: ABOUT_SHOES, ...TOGETHER }),
    alone: await give(memberId, { effect: off(2000) }),
  };
}

describe("the best basket of a quote", () => {
  useDatabase();

  it("is what reserving its coupons in their order takes off, and the order then uses", async () => {
    const memberId = await memberAt("GOLD");
    const { alone } = await wallet(memberId);
    const best = await bestFor(memberId);
    const chosen = couponsOf(best);
    expect(chosen).toHaveLength(3);
    expect(best.unused).toMatchObject([{ couponId: alone.couponId, reason: "NOT_COMBINABLE" }]);
    const orderId = fresh("o");
    const reserved = [];
    for (const { code } of chosen) {
      const use = { memberId: String(memberId), orderId, lines: LINES, code: code ?? "" };
      reserved.push(await as(SERVICE).coupons.use({ ...use, reserve: true }));
    }
    const sharesOf = (lines: readonly { lineId: string; discountMinor: number }[]) =>
      lines.flatMap(({ lineId, discountMinor }) =>
        discountMinor > 0 ? [{ lineId, discountMinor }] : [],
      );
    expect(reserved.map(({ discountMinor, lines }) => [discountMinor, lines])).toEqual(
      chosen.map(({ discountMinor, lines }) => [discountMinor, sharesOf(lines)]),
    );
    expect(couponsOf(await bestFor(memberId, { orderId }))).toMatchObject(
      chosen.map(({ couponId, discountMinor }) => ({ couponId, discountMinor })),
    );
    const { actions } = await completed(memberId, orderId, best);
    expect(actions.filter(({ action }) => action.startsWith("COUPON"))).toEqual(
      reserved.map(({ useId, discountMinor }) => ({
        ...{ action: "COUPON_USED", discountMinor },
        useId: expect.toSatisfy((id: unknown) => String(id) === String(useId)),
      })),
    );
    expect(earnedBy(actions)).toBe(best.pointsToEarn);
  });

  it("is what an order that names its coupons without reserving them uses", async () => {
    const memberId = await memberAt("REGISTERED");
    await wallet(memberId);
    const best = await bestFor(memberId);
    const { actions } = await completed(memberId, fresh("o"), best);
    const used = actions.flatMap((one) =>
      one.action === "COUPON_USED" ? [one.discountMinor] : [],
    );
    expect(used).toEqual(couponsOf(best).map(({ discountMinor }) => discountMinor));
    expect([best.goodsToPayMinor, earnedBy(actions)]).toEqual([600, best.pointsToEarn]);
    expect(best.pointsToEarn).toBe(6);
  });

  it("takes each line no lower than nothing, and says all of it", async () => {
    const memberId = await memberAt("GOLD");
    await wallet(memberId);
    const best = await bestFor(memberId);
    const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
    expect(sum(best.lines.map(({ toPayMinor }) => toPayMinor))).toBe(best.goodsToPayMinor);
    expect(best.lines.every(({ toPayMinor }) => toPayMinor >= 0)).toBe(true);
    expect(best.applied.at(-1)).toMatchObject({ benefitId: "FREE_SHIPPING", discountMinor: 1200 });
    expect(best).toMatchObject({ shippingToPayMinor: 0, proven: true });
    expect(best.runnerUp?.toPayMinor).toBeGreaterThan(best.toPayMinor);
  });

  it("counts what is typed at the till, and names what nobody has", async () => {
    const memberId = await memberAt("REGISTERED");
    const { definitionId } = await coupon({ effect: off(500) });
    const { codes } = await printed(definitionId, 1);
    const other = await give(await memberAt("REGISTERED"), {});
    const coupons = [codes[0] ?? "", "NOBODYSCODE", other.code];
    const { best } = await as(SERVICE).orders.quote({
      ...{ memberId: String(memberId), orderAmountMinor: 10_000, coupons },
    });
    expect(best).toMatchObject({ toPayMinor: 9500, lines: [] });
    expect(best?.applied).toMatchObject([{ code: codes[0], discountMinor: 500, lines: [] }]);
    expect(best?.unused).toMatchObject([
      { couponId: null, code: "NOBODYSCODE", reason: "COUPON_NOT_FOUND" },
      { couponId: null, code: other.code, reason: "COUPON_NOT_FOUND" },
    ]);
  });

  it("shows a member's codes to the member alone", async () => {
    const memberId = await memberAt("REGISTERED");
    const { code } = await give(memberId, {});
    expect(couponsOf(await bestFor(memberId))).toMatchObject([{ code }]);
    for (const caller of [SERVICE, OPERATOR]) {
      const { best } = await as(caller).orders.quote({ memberId: String(memberId), ...CART });
      expect(best?.applied).toMatchObject([{ code: expect.stringMatching(/^••••/) }]);
      expect(JSON.stringify(best)).not.toContain(code);
    }
  });

  it("says what a little more would bring", async () => {
    const memberId = await memberAt("REGISTERED");
    const dear = await give(memberId, { minimumMinor: 3680 });
    const hats = await give(memberId, { scope: { include: { categories: ["HATS"] } } });
    const noWords = { categories: [], brands: [], skus: [] };
    expect(await bestFor(memberId)).toMatchObject({
      toPayMinor: 4500,
      near: [
        { kind: "TIER", code: "BRONZE", moreMinor: 46_700 },
        { couponId: hats.couponId, moreMinor: null, of: { ...noWords, categories: ["HATS"] } },
        { couponId: dear.couponId, moreMinor: 380, of: null },
      ],
    });
  });

  it("says what points would add, and leaves them to the member", async () => {
    const memberId = await memberAt("REGISTERED");
    await bought(memberId, { yuan: 100 });
    expect((await bestFor(memberId)).points).toEqual({
      ...{ maxPoints: 100, discountMinor: 100, toPayMinor: 4400 },
    });
  });

  it("is not told where neither lines nor coupons are, and of a frozen member has no coupon", async () => {
    const memberId = await memberAt("GOLD");
    const one = await give(memberId, {});
    const { best } = await as(memberCaller(memberId)).orders.quote({ orderAmountMinor: 100 });
    expect(best).toBeNull();
    const frozen = { memberId: String(memberId), status: "FROZEN", reason: "checked" } as const;
    await as(OPERATOR).members.setStatus(frozen);
    expect(await bestFor(memberId)).toMatchObject({
      ...{ toPayMinor: 4500, applied: [], points: { maxPoints: 0 } },
      unused: [{ couponId: one.couponId, reason: "MEMBER_STATUS_INVALID" }],
    });
  });

  it("refuses what contradicts itself, and more codes than an order takes, by their place", async () => {
    const memberId = await memberAt("REGISTERED");
    const { orders } = as(memberCaller(memberId));
    await expect(orders.quote({ ...CART, orderAmountMinor: 1 })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "orderAmountMinor" }],
    });
    const coupons = Array.from({ length: 11 }, (_, turn) => `CODE${turn}`);
    await expect(orders.quote({ ...CART, coupons })).rejects.toMatchObject({
      errors: [{ path: "coupons" }],
    });
  });
});

type Actions = Awaited<ReturnType<typeof completeOrder>>["actions"];

function earnedBy(actions: Actions): number {
  return actions.reduce((sum, one) => (one.action === "POINTS_EARNED" ? sum + one.points : sum), 0);
}

function completed(memberId: number, orderId: string, best: Best) {
  const codes = couponsOf(best).map(({ code }) => code ?? "");
  const lines = best.lines.map(({ lineId, discountMinor, toPayMinor }) => {
    const told = LINES.find((one) => one.lineId === lineId) ?? LINES[0];
    if (!told) throw new Error("a line that was told");
    return { ...told, giftCard: false, discountMinor, paidMinor: toPayMinor };
  });
  const paid = { paidAmountMinor: best.goodsToPayMinor, paidAt: now(), coupons: codes, lines };
  return at(now(), (work) => completeOrder(work, { memberId }, { orderId, ...paid }));
}
