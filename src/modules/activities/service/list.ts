import { progressPct } from "@/platform/arithmetic";
import type { Reader } from "@/platform/db";
import { pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { giftsOf } from "../../coupons/service/give";
import { findMember, type Member } from "../../members/service/members";
import type { Ladder } from "../../tiers/schema";
import { ladderOf, minimumTierOf } from "../../tiers/service/ladder";
import { unavailableFor, unavailableToParticipant } from "../rules/take-part";
import { isBudgetSpent, remainingCapacity, statusAt } from "../rules/window";
import type { ActivityKind, ActivityStatus, Progress } from "../schema/activity";
import * as activities from "../store/activities";
import * as participations from "../store/participations";
import { placeOf, readCursor } from "./pages";
import { knownPersonIn } from "./person";
import { joinTermsOf, segmentsFor, standingOf } from "./standing";

export interface ListQuery {
  status?: Exclude<ActivityStatus, "DRAFT"> | undefined;
  kind?: ActivityKind | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** GET /activities: for everybody what there is, for a member also how they stand to it. */
export async function listActivities(ask: Ask, query: ListQuery) {
  const rows = await activities.listed(ask.db, {
    status: query.status ?? null,
    kind: query.kind ?? null,
    drafts: false,
    now: ask.now,
    after: readCursor(query.cursor),
    limit: query.limit + 1,
  });
  const { shown, nextCursor } = pageOf(rows, query.limit, placeOf);
  const { memberId } = ask.caller;
  const [ladder, gifts, member] = await Promise.all([
    ladderOf(ask),
    giftsOf(ask, couponVersionsOf(shown)),
    memberId === null ? undefined : findMember(ask.db, { memberId }),
  ]);
  const ids = shown.map(({ id }) => id);
  const joined = member ? await participations.participationsOf(ask.db, member.id, ids) : [];
  const all = shown.map((row) => {
    return { activity: row, part: joined.find(({ activityId }) => activityId === row.id) };
  });
  const segments = member ? await segmentsFor(ask.db, member.id, shown) : new Set<number>();
  const known = member ? await knownPersonIn(ask.db, member, all) : new Set<number>();
  const items = await Promise.all(
    all.map(async ({ activity: row, part }) => {
      const isKnown = known.has(row.id);
      const facts = { ladder, gifts, part, isKnown, segments };
      const own = member ? await ownView(ask, row, { member, ...facts }) : NOBODYS;
      return { ...shownView(ask, row, { ladder, gifts }), ...own };
    }),
  );
  return { items, nextCursor };
}

type Gifts = Awaited<ReturnType<typeof giftsOf>>;

const couponVersionsOf = (rows: readonly activities.ActivityRow[]) =>
  rows.flatMap(({ couponVersionId }) => couponVersionId ?? []);

function shownView(
  ask: Ask,
  row: activities.ActivityRow,
  { ladder, gifts }: { ladder: Ladder; gifts: Gifts },
) {
  const gift = gifts.get(row.couponVersionId ?? 0);
  const { title, description, image, startsAt, endsAt, kind, effect, joining, capacity } = row;
  return {
    activityId: row.id,
    kind,
    title: textIn(title, ask.locale),
    description: textIn(description, ask.locale),
    image,
    status: statusAt(row, ask.now),
    startsAt,
    endsAt,
    effect,
    coupon: gift ? textIn(gift.name, ask.locale) : null,
    minTier: minimumTierOf(row.minTierCode, ladder, ask.locale),
    joining,
    capacity,
    remainingCapacity: remainingCapacity(row),
    budgetSpent: isBudgetSpent(row),
    scope: row.scope,
    hours: row.hours,
    frequency: row.frequency,
  };
}

const NOBODYS = {
  eligible: null,
  reason: null,
  joined: false,
  participationId: null,
  joinedAt: null,
  pointsAwarded: 0,
  couponAwarded: false,
  progress: null,
};

interface Own {
  member: Member;
  ladder: Ladder;
  gifts: Gifts;
  part: participations.ParticipationRow | undefined;
  /** They were given it as another member. */
  isKnown: boolean;
  segments: ReadonlySet<number>;
}

async function ownView(ask: Ask, row: activities.ActivityRow, own: Own) {
  const { member, ladder, gifts, part, isKnown, segments } = own;
  const over = [...gifts].flatMap(([versionId, { isOver }]) => (isOver ? [versionId] : []));
  const facts = joinTermsOf(row, ladder, new Set(over));
  const now = part
    ? unavailableToParticipant(facts, ask.now)
    : unavailableFor(facts, standingOf(member, ladder, segments), ask.now);
  const reason = now ?? (isKnown ? "KNOWN_PERSON" : null);
  return {
    eligible: reason === null,
    reason,
    joined: part !== undefined,
    participationId: part?.id ?? null,
    joinedAt: part?.joinedAt ?? null,
    pointsAwarded: part ? part.awardPoints - part.awardClawed : 0,
    couponAwarded: part?.couponState === "HELD",
    progress: await progressView(ask.db, row, member.id, part),
  };
}

/** How far a challenge has come, for whoever takes part in it or would by their next order. */
async function progressView(
  db: Reader,
  row: activities.ActivityRow,
  memberId: number,
  part: participations.ParticipationRow | undefined,
): Promise<Progress | null> {
  const { effect, joining } = row;
  if (effect.kind !== "CHALLENGE" || (joining === "CHOICE" && !part)) return null;
  const since = part && joining === "CHOICE" ? part.joinedAt : row.startsAt;
  const { orders, spendMinor } = await participations.progressOf(db, row, memberId, since);
  const done = effect.goal === "ORDERS" ? orders : spendMinor;
  const { target } = effect;
  const pct = progressPct(done, target);
  return { orders, spendMinor, target, progressPct: pct, reached: done >= target };
}
