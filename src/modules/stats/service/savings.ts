import type { MemberRef } from "@/platform/auth";
import { businessDate } from "@/platform/business-time";
import { publishedUpTo } from "@/platform/outbox";
import { pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { type Member, requireMember } from "../../members/service/members";
import { programOf } from "../../program/service";
import { nextRung, rungOf } from "../../tiers/rules/ladder";
import { rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import { moreOnTier } from "../rules/next-tier";
import type { LineKind } from "../rules/savings";
import { savingKind } from "../schema";
import { positionNow } from "../store/position";
import * as store from "../store/savings-figures";

/** So many events may still be on their way, a few seconds' worth; beyond it nobody could say. */
const BEHIND_MAX = 500;

/**
 * What a member saved in the running year, and what the next tier would add; null while the figures are
 * being made, and nobody could say.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function savingsOf(ask: Ask, ref: MemberRef) {
  const [member, program, position, published] = await Promise.all([
    requireMember(ask.db, ref),
    programOf(ask),
    positionNow(ask.db, "savings"),
    publishedUpTo(ask.db),
  ]);
  if (!position || position.clearing || position.sequence < published - BEHIND_MAX) return null;
  const year = Number(businessDate(ask.now, program.timeZone).slice(0, 4));
  const sums = await store.yearsOf(ask.db, member.id, year);
  const since = position.since === null ? "" : businessDate(position.since, program.timeZone);
  const parts = savingKind.options.flatMap((kind) => {
    const { count, valueMinor } = sumOf(sums, year, kind);
    return valueMinor > 0 ? [{ kind, count, valueMinor }] : [];
  });
  const firstDay = `${year}-01-01`;
  const years = since > `${year - 1}-01-01` ? [year] : [year - 1, year];
  const of = years.find((one) => sumOf(sums, one, "SPEND").valueMinor > 0);
  return {
    year,
    from: since > firstDay ? since : firstDay,
    totalMinor: parts.reduce((sum, { valueMinor }) => sum + valueMinor, 0),
    parts,
    next: of === undefined ? null : await nextWorth(ask, member, sums, { of, year }),
  };
}

const NOTHING = { count: 0, valueMinor: 0 };

function sumOf(sums: readonly store.YearSum[], year: number, kind: LineKind) {
  return sums.find((sum) => sum.year === year && sum.kind === kind) ?? NOTHING;
}

/** What the next tier would have saved beside the own one, on the orders of a year. */
async function nextWorth(
  ask: Ask,
  { tierCode }: Member,
  sums: readonly store.YearSum[],
  { of, year }: { of: number; year: number },
) {
  const { program, ladder } = await programAndLadderOf(ask);
  const next = nextRung(ladder, tierCode);
  if (!next) return null;
  const spendMinor = sumOf(sums, of, "SPEND").valueMinor;
  const orders = { spendMinor, priceOffMinor: sumOf(sums, of, "PRICE").valueMinor };
  const { earn, redeem } = program.rules;
  const points = { perYuan: earn.pointsPerYuan, perYuanOff: redeem.pointsPerYuanOff };
  const moreMinor = moreOnTier(orders, rungOf(ladder, tierCode), next, points);
  if (moreMinor === null) return null;
  const basis = of === year ? ("THIS_YEAR" as const) : ("LAST_YEAR" as const);
  const tier = { code: next.code, name: rungName(next, ask.locale) };
  return { tier, moreMinor, basis, spendMinor };
}

/**
 * The lines of the running year's sum, the last first.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function savingLinesOf(
  ask: Ask,
  ref: MemberRef,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = cursor === undefined ? null : afterOf(cursor);
  const [member, program] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const year = businessDate(ask.now, program.timeZone).slice(0, 4);
  const range = { from: `${year}-01-01`, to: `${year}-12-31` };
  const rows = await store.linesOf(ask.db, member.id, range, after, limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ day, source, sourceId }) =>
    [day, source, sourceId].join("."),
  );
  const benefitName = (id: string | null) => {
    const benefit = program.rules.benefits.find((one) => one.id === id);
    return benefit ? textIn(benefit.name, ask.locale) : null;
  };
  const items = shown.map(({ source, sourceId, benefitId, couponTexts, kind, ...line }) => ({
    lineId: `${source}.${sourceId}`,
    kind: savingKind.parse(kind),
    name: couponTexts ? textIn(couponTexts, ask.locale) : benefitName(benefitId),
    orderId: line.orderId,
    day: line.day,
    valueMinor: line.valueMinor,
  }));
  return { items, nextCursor };
}

function afterOf(cursor: string): store.After {
  const [day = "", source = "", sourceId] = cursor.split(".");
  return { day, source, sourceId: Number(sourceId) };
}
