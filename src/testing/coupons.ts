import type { CouponEffect } from "@/modules/coupons/schema/terms";
import { runIssues } from "@/modules/coupons/service/issues";
import { reader } from "@/platform/db";
import { ADMIN, as, keyed, memberCaller, OPERATOR, SERVICE } from "./actors";

/** Coupons as tests make them. */

type Terms = Parameters<ReturnType<typeof as>["coupons"]["create"]>[0]["terms"];

export const TEN_OFF: CouponEffect = { kind: "AMOUNT", amountMinor: 1000 };

/** A definition of ¥10 off for a week, or of what it says otherwise. */
export async function coupon(terms: Partial<Terms> = {}) {
  return as(ADMIN).coupons.create({
    name: { "zh-CN": "满减券", en: "Ten off" },
    terms: { effect: TEN_OFF, validDays: 7, ...terms },
  });
}

/** Gives a member one, and tells its code as the member sees it. */
export async function given(memberId: number, definitionId: string) {
  const request = { memberId: String(memberId), definitionId, reason: "for a test" };
  const { couponId, code } = await keyed(SERVICE).coupons.issue(request);
  return { couponId, code: code ?? "" };
}

/** Prints codes for whoever gets one. */
export async function printed(definitionId: string, count: number) {
  const { issueId } = await keyed(SERVICE).coupons.issueMany({
    definitionId,
    count,
    reason: "print",
  });
  const { items } = await as(OPERATOR).coupons.reveal({ issueId, reason: "printing" });
  return { issueId, codes: items.map(({ code }) => code) };
}

export async function walletOf(memberId: number, only: "CURRENT" | "ALL" = "CURRENT") {
  return (await as(memberCaller(memberId)).coupons.mine({ only })).items;
}

/** Carries out what lists wait for. */
export function issueLists() {
  return runIssues({ now: new Date(), stopping: () => false } as Parameters<typeof runIssues>[0]);
}

/** Coupons of a telling of orders: one for each order that was paid with one. */
export class CouponsOfOrders {
  private readonly codes = new Map<string, string>();
  private readonly uses = new Map<string, string>();

  async give(orders: readonly { order: string; externalId: string }[]): Promise<void> {
    const { definitionId } = await coupon({
      effect: { kind: "AMOUNT", amountMinor: 1 },
      validDays: 365,
    });
    for (const { order, externalId } of orders) {
      const wanted = { externalId, definitionId, reason: "for an order" };
      this.codes.set(order, (await keyed(SERVICE).coupons.issue(wanted)).code ?? "");
    }
  }

  codeOf(order: string): string {
    return this.codes.get(order) ?? "";
  }

  /** Reserves the order's coupon, or commits what is reserved. */
  async act(
    type: string,
    order: string,
    said: { externalId: string; orderId: string; orderAmountMinor: number },
  ): Promise<void> {
    if (!this.uses.has(order)) {
      const using = { ...said, code: this.codeOf(order), reserve: true };
      this.uses.set(order, (await as(SERVICE).coupons.use(using)).useId);
    }
    if (type !== "COUPON_COMMITTED") return;
    await as(SERVICE).coupons.commit({ useId: this.uses.get(order) ?? "" });
  }

  /** On which orders a coupon counts, and what else is set aside. */
  async used(mark: string) {
    const rows = await reader.rows<{ orderId: string; status: string }>(
      `SELECT orderId, status FROM coupon_use
        WHERE orderId LIKE ? AND status IN ('USED', 'RESERVED') ORDER BY orderId`,
      [`%.${mark}`],
    );
    return rows.map((row) => ({ ...row, orderId: row.orderId.replace(`.${mark}`, "") }));
  }
}
