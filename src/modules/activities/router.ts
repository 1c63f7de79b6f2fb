import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema/activity";
import { joinInput, joinOutput } from "./schema/join";
import { noticeList, noticesInput, noticesRead, readNoticesInput } from "./schema/notices";
import { joinActivity } from "./service/join";
import { listActivities } from "./service/list";
import { changeActivity, createActivity } from "./service/manage";
import { manageActivities, managedActivity } from "./service/managed";
import { listNotices, readNotices } from "./service/notices";
import { participationsOf } from "./service/participations";

const OPERATOR = { operator: "activities:write" } as const;

export const activitiesRouter = router({
  list: query(
    {
      access: { public: true, member: "self" },
      input: schema.listInput,
      output: schema.activityList,
      rest: {
        method: "GET",
        path: "/activities",
        tag: "activities",
        summary: "List activities and the member’s standing",
        description:
          "Those that end last come first. For a signed-in member with eligibility, the reason if not, and progress.",
      },
    },
    (ask, input) => listActivities(ask, input),
  ),

  join: command(
    {
      journal: "act",
      access: { member: "self", service: "points:write" },
      input: joinInput,
      output: joinOutput,
      rest: {
        method: "POST",
        path: "/activities/{activityId}/join",
        tag: "activities",
        summary: "Join an activity",
        errors: [
          "MEMBER_NOT_FOUND",
          "ACTIVITY_NOT_FOUND",
          "ALREADY_JOINED",
          "MEMBER_STATUS_INVALID",
          "ACTIVITY_UNAVAILABLE",
        ],
        example: { input: { externalId: "u-1001" } },
      },
    },
    (work, { activityId, ...who }) => joinActivity(work, memberRef(work.caller, who), activityId),
    { lanes: ({ activityId }) => [`activity:${activityId}`] },
  ),

  create: command(
    {
      journal: "definition",
      access: OPERATOR,
      input: schema.createInput,
      output: schema.savedActivity,
      rest: {
        method: "POST",
        path: "/activities",
        tag: "activities",
        summary: "Create an activity",
        description:
          "A draft unless publish is true. One that could bring more points than a person may give a day stays a draft and names the request that a second person decides.",
        status: 201,
        statuses: [201],
        errors: ["NOT_FOUND", "COUPON_UNAVAILABLE", "TIER_NOT_FOUND"],
        example: {
          input: {
            title: "双倍积分周",
            titleEn: "Double points week",
            description: "一周内购物积分翻倍。",
            descriptionEn: "All orders of the week earn twice the points.",
            startsAt: "2027-06-01T00:00:00+08:00",
            endsAt: "2027-06-08T00:00:00+08:00",
            effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
            joining: "AUTOMATIC",
            pointsBudget: 20_000,
            publish: true,
          },
        },
      },
    },
    (work, { publish, ...activity }) => createActivity(work, activity, publish),
  ),

  change: command(
    {
      journal: "definition",
      access: OPERATOR,
      input: schema.changeInput,
      output: schema.savedActivity,
      rest: {
        method: "PUT",
        path: "/activities/{activityId}",
        tag: "activities",
        summary: "Change, publish, pause, resume or end an activity",
        description:
          "Once it has started only its words change, and its end, capacity and budget only upwards. What could bring more points than a person may give a day changes nothing and names the request that a second person decides.",
        errors: [
          "ACTIVITY_NOT_FOUND",
          "VERSION_CONFLICT",
          "NOT_FOUND",
          "COUPON_UNAVAILABLE",
          "TIER_NOT_FOUND",
          "ACTIVITY_UNAVAILABLE",
        ],
        example: { input: { revision: 1, action: "pause", reason: "stock is late" } },
      },
    },
    (work, { activityId, revision, action, reason, ...change }) =>
      changeActivity(work, {
        activityId,
        revision,
        action: action ?? null,
        reason: reason ?? null,
        change,
      }),
  ),

  manage: query(
    { access: OPERATOR, input: schema.manageInput, output: schema.managedList },
    (ask, input) => manageActivities(ask, input),
  ),

  participations: query(
    {
      access: { operator: "members:read" },
      input: schema.participationsInput,
      output: schema.participationList,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      participationsOf(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),

  get: query(
    { access: OPERATOR, input: schema.byActivity, output: schema.managedActivity },
    (ask, { activityId }) => managedActivity(ask, activityId),
  ),

  notices: query({ access: OPERATOR, input: noticesInput, output: noticeList }, (ask, input) =>
    listNotices(ask, input),
  ),

  readNotices: command(
    { access: OPERATOR, input: readNoticesInput, output: noticesRead },
    (work, { noticeIds }) => readNotices(work, noticeIds),
  ),
});
