import { defaultLocale } from "@/i18n/config";
import { DomainError, invariant } from "@/platform/errors";
import { pageOf } from "@/platform/paging";
import { flat } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { propose } from "../../access/service/approvals";
import { takeGrants } from "../../access/service/grants";
import { isBoundedPass, isPassable } from "../../benefits/service/passes";
import { programOf } from "../../program/service";
import { ladderOf } from "../../tiers/service/ladder";
import { addedPieces, LOW_STOCK, type Offer, shelf } from "../rules/rewards";
import type { NewReward } from "../schema/managed";
import * as store from "../store/rewards";
import { couponChanges, couponNamed, couponsGiven } from "./coupon";
import { placeOf, readPlace } from "./shelf";
import { worthOffered } from "./worth";

/** What operators do to the shelf. */

function managed(row: store.RewardRow) {
  const { id, updatedAt, stockRevision: _, couponVersionId: __, ...rest } = row;
  return {
    ...rest,
    rewardId: id,
    shelf: shelf(row),
    updatedAt,
  };
}

export async function listRewards(
  ask: Ask,
  page: { lowStock?: boolean; limit: number; cursor?: string | undefined },
) {
  const after = readPlace(page.cursor);
  const stockMax = page.lowStock ? LOW_STOCK : null;
  const rows = await store.rewardPage(ask.db, { stockMax, after, limit: page.limit + 1 });
  const { shown, nextCursor } = pageOf(rows, page.limit, placeOf);
  return { items: shown.map(managed), nextCursor };
}

/** What a reward names of the rules. */
type Names = Pick<NewReward, "minTier" | "benefitId">;

/**
 * @throws DomainError TIER_NOT_FOUND, BENEFIT_NOT_FOUND for what the rules in force do not have,
 *   VALIDATION_FAILED for a benefit that nobody uses on an order
 */
async function checkNames(work: Work, { minTier, benefitId }: Names): Promise<void> {
  const { rules } = await programOf(work);
  const ladder = await ladderOf(work);
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
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const row = await store.rewardById(work.tx, id);
  if (!row) throw new DomainError("REWARD_NOT_FOUND");
  return managed(row);
}

/**
 * Whether one person may put so much on the shelf alone: not below the lowest price, a number of
 * pieces, each of some worth at most, and no more of them than their day has room for.
 */
async function mayOffer(work: Work, before: Offer | null, after: Offer): Promise<boolean> {
  const { rules, timeZone } = await programOf(work);
  const pieces = addedPieces(before, after, rules.limits.rewardCostMin);
  const passed = rules.benefits.find(({ id }) => id === after.benefitId);
  const amount = pieces === 0 || !passed || isBoundedPass(passed) ? pieces : null;
  const gift = { act: "REWARD" as const, worthMinor: await worthOffered(work, before, after) };
  const given = await couponsGiven(work, after, pieces);
  return takeGrants(work, timeZone, [
    { kind: "points", amount: given, limit: rules.limits.pointsPerDay },
    { kind: "pieces", amount, limit: rules.limits.rewardPiecesPerDay, gift },
  ]);
}

/** What a second person judges: the reward as it is, its stock but for what members take, what it gives. */
interface Judged {
  version: number;
  stockRevision: number;
  benefit: string | null;
  couponVersionId: number | null;
}

async function judgedOf(
  work: Work,
  row: Pick<store.RewardRow, "version" | "stockRevision">,
  { benefitId, couponVersionId }: Pick<Offer, "benefitId" | "couponVersionId">,
): Promise<Judged> {
  const { rules } = await programOf(work);
  const benefit = rules.benefits.find(({ id }) => id === benefitId);
  const { version, stockRevision } = row;
  const given = benefit ? JSON.stringify(flat(benefit)) : null;
  return { version, stockRevision, benefit: given, couponVersionId };
}

const FIELDS = [
  "name",
  "pointsCost",
  "stock",
  "onShelf",
  "benefitId",
  "passUses",
  "passDays",
] as const;
/** Shown unchanged too: one without the other says nothing. */
const ALWAYS: readonly string[] = ["pointsCost", "stock", "passUses"];

/** What is asked for, before it is known what it was judged on. */
type Wish = { rewardId: number } & ({ update: Omit<NewReward, "stock"> } | { stock: StockChange });

/** @param before null for one that is made now */
async function ask(
  work: Work,
  row: store.RewardRow,
  wish: Wish,
  { before, after, reason }: { before: Offer | null; after: Offer; reason: string },
) {
  const textOf = (offer: Offer | null, field: (typeof FIELDS)[number]) => {
    const value = field === "name" ? offer?.name[defaultLocale] : offer?.[field];
    return value == null ? null : String(value);
  };
  const judged = await judgedOf(work, row, after);
  const changes = FIELDS.map((field) => ({
    field,
    before: textOf(before, field),
    after: textOf(after, field),
  })).filter(({ field, ...change }) => {
    if (field === "passUses" && change.after === null) return change.before !== null;
    return ALWAYS.includes(field) || change.before !== change.after;
  });
  return propose(work, {
    kind: "REWARD",
    subject: `reward:${wish.rewardId}`,
    name: after.name[defaultLocale],
    changes: [...changes, ...(await couponChanges(work, before, after))],
    reason,
    worthMinor: await worthOffered(work, before, after),
    apply: flat({ ...wish, judged } satisfies RewardEdit),
  });
}

/**
 * Makes a reward. What one person may not put on the shelf alone is made off the shelf, and waits for
 * a second person.
 *
 * Refusals in order: TIER_NOT_FOUND, BENEFIT_NOT_FOUND, VALIDATION_FAILED (no passes of that benefit),
 * NOT_FOUND (no such coupon), COUPON_UNAVAILABLE (switched off, over).
 */
export async function createReward(work: Work, wanted: NewReward) {
  await checkNames(work, wanted);
  const reward = { ...wanted, ...(await couponNamed(work, wanted, null)) };
  const offered = await mayOffer(work, null, reward);
  const made = offered ? reward : { ...reward, onShelf: false };
  const id = await store.insertReward(work.tx, made, work.now);
  work.audit({ action: "rewards.create", target: `reward:${id}`, after: flat(made) });
  const view = await answer(work, id);
  if (offered) return { ...view, approvalId: null };
  const { stock: _, ...update } = wanted;
  const row = await requireReward(work, id);
  const shown = { before: made, after: reward, reason: reward.name[defaultLocale] };
  return { ...view, approvalId: await ask(work, row, { rewardId: id, update }, shown) };
}

export type RewardUpdate = Omit<NewReward, "stock"> & { version: number };
export type StockChange = { by: number | undefined; to: number | null | undefined; reason: string };

/** A change of a reward as it waits for a second person: of what it is, or of its stock. */
export type RewardEdit = Wish & { judged: Judged };

/**
 * A change that a second person has agreed to, of the reward that they saw.
 *
 * Refusals in order: REWARD_NOT_FOUND, VERSION_CONFLICT (anything but what members took is another by
 * now, also the benefit of a pass), then those of updateReward and changeStock.
 */
export async function editReward(work: Work, edit: RewardEdit, approved: true) {
  const { rewardId } = edit;
  // Asked for before rewards had these, it says nothing of them.
  const laterFields = { terms: null, category: null };
  const row = await requireReward(work, rewardId);
  const { version } = row;
  const update = "update" in edit ? { ...laterFields, ...edit.update } : null;
  const offer = update ? await offerOf(work, update, row) : row;
  const now = await judgedOf(work, row, offer);
  const known = edit.judged as Partial<Judged> | undefined;
  const same =
    (known?.couponVersionId ?? null) === now.couponVersionId &&
    known?.version === version &&
    known.stockRevision === row.stockRevision &&
    known.benefit === now.benefit;
  if (!same) throw new DomainError("VERSION_CONFLICT", { version });
  if (update) return updateReward(work, rewardId, { ...update, version }, approved);
  invariant("stock" in edit, "an edit is of a reward or of its stock");
  return changeStock(work, rewardId, edit.stock, approved);
}

async function offerOf(work: Work, reward: Omit<NewReward, "stock">, before: store.RewardRow) {
  return { ...reward, ...(await couponNamed(work, reward, before)), stock: before.stock };
}

/** Locked. @throws DomainError REWARD_NOT_FOUND */
async function requireReward(work: Work, id: number): Promise<store.RewardRow> {
  const row = await store.lockReward(work.tx, id);
  if (!row) throw new DomainError("REWARD_NOT_FOUND");
  return row;
}

/**
 * Changes what a reward is; whoever has it already keeps what they got. Off the shelf, what it named
 * before may be gone from the rules. What one person may not offer alone waits for a second one, and
 * nothing changes before.
 *
 * Refusals in order: REWARD_NOT_FOUND, VERSION_CONFLICT (changed since it was read), TIER_NOT_FOUND,
 * BENEFIT_NOT_FOUND, VALIDATION_FAILED (no passes of that benefit), NOT_FOUND (no such coupon),
 * COUPON_UNAVAILABLE (switched off, over).
 *
 * @param approved a second person has agreed
 */
export async function updateReward(
  work: Work,
  id: number,
  { version, ...reward }: RewardUpdate,
  approved = false,
) {
  const row = await requireReward(work, id);
  if (row.version !== version) throw new DomainError("VERSION_CONFLICT", { version: row.version });
  await checkNames(work, reward.onShelf ? reward : newNames(reward, row));
  const offer = await offerOf(work, reward, row);
  if (!approved && !(await mayOffer(work, row, offer))) {
    const shown = { before: row, after: offer, reason: reward.name[defaultLocale] };
    const approvalId = await ask(work, row, { rewardId: id, update: reward }, shown);
    return { ...managed(row), approvalId };
  }
  const { stock: _stock, ...saved } = offer;
  store.saveReward(work.tx, id, saved, work.now);
  const { stock, updatedAt, version: _, stockRevision: _count, ...before } = row;
  const states = { before: flat(before), after: flat(saved) };
  work.audit({ action: "rewards.update", target: `reward:${id}`, ...states });
  return { ...(await answer(work, id)), approvalId: null };
}

function newNames({ minTier, benefitId }: Names, before: Names): Names {
  return {
    minTier: minTier === before.minTier ? null : minTier,
    benefitId: benefitId === before.benefitId ? null : benefitId,
  };
}

/**
 * More, fewer or so many pieces; a reward that had run out is on the shelf again. More than one person
 * may put there alone wait for a second one.
 *
 * Refusals in order: REWARD_NOT_FOUND, VALIDATION_FAILED (fewer than none; a change of no limit).
 *
 * @param approved a second person has agreed
 */
export async function changeStock(work: Work, id: number, change: StockChange, approved = false) {
  const row = await requireReward(work, id);
  const { by = 0, to, reason } = change;
  const stock = to === undefined ? addTo(row.stock, by) : to;
  const offer = { ...row, stock };
  if (!approved && !(await mayOffer(work, row, offer))) {
    const shown = { before: row, after: offer, reason };
    const approvalId = await ask(work, row, { rewardId: id, stock: change }, shown);
    return { ...managed(row), approvalId };
  }
  store.saveStock(work.tx, id, stock);
  const before = { stock: row.stock };
  work.audit({
    action: "rewards.changeStock",
    target: `reward:${id}`,
    reason,
    before,
    after: { stock },
  });
  return { ...(await answer(work, id)), approvalId: null };
}

function addTo(stock: number | null, by: number): number {
  if (stock !== null && stock + by >= 0) return stock + by;
  const message = stock === null ? "no limit" : `≥ −${stock}`;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "by", message }]);
}
