import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { OrderRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import { earningOfOrder } from "../../points/service/view";
import type { Program } from "../../program/schema";
import { versionOf } from "../../program/service";
import { ladderOf } from "../../tiers/service/ladder";
import { type Terms, termsOfEntry } from "../rules/terms";
import { type Price, type Priced, priceOf, withActivity, withTerms } from "./price";

export interface Repriced {
  price: Price;
  /** The rules that decided it. */
  program: Program;
}

/**
 * What an edited order earns by the terms of its own moment: the rules, the tier and the multiplier that
 * decided when it came, and the room that other orders leave.
 *
 * @throws DomainError VALIDATION_FAILED for more points than one act may move
 */
export async function reprice(
  work: Work,
  account: Account,
  order: OrderRow,
  edited: Priced,
): Promise<Repriced> {
  const terms = await termsOf(work, account, order);
  const program = await versionOf(work.tx, terms.programVersion);
  const then = { program, member: { ...account.member, tierCode: terms.tier.code } };
  const own = order.pointsEarned - order.pointsClawed;
  const price = await priceOf(work, then, edited, { terms, own });
  if (price instanceof DomainError) throw price;
  return { program, price: await withActivity(work, then, order, withTerms(price)) };
}

async function termsOf(work: Work, account: Account, order: OrderRow): Promise<Terms> {
  if (order.terms !== null) return JSON.parse(order.terms);
  const entry = await earningOfOrder(work.tx, order.orderId);
  const known = entry && termsOfEntry(entry);
  // It earned nothing when nobody kept why: as somebody who has just come.
  const [{ code, multiplierPct }] = await ladderOf(work);
  const { versionId: programVersion } = account.program;
  return known ?? { programVersion, tier: { code, multiplierPct }, boost: null };
}
