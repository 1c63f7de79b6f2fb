import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { rungOf } from "../../tiers/rules/ladder";
import { rungName } from "../../tiers/schema";
import { changesOf, ladderOf, ladderOfVersion } from "../../tiers/service/ladder";
import { shownReference } from "../rules/reference";
import type { ACCOUNT_NAMES } from "../schema/ledger";
import * as store from "../store/explain";
import { type Breakdown, keptWithNames } from "./kept-names";
import { isOfStaff, settledMember } from "./view";

type AccountName = (typeof ACCOUNT_NAMES)[number];

/** What came before is summed up in each account's opening balance, and said to be there. */
const LINES_MAX = 500;
const CHANGES_MAX = 200;

/**
 * Why a member has these balances and this tier, now or at any past moment: line by line, each with
 * its cause, the rules that decided it, the lots it touched and the running balance.
 *
 * Refusals in order: VALIDATION_FAILED (asOf lies ahead), MEMBER_NOT_FOUND.
 */
export async function explain(ask: Ask, ref: MemberRef, asOf: Date) {
  if (asOf > ask.now) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "asOf", message: "≤ now" }]);
  }
  const member = await settledMember(ask, ref);
  const found = await store.linesOf(ask.db, member.id, asOf, LINES_MAX + 1);
  const rows = found.slice(0, LINES_MAX);
  const isPartial = found.length > LINES_MAX;
  const lots = await store.lotsOfLines(
    ask.db,
    rows.map(({ id }) => id),
  );
  const kept = await keptWithNames(ask, rows);
  const seen = rows
    .map((row, at) => ({
      ...row,
      reason: isOfStaff(ask) ? row.reason : null,
      breakdown: kept[at] ?? null,
    }))
    .reverse();
  const account = (name: AccountName) => ({ ...explainedAccount(name, seen, lots), isPartial });
  return {
    memberId: member.id,
    asOf,
    accounts: {
      available: account("available"),
      pending: account("pending"),
      frozen: account("frozen"),
      owed: account("owed"),
    },
    tier: await explainedTier(ask, member.id, asOf),
  };
}

function explainedAccount(
  name: AccountName,
  rows: readonly (Omit<store.LineRow, "breakdown"> & { breakdown: Breakdown | null })[],
  lots: readonly store.LineLotRow[],
) {
  const [first] = rows;
  const last = rows.at(-1);
  return {
    balance: last?.[`${name}After`] ?? 0,
    opening: first ? first[`${name}After`] - first[`${name}Delta`] : 0,
    lines: rows
      .filter((row) => row[`${name}Delta`] !== 0)
      .map((row) => ({
        transactionId: row.id,
        type: row.type,
        points: row.points,
        change: row[`${name}Delta`],
        balance: row[`${name}After`],
        at: row.moment,
        referenceType: row.referenceType,
        referenceId: shownReference(row.referenceType, row.referenceId),
        reason: row.reason,
        memberNote: row.memberNote,
        breakdown: row.breakdown,
        actor: row.actor,
        programVersion: row.programVersionId,
        lots: lots
          .filter((lot) => lot.entryId === row.id)
          .map(({ lotId, points, frozen, expiresAt }) => ({
            lotId,
            points,
            frozen,
            expiresAt,
          })),
      })),
  };
}

/** The last step of a member's tier, for themself. @throws DomainError MEMBER_NOT_FOUND */
export async function lastTierStep(ask: Ask, ref: MemberRef) {
  const { id } = await requireMember(ask.db, ref);
  const [change] = await changesOf(ask.db, id, {}, 1);
  if (!change) return { change: null };
  const { toCode, cause, effectiveAt: at, qualifyingMinor, programVersionId } = change;
  const ladder = await ladderOfVersion(ask.db, programVersionId);
  const rung = ladder.find(({ code }) => code === toCode);
  const to = rung ? rungName(rung, ask.locale) : toCode;
  const orderId = change.referenceType === "ORDER" ? change.referenceId : null;
  return { change: { to, cause, at, qualifyingMinor, orderId } };
}

async function explainedTier(ask: Ask, memberId: number, asOf: Date) {
  const ladder = await ladderOf(ask);
  // Cut after the moment is looked at: what came later is no part of it.
  const found = await changesOf(ask.db, memberId, { at: asOf }, CHANGES_MAX + 1);
  const changes = found.slice(0, CHANGES_MAX).reverse();
  const code = changes.at(-1)?.toCode ?? ladder[0].code;
  return {
    code,
    name: rungName(rungOf(ladder, code), ask.locale),
    isPartial: found.length > CHANGES_MAX,
    lines: changes.map((change) => ({
      changeId: change.id,
      from: change.fromCode,
      to: change.toCode,
      cause: change.cause,
      at: change.effectiveAt,
      qualifyingMinor: change.qualifyingMinor,
      referenceType: change.referenceType,
      referenceId: change.referenceId,
      reason: isOfStaff(ask) ? change.reason : null,
      actor: change.actor,
      programVersion: change.programVersionId,
    })),
  };
}
