import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { cancelRedemption, finishRedemption, revealCodes, shipRedemptions } from "./service/fulfil";
import * as manage from "./service/manage";
import { takeReward } from "./service/take-reward";
import { fulfilmentQueue, redemptionsFor, rewardsFor } from "./service/view";

const READERS = { member: "self", operator: "members:read", service: "members:read" } as const;
const SPENDERS = { member: "self", service: "points:write" } as const;
const OPERATORS = { operator: "rewards:write" } as const;

export const rewardsRouter = router({
  list: query(
    {
      access: READERS,
      input: schema.rewardsInput,
      output: schema.rewardList,
      rest: {
        method: "GET",
        path: "/rewards",
        tag: "rewards",
        summary: "List rewards and whether the member can redeem them",
        description: "Sold-out rewards are unlisted until restocked.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => rewardsFor(ask, memberRef(ask.caller, input), input),
  ),

  redeem: command(
    {
      journal: "act",
      access: SPENDERS,
      input: schema.redeemInput,
      output: schema.redeemOutput,
      keyed: true,
      rest: {
        method: "POST",
        path: "/points/redeem",
        tag: "rewards",
        summary: "Redeem a reward",
        description:
          "Stock and points go in one step. A product needs an address and waits to be shipped; a coupon answers with its codes, a pass with what it gives. The call names itself by its Idempotency-Key, which it must have: sent again under the same key it buys once.",
        errors: [
          "MEMBER_NOT_FOUND",
          "REWARD_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "OUT_OF_STOCK",
          "REWARD_UNAVAILABLE",
          "LIMIT_REACHED",
          "INSUFFICIENT_POINTS",
        ],
        example: {
          input: {
            externalId: "u-1001",
            rewardId: "1",
            quantity: 1,
            deliveryAddress: {
              name: "林夏",
              phone: "13800000000",
              region: "浙江省杭州市西湖区",
              line: "文三路 1 号",
            },
          },
        },
      },
    },
    (work, { rewardId, quantity, deliveryAddress, ...who }) =>
      takeReward(work, memberRef(work.caller, who), {
        rewardId,
        quantity,
        deliveryAddress,
      }),
    { lanes: ({ rewardId }) => [`reward:${rewardId}`] },
  ),

  redemptions: query(
    {
      access: READERS,
      input: schema.redemptionsInput,
      output: schema.redemptionList,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/redemptions",
        tag: "rewards",
        summary: "List a member’s redemptions, newest first",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => redemptionsFor(ask, memberRef(ask.caller, input), input),
  ),

  cancel: command(
    {
      journal: "act",
      access: SPENDERS,
      input: schema.cancelInput,
      output: schema.cancelOutput,
      rest: {
        method: "POST",
        path: "/redemptions/{id}/cancel",
        tag: "rewards",
        summary: "Cancel a redemption before it ships",
        description:
          "Points and stock go back, once; points that have expired meanwhile expire at once. A second time answers the same. A service may say whom it acts for: another member’s redemption is not found then.",
        errors: ["MEMBER_NOT_FOUND", "REDEMPTION_NOT_FOUND", "REDEMPTION_STATUS_INVALID"],
      },
    },
    (work, { id, ...who }) => {
      const isNamed = Object.values(who).some((name) => name !== undefined);
      const owner = isNamed ? memberRef(work.caller, who) : null;
      return cancelRedemption(work, id, null, owner);
    },
  ),

  managed: query(
    { access: OPERATORS, input: schema.managedInput, output: schema.managedList },
    (ask, input) => manage.listRewards(ask, input),
  ),

  create: command(
    {
      journal: "definition",
      access: OPERATORS,
      input: schema.createInput,
      output: schema.savedReward,
    },
    (work, input) => manage.createReward(work, input),
  ),

  update: command(
    {
      journal: "definition",
      access: OPERATORS,
      input: schema.updateInput,
      output: schema.savedReward,
    },
    (work, { rewardId, ...update }) => manage.updateReward(work, rewardId, update),
  ),

  changeStock: command(
    {
      journal: "definition",
      access: OPERATORS,
      input: schema.stockInput,
      output: schema.savedReward,
    },
    (work, { rewardId, by, to, reason }) => manage.changeStock(work, rewardId, { by, to, reason }),
  ),

  queue: query(
    { access: OPERATORS, input: schema.queueInput, output: schema.queueList, fromReplica: true },
    (ask, input) => fulfilmentQueue(ask, input),
  ),

  ship: command(
    { journal: "act", access: OPERATORS, input: schema.shipInput, output: schema.shipOutput },
    (work, input) => shipRedemptions(work, input.shipments),
  ),

  /** Whoever hands codes out sees them, and leaves word of it. */
  reveal: command(
    { access: OPERATORS, input: schema.revealInput, output: schema.revealOutput },
    (work, { redemptionId, reason }) => revealCodes(work, redemptionId, reason),
  ),

  finish: command(
    { journal: "act", access: OPERATORS, input: schema.finishInput, output: schema.finishOutput },
    (work, input) => finishRedemption(work, input.redemptionId),
  ),

  withdraw: command(
    { journal: "act", access: OPERATORS, input: schema.withdrawInput, output: schema.cancelOutput },
    (work, input) => cancelRedemption(work, input.redemptionId, input.reason),
  ),
});
