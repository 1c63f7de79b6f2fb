import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import { flat } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { USED_OF_LAST } from "../../coupons/schema/given";
import { type GiftView, giftOf, giftsOf } from "../../coupons/service/give";
import { countUsed } from "../../coupons/service/given";
import { ladderOf } from "../../tiers/service/ladder";
import { isAgreedStill, settingsFaults, stateAt, tiersNamed } from "../rules/state";
import type { AutomationState, NewAutomation } from "../schema";
import * as store from "../store/automations";
import * as gifts from "../store/gifts";

/** What operators do to automations. */

type Reading = View & { now: Date };
type Gifts = ReadonlyMap<number, GiftView & { isOver: boolean }>;

function viewOf(row: store.AutomationRow, known: Gifts, now: Date) {
  const gift = known.get(row.versionId);
  if (!gift) throw new DomainError("NOT_FOUND");
  const { id, revision, name, trigger, conditions, againAfterDays, definitionId } = row;
  const { totalLimit, startsAt, endsAt, countsFrom, createdAt, updatedAt } = row;
  return {
    ...{ automationId: id, revision, name, trigger, conditions, againAfterDays, definitionId },
    ...{ couponName: gift.name, couponOver: gift.isOver },
    ...{ totalLimit, startsAt, endsAt, state: stateAt(row, now), countsFrom },
    ...{ given: row.givenCount, takenBack: row.takenBackCount, createdAt, updatedAt },
  };
}
export type AutomationShown = ReturnType<typeof viewOf>;

async function viewsOf(reading: Reading, rows: readonly store.AutomationRow[]) {
  const known = await giftsOf(
    reading,
    rows.map(({ versionId }) => versionId),
  );
  return rows.map((row) => viewOf(row, known, reading.now));
}

interface ListQuery {
  state?: AutomationState | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** The newest first. */
export async function listAutomations(ask: Ask, { state, limit, cursor }: ListQuery) {
  const page = { before: cursorId(cursor), limit: limit + 1 };
  const rows = await store.listed(ask.db, { state: state ?? null, now: ask.now }, page);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  return { items: await viewsOf(ask, shown), nextCursor };
}

/** @throws DomainError NOT_FOUND */
export async function getAutomation(ask: Ask, automationId: number) {
  const row = await store.find(ask.db, automationId);
  if (!row) throw new DomainError("NOT_FOUND");
  const [[view], issues, notGiven] = await Promise.all([
    viewsOf(ask, [row]),
    gifts.lastIssues(ask.db, automationId, USED_OF_LAST),
    gifts.countNotGiven(ask.db, automationId, USED_OF_LAST),
  ]);
  if (!view) throw new DomainError("NOT_FOUND");
  return { ...view, used: await countUsed(ask.db, issues), notGiven };
}

/** Locked. @throws DomainError NOT_FOUND, VERSION_CONFLICT (somebody changed it since it was read) */
export async function requireAutomation(work: Work, automationId: number, revision: number) {
  const row = await store.lock(work.tx, automationId);
  if (!row) throw new DomainError("NOT_FOUND");
  if (row.revision !== revision)
    throw new DomainError("VERSION_CONFLICT", { revision: row.revision });
  return row;
}

export async function answer(work: Work, automationId: number): Promise<AutomationShown> {
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const row = await store.find(work.tx, automationId);
  const [view] = row ? await viewsOf(work, [row]) : [];
  if (!view) throw new DomainError("NOT_FOUND");
  return view;
}

/** As the audit log keeps it. */
export function told(view: AutomationShown) {
  const { name, trigger, conditions, againAfterDays, definitionId } = view;
  const { totalLimit, startsAt, endsAt, state, countsFrom } = view;
  const settings = { name, trigger, conditions, againAfterDays, definitionId };
  return flat({ ...settings, totalLimit, startsAt, endsAt, state, countsFrom });
}

/** @throws DomainError VALIDATION_FAILED, TIER_NOT_FOUND, NOT_FOUND, COUPON_UNAVAILABLE */
async function decided(work: Work, wanted: NewAutomation): Promise<store.Decided> {
  const errors = settingsFaults(wanted);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  await checkTiers(work, wanted);
  const { versionId } = await giftOf(work, wanted.definitionId);
  return { ...wanted, versionId };
}

/** @throws DomainError TIER_NOT_FOUND */
export async function checkTiers(
  work: Work,
  wanted: Pick<NewAutomation, "trigger" | "conditions">,
): Promise<void> {
  const ladder = await ladderOf(work);
  const unknown = tiersNamed(wanted).find((tier) => !ladder.some(({ code }) => code === tier));
  if (unknown !== undefined) throw new DomainError("TIER_NOT_FOUND", { tierCode: unknown });
}

/**
 * Makes an automation, as a draft: it gives nothing before it is started.
 *
 * Refusals in order: VALIDATION_FAILED (what does not fit together), TIER_NOT_FOUND, NOT_FOUND (no such
 * coupon), COUPON_UNAVAILABLE (switched off, over).
 */
export async function createAutomation(work: Work, wanted: NewAutomation) {
  const id = await store.insert(work.tx, await decided(work, wanted), work.now);
  const view = await answer(work, id);
  work.audit({ action: "automations.create", target: `automation:${id}`, after: told(view) });
  return view;
}

/**
 * Changes what an automation is, as long as it does not run; the coupon is given as it is by now. What
 * it is about stays once it was started: what members had of it is known by that.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (changed since it was read), VALIDATION_FAILED (it
 * runs, or is over; what may not change; what does not fit together), TIER_NOT_FOUND, NOT_FOUND (no such
 * coupon), COUPON_UNAVAILABLE.
 */
export async function updateAutomation(
  work: Work,
  { automationId, revision, ...wanted }: NewAutomation & { automationId: number; revision: number },
) {
  const row = await requireAutomation(work, automationId, revision);
  const [before] = await viewsOf(work, [row]);
  const errors = changeFaults(row, wanted, work.now);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  const after = { ...row, ...(await decided(work, wanted)) };
  const agreed = isAgreedStill(row, after) ? {} : { agreedVersionId: null };
  store.save(work.tx, { ...after, ...agreed }, work.now);
  const view = await answer(work, automationId);
  const states = { before: before && told(before), after: told(view) };
  work.audit({ action: "automations.update", target: `automation:${automationId}`, ...states });
  return view;
}

function changeFaults(row: store.AutomationRow, wanted: NewAutomation, now: Date) {
  const state = stateAt(row, now);
  if (state === "RUNNING" || state === "ENDED") return [{ path: "state", message: `≠ ${state}` }];
  const { trigger, totalLimit } = wanted;
  if (row.countsFrom !== null && trigger.kind !== row.trigger.kind) {
    return [{ path: "trigger.kind", message: row.trigger.kind }];
  }
  const isBelow = totalLimit !== null && totalLimit < row.givenCount;
  return isBelow ? [{ path: "totalLimit", message: `≥ ${row.givenCount}` }] : [];
}
