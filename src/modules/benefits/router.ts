import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import { rulesPublished } from "../program/schema/versions";
import * as schema from "./schema/benefits";
import { listDefinitions, removeBenefit, saveBenefit, setTiers } from "./service/edit";
import { cancelUsage, commitUsage } from "./service/end";
import { usagesOf } from "./service/usages";
import { useBenefit } from "./service/use";
import { availableBenefits } from "./service/view";

const SERVICE = { service: "benefits:write" } as const;
/** Every edit is a version of the program, and those are published by admins. */
const EDITORS = { operator: "program:publish" } as const;

export const benefitsRouter = router({
  available: query(
    {
      access: { member: "self", operator: "members:read", service: "members:read" },
      input: schema.whoInput,
      output: schema.availableList,
      rest: {
        method: "GET",
        path: "/benefits/available",
        tag: "benefits",
        summary: "List a member’s benefits and those of higher tiers",
        description:
          "Each says whether it can be used now, why not, and what is left of its quota. What depends on an order’s amount is told by the quote.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => availableBenefits(ask, memberRef(ask.caller, input)),
  ),

  use: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.useInput,
      output: schema.usage,
      rest: {
        method: "POST",
        path: "/benefits/use",
        tag: "benefits",
        summary: "Use a benefit on an order, or reserve it",
        description:
          "One usage for each benefit and order: the same call again answers the same. A reservation is committed, cancelled, or ends by itself.",
        errors: [
          "MEMBER_NOT_FOUND",
          "DUPLICATE_REFERENCE",
          "BENEFIT_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "BENEFIT_UNAVAILABLE",
        ],
        example: {
          input: {
            externalId: "u-1001",
            benefitId: "FREE_SHIPPING",
            orderId: "A1001",
            orderAmountMinor: 29_900,
            shippingMinor: 1_200,
          },
        },
      },
    },
    (work, input) => useBenefit(work, memberRef(work.caller, input), input),
  ),

  commit: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.usageIdInput,
      output: schema.usage,
      rest: {
        method: "POST",
        path: "/benefits/usages/{usageId}/commit",
        tag: "benefits",
        summary: "Commit a reserved benefit",
        errors: ["USAGE_NOT_FOUND", "USAGE_NOT_ACTIVE", "MEMBER_STATUS_INVALID"],
      },
    },
    (work, { usageId }) => commitUsage(work, usageId),
  ),

  cancel: command(
    {
      journal: "act",
      access: SERVICE,
      input: schema.usageIdInput,
      output: schema.usage,
      rest: {
        method: "POST",
        path: "/benefits/usages/{usageId}/cancel",
        tag: "benefits",
        summary: "Cancel a benefit use",
        description:
          "Reserved or used: the quota is restored and points that came with it are clawed back.",
        errors: ["USAGE_NOT_FOUND", "USAGE_NOT_ACTIVE"],
      },
    },
    (work, { usageId }) => cancelUsage(work, usageId),
  ),

  usages: query(
    {
      access: { operator: "members:read" },
      input: schema.usagesInput,
      output: schema.usageList,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      usagesOf(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),

  list: query(
    { access: { operator: "program:read" }, input: nothing, output: schema.definitionList },
    (ask) => listDefinitions(ask),
  ),

  save: command(
    { journal: "definition", access: EDITORS, input: schema.saveInput, output: rulesPublished },
    (work, input) => saveBenefit(work, input),
  ),

  remove: command(
    { journal: "definition", access: EDITORS, input: schema.removeInput, output: rulesPublished },
    (work, input) => removeBenefit(work, input),
  ),

  setTiers: command(
    {
      journal: "definition",
      access: EDITORS,
      input: schema.setTiersInput,
      output: rulesPublished,
      rest: {
        method: "PUT",
        path: "/admin/benefits/tiers",
        tag: "benefits",
        summary: "Say which tiers have which benefits",
        description:
          "All of them in one program version, made from the one that the editor saw: either every benefit named has its new tiers, or nothing has changed. What gives more than one person decides on waits for a second one: `versionId` is null then.",
        errors: ["VERSION_CONFLICT", "BENEFIT_NOT_FOUND", "TIER_NOT_FOUND"],
      },
    },
    (work, input) => setTiers(work, input),
  ),
});
