import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema";
import { assignInput, assignOutput, benefitsOf, rungName, tierList } from "./schema";
import { assignTier, currentLadder } from "./service";

export const tiersRouter = router({
  list: query(
    {
      access: { public: true },
      input: nothing,
      output: tierList,
      rest: {
        method: "GET",
        path: "/tiers",
        tag: "tiers",
        summary: "The ladder with its benefits",
      },
    },
    async (ask) => {
      const ladder = await currentLadder(ask.db);
      const items = ladder.map((rung) => ({
        ...rung,
        name: rungName(rung, ask.locale),
        benefits: benefitsOf(rung, ask.locale),
      }));
      return { items, nextCursor: null };
    },
  ),

  assign: command(
    {
      access: { operator: "members:write", service: "members:write" },
      input: assignInput,
      output: assignOutput,
      rest: {
        method: "POST",
        path: "/tiers/assign",
        tag: "tiers",
        summary: "Set a member’s tier by hand",
        description: "A floor until keepUntil; upgrades continue.",
        errors: [
          "MEMBER_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "TIER_NOT_FOUND",
          "INVALID_TIER_CHANGE",
        ],
        example: { input: { externalId: "u-1001", tierCode: "GOLD", reason: "VIP transfer" } },
      },
    },
    (work, input) =>
      assignTier(work, memberRef(work.caller, input), {
        tierCode: input.tierCode,
        reason: input.reason,
        keepUntil: input.keepUntil === undefined ? null : new Date(input.keepUntil),
      }),
  ),
});
