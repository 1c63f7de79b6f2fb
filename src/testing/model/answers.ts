import type { EventAnswer } from "@/modules/purchases/schema/answers";
import { countedOf } from "./lines";
import { nothing } from "./order-book";
import type { Outcome } from "./vocabulary";

/** What the real system answers to an event, in the model's figures. */

type Figures = Extract<Outcome, { figures: unknown }>["figures"];

const ACTION_NAMES = {
  POINTS_EARNED: "earned",
  POINTS_CLAWED_BACK: "clawed",
  POINTS_RESTORED: "restored",
  POINTS_FROZEN: "frozen",
  POINTS_UNFROZEN: "unfrozen",
  POINTS_OVER_CAP: "overCap",
  CLAIM_YIELDED: "yielded",
} as const;

/** The answer's actions, each kind added up; several steps of the tier are one. */
export function moved(answer: EventAnswer, order: string): Figures {
  const figures = nothing();
  for (const action of answer.actions ?? []) {
    if ("points" in action) figures[ACTION_NAMES[action.action]] += action.points;
    if (action.action === "REFUND_LEFT_OVER") {
      figures.leftOver += countedOf(order, action.leftOverMinor);
    }
    if (action.action === "PARKED_REFUSED") figures.refused += 1;
    if (action.action === "COUPON_ISSUED") figures.couponsIssued += 1;
    if (action.action === "COUPON_VOIDED") figures.couponsVoided += 1;
  }
  if ("parked" in answer) return { parked: true, yielded: figures.yielded };
  if (answer.duplicate) return { duplicate: true };
  const steps = answer.actions.flatMap((step) => (step.action === "TIER_CHANGED" ? [step] : []));
  const [from, to] = [steps[0]?.from, steps.at(-1)?.to];
  return { ...figures, tier: from === to ? null : `${from} to ${to}`, duplicate: false };
}
