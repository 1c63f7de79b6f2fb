import { isDeepStrictEqual } from "node:util";
import type { Page } from "@/platform/paging";
import { textFrom } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { couponOf } from "../../activities/rules/change";
import type { NewActivity } from "../../activities/schema/activity";
import { offeredActivities } from "../../activities/service/offered";
import { worthInPoints, worthOf } from "../../coupons/rules/judge";
import type { NewDefinition } from "../../coupons/schema/coupons";
import type { CouponTerms } from "../../coupons/schema/terms";
import { listDefinitions, versionsOf } from "../../coupons/service/definitions";
import type { ProgramRules } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import type { NewReward } from "../../rewards/schema/managed";
import { offeredRewards } from "../../rewards/service/offered";
import type { Ladder } from "../../tiers/schema";
import { ladderOf } from "../../tiers/service/ladder";
import type { Subject, SubjectActivity, SubjectCoupon, SubjectReward } from "../schema/subject";

/** What the program is by now, as the search looks at it. */

const PAGE = 100;
const PAGES_MAX = 10;

async function allOf<Item>(
  list: (page: Page) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const { items, nextCursor } = await list({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return all;
}

type Settings = Pick<
  NewActivity,
  "effect" | "joining" | "minTierCode" | "capacity" | "pointsBudget" | "scope" | "frequency"
> &
  Pick<NewActivity, "stacking">;

type Announced = Omit<SubjectActivity, "coupon"> & {
  couponDefinitionId: number | null;
  couponVersionId: number | null;
};

/** Its places and points are what is left of them. */
function announced(
  { id, title }: Pick<SubjectActivity, "id" | "title">,
  activity: Settings,
  used: { joinedCount: number; pointsGiven: number },
): Announced {
  const { effect, joining, minTierCode, capacity, pointsBudget } = activity;
  const { scope, frequency, stacking } = activity;
  return {
    ...{ id, title, effect, joining, minTierCode, scope, frequency, stacking },
    placesLeft: capacity === null ? null : Math.max(0, capacity - used.joinedCount),
    pointsLeft: pointsBudget === null ? null : Math.max(0, pointsBudget - used.pointsGiven),
    ...{ couponPoints: 0, couponVersionId: null, couponDefinitionId: couponOf(activity) },
  };
}

const UNUSED = { joinedCount: 0, pointsGiven: 0 };

async function activitiesNow(ask: Ask, draft: Draft["activity"]): Promise<Announced[]> {
  const rows = await offeredActivities(ask);
  const now = rows.flatMap(({ isMissing, couponVersionId, couponPoints, ...row }) => {
    if (isMissing || row.id === draft?.activityId) return [];
    const kept = { couponVersionId, couponPoints: couponPoints ?? 0 };
    return [{ ...announced(row, row, row), ...kept }];
  });
  if (!draft) return now;
  const id = draft.activityId ?? 0;
  const before = rows.find((row) => row.id === id) ?? UNUSED;
  const title = textFrom(draft.settings, "title");
  return [...now, announced({ id, title }, draft.settings, before)];
}

/** Coupons of definitions that are issued by now; the shop may give those that the mall does not have. */
async function couponsNow(ask: Ask, draft: Draft["coupon"]) {
  const known = await allOf((page) => listDefinitions(ask, page));
  const id = draft?.definitionId ?? 0;
  const others = known.filter(({ definitionId }) => definitionId !== id);
  const all = draft ? [...others, { definitionId: id, ...draft.settings }] : known;
  return all.filter(({ enabled, terms }) => {
    const isOver = terms.validUntil !== null && new Date(terms.validUntil) <= ask.now;
    return enabled && !isOver;
  });
}

/** What is asked about beside what is so by now: in its place, or one more. */
export interface Draft {
  rules?: ProgramRules | undefined;
  ladder?: Ladder | undefined;
  activity?: { activityId: number | null; settings: NewActivity } | undefined;
  reward?: { rewardId: number | null; settings: NewReward } | undefined;
  coupon?: { definitionId: number | null; settings: NewDefinition } | undefined;
}

type Shelf = Omit<SubjectReward, "coupon"> & {
  couponDefinitionId: number | null;
  couponVersionId: number | null;
};

function shelfOf(
  id: number,
  reward: Omit<Shelf, "id" | "couponVersionId">,
  couponVersionId: number | null,
): Shelf {
  const { name, kind, pointsCost, stock, perMonth, minTier, benefitId, passUses } = reward;
  const { couponDefinitionId } = reward;
  const gives = { benefitId, passUses, couponDefinitionId, couponVersionId };
  return { id, name, kind, pointsCost, stock, perMonth, minTier, ...gives };
}

async function shelfNow(ask: Ask, draft: Draft["reward"]): Promise<Shelf[]> {
  const rows = (await offeredRewards(ask.db)).filter(({ id }) => id !== draft?.rewardId);
  const shelf = rows.map((row) => shelfOf(row.id, row, row.couponVersionId));
  if (!draft?.settings.onShelf) return shelf;
  return [...shelf, shelfOf(draft.rewardId ?? 0, draft.settings, null)];
}

/** Coupons as they are issued: by the mall and by activities in the version that they were announced with. */
class Coupons {
  readonly all: SubjectCoupon[];

  constructor(
    definitions: Awaited<ReturnType<typeof couponsNow>>,
    private readonly versions: Awaited<ReturnType<typeof versionsOf>>,
    elsewhere: ReadonlySet<number | null>,
  ) {
    this.all = definitions.map(({ definitionId: id, name, terms }) => {
      return { id, name, terms, isGiven: !elsewhere.has(id) };
    });
  }

  /** By its place: that of the definition, where it is the same by now. */
  sold(definitionId: number | null, versionId: number | null): number | null {
    const known = this.all.findIndex(({ id }) => id === definitionId);
    const current = this.all[known];
    const version = this.versions.get(versionId ?? 0);
    const isSame = !version || isDeepStrictEqual(version.terms, current?.terms);
    if (current && !isSame) return this.add(current, version.terms);
    return current ? known : null;
  }

  /** One of its own, so that it can be told from others of the definition. */
  withAward(definitionId: number | null, versionId: number | null): number | null {
    const current = this.all.find(({ id }) => id === definitionId);
    if (!current) return null;
    return this.add(current, this.versions.get(versionId ?? 0)?.terms ?? current.terms);
  }

  private add({ id, name }: SubjectCoupon, terms: CouponTerms): number {
    return this.all.push({ id, name, terms, isGiven: false }) - 1;
  }
}

/** All that the search looks at, as it is in force and as a draft would have it. */
export async function gathered(ask: Ask, draft: Draft = {}): Promise<Subject> {
  const [{ rules, timeZone }, ladder, running, definitions, shelf] = await Promise.all([
    programOf(ask),
    ladderOf(ask),
    activitiesNow(ask, draft.activity),
    couponsNow(ask, draft.coupon),
    shelfNow(ask, draft.reward),
  ]);
  const offers = [...shelf, ...running];
  const versions = await versionsOf(
    ask.db,
    offers.flatMap(({ couponVersionId }) => couponVersionId ?? []),
  );
  const elsewhere = new Set(offers.map(({ couponDefinitionId }) => couponDefinitionId));
  const coupons = new Coupons(definitions, versions, elsewhere);
  const rewards = shelf.map(({ couponDefinitionId, couponVersionId, ...reward }): SubjectReward => {
    return { ...reward, coupon: coupons.sold(couponDefinitionId, couponVersionId) };
  });
  const inForce = { rules: draft.rules ?? rules, ladder: draft.ladder ?? ladder };
  const activities = running.map(
    ({ couponDefinitionId, couponVersionId, ...activity }): SubjectActivity => {
      const coupon = coupons.withAward(couponDefinitionId, couponVersionId);
      const terms = coupon === null ? undefined : coupons.all[coupon]?.terms;
      const { pointsPerYuanOff } = inForce.rules.redeem;
      const worth = terms && couponVersionId === null ? worthOf(terms) : null;
      const counted = worthInPoints(worth, 1, pointsPerYuanOff) ?? activity.couponPoints;
      return { ...activity, coupon, couponPoints: counted };
    },
  );
  const at = ask.now.toISOString();
  return { at, timeZone, coupons: coupons.all, rewards, activities, ...inForce };
}
