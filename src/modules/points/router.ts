import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { nothing } from "../access/schema/access";
import { ledgerCheck } from "./schema/check";
import { explainInput, explainOutput, tierStep } from "./schema/explain";
import * as held from "./schema/holds";
import * as schema from "./schema/ledger";
import { lotList, lotsInput } from "./schema/lots";
import { captureHold } from "./service/capture";
import { explain, lastTierStep } from "./service/explain";
import { viewHold } from "./service/hold-view";
import { holdPoints } from "./service/holds";
import { listLots } from "./service/lots";
import { payWithPoints } from "./service/pay-with-points";
import { releaseHold } from "./service/release";
import { reverseRedemption } from "./service/reverse";
import { lastLedgerCheck } from "./service/verify";
import { balanceOf, statementOf, transactionsOf } from "./service/view";

const READERS = { member: "self", operator: "members:read", service: "members:read" } as const;

export const pointsProcedures = {
  balance: query(
    {
      access: READERS,
      input: schema.whoInput,
      output: schema.balance,
      rest: {
        method: "GET",
        path: "/points/balance",
        tag: "points",
        summary: "Get balances, upcoming expiries and worth",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => balanceOf(ask, memberRef(ask.caller, input)),
  ),

  transactions: query(
    {
      access: READERS,
      input: schema.transactionsInput,
      output: schema.transactions,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/points/transactions",
        tag: "points",
        summary: "List a member’s ledger entries, newest first",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => transactionsOf(ask, memberRef(ask.caller, input), input),
  ),

  /** For the file of one's own history; others list them. */
  statement: query(
    {
      access: { member: "self" },
      input: schema.statementInput,
      output: schema.statement,
      fromReplica: true,
    },
    (ask, input) => statementOf(ask, memberRef(ask.caller, input), input),
  ),

  explain: query(
    {
      access: READERS,
      input: explainInput,
      output: explainOutput,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/points/explain",
        tag: "points",
        summary: "Explain balances and tier, now or at a past moment",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, { asOf, ...who }) => explain(ask, memberRef(ask.caller, who), asOf ?? ask.now),
  ),

  /** Why one is in one's tier, in short: `explain` has every step. */
  tierStep: query({ access: { member: "self" }, input: nothing, output: tierStep }, (ask) =>
    lastTierStep(ask, memberRef(ask.caller, {})),
  ),

  use: command(
    {
      journal: "act",
      access: { service: "points:write" },
      input: schema.useInput,
      output: schema.useOutput,
      rest: {
        method: "POST",
        path: "/points/use",
        tag: "points",
        summary: "Redeem points on an order",
        description:
          "Earliest-expiring points go first. One redemption for each order: the same call again answers the same. A member’s own page holds points (POST /points/holds), and the service captures them.",
        errors: [
          "MEMBER_NOT_FOUND",
          "DUPLICATE_REFERENCE",
          "MEMBER_STATUS_INVALID",
          "CURRENCY_WITHOUT_RATE",
          "DEDUCTION_LIMIT_EXCEEDED",
          "INSUFFICIENT_POINTS",
        ],
        example: {
          input: { externalId: "u-1001", points: 300, orderId: "A1001", orderAmountMinor: 29_900 },
        },
      },
    },
    (work, input) => payWithPoints(work, memberRef(work.caller, input), input),
  ),

  hold: command(
    {
      journal: "act",
      access: { member: "self", service: "points:write" },
      input: held.holdInput,
      output: held.holdOutput,
      rest: {
        method: "POST",
        path: "/points/holds",
        tag: "points",
        summary: "Hold points for a checkout",
        description:
          "It ends in one way: captured, released, or expired by itself. A member may hold points themself, at most five times at once: that keeps nobody else off the order and gives way to the service’s own hold or use.",
        errors: [
          "MEMBER_NOT_FOUND",
          "DUPLICATE_REFERENCE",
          "MEMBER_STATUS_INVALID",
          "LIMIT_REACHED",
          "CURRENCY_WITHOUT_RATE",
          "DEDUCTION_LIMIT_EXCEEDED",
          "INSUFFICIENT_POINTS",
        ],
        example: {
          input: { externalId: "u-1001", points: 300, orderId: "A1002", orderAmountMinor: 29_900 },
        },
      },
    },
    (work, input) =>
      holdPoints(work, memberRef(work.caller, input), {
        points: input.points,
        orderId: input.orderId,
        orderAmountMinor: input.orderAmountMinor,
        currency: input.currency,
        ttlSeconds: input.ttlSeconds ?? null,
      }),
  ),

  holdView: query(
    {
      access: { member: "self", service: "points:write" },
      input: held.holdIdInput,
      output: held.holdView,
      rest: {
        method: "GET",
        path: "/points/holds/{holdId}",
        tag: "points",
        summary: "Get a hold and its outcome",
        errors: ["HOLD_NOT_FOUND"],
      },
    },
    (ask, input) => runWork(ask, null, (work) => viewHold(work, input.holdId)),
  ),

  capture: command(
    {
      journal: "act",
      access: { service: "points:write" },
      input: held.captureInput,
      output: held.captureOutput,
      rest: {
        method: "POST",
        path: "/points/holds/{holdId}/capture",
        tag: "points",
        summary: "Capture a hold, in full or in part",
        description:
          "By a service only, with the order that is paid and its true amount: the cap is checked again by it, and by what is known of the order. A hold on another order is not found, so an id that a customer’s page sent can be no other customer’s, nor one that paid for another order. On 409 DEDUCTION_LIMIT_EXCEEDED capture `maxPoints`, or release.",
        errors: [
          "HOLD_NOT_FOUND",
          "HOLD_NOT_ACTIVE",
          "DUPLICATE_REFERENCE",
          "CURRENCY_WITHOUT_RATE",
          "DEDUCTION_LIMIT_EXCEEDED",
        ],
        example: { input: { orderId: "A1002", points: 200, orderAmountMinor: 29_900 } },
      },
    },
    (work, { holdId, points = null, orderAmountMinor = null, orderId = null, currency }) =>
      captureHold(work, holdId, { points, orderAmountMinor, orderId, currency }),
  ),

  release: command(
    {
      journal: "act",
      access: { member: "self", service: "points:write" },
      input: held.holdIdInput,
      output: held.releaseOutput,
      rest: {
        method: "POST",
        path: "/points/holds/{holdId}/release",
        tag: "points",
        summary: "Release a hold",
        errors: ["HOLD_NOT_FOUND", "HOLD_NOT_ACTIVE"],
      },
    },
    (work, input) => releaseHold(work, input.holdId),
  ),

  reverse: command(
    {
      journal: "act",
      access: { service: "points:write" },
      input: schema.reverseInput,
      output: schema.reverseOutput,
      rest: {
        method: "POST",
        path: "/points/transactions/{id}/reverse",
        tag: "points",
        summary: "Reverse a redemption on an order, in full or in part",
        errors: ["TRANSACTION_NOT_FOUND", "DUPLICATE_REFERENCE"],
        example: { input: { reason: "order was not placed" } },
      },
    },
    (work, { id, points = null, reference = null, reason }) =>
      reverseRedemption(work, id, { points, reference, reason }),
  ),

  ledgerCheck: query(
    { access: { operator: "audit:read" }, input: nothing, output: ledgerCheck },
    (ask) => lastLedgerCheck(ask.db),
  ),
};

/** Among a member's own lists. */
export const memberLotsProcedures = {
  lots: query(
    { access: { operator: "members:read" }, input: lotsInput, output: lotList, fromReplica: true },
    (ask, { limit, cursor, ...who }) =>
      listLots(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),
};

export { appendOnly } from "./service/append-only";
