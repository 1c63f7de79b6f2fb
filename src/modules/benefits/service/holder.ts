import { businessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import type { Member } from "../../members/service/members";
import type { BenefitDefinition, Program } from "../../program/schema/rules";
import { rungOf } from "../../tiers/rules/ladder";
import type { Ladder, Rung } from "../../tiers/schema";
import { type Holder, periodOf } from "../rules";
import * as store from "../store";

/** A member as the rules see them at a moment; `rung` for what another tier would bring. */
export function holderOf(
  member: Pick<Member, "status" | "birthday" | "tierCode">,
  { rules, timeZone }: Program,
  ladder: Ladder,
  moment: Date,
  rung: Rung = rungOf(ladder, member.tierCode),
): Holder {
  const { status, birthday } = member;
  const today = businessDate(moment, timeZone);
  const { pointsPerYuanOff } = rules.redeem;
  return { status, birthday, ladder, rung, moment, today, pointsPerYuanOff };
}

/** How often each benefit was used in the period that its quota counts. */
export function usedBy(
  db: Reader,
  memberId: number,
  benefits: readonly BenefitDefinition[],
  { today, moment }: Holder,
): Promise<Map<string, number>> {
  const counted = benefits.flatMap(({ id, quota }) =>
    quota === null || quota.per === "order"
      ? []
      : [{ benefitId: id, ...periodOf(quota.per, today) }],
  );
  return store.countUsages(db, memberId, counted, moment);
}
