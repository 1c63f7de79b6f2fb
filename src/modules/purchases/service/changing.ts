import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { countedOf, keptOf, originalOf } from "../../orders/rules/currency";
import { pointsUndone } from "../../orders/rules/standing";
import * as book from "../../orders/service/book";
import { digestOfLines } from "../../orders/service/digest";
import { changeReference, earnedByOrder } from "../../points/rules/reference";
import { undonePoints } from "../../points/rules/refund";
import type { Account } from "../../points/service/account";
import { noteOwed, takeBack } from "../../points/service/claw-back";
import { earnPoints } from "../../points/service/earn";
import { restoreForChange } from "../../points/service/redemption";
import { isImported } from "../rules/terms";
import { type Action, none } from "../schema/answers";
import type { Change } from "../schema/change";
import { requireHeld } from "./currency";
import type { Price } from "./price";
import { type Recounted, recountRefunds } from "./recount";
import { letGo } from "./refunding";
import { type Repriced, reprice } from "./reprice";
import { ReturnsBook } from "./returns-book";
import { refitReturns } from "./returns-refit";
import { moveSpend } from "./spend";
import { tellChanged } from "./tell";
import { asOrder, goodsSaid, keepLines } from "./told-order";

/** What an order counted for before it was edited, in the program's currency. */
interface Before {
  paidMinor: number;
  refundedMinor: number;
  points: number;
}

interface Editing {
  change: Change;
  before: Before;
  priced: Repriced | null;
  recounted: Recounted;
}

/**
 * Moves order, spend, tier and points to what a version says. Points move by the difference, in entries
 * of their own.
 *
 * @throws DomainError VALIDATION_FAILED before anything is written, CHANGE_BELOW_REFUNDED
 */
export async function applyChange(
  work: Work,
  account: Account,
  order: book.OrderRow,
  change: Change,
): Promise<Action[]> {
  const { paidAmountMinor, paidAt, currency, rate } = order;
  invariant(paidAmountMinor !== null && paidAt !== null, "what is edited was told");
  requireHeld(change, rate);
  const before = { ...countedOf(order), points: order.pointsEarned - order.pointsClawed };
  const counts = order.cancelledAt === null;
  const isOpen = account.member.status !== "CLOSED";
  const earns = counts && isOpen && !isImported(order.terms);
  const priced = earns
    ? await reprice(work, account, order, {
        ...change,
        paidAt,
        ...(currency !== null && { currency }),
      })
    : null;
  await rewrite(work, account, order, { change, price: priced?.price ?? null });
  const parts = await book.partsOfOrder(work.tx, order.id);
  const recounted = await recountRefunds(work, account, order, { ...change, parts });
  if (!counts) {
    book.saveChanged(work.tx, Object.assign(order, factsOf(order, account, change)));
    return [...none("ORDER_CANCELLED"), ...recounted.actions];
  }
  const editing = { change, before, priced, recounted };
  const actions = await movePoints(work, account, order, { ...editing, parts });
  actions.push(...(await moveMoney(work, account, order, editing)));
  await letGo(work, account, order);
  const closed: Action[] = isOpen ? [] : none("MEMBER_CLOSED");
  const said = saidOf(order, change, before);
  return [...closed, said, ...actions, ...recounted.actions];
}

function saidOf(order: book.OrderRow, { version }: Change, before: Before): Action {
  const { pointsEarned, pointsClawed } = order;
  return {
    action: "ORDER_CHANGED",
    version,
    paidAmountMinor: countedOf(order).paidMinor,
    ...originalOf(order, { amountMinor: order.paidAmountMinor ?? 0 }),
    paidBeforeMinor: before.paidMinor,
    keptPoints: pointsEarned - pointsClawed,
    keptPointsBefore: before.points,
  };
}

const factsOf = (
  { paidAt, currency, rate }: Pick<book.OrderRow, "paidAt" | "currency" | "rate">,
  { member }: Account,
  change: Change,
) => {
  invariant(paidAt !== null, "what is edited was told");
  const {
    memberId: _,
    orderId: __,
    ...facts
  } = asOrder({ ...change, paidAt, currency: currency ?? undefined }, member, rate);
  return facts;
};

/** The order and its lines are what the version says, and nothing is refunded of them yet. */
async function rewrite(
  work: Work,
  account: Account,
  order: book.OrderRow,
  { change, price }: { change: Change; price: Price | null },
): Promise<void> {
  if (order.changeCount === 0) await keepFirst(work, order);
  if (order.lineCount > 0) book.deleteLines(work.tx, order.id);
  Object.assign(order, factsOf(order, account, change), {
    ...{ changeCount: order.changeCount + 1, earnWeight: null },
    ...{ refundedMinor: 0, undoneMinor: 0, namedMinor: 0, namedWeight: 0 },
  });
  if (price) order.terms = JSON.stringify(price.terms);
  keepLines(work, order, change, price);
}

/** How it was told first: whoever tells it again need not know of the edits. */
async function keepFirst(work: Work, order: book.OrderRow): Promise<void> {
  const { id: orderRowId, memberId, paidAmountMinor, amountMinor, paidAt, lineCount } = order;
  invariant(paidAmountMinor !== null && paidAt !== null, "what is edited was told");
  const digest = lineCount > 0 ? digestOfLines(await book.linesOf(work.tx, orderRowId)) : null;
  const first = { version: 0, status: "FIRST" as const, told: null, changedAt: paidAt };
  const row = { ...first, orderRowId, memberId, paidAmountMinor, amountMinor, digest };
  book.insertChange(work.tx, row, work.now);
}

/** The difference of what the order keeps: earned, or clawed back as of a refund. */
async function movePoints(
  work: Work,
  account: Account,
  order: book.OrderRow,
  { change, before, priced, parts }: Editing & { parts: readonly book.PartRow[] },
): Promise<Action[]> {
  const { orderId, changeCount, paidAt } = order;
  invariant(paidAt !== null, "what is edited was told");
  const reference = changeReference(orderId, changeCount);
  const breakdown = breakdownOf(order, change, { before, priced });
  const returns = await ReturnsBook.open(work, order);
  const actions = await refitReturns(work, account, order, { returns, parts });
  // Whoever is gone earns no more, and owes nothing.
  order.pointsEarned = priced?.price.points ?? before.points;
  order.pointsClawed = undonePoints(order.pointsEarned, pointsUndone(order));
  if (!priced)
    order.pointsClawed = Math.max(order.pointsClawed, order.pointsEarned - before.points);
  const more = order.pointsEarned - order.pointsClawed - before.points;
  book.saveChanged(work.tx, Object.assign(order, factsOf(order, account, change)));
  const said = { ...breakdown, points: { before: before.points, after: before.points + more } };
  if (more < 0) {
    const frozen = returns.takeForClawBack(-more, null);
    const earnedBy = earnedByOrder(orderId, changeCount - 1);
    const claw = { points: -more, orderId, earnedBy, reference, breakdown: said, frozen };
    const { entryId: transactionId, owed } = await takeBack(work, account, claw);
    noteOwed(work, orderId, owed);
    actions.push({ action: "POINTS_CLAWED_BACK", points: -more, transactionId });
  }
  if (more > 0 && priced) {
    const then = { ...account, program: priced.program };
    const words = { reference, reason: null, breakdown: said };
    const earned = await earnPoints(work, then, { points: more, earnedAt: paidAt, ...words });
    invariant(earned.entryId !== null, "a difference has an entry");
    actions.push({ action: "POINTS_EARNED", points: more, transactionId: earned.entryId });
  }
  await priced?.price.boost.record();
  const restored = await restoreForChange(work, account, order, reference);
  if (restored.entryId !== null) {
    const { points, entryId: transactionId } = restored;
    actions.push({ action: "POINTS_RESTORED", points, transactionId });
  }
  await returns.balance(account, order, { reference, breakdown: { orderId } });
  return actions;
}

/** Why the points of an edited order moved, for whoever asks. */
function breakdownOf(
  order: book.OrderRow,
  { version, asGuest }: Change,
  { before, priced }: Pick<Editing, "before" | "priced">,
): Record<string, unknown> {
  const { orderId, refundedMinor } = order;
  const counted = countedOf(order);
  const money = {
    ...{ paidAmountMinor: counted.paidMinor, paidBeforeMinor: before.paidMinor },
    refundedMinor: counted.refundedMinor,
    ...originalOf(order, { amountMinor: order.paidAmountMinor ?? 0, refundedMinor }),
  };
  if (!priced) return { orderId, version, ...money };
  const { base, points: earns, terms, boost, earning } = priced.price;
  const now = {
    base,
    points: earns,
    tier: terms.tier,
    ...boost.breakdown,
    ...goodsSaid(earning),
  };
  return { orderId, version, ...money, order: now, ...(asGuest && { asGuest }) };
}

/** Spend and tier by the difference, and the world is told. */
async function moveMoney(
  work: Work,
  account: Account,
  order: book.OrderRow,
  { change, before, recounted }: Editing,
): Promise<Action[]> {
  const { orderId, paidAt } = order;
  invariant(paidAt !== null, "what is edited was told");
  const { version, changedAt } = change;
  const { paidMinor: amountBeforeMinor } = before;
  const { changed: refunds } = recounted;
  tellChanged(work, account, order, { version, amountBeforeMinor, refunds, changedAt });
  const more = keptOf(order) - (before.paidMinor - before.refundedMinor);
  if (more > 0 && account.member.status === "CLOSED") {
    account.member.spendMinor += more;
    return [];
  }
  if (more === 0) return [];
  const cause = more > 0 ? "ORDER" : "REFUND";
  const spend = { cause, orderId, amountMinor: Math.abs(more), paidAt } as const;
  const move = await moveSpend(work, account, spend);
  return move ? [{ action: "TIER_CHANGED", ...move }] : [];
}
