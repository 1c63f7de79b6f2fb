import { defaultLocale } from "@/i18n/config";
import { businessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { propose } from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { giftPoints, giftsOf } from "../../coupons/service/give";
import { programOf } from "../../program/service";
import { addedGifts, mayAct, stateAt, TO } from "../rules/state";
import type { AutomationAction } from "../schema";
import * as store from "../store/automations";
import { answer, checkTiers, requireAutomation, told } from "./manage";

export interface Act {
  automationId: number;
  revision: number;
  action: AutomationAction;
  reason?: string | undefined;
}

/** A start as it waits for a second person. */
export type KeptAct = Pick<Act, "automationId" | "revision">;

/**
 * Starts, pauses or ends an automation. What it can give at most counts on the day of whoever starts it,
 * as coupons do that are issued by hand; beyond it, and without a bound, a second person decides, and
 * nothing changes before. What happens while it is paused does not count, also not later.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (changed since it was read), VALIDATION_FAILED (its
 * state does not allow it, its end has come), TIER_NOT_FOUND, COUPON_UNAVAILABLE (switched off, over).
 */
export async function actOnAutomation(work: Work, act: Act, approved = false) {
  const row = await requireAutomation(work, act.automationId, act.revision);
  const before = await answer(work, row.id);
  requireAllowed(row, act.action, work.now);
  if (act.action === "start") {
    await requireStartable(work, row);
    if (!approved && !(await mayGive(work, row))) {
      return { ...before, approvalId: await ask(work, row, act.reason) };
    }
  }
  await save(work, row, act.action);
  const view = await answer(work, row.id);
  work.audit({
    action: `automations.${act.action}`,
    target: `automation:${row.id}`,
    reason: act.reason ?? null,
    before: told(before),
    after: told(view),
  });
  return { ...view, approvalId: null };
}

/** A start that a second person has agreed to. Refusals in order: those of actOnAutomation. */
export function actApproved(work: Work, kept: KeptAct) {
  return actOnAutomation(work, { ...kept, action: "start" }, true);
}

/** @throws DomainError VALIDATION_FAILED */
function requireAllowed(row: store.AutomationRow, action: AutomationAction, now: Date): void {
  const state = stateAt(row, now);
  if (!mayAct(action, state)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "action", message: `≠ ${state}` }]);
  }
  if (row.endsAt !== null && row.endsAt <= now) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "endsAt", message: "> now" }]);
  }
}

/** @throws DomainError TIER_NOT_FOUND, COUPON_UNAVAILABLE */
async function requireStartable(work: Work, row: store.AutomationRow): Promise<void> {
  await checkTiers(work, row);
  const gift = await giftIn(work, row);
  if (gift.isOver) throw new DomainError("COUPON_UNAVAILABLE", { definitionId: row.definitionId });
}

async function giftIn(work: Work, { versionId }: store.AutomationRow) {
  const gift = (await giftsOf(work, [versionId])).get(versionId);
  if (!gift) throw new DomainError("NOT_FOUND");
  return gift;
}

/** Whether one person lets it give so much alone: what was agreed to before counts once. */
async function mayGive(work: Work, row: store.AutomationRow): Promise<boolean> {
  const count = addedGifts(row);
  if (count === 0) return true;
  const { rules, timeZone } = await programOf(work);
  const gift = await giftIn(work, row);
  const points = count === null ? null : giftPoints(gift, count, rules.redeem.pointsPerYuanOff);
  const isLarge = points === null || points > rules.adjust.approvalAbovePoints;
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  return (await takeGrant(work, { kind: "points", amount: isLarge ? null : points }, day)).granted;
}

async function ask(work: Work, row: store.AutomationRow, reason?: string): Promise<number> {
  const { worthMinor, name } = await giftIn(work, row);
  const isAgreed = row.agreedVersionId !== null;
  const textOf = (value: number | null) => (value === null ? null : String(value));
  return propose(work, {
    kind: "AUTOMATION",
    subject: `automation:${row.id}`,
    name: row.name[defaultLocale],
    changes: [
      { field: "coupon", before: null, after: name[defaultLocale] },
      {
        field: "coupons",
        before: isAgreed ? textOf(row.agreedLimit) : "0",
        after: textOf(row.totalLimit),
      },
      { field: "worthMinor", before: null, after: textOf(worthMinor) },
    ],
    reason: reason ?? row.name[defaultLocale],
    apply: { automationId: row.id, revision: row.revision } satisfies KeptAct,
  });
}

async function save(work: Work, row: store.AutomationRow, action: AutomationAction): Promise<void> {
  const { now, tx } = work;
  const state = TO[action];
  if (action !== "start") return store.save(tx, { ...row, state }, now);
  const { timeZone } = await programOf(work);
  const countsFrom = row.startsAt !== null && row.startsAt > now ? row.startsAt : now;
  const agreed = { agreedVersionId: row.versionId, agreedLimit: row.totalLimit };
  store.save(tx, { ...row, ...agreed, state, countsFrom }, now);
  store.startSweep(tx, row.id, businessDate(countsFrom, timeZone));
}
