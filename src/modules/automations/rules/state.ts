import {
  type AutomationAction,
  type AutomationState,
  type NewAutomation,
  YEAR_DAYS,
} from "../schema";

interface Span {
  state: AutomationState;
  endsAt: Date | null;
}

/** What an automation is at a moment: one whose end has come is over, whatever was written. */
export function stateAt({ state, endsAt }: Span, now: Date): AutomationState {
  return state !== "DRAFT" && endsAt !== null && endsAt <= now ? "ENDED" : state;
}

const FROM: Record<AutomationAction, readonly AutomationState[]> = {
  start: ["DRAFT", "PAUSED"],
  pause: ["RUNNING"],
  end: ["RUNNING", "PAUSED"],
};
export const TO: Record<AutomationAction, AutomationState> = {
  start: "RUNNING",
  pause: "PAUSED",
  end: "ENDED",
};

export const mayAct = (action: AutomationAction, state: AutomationState) =>
  FROM[action].includes(state);

/** Whether what happened at a moment counts: since it runs without a pause, and before its end. */
export function countsAt(
  { countsFrom, endsAt }: { countsFrom: Date | null; endsAt: Date | null },
  moment: Date,
): boolean {
  return countsFrom !== null && countsFrom <= moment && (endsAt === null || moment < endsAt);
}

type Fault = { path: string; message: string };

/** What contradicts itself in settings. */
export function settingsFaults(settings: NewAutomation): Fault[] {
  const { trigger, againAfterDays, startsAt, endsAt } = settings;
  const faults: Fault[] = [];
  const says = (path: string, message: string) => faults.push({ path, message });
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) says("endsAt", "> startsAt");
  switch (trigger.kind) {
    case "JOINED":
    case "FIRST_ORDER":
      if (againAfterDays !== null) says("againAfterDays", "null");
      break;
    case "BIRTHDAY":
      if (againAfterDays !== null && againAfterDays < YEAR_DAYS) {
        says("againAfterDays", `≥ ${YEAR_DAYS}`);
      }
      if (trigger.on === "MONTH" && trigger.daysBefore > 0) says("trigger.daysBefore", "0");
      break;
    default:
  }
  return faults;
}

/** Which tiers settings name. */
export function tiersNamed({ trigger, conditions }: Pick<NewAutomation, "trigger" | "conditions">) {
  return [...(trigger.kind === "TIER_REACHED" ? trigger.tiers : []), ...conditions.tiers];
}

interface Agreed {
  versionId: number;
  totalLimit: number | null;
  agreedVersionId: number | null;
  agreedLimit: number | null;
}

/**
 * How many coupons more than somebody agreed to before may be given; null for any number. Another coupon
 * than the one that was agreed to counts anew.
 */
export function addedGifts(row: Agreed & { givenCount: number }): number | null {
  const isAgreed = row.agreedVersionId === row.versionId;
  if (isAgreed && row.agreedLimit === null) return 0;
  if (row.totalLimit === null) return null;
  const known = isAgreed ? (row.agreedLimit ?? 0) : row.givenCount;
  return Math.max(0, row.totalLimit - known);
}

/** What bounds how much an automation gives where its number has no bound. */
const boundsOf = ({ trigger, conditions, againAfterDays, startsAt, endsAt }: Bounds) =>
  JSON.stringify([trigger, conditions, againAfterDays, startsAt, endsAt]);
type Bounds = Pick<
  NewAutomation,
  "trigger" | "conditions" | "againAfterDays" | "startsAt" | "endsAt"
>;

/** Whether what somebody agreed to still holds: any number of them, to these members, so often, until then. */
export function isAgreedStill(before: Bounds & { agreedLimit: number | null }, after: Bounds) {
  return before.agreedLimit !== null || boundsOf(before) === boundsOf(after);
}
