import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import * as book from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import { importedTerms } from "../rules/terms";
import { takeFromOthers } from "./claims";
import { checkMoment, moveSpend } from "./spend";
import { tellCompleted } from "./tell";
import { asOrder } from "./told-order";

export interface FormerOrder {
  orderId: string;
  paidAmountMinor: number;
  paidAt: Date;
}

/**
 * An order of the system before: it counts to the spend on the day it was paid and may lift the tier. Its
 * points are among those of an opening balance, so it earns none, and a refund takes none back.
 *
 * Refusals in order: VALIDATION_FAILED (paidAt lies ahead, or before 2000), DUPLICATE_REFERENCE (an order
 * of this id is known, or something was told of it already).
 */
export async function carryOverOrder(
  work: Work,
  account: Account,
  former: FormerOrder,
): Promise<void> {
  const { orderId, paidAmountMinor, paidAt } = former;
  const { member, program } = account;
  checkMoment("paidAt", paidAt, work.now);
  const terms = importedTerms(program.versionId, member.tierCode);
  const told = { ...asOrder(former, member, null), pointsEarned: 0, terms };
  const { inserted, order } = await book.insertOrLockOrder(work.tx, told, work.now);
  if (!inserted) throw new DomainError("DUPLICATE_REFERENCE", { orderId });
  await takeFromOthers(work, account, orderId);
  tellCompleted(work, account, order, { imported: true });
  member.orderCount += 1;
  if (!member.lastActiveAt || member.lastActiveAt < paidAt) member.lastActiveAt = paidAt;
  const amountMinor = paidAmountMinor;
  await moveSpend(work, account, { cause: "IMPORTED", orderId, amountMinor, paidAt });
}
