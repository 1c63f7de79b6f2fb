import { DomainError } from "@/platform/errors";
import { pageOf } from "@/platform/paging";
import { flatText } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { ENDING_DAYS, NEARLY_SPENT_PCT } from "../rules/pace";
import { isBudgetSpent, statusAt } from "../rules/window";
import type { ActivityKind, ActivityStatus, ManagedActivity } from "../schema/activity";
import * as store from "../store/activities";
import { couponShown, giftsOfActivities, withUsed } from "./coupon";
import { placeOf, readCursor } from "./pages";

const DAY_MS = 86_400_000;

/** Activities as operators see them. */

export function managedView(
  row: store.ActivityRow,
  now: Date,
  gifts: Awaited<ReturnType<typeof giftsOfActivities>>,
): ManagedActivity {
  const { id, title, description, pacedPct: _, ...rest } = row;
  const { startsAt, endsAt, createdAt, updatedAt } = row;
  return {
    ...rest,
    ...flatText("title", title),
    ...flatText("description", description),
    activityId: id,
    status: statusAt(row, now),
    budgetSpent: isBudgetSpent(row),
    coupon: couponShown(row, gifts),
    startsAt,
    endsAt,
    createdAt,
    updatedAt,
  };
}

export interface ManageQuery {
  attention?: "ENDING" | "BUDGETS" | undefined;
  status?: ActivityStatus | undefined;
  kind?: ActivityKind | undefined;
  limit: number;
  cursor?: string | undefined;
}

function attentionOf(attention: ManageQuery["attention"], now: Date): store.Attention | null {
  if (attention === undefined) return null;
  if (attention === "BUDGETS") return { givenPct: NEARLY_SPENT_PCT };
  return { endsBy: new Date(now.getTime() + ENDING_DAYS * DAY_MS) };
}

/** All activities, drafts too; those that end last come first. */
export async function manageActivities(ask: Ask, query: ManageQuery) {
  const rows = await store.listed(ask.db, {
    status: query.status ?? null,
    kind: query.kind ?? null,
    drafts: true,
    attention: attentionOf(query.attention, ask.now),
    now: ask.now,
    after: readCursor(query.cursor),
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, placeOf);
  const gifts = await giftsOfActivities(ask, shown);
  return { items: shown.map((row) => managedView(row, ask.now, gifts)), nextCursor };
}

/** @throws DomainError ACTIVITY_NOT_FOUND */
export async function managedActivity(ask: Ask, activityId: number): Promise<ManagedActivity> {
  const row = await store.find(ask.db, activityId);
  if (!row) throw new DomainError("ACTIVITY_NOT_FOUND");
  const view = managedView(row, ask.now, await giftsOfActivities(ask, [row]));
  return withUsed(ask.db, view);
}
