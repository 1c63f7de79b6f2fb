import { issueToMember } from "@/modules/coupons/service/issue";
import { at, SERVICE } from "../actors";
import { coupon } from "../coupons";
import type { Of } from "./vocabulary";

/** Coupons of a fen that orders are paid with. */

interface Pocket {
  members: readonly { id: number }[];
  coupons: Map<string, string>;
}

let definition: Promise<number> | undefined;

async function definitionId(): Promise<number> {
  const made = await coupon({ effect: { kind: "AMOUNT", amountMinor: 1 }, validDays: 365 });
  return Number(made.definitionId);
}

/** The code of whoever tells of an order: one for each order and member. */
export async function couponOf({ members, coupons }: Pocket, op: Of<"complete">): Promise<string> {
  const name = `${op.by} ${op.order}`;
  const known = coupons.get(name);
  if (known !== undefined) return known;
  definition ??= definitionId();
  const request = { definitionId: await definition, reason: "for an order" };
  const memberId = members[op.by]?.id ?? 0;
  const { code } = await at(
    new Date(op.at),
    (work) => issueToMember(work, { memberId }, request),
    SERVICE,
  );
  coupons.set(name, code ?? "");
  return code ?? "";
}
