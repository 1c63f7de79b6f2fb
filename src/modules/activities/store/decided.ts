import type { Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import { textCells } from "@/platform/stored-texts";
import { couponOf, type Settings } from "../rules/change";
import type { ActivityStatus } from "../schema/activity";
import { NO_TERMS, type Terms } from "../schema/terms";
import { type ActivityRow, TEXT_COLUMNS } from "./activities";

/** What operators decide. */
const DECIDED = [
  ...TEXT_COLUMNS,
  "kind",
  "multiplierPct",
  "basis",
  "target",
  "points",
  "orderMinimumMinor",
  "couponDefinitionId",
  "couponVersionId",
  "couponPoints",
  "startsAt",
  "endsAt",
  "image",
  "minTierCode",
  "joining",
  "capacity",
  "pointsBudget",
  "terms",
] as const;

function columnsOf(settings: Settings) {
  const { effect, title, description, scope, hours, frequency, stacking, ...more } = settings;
  const { segmentId, ...others } = more;
  const kept: Terms = { scope, hours, frequency, stacking, segmentId };
  const isPlain = JSON.stringify(kept) === JSON.stringify(NO_TERMS);
  const plain = { ...others, terms: isPlain ? null : JSON.stringify(kept) };
  const texts = { ...textCells("title", title), ...textCells("description", description) };
  const rest = { ...plain, ...texts };
  const none = { multiplierPct: null, basis: null, target: null, points: null };
  const minimum = effect.kind === "POINTS_MULTIPLIER" ? 0 : effect.orderMinimumMinor;
  const coupon = { couponDefinitionId: couponOf(settings) };
  const base = { ...rest, ...none, ...coupon, kind: effect.kind, orderMinimumMinor: minimum };
  switch (effect.kind) {
    case "POINTS_MULTIPLIER":
      return { ...base, multiplierPct: effect.multiplierPct };
    case "BONUS_POINTS":
      return { ...base, basis: effect.on, points: effect.points };
    case "CHALLENGE":
      return { ...base, basis: effect.goal, target: effect.target, points: effect.points };
  }
}

export async function insert(
  tx: Tx,
  settings: Settings,
  row: { status: ActivityStatus; createdAt: Date },
): Promise<number> {
  return tx.insertNamed(
    "activity",
    insertInto("activity", [...DECIDED, "status", "createdAt", "updatedAt"], {
      ...columnsOf(settings),
      ...row,
      updatedAt: row.createdAt,
    }),
  );
}

/** Everything that operators decide; the counters are left to those who count. */
export function save(tx: Tx, id: number, settings: Settings, row: Changed): void {
  const columns = { ...columnsOf(settings), ...row };
  const set = Object.keys(columns).map((name) => `${name} = ?`);
  tx.send(`UPDATE activity SET ${set.join(", ")} WHERE id = ?`, [...Object.values(columns), id]);
}

export type Changed = Pick<ActivityRow, "status" | "revision" | "updatedAt" | "pacedPct">;

export function startPause(tx: Tx, activityId: number, pausedAt: Date): void {
  tx.send(...insertInto("activity_pause", ["activityId", "pausedAt"], { activityId, pausedAt }));
}

export function endPause(tx: Tx, activityId: number, resumedAt: Date): void {
  tx.send("UPDATE activity_pause SET resumedAt = ? WHERE activityId = ? AND resumedAt IS NULL", [
    resumedAt,
    activityId,
  ]);
}
