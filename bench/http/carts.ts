import type { z } from "zod";
import { createDefinitionInput } from "@/modules/coupons/schema/coupons";
import { createDefinition } from "@/modules/coupons/service/definitions";
import { issueToMember } from "@/modules/coupons/service/issue";
import { enrol } from "@/modules/members/service/members";
import { runWork } from "@/platform/work";

/** Members with many coupons, and the large cart that they are quoted. */

const BUYERS = 16;
const COUPONS = 20;
const LINES = 50;
const CATEGORIES = 10;

const category = (n: number) => `c${n % CATEGORIES}`;
/** Prices of ¥5 to ¥98, so that what coupons ask for is now reached and now missed. */
const price = (n: number) => 500 + ((n * 1_709) % 9_300);

export const CART = Array.from({ length: LINES }, (_, n) => ({
  ...{ lineId: String(n), sku: `S${n}`, brand: `b${n % 4}`, categories: [category(n)] },
  ...{ quantity: 1 + (n % 3), unitAmountMinor: price(n) },
}));

/** What the whole cart costs. */
export const CART_MINOR = CART.reduce((sum, one) => sum + one.quantity * one.unitAmountMinor, 0);

/** Four in five go together; each is about something else. */
function termsOf(n: number): z.input<typeof createDefinitionInput>["terms"] {
  const none = { categories: [], brands: [], skus: [] };
  const include = { ...none, categories: [category(n), category(n * 3 + 1)] };
  const scope = n % 3 === 0 ? null : { include, exclude: none, channels: [], stores: [] };
  const effects = [
    { kind: "AMOUNT" as const, amountMinor: 300 + n * 130 },
    { kind: "PERCENT" as const, offBps: 500 + n * 60, maximumMinor: 3_000 },
    { kind: "ITEM" as const, sku: `S${n}`, valueMinor: 4_000 },
  ];
  const effect = effects[n % 7 === 6 ? 2 : n % 2] ?? { kind: "AMOUNT", amountMinor: 100 };
  const isItem = effect.kind === "ITEM";
  const rest = { combinable: n % 5 !== 0, validDays: 365, minimumMinor: n * 400 };
  return { effect, scope: isItem ? null : scope, ...rest };
}

/** @returns ids of members each of whom has all of the coupons */
export async function buyersWithCoupons(origin: Parameters<typeof runWork>[0]): Promise<number[]> {
  const definitions: number[] = [];
  for (let n = 0; n < COUPONS; n++) {
    const name = { "zh-CN": `券 ${n}`, en: `Coupon ${n}` };
    const wanted = createDefinitionInput.parse({ name, terms: termsOf(n) });
    const made = await runWork(origin, null, (work) => createDefinition(work, wanted));
    definitions.push(Number(made.definitionId));
  }
  const ids: number[] = [];
  for (let buyer = 0; buyer < BUYERS; buyer++) {
    const { id: memberId } = await runWork(origin, null, (work) =>
      enrol(work, { externalId: `buyer-${buyer}` }),
    );
    for (const definitionId of definitions) {
      const request = { definitionId, reason: "bench" };
      await runWork(origin, null, (work) => issueToMember(work, { memberId }, request));
    }
    ids.push(memberId);
  }
  return ids;
}
