import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { isPassable } from "../../benefits/service/passes";
import { programOf } from "../../program/service";
import { ladderOf } from "../../tiers/service/ladder";
import { shelf } from "../rules";
import type { NewReward } from "../schema";
import * as store from "../store/rewards";
import { placeAfter, readPlace } from "./view";

/** What operators do to the shelf. */

function managed(row: store.RewardRow) {
  const { id, updatedAt, ...rest } = row;
  return {
    ...rest,
    rewardId: String(id),
    shelf: shelf(row),
    updatedAt: updatedAt.toISOString(),
  };
}

export async function listRewards(ask: Ask, page: { limit: number; cursor?: string | undefined }) {
  const after = readPlace(page.cursor);
  const rows = await store.rewardPage(ask.db, { onShelf: false, after, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit).map(managed);
  return { items, nextCursor: placeAfter(rows, page.limit) };
}

/** What a reward names of the rules. */
type Names = Pick<NewReward, "minTier" | "benefitId">;

/**
 * @throws DomainError TIER_NOT_FOUND, BENEFIT_NOT_FOUND for what the rules in force do not have,
 *   VALIDATION_FAILED for a benefit that nobody uses on an order
 */
async function checkNames(work: Work, { minTier, benefitId }: Names): Promise<void> {
  const { versionId, rules } = await programOf(work);
  const ladder = await ladderOf(work.tx, versionId);
  if (minTier !== null && !ladder.some(({ code }) => code === minTier)) {
    throw new DomainError("TIER_NOT_FOUND", { tierCode: minTier });
  }
  if (benefitId === null) return;
  const benefit = rules.benefits.find(({ id }) => id === benefitId);
  if (!benefit) throw new DomainError("BENEFIT_NOT_FOUND", { benefitId });
  if (!isPassable(benefit)) {
    const errors = [{ path: "benefitId", message: `≠ ${benefit.type}` }];
    throw new DomainError("VALIDATION_FAILED", { benefitId }, errors);
  }
}

async function answer(work: Work, id: number) {
  const row = await store.rewardById(work.tx, id);
  if (!row) throw new DomainError("REWARD_NOT_FOUND");
  return managed(row);
}

/** Refusals in order: TIER_NOT_FOUND, BENEFIT_NOT_FOUND, VALIDATION_FAILED (no passes of that benefit). */
export async function createReward(work: Work, reward: NewReward) {
  await checkNames(work, reward);
  const id = await store.insertReward(work.tx, reward, work.now);
  work.audit({ action: "rewards.create", target: `reward:${id}`, after: reward });
  return answer(work, id);
}

export type RewardUpdate = Omit<NewReward, "stock"> & { version: number };

/**
 * Changes what a reward is; whoever has it already keeps what they got. Off the shelf, what it named
 * before may be gone from the rules.
 *
 * Refusals in order: REWARD_NOT_FOUND, VERSION_CONFLICT (changed since it was read), TIER_NOT_FOUND,
 * BENEFIT_NOT_FOUND, VALIDATION_FAILED (no passes of that benefit).
 */
export async function updateReward(work: Work, id: number, update: RewardUpdate) {
  const row = await store.lockReward(work.tx, id);
  if (!row) throw new DomainError("REWARD_NOT_FOUND");
  const { version, ...reward } = update;
  if (row.version !== version) throw new DomainError("VERSION_CONFLICT", { version: row.version });
  await checkNames(work, reward.onShelf ? reward : newNames(reward, row));
  store.saveReward(work.tx, id, reward, work.now);
  const { stock, updatedAt, version: _, ...before } = row;
  work.audit({ action: "rewards.update", target: `reward:${id}`, before, after: reward });
  return answer(work, id);
}

function newNames({ minTier, benefitId }: Names, before: Names): Names {
  return {
    minTier: minTier === before.minTier ? null : minTier,
    benefitId: benefitId === before.benefitId ? null : benefitId,
  };
}

export type StockChange = { by: number | undefined; to: number | null | undefined; reason: string };

/**
 * More, fewer or so many pieces; a reward that had run out is on the shelf again.
 *
 * Refusals in order: REWARD_NOT_FOUND, VALIDATION_FAILED (fewer than none; a change of no limit).
 */
export async function changeStock(work: Work, id: number, change: StockChange) {
  const row = await store.lockReward(work.tx, id);
  if (!row) throw new DomainError("REWARD_NOT_FOUND");
  const { by = 0, to, reason } = change;
  const stock = to === undefined ? addTo(row.stock, by) : to;
  store.saveStock(work.tx, id, stock);
  const before = { stock: row.stock };
  work.audit({
    action: "rewards.changeStock",
    target: `reward:${id}`,
    reason,
    before,
    after: { stock },
  });
  return answer(work, id);
}

function addTo(stock: number | null, by: number): number {
  if (stock !== null && stock + by >= 0) return stock + by;
  const message = stock === null ? "no limit" : `≥ −${stock}`;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "by", message }]);
}
