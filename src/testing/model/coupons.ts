import { createActivity } from "@/modules/activities/service/manage";
import { issueToMember } from "@/modules/coupons/service/issue";
import { PLAIN_ACTIVITY } from "../activities";
import { at, SERVICE } from "../actors";
import { coupon } from "../coupons";
import { AWARD_MINIMUM } from "./awards";
import type { Of } from "./vocabulary";

/** Coupons of a fen that orders are paid with. */

interface Pocket {
  members: readonly { id: number }[];
  coupons: Map<string, string>;
}

/** A first order that is worth enough brings one, in all worlds. */
export async function givesCoupons(): Promise<void> {
  const { definitionId: couponDefinitionId } = await coupon({ validDays: 3650 });
  const terms = { points: 0, orderMinimumMinor: AWARD_MINIMUM, couponDefinitionId };
  const startsAt = new Date("2009-01-01T00:00:00Z");
  const wanted = {
    ...PLAIN_ACTIVITY,
    ...{ startsAt, endsAt: new Date("2090-01-01T00:00:00Z"), joining: "AUTOMATIC" as const },
    effect: { kind: "BONUS_POINTS" as const, on: "FIRST_ORDER" as const, ...terms },
  };
  await at(startsAt, (work) => createActivity(work, wanted, true));
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
