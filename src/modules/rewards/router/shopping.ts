import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import * as parcels from "../schema/fulfilment";
import * as schema from "../schema/rewards";
import { cancelRedemption } from "../service/fulfil";
import { goalFor, setGoal } from "../service/goal";
import { readdress } from "../service/readdress";
import { categoriesOf, rewardFor, rewardsFor } from "../service/shelf";
import { takeReward } from "../service/take-reward";
import { redemptionsFor } from "../service/view";

const READERS = { member: "self", operator: "members:read", service: "members:read" } as const;
const SPENDERS = { member: "self", service: "points:write" } as const;

/** What members, and services for them, do in the mall. */
export const shopping = {
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
        description:
          "Sold-out rewards are unlisted until restocked. A category is named by its key, as /reward-categories has it.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => rewardsFor(ask, memberRef(ask.caller, input), input),
  ),

  get: query(
    {
      access: READERS,
      input: schema.rewardInput,
      output: schema.rewardView,
      rest: {
        method: "GET",
        path: "/rewards/{rewardId}",
        tag: "rewards",
        summary: "Get a reward and whether the member can redeem it",
        errors: ["MEMBER_NOT_FOUND", "REWARD_NOT_FOUND"],
      },
    },
    (ask, { rewardId, ...who }) => rewardFor(ask, memberRef(ask.caller, who), rewardId),
  ),

  categories: query(
    {
      access: READERS,
      input: schema.rewardCategoriesInput,
      output: schema.rewardCategories,
      rest: {
        method: "GET",
        path: "/reward-categories",
        tag: "rewards",
        summary: "List the categories of the rewards on the shelf",
      },
    },
    (ask) => categoriesOf(ask),
  ),

  goal: query(
    {
      access: READERS,
      input: schema.goalInput,
      output: schema.goalOutput,
      rest: {
        method: "GET",
        path: "/reward-goal",
        tag: "rewards",
        summary: "Get the reward a member saves for, and how far it is",
        description:
          "How much is still to be spent goes by the rules in force and the member’s tier, for one order without any activity.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => goalFor(ask, memberRef(ask.caller, input)),
  ),

  setGoal: command(
    {
      access: SPENDERS,
      input: schema.setGoalInput,
      output: schema.setGoalOutput,
      rest: {
        method: "PUT",
        path: "/reward-goal",
        tag: "rewards",
        summary: "Set the reward a member saves for, or none",
        description: "One at a time. It ends when the member redeems it.",
        errors: ["MEMBER_NOT_FOUND", "MEMBER_STATUS_INVALID", "REWARD_NOT_FOUND"],
        example: { input: { externalId: "u-1001", rewardId: "1" } },
      },
    },
    (work, { rewardId, ...who }) => setGoal(work, memberRef(work.caller, who), rewardId),
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
          "ADDRESS_NOT_FOUND",
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
    (work, { rewardId, quantity, deliveryAddress, addressId, ...who }) =>
      takeReward(work, memberRef(work.caller, who), {
        rewardId,
        quantity,
        deliveryAddress,
        addressId,
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

  readdress: command(
    {
      journal: "act",
      access: { member: "self", operator: "rewards:write", service: "fulfilment:write" },
      input: parcels.readdressInput,
      output: parcels.readdressOutput,
      rest: {
        method: "POST",
        path: "/redemptions/{redemptionId}/address",
        tag: "rewards",
        summary: "Change where a parcel goes, until it is shipped",
        description: "A shipment that names the address revision before is refused.",
        errors: ["REDEMPTION_NOT_FOUND", "REDEMPTION_STATUS_INVALID"],
        example: {
          input: {
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
    (work, { redemptionId, deliveryAddress }) => readdress(work, redemptionId, deliveryAddress),
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
          "Points and stock go back, once; points that have expired meanwhile expire at once. What was on its way before and waits again is the shop’s to cancel. A second time answers the same. A service may say whom it acts for: another member’s redemption is not found then.",
        errors: ["MEMBER_NOT_FOUND", "REDEMPTION_NOT_FOUND", "REDEMPTION_STATUS_INVALID"],
      },
    },
    (work, { id, ...who }) => {
      const isNamed = Object.values(who).some((name) => name !== undefined);
      const owner = isNamed ? memberRef(work.caller, who) : null;
      return cancelRedemption(work, id, null, owner);
    },
  ),
};
