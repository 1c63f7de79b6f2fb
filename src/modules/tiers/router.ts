import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import { PROGRAM_LANE, publishRulesInput, rulesPublished } from "../program/schema/versions";
import * as schema from "./schema";
import { benefitsOf, rungName } from "./schema";
import { assignTier } from "./service/assign";
import { listTierChanges } from "./service/history";
import { programAndLadderOf } from "./service/ladder";
import { previewLadder } from "./service/lifts";
import { momentOf, showMoment } from "./service/moment";
import { dropPreview, listPreviewMembers, startPreview, viewPreview } from "./service/preview";
import { editableLadder, publishLadder, publishRules, versionChange } from "./service/publish";

export const tiersRouter = router({
  list: query(
    {
      access: { public: true },
      input: nothing,
      output: schema.tierList,
      rest: {
        method: "GET",
        path: "/tiers",
        tag: "tiers",
        summary: "List tiers with their benefits",
      },
    },
    async (ask) => {
      const { program, ladder } = await programAndLadderOf(ask);
      const items = ladder.map((rung) => ({
        ...rung,
        name: rungName(rung, ask.locale),
        benefits: benefitsOf(rung, program.rules.benefits, ask.locale),
      }));
      const { tiers: terms, earn, redeem } = program.rules;
      const points = { perYuan: earn.pointsPerYuan, perYuanOff: redeem.pointsPerYuanOff };
      return { items, nextCursor: null, terms, points };
    },
  ),

  moment: query(
    { access: { member: "self" }, input: nothing, output: schema.momentOutput },
    (ask) => momentOf(ask, memberRef(ask.caller, {})),
  ),

  showMoment: command(
    {
      access: { member: "self" },
      input: schema.showMomentInput,
      output: schema.momentShown,
    },
    (work, input) => showMoment(work, memberRef(work.caller, {}), input.reached),
  ),

  assign: command(
    {
      journal: "act",
      access: { operator: "members:write", service: "members:write" },
      input: schema.assignInput,
      output: schema.assignOutput,
      rest: {
        method: "POST",
        path: "/tiers/assign",
        tag: "tiers",
        summary: "Set a member’s tier manually",
        description:
          "A minimum tier until keepUntil; upgrades still apply. One person, or a key, raises only so many members a day above what their spend reaches.",
        errors: [
          "MEMBER_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "TIER_NOT_FOUND",
          "INVALID_TIER_CHANGE",
          "LIMIT_REACHED",
        ],
        example: { input: { externalId: "u-1001", tierCode: "GOLD", reason: "VIP transfer" } },
      },
    },
    (work, input) =>
      assignTier(work, memberRef(work.caller, input), {
        tierCode: input.tierCode,
        reason: input.reason,
        keepUntil: input.keepUntil ?? null,
      }),
  ),

  ladder: query(
    { access: { operator: "program:read" }, input: nothing, output: schema.ladderOutput },
    (ask) => editableLadder(ask),
  ),

  preview: query(
    {
      access: { operator: "program:publish" },
      input: schema.previewInput,
      output: schema.previewOutput,
    },
    (ask, input) => previewLadder(ask, input),
  ),

  publish: command(
    {
      journal: "definition",
      access: { operator: "program:publish" },
      input: schema.publishTiersInput,
      output: rulesPublished,
    },
    (work, input) => publishLadder(work, input),
  ),
});

/** Whoever prepares rules looks at what they would do; publishing them is another thing. */
const PREPARERS = { operator: "program:draft" } as const;

/** What a version says and publishing one: here, because every version has its ladder with it. */
export const ruleProcedures = {
  publishRules: command(
    {
      journal: "definition",
      access: { operator: "program:publish" },
      input: publishRulesInput,
      output: rulesPublished,
    },
    (work, input) => publishRules(work, input),
  ),

  version: query(
    {
      access: { operator: "program:read" },
      input: schema.versionInput,
      output: schema.versionOutput,
      fromReplica: true,
    },
    (ask, { versionId }) => versionChange(ask, versionId),
  ),

  startPreview: command(
    {
      access: PREPARERS,
      input: schema.startPreviewInput,
      output: schema.previewStarted,
    },
    (work, input) => startPreview(work, input),
    { lanes: () => [PROGRAM_LANE] },
  ),

  preview: query(
    {
      access: PREPARERS,
      input: schema.previewId,
      output: schema.previewView,
    },
    (ask, { previewId }) => viewPreview(ask, previewId),
  ),

  previewMembers: query(
    {
      access: PREPARERS,
      input: schema.previewMembersInput,
      output: schema.previewMembers,
      fromReplica: true,
    },
    (ask, input) => listPreviewMembers(ask, input),
  ),

  dropPreview: command(
    {
      access: PREPARERS,
      input: schema.previewId,
      output: schema.previewStarted,
    },
    (work, { previewId }) => dropPreview(work, previewId),
  ),
};

/** Among a member's own lists. */
export const memberTierProcedures = {
  tierHistory: query(
    {
      access: { operator: "members:read" },
      input: schema.tierHistoryInput,
      output: schema.tierHistory,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      listTierChanges(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),
};
