import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as schema from "./schema/earning";
import * as referral from "./schema/referral";
import { checkIn, checkInsOf } from "./service/check-in";
import { firstStepsOf } from "./service/first-steps";
import { invitationsOf, termsOf } from "./service/invite";
import { listInvited } from "./service/invited";
import { makeUp } from "./service/make-up";
import { waysOf } from "./service/ways";

const READERS = { member: "self", operator: "members:read", service: "members:read" } as const;

/** What members do besides buying. */
export const earningRouter = router({
  ways: query({ access: READERS, input: schema.whoInput, output: schema.ways }, (ask, input) =>
    waysOf(ask, memberRef(ask.caller, input)),
  ),

  firstSteps: query(
    { access: READERS, input: schema.whoInput, output: schema.firstSteps },
    (ask, input) => firstStepsOf(ask, memberRef(ask.caller, input)),
  ),

  checkIn: command(
    {
      journal: "act",
      access: { member: "self", service: "points:write" },
      input: schema.whoInput,
      output: schema.checkInOutput,
      rest: {
        method: "POST",
        path: "/check-in",
        tag: "activities",
        summary: "Check in for today",
        description: "Once per business date in the program’s time zone.",
        errors: [
          "MEMBER_NOT_FOUND",
          "ALREADY_CHECKED_IN",
          "MEMBER_STATUS_INVALID",
          "ACTIVITY_UNAVAILABLE",
        ],
        example: { input: { externalId: "u-1001" } },
      },
    },
    (work, input) => checkIn(work, memberRef(work.caller, input)),
  ),

  makeUp: command(
    {
      journal: "act",
      access: { member: "self", service: "points:write" },
      input: schema.makeUpInput,
      output: schema.makeUpOutput,
      rest: {
        method: "POST",
        path: "/check-in/make-up",
        tag: "activities",
        summary: "Make up a missed day of this month",
        description:
          "Where the program has it: a day of this month, once, so many a month, for points. It joins the consecutive days around it and brings their extra; it can’t be undone.",
        errors: [
          "MEMBER_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "ACTIVITY_UNAVAILABLE",
          "ALREADY_CHECKED_IN",
          "LIMIT_REACHED",
          "INSUFFICIENT_POINTS",
        ],
        example: { input: { externalId: "u-1001", date: "2026-11-20" } },
      },
    },
    (work, { date, ...who }) => makeUp(work, memberRef(work.caller, who), date),
  ),

  checkIns: query(
    {
      access: READERS,
      input: schema.checkInsInput,
      output: schema.checkIns,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/check-in",
        tag: "activities",
        summary: "Get a month’s check-ins and the streak",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, { month, ...who }) => checkInsOf(ask, memberRef(ask.caller, who), month),
  ),

  invitations: query(
    {
      access: READERS,
      input: schema.whoInput,
      output: referral.invitations,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/invitations",
        tag: "activities",
        summary: "Get a member’s referral code and results",
        errors: ["MEMBER_NOT_FOUND", "MEMBER_STATUS_INVALID"],
      },
    },
    (ask, input) => invitationsOf(ask, memberRef(ask.caller, input)),
  ),

  /** For whoever followed a link and is no member yet. */
  invitationTerms: query(
    { access: { public: true }, input: nothing, output: referral.invitationTerms },
    termsOf,
  ),

  invited: query(
    { access: { member: "self" }, input: referral.invitedInput, output: referral.invited },
    (ask, input) => listInvited(ask, memberRef(ask.caller, {}), input),
  ),
});
