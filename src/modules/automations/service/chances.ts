import type { PublishedEvent } from "@/platform/outbox";
import { firstWorth } from "../../orders/service/standing";
import type { Ladder } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import { type Occasion, tierName } from "../rules/occasion";
import { countsAt } from "../rules/state";
import type { AutomationRow } from "../store/automations";
import type { Chance, Facts } from "./give";

type Told = PublishedEvent & { memberId: number };
type DateOf = (moment: Date) => string;

/** What an event is to an automation; null where it is nothing to it. */
export function chanceOf(automation: AutomationRow, event: Told, dateOf: DateOf): Chance | null {
  const { id: automationId, trigger } = automation;
  const whose = { automationId, memberId: event.memberId };
  // Of what somebody did in the system before nothing comes here.
  if (event.data.imported === true) return null;
  switch (`${trigger.kind} ${event.type}`) {
    case "JOINED member.enrolled": {
      const occasion = { name: "JOINED", on: dateOf(event.occurredAt), orderId: null };
      return {
        ...whose,
        occasion,
        verify: ({ account, automation: row }) => joined(account, row, occasion),
      };
    }
    case "FIRST_ORDER order.completed":
    case "FIRST_ORDER order.changed": {
      const paidAt = new Date(String(event.data.paidAt));
      const occasion = {
        name: "FIRST_ORDER",
        on: dateOf(paidAt),
        orderId: String(event.data.orderId),
      };
      return { ...whose, occasion, verify: (facts) => firstOrder(facts, dateOf) };
    }
    case "TIER_REACHED tier.changed":
      return tierChance(automation, event, dateOf);
    default:
      return null;
  }
}

/** Of somebody who was merged meanwhile it is whoever stays, who may have joined long ago. */
async function joined(
  { member }: Facts["account"],
  automation: AutomationRow,
  occasion: Occasion,
): Promise<Occasion | null> {
  return countsAt(automation, member.joinedAt) ? occasion : null;
}

/** Whatever order was told of: the first one that stands by now, if it counts. */
async function firstOrder({ work, account, automation }: Facts, dateOf: DateOf) {
  const { trigger } = automation;
  const first = await firstWorth(work.tx, account.member.id, 1);
  if (!first || trigger.kind !== "FIRST_ORDER" || !countsAt(automation, first.paidAt)) return null;
  if (first.paidAmountMinor - first.refundedMinor < trigger.minimumMinor) return null;
  return { name: "FIRST_ORDER", on: dateOf(first.paidAt), orderId: first.orderId };
}

/** What lifts members: their orders, and people. Edited rules and merged memberships reach nothing. */
const LIFTING: readonly unknown[] = ["ORDER", "MANUAL"];

function tierChance(automation: AutomationRow, event: Told, dateOf: DateOf): Chance | null {
  const { trigger, againAfterDays } = automation;
  const { from, to, cause } = event.data;
  if (trigger.kind !== "TIER_REACHED" || !LIFTING.includes(cause)) return null;
  const code = trigger.tiers.find((tier) => tier === to);
  if (code === undefined || !countsAt(automation, event.occurredAt)) return null;
  const on = dateOf(event.occurredAt);
  const occasion = { name: tierName(code, on, againAfterDays), on, orderId: null };
  const verify = async ({ work, account }: Facts) => {
    const ladder = await ladderOf(work);
    const isRise = rankOf(ladder, code) > rankOf(ladder, String(from));
    return isRise && rankOf(ladder, account.member.tierCode) >= rankOf(ladder, code)
      ? occasion
      : null;
  };
  return { automationId: automation.id, memberId: event.memberId, occasion, verify };
}

function rankOf(ladder: Ladder, code: string): number {
  return ladder.find((rung) => rung.code === code)?.rank ?? -1;
}
