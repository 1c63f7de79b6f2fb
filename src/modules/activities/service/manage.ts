import { z } from "zod";
import { defaultLocale } from "@/i18n/config";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { moneyOfPoints, programOf } from "../../program/service";
import { requireSegment } from "../../segments/service/segments";
import { ladderOf } from "../../tiers/service/ladder";
import { boundsChanged } from "../rules/bounds-shown";
import {
  changeFaults,
  type Settings,
  settingsChange,
  settingsFaults,
  settingsIn,
  settingsOf,
} from "../rules/change";
import { addedExposure, type Bounds } from "../rules/exposure";
import { paceOf } from "../rules/pace";
import { mayAct, statusAt } from "../rules/window";
import {
  type ActivityAction,
  type ActivityChange,
  type ActivityStatus,
  activityChange,
  type ManagedActivity,
  type NewActivity,
} from "../schema/activity";
import * as store from "../store/activities";
import * as decided from "../store/decided";
import { couponChanges, giftsOfActivities, pinned } from "./coupon";
import { managedView } from "./managed";

/** What operators do to activities. */

/** @throws DomainError TIER_NOT_FOUND */
async function checkTier(work: Work, tierCode: string | null): Promise<void> {
  if (tierCode === null) return;
  const ladder = await ladderOf(work);
  if (!ladder.some(({ code }) => code === tierCode)) {
    throw new DomainError("TIER_NOT_FOUND", { tierCode });
  }
}

/** One that is archived meanwhile is left to whoever edits something else. @throws DomainError NOT_FOUND */
async function checkSegment(work: Work, before: string | null, after: string | null) {
  if (after === null || after === before) return;
  await requireSegment({ db: work.tx }, Number(after));
}

/** Nothing counts from before an activity was published, so its window begins then at the earliest. */
function published(settings: Settings, now: Date): Settings {
  if (settings.endsAt <= now) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "endsAt", message: "> now" }]);
  }
  return { ...settings, startsAt: settings.startsAt < now ? now : settings.startsAt };
}

/**
 * Makes an activity, as a draft or published at once. One that could bring more points than the day of
 * whoever publishes it has room for stays a draft until a second person has approved it.
 *
 * Refusals in order: NOT_FOUND, COUPON_UNAVAILABLE (of its coupon), VALIDATION_FAILED (what does not fit
 * together), TIER_NOT_FOUND.
 */
export async function createActivity(
  work: Work,
  input: NewActivity,
  publish: boolean,
): Promise<Managed> {
  const wanted = settingsOf(input);
  const coupon = await pinned(work, wanted, { before: null, publishes: publish });
  const draft = { ...wanted, ...coupon };
  const errors = settingsFaults(draft);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  await checkTier(work, draft.minTierCode);
  await checkSegment(work, null, draft.segmentId);
  const wantsTwo = publish && !(await mayGive(work, null, draft));
  const settings = publish ? published(draft, work.now) : draft;
  const status: ActivityStatus = publish && !wantsTwo ? "SCHEDULED" : "DRAFT";
  const id = await decided.insert(work.tx, settings, { status, createdAt: work.now });
  const view = await viewOf(work, id);
  work.audit({ action: "activities.create", target: `activity:${id}`, after: auditViewOf(view) });
  if (!wantsTwo) return { ...view, approvalId: null };
  const { revision } = view;
  const edit = { activityId: id, revision, action: "publish" as const, reason: null, change: {} };
  return { ...view, approvalId: await ask(work, edit, null, settings) };
}

/** As the audit log keeps it. */
function auditViewOf({ activityId, coupon, ...view }: ManagedActivity) {
  return { ...view, activityId: String(activityId), coupon: coupon?.name[defaultLocale] ?? null };
}

/** An activity, and the request that waits where it needs a second person. */
type Managed = ManagedActivity & { approvalId: number | null };

/** Whether the day of whoever acts has room for what an activity can bring more than before. */
async function mayGive(work: Work, before: Bounds | null, after: Bounds): Promise<boolean> {
  const { rules, timeZone } = await programOf(work);
  const amount = addedExposure(before, after);
  const gift = { act: "ACTIVITY" as const, worthMinor: moneyOfPoints(rules, amount) };
  const grant = { kind: "points" as const, amount };
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  return (await takeGrant(work, grant, day, gift)).granted;
}

async function ask(work: Work, edit: ActivityEdit, before: Settings | null, after: Settings) {
  const { rules } = await programOf(work);
  const bounds = boundsChanged(before, after).map(({ field, ...change }) => {
    return { field: field as ApprovalChange["field"], ...change };
  });
  const changes = [...bounds, ...(await couponChanges(work, before, after))];
  const { couponVersionId } = after;
  return propose(work, {
    kind: "ACTIVITY",
    subject: `activity:${edit.activityId}`,
    name: after.title[defaultLocale],
    changes,
    reason: edit.reason ?? after.title[defaultLocale],
    worthMinor: moneyOfPoints(rules, addedExposure(before, after)),
    apply: {
      ...edit,
      couponVersionId,
      change: z.encode(activityChange, edit.change),
    } satisfies KeptEdit,
  });
}

async function viewOf(work: Work, id: number): Promise<ManagedActivity> {
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const row = await store.find(work.tx, id);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  return viewIn(work, row);
}

async function viewIn(work: Work, row: store.ActivityRow): Promise<ManagedActivity> {
  return managedView(row, work.now, await giftsOfActivities(work, [row]));
}

export interface ActivityEdit {
  activityId: number;
  revision: number;
  action: ActivityAction | null;
  reason: string | null;
  change: ActivityChange;
}

/** A change as it waits for a second person. */
export type KeptEdit = Omit<ActivityEdit, "change"> & {
  change: z.input<typeof activityChange>;
  /** Its coupon as the second person was shown it. */
  couponVersionId?: number | null;
};

/** A change that a second person has agreed to. Refusals in order: those of changeActivity. */
export function editActivity(work: Work, { couponVersionId = null, ...kept }: KeptEdit) {
  const edit = { ...kept, change: z.decode(activityChange, kept.change) };
  return changeActivity(work, edit, { couponVersionId });
}

/**
 * Changes an activity's settings, its state, or both: the settings first. What could bring more points
 * than the day of whoever changes it has room for waits for a second person, and nothing changes before.
 *
 * Refusals in order: ACTIVITY_NOT_FOUND, VERSION_CONFLICT (somebody changed it since it was read),
 * NOT_FOUND, COUPON_UNAVAILABLE (of its coupon), VALIDATION_FAILED (what may not change any more, what
 * does not fit together), TIER_NOT_FOUND,
 * ACTIVITY_UNAVAILABLE (its status does not allow the action).
 *
 * @param approved a second person has agreed, to the coupon as it was then
 */
export async function changeActivity(
  work: Work,
  edit: ActivityEdit,
  approved: Pick<Settings, "couponVersionId"> | null = null,
): Promise<Managed> {
  const row = await store.lock(work.tx, edit.activityId);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  if (row.revision !== edit.revision) {
    throw new DomainError("VERSION_CONFLICT", { revision: row.revision });
  }
  const before = await viewIn(work, row);
  const settings = await changed(work, row, edit);
  if (approved && approved.couponVersionId !== settings.couponVersionId) {
    throw new DomainError("VERSION_CONFLICT", { reason: "COUPON_CHANGED" });
  }
  const wasPublished = row.status !== "DRAFT";
  if (!approved && (wasPublished || edit.action === "publish")) {
    const known = wasPublished ? settingsIn(row) : null;
    if (edit.action !== null) checkAction(work, row, edit.action, settings);
    if (!(await mayGive(work, known, settings))) {
      return { ...before, approvalId: await ask(work, edit, known, settings) };
    }
  }
  const state = edit.action === null ? null : act(work, row, edit.action, settings);
  decided.save(work.tx, row.id, state?.settings ?? settings, {
    status: state?.status ?? row.status,
    pacedPct: pacedAfter(row, settings),
    revision: row.revision + 1,
    updatedAt: work.now,
  });
  const after = await viewOf(work, row.id);
  const target = `activity:${row.id}`;
  const { reason } = edit;
  work.audit({
    action: `activities.${edit.action ?? "change"}`,
    target,
    reason,
    before: auditViewOf(before),
    after: auditViewOf(after),
  });
  return { ...after, approvalId: null };
}

/** Of a budget that changed, what is reached already is told no more, and what is not is told anew. */
function pacedAfter(row: store.ActivityRow, { pointsBudget }: Settings): number {
  return pointsBudget === row.pointsBudget ? row.pacedPct : paceOf({ ...row, pointsBudget });
}

async function changed(
  work: Work,
  row: store.ActivityRow,
  { change: input, action }: Pick<ActivityEdit, "change" | "action">,
): Promise<Settings> {
  const current = settingsIn(row);
  const change = settingsChange(current, input);
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const wanted: Settings = { ...current, ...Object.fromEntries(entries) };
  const publishes = action === "publish";
  const coupon = await pinned(work, wanted, { before: row, publishes });
  const settings = { ...wanted, ...coupon };
  const facts = { status: statusAt(row, work.now), now: work.now };
  const fixed = changeFaults(current, change, facts);
  const errors = fixed.length > 0 ? fixed : settingsFaults(settings);
  if (errors.length > 0) {
    throw new DomainError("VALIDATION_FAILED", { activityStatus: facts.status }, errors);
  }
  await checkTier(work, settings.minTierCode);
  await checkSegment(work, current.segmentId, settings.segmentId);
  return settings;
}

/** @throws DomainError ACTIVITY_UNAVAILABLE where the status does not allow the action */
function checkAction(
  { now }: Work,
  row: store.ActivityRow,
  action: ActivityAction,
  settings: Settings,
): void {
  const status = statusAt({ ...settings, status: row.status }, now);
  if (mayAct(action, status)) return;
  const facts = { reason: "STATUS", activityStatus: status, action };
  throw new DomainError("ACTIVITY_UNAVAILABLE", facts);
}

function act(
  work: Work,
  row: store.ActivityRow,
  action: ActivityAction,
  settings: Settings,
): { settings: Settings; status: ActivityStatus } {
  const { now } = work;
  checkAction(work, row, action, settings);
  switch (action) {
    case "publish":
      return { settings: published(settings, now), status: "SCHEDULED" };
    case "pause":
      decided.startPause(work.tx, row.id, now);
      return { settings, status: "PAUSED" };
    case "resume":
      decided.endPause(work.tx, row.id, now);
      return { settings, status: "SCHEDULED" };
    case "end": {
      // An order paid before this moment still counts when it comes late.
      const endsAt = laterOf(now, settings.startsAt);
      return { settings: { ...settings, endsAt }, status: "ENDED" };
    }
  }
}

function laterOf(a: Date, b: Date): Date {
  return a < b ? b : a;
}
