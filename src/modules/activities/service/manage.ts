import { z } from "zod";
import { defaultLocale } from "@/i18n/config";
import { DomainError } from "@/platform/errors";
import { pageOf } from "@/platform/paging";
import { flatText } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { ApprovalChange } from "../../access/schema/approvals";
import { propose } from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { moneyOfPoints, programOf } from "../../program/service";
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
import { isBudgetSpent, mayAct, statusAt } from "../rules/window";
import {
  type ActivityAction,
  type ActivityChange,
  type ActivityKind,
  type ActivityStatus,
  activityChange,
  type ManagedActivity,
  type NewActivity,
} from "../schema/activity";
import * as store from "../store/activities";
import { placeOf, readCursor } from "./pages";

/** What operators do to activities. */

export function managedView(row: store.ActivityRow, now: Date): ManagedActivity {
  const { id, title, description, pacedPct: _, ...rest } = row;
  const { startsAt, endsAt, createdAt, updatedAt } = row;
  return {
    ...rest,
    ...flatText("title", title),
    ...flatText("description", description),
    activityId: id,
    status: statusAt(row, now),
    budgetSpent: isBudgetSpent(row),
    startsAt,
    endsAt,
    createdAt,
    updatedAt,
  };
}

/** @throws DomainError TIER_NOT_FOUND */
async function checkTier(work: Work, tierCode: string | null): Promise<void> {
  if (tierCode === null) return;
  const ladder = await ladderOf(work);
  if (!ladder.some(({ code }) => code === tierCode)) {
    throw new DomainError("TIER_NOT_FOUND", { tierCode });
  }
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
 * Refusals in order: VALIDATION_FAILED (what does not fit together), TIER_NOT_FOUND.
 */
export async function createActivity(
  work: Work,
  input: NewActivity,
  publish: boolean,
): Promise<Managed> {
  const draft = settingsOf(input);
  const errors = settingsFaults(draft);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  await checkTier(work, draft.minTierCode);
  const wantsTwo = publish && !(await mayGive(work, null, draft));
  const settings = publish ? published(draft, work.now) : draft;
  const status: ActivityStatus = publish && !wantsTwo ? "SCHEDULED" : "DRAFT";
  const id = await store.insert(work.tx, settings, { status, createdAt: work.now });
  const view = await viewOf(work, id);
  work.audit({ action: "activities.create", target: `activity:${id}`, after: auditViewOf(view) });
  if (!wantsTwo) return { ...view, approvalId: null };
  const { revision } = view;
  const edit = { activityId: id, revision, action: "publish" as const, reason: null, change: {} };
  return { ...view, approvalId: await ask(work, edit, null, settings) };
}

/** As the audit log keeps it. */
const auditViewOf = (view: ManagedActivity) => ({ ...view, activityId: String(view.activityId) });

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

async function ask(work: Work, edit: ActivityEdit, before: Bounds | null, after: Settings) {
  const { rules } = await programOf(work);
  const changes = boundsChanged(before, after).map(({ field, ...change }) => {
    return { field: field as ApprovalChange["field"], ...change };
  });
  return propose(work, {
    kind: "ACTIVITY",
    subject: `activity:${edit.activityId}`,
    name: after.title[defaultLocale],
    changes,
    reason: edit.reason ?? after.title[defaultLocale],
    worthMinor: moneyOfPoints(rules, addedExposure(before, after)),
    apply: { ...edit, change: z.encode(activityChange, edit.change) } satisfies KeptEdit,
  });
}

async function viewOf(work: Work, id: number): Promise<ManagedActivity> {
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const row = await store.find(work.tx, id);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  return managedView(row, work.now);
}

export interface ActivityEdit {
  activityId: number;
  revision: number;
  action: ActivityAction | null;
  reason: string | null;
  change: ActivityChange;
}

/** A change as it waits for a second person. */
export type KeptEdit = Omit<ActivityEdit, "change"> & { change: z.input<typeof activityChange> };

/** A change that a second person has agreed to. Refusals in order: those of changeActivity. */
export function editActivity(work: Work, kept: KeptEdit) {
  return changeActivity(work, { ...kept, change: z.decode(activityChange, kept.change) }, true);
}

/**
 * Changes an activity's settings, its state, or both: the settings first. What could bring more points
 * than the day of whoever changes it has room for waits for a second person, and nothing changes before.
 *
 * Refusals in order: ACTIVITY_NOT_FOUND, VERSION_CONFLICT (somebody changed it since it was read),
 * VALIDATION_FAILED (what may not change any more, what does not fit together), TIER_NOT_FOUND,
 * ACTIVITY_UNAVAILABLE (its status does not allow the action).
 *
 * @param approved a second person has agreed
 */
export async function changeActivity(
  work: Work,
  edit: ActivityEdit,
  approved = false,
): Promise<Managed> {
  const row = await store.lock(work.tx, edit.activityId);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  if (row.revision !== edit.revision) {
    throw new DomainError("VERSION_CONFLICT", { revision: row.revision });
  }
  const before = managedView(row, work.now);
  const settings = await changed(work, row, edit.change);
  const wasPublished = row.status !== "DRAFT";
  if (!approved && (wasPublished || edit.action === "publish")) {
    const known = wasPublished ? settingsIn(row) : null;
    if (edit.action !== null) checkAction(work, row, edit.action, settings);
    if (!(await mayGive(work, known, settings))) {
      return { ...before, approvalId: await ask(work, edit, known, settings) };
    }
  }
  const state = edit.action === null ? null : act(work, row, edit.action, settings);
  store.save(work.tx, row.id, state?.settings ?? settings, {
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
  input: ActivityChange,
): Promise<Settings> {
  const current = settingsIn(row);
  const change = settingsChange(current, input);
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const settings: Settings = { ...current, ...Object.fromEntries(entries) };
  const facts = { status: statusAt(row, work.now), now: work.now };
  const fixed = changeFaults(current, change, facts);
  const errors = fixed.length > 0 ? fixed : settingsFaults(settings);
  if (errors.length > 0) {
    throw new DomainError("VALIDATION_FAILED", { activityStatus: facts.status }, errors);
  }
  await checkTier(work, settings.minTierCode);
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
      store.startPause(work.tx, row.id, now);
      return { settings, status: "PAUSED" };
    case "resume":
      store.endPause(work.tx, row.id, now);
      return { settings, status: "SCHEDULED" };
    case "end": {
      // An order paid before this moment still counts when it comes late.
      const endsAt = laterOf(now, settings.startsAt);
      return { settings: { ...settings, endsAt }, status: "ENDED" };
    }
  }
}

export interface ManageQuery {
  status?: ActivityStatus | undefined;
  kind?: ActivityKind | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** All activities, drafts too; those that end last come first. */
export async function manageActivities(ask: Ask, query: ManageQuery) {
  const rows = await store.listed(ask.db, {
    status: query.status ?? null,
    kind: query.kind ?? null,
    drafts: true,
    now: ask.now,
    after: readCursor(query.cursor),
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, placeOf);
  return { items: shown.map((row) => managedView(row, ask.now)), nextCursor };
}

/** @throws DomainError ACTIVITY_NOT_FOUND */
export async function managedActivity(ask: Ask, activityId: number): Promise<ManagedActivity> {
  const row = await store.find(ask.db, activityId);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  return managedView(row, ask.now);
}

function laterOf(a: Date, b: Date): Date {
  return a < b ? b : a;
}
