import { command, query, router } from "@/platform/trpc";
import * as schema from "../schema/managed";
import { cancelOutput } from "../schema/rewards";
import { cancelRedemption, revealCodes } from "../service/fulfil";
import * as manage from "../service/manage";
import { addresses } from "./addresses";
import { fulfilment } from "./fulfilment";
import { shopping } from "./shopping";

const OPERATORS = { operator: "rewards:write" } as const;

export const rewardsRouter = router({
  ...shopping,
  ...addresses,
  ...fulfilment,

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

  /** Whoever hands codes out sees them, and leaves word of it. */
  reveal: command(
    { access: OPERATORS, input: schema.revealInput, output: schema.revealOutput },
    (work, { redemptionId, reason }) => revealCodes(work, redemptionId, reason),
  ),

  withdraw: command(
    { journal: "act", access: OPERATORS, input: schema.withdrawInput, output: cancelOutput },
    (work, input) => cancelRedemption(work, input.redemptionId, input.reason),
  ),
});
