import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { OrderRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import { earningOfOrder } from "../../points/service/view";
import type { Program } from "../../program/schema/rules";
import { versionOf } from "../../program/service";
import { ladderOf } from "../../tiers/service/ladder";
import { type Charged, type Terms, termsOfEntry } from "../rules/terms";
import { type Price, type Priced, priceOf, withActivity } from "./price";

export interface Repriced {
  price: Price;
  /** The rules that decided it. */
  program: Program;
}

/**
 * What an edited order earns by the terms of its own moment: the rules, the tier and the rate that decided
 * when it came, the activities that ran, and the room that other orders leave.
 *
 * @throws DomainError VALIDATION_FAILED for more points than one act may move
 */
export async function reprice(
  work: Work,
  account: Account,
  order: OrderRow,
  told: Priced,
): Promise<Repriced> {
  const { terms, charged: edited } = await termsOf(work, account, order);
  const program = await versionOf(work.tx, terms.programVersion);
  const then = { program, member: { ...account.member, tierCode: terms.tier.code } };
  const own = order.pointsEarned - order.pointsClawed;
  const price = await priceOf(work, then, told, { terms, rate: order.rate, own });
  if (price instanceof DomainError) throw price;
  return { program, price: await withActivity(work, then, order, { told, price, edited }) };
}

async function termsOf(
  work: Work,
  account: Account,
  order: OrderRow,
): Promise<{ terms: Terms; charged: Charged[] }> {
  if (order.terms !== null) return { terms: JSON.parse(order.terms), charged: [] };
  const entry = await earningOfOrder(work.tx, order.orderId);
  const known = entry && termsOfEntry(entry);
  if (known) return known;
  // It earned nothing when nobody kept why: as somebody who has just come.
  const [{ code, multiplierPct }] = await ladderOf(work);
  const { versionId: programVersion } = account.program;
  return {
    terms: { programVersion, tier: { code, multiplierPct }, boost: null },
    charged: [],
  };
}
