import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import { nothing } from "../../access/schema/access";
import { enrolInput, memberRecord, recordUpdate } from "../../members/schema";
import * as schema from "../schema";
import { closeMember, closeSelf, confirmSelf } from "../service/close";
import { exportMember } from "../service/export";
import { updateRecord } from "../service/hand-over";
import { cardCodesOf, identify } from "../service/identify";
import { selfOf } from "../service/inbox";
import * as lists from "../service/lists";
import { mergedInto, mergeMembers } from "../service/merge";
import { previewMerge } from "../service/merge-preview";
import { changeProfile, changeStatus, enrolMember, profileOf } from "../service/profile";

export const profileProcedures = {
  get: query(
    {
      access: { member: "self", operator: "members:read", service: "members:read" },
      input: schema.profileInput,
      output: schema.profile,
      rest: {
        method: "GET",
        path: "/profile",
        tag: "members",
        summary: "Get a member with tier, points and spend",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => profileOf(ask, memberRef(ask.caller, input)),
  ),

  update: command(
    {
      journal: ["birthday"],
      access: { member: "self" },
      input: schema.profileUpdate,
      output: schema.profile,
      rest: {
        method: "PUT",
        path: "/profile",
        tag: "members",
        summary: "Update nickname, birthday and consents",
        errors: ["MEMBER_STATUS_INVALID", "BIRTHDAY_LOCKED"],
        example: { input: { nickname: "林夏", preferences: { email: true } } },
      },
    },
    (work, input) => changeProfile(work, memberRef(work.caller, {}), input),
  ),

  cardCodes: query(
    {
      access: { member: "self" },
      input: nothing,
      output: schema.cardCodes,
      rest: {
        method: "GET",
        path: "/profile/card-codes",
        tag: "members",
        summary: "Get the codes that a member’s card shows in the next minutes",
        description:
          "Each is shown for thirty seconds, as a QR code or as Code 128, and identifies the member once. There are enough for ten minutes without a connection; ask again every few minutes.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask) => cardCodesOf(ask, selfOf(ask.caller), new Date()),
  ),

  export: query(
    {
      access: { member: "self", operator: "members:write" },
      input: schema.profileInput,
      output: schema.exported,
      fromReplica: true,
      cost: 20,
      large: true,
      rest: {
        method: "GET",
        path: "/profile/export",
        tag: "members",
        summary: "Export all data held about a member",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => exportMember(ask, memberRef(ask.caller, input)),
  ),

  close: command(
    {
      access: { member: "self" },
      input: schema.closeSelfInput,
      output: schema.closed,
      secret: true,
      rest: {
        method: "POST",
        path: "/profile/close",
        tag: "members",
        summary: "Close an account permanently",
        description:
          "What is left is forfeited, the person is erased, the ledger stays under an anonymous member. Signed in, a member types their code and their password.",
        errors: ["MEMBER_STATUS_INVALID"],
        example: { input: { memberCode: "M251105000123", password: "…" } },
      },
    },
    (work, { memberCode }) => closeSelf(work, selfOf(work.caller), { memberCode }),
    { before: (ask, { password }) => confirmSelf(ask, selfOf(ask.caller), password) },
  ),
};

export const memberProcedures = {
  create: command(
    {
      journal: ["externalId", "birthday", "inviteCode"],
      access: { operator: "members:write", service: "members:write" },
      input: enrolInput,
      output: schema.profile,
      rest: {
        method: "POST",
        path: "/members",
        tag: "members",
        summary: "Enrol a member",
        status: 201,
        statuses: [201],
        errors: ["EXTERNAL_ID_TAKEN", "PHONE_TAKEN", "LIMIT_REACHED"],
        example: { input: { externalId: "u-1001", nickname: "林夏" } },
      },
    },
    enrolMember,
  ),

  get: query(
    {
      access: { operator: "members:read", service: "members:read" },
      input: schema.byId,
      output: schema.profile,
      rest: {
        method: "GET",
        path: "/members/{memberId}",
        tag: "members",
        summary: "Get a member’s profile",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => profileOf(ask, memberRef(ask.caller, input)),
  ),

  update: command(
    {
      journal: ["memberId", "externalId", "birthday", "reason"],
      access: { operator: "members:write", service: "members:write" },
      input: recordUpdate,
      output: memberRecord,
      rest: {
        method: "PUT",
        path: "/members/{memberId}",
        tag: "members",
        summary: "Update what is known about a person",
        description:
          "What isn’t named stays, null clears. Send the `version` that was read, so that nobody’s change is lost under yours. Told as `member.updated`, with the names of what changed.",
        errors: [
          "MEMBER_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "VERSION_CONFLICT",
          "LIMIT_REACHED",
          "EXTERNAL_ID_TAKEN",
          "PHONE_TAKEN",
        ],
        example: {
          input: {
            version: 3,
            nickname: "林夏",
            phone: "+8613800001234",
            verified: ["phone"],
            consents: {
              marketing: { given: true, at: "2026-11-20T06:30:00Z", source: "checkout" },
            },
          },
        },
      },
    },
    updateRecord,
  ),

  identify: command(
    {
      access: { operator: "members:read", service: "members:read" },
      input: schema.identifyInput,
      output: schema.identified,
      rest: {
        method: "POST",
        path: "/members/identify",
        tag: "members",
        summary: "Identify a member by the code on their card",
        description:
          "The code that changes is taken for its thirty seconds and those before and after, and identifies once: send an Idempotency-Key, so that asking again after a lost answer is answered alike. Anybody else who sends it is refused (reason USED). The code that never changes is taken while the program lets it.",
        errors: ["CARD_CODE_REFUSED", "MEMBER_NOT_FOUND"],
        example: { input: { code: "25110500012384019273" } },
      },
    },
    (work, { code }) => identify(work, code, new Date()),
  ),

  list: query(
    {
      access: { operator: "members:read", service: "members:read" },
      input: schema.membersInput,
      output: schema.memberList,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/members",
        tag: "members",
        summary: "List members, filtered and in order",
        description:
          "Phones are masked. Go on with `nextCursor` under the same filters and order; whoever enrols or changes meanwhile comes at their place in the order.",
      },
    },
    (ask, input) => lists.listMembers(ask, input),
  ),

  mergePreview: query(
    {
      access: { operator: "members:write", service: "members:write" },
      input: schema.mergePreviewInput,
      output: schema.mergePreview,
      rest: {
        method: "GET",
        path: "/members/{memberId}/merge",
        tag: "members",
        summary: "Preview the merging of two members",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    previewMerge,
  ),

  merge: command(
    {
      journal: ["memberId", "fromMemberId", "reason"],
      access: { operator: "members:write", service: "members:write" },
      input: schema.mergeInput,
      output: schema.merged,
      rest: {
        method: "POST",
        path: "/members/{memberId}/merge",
        tag: "members",
        summary: "Merge another membership of the same person into a member",
        description:
          "Does what the preview with this `version` shows, or nothing. Points, orders and all else become the member’s; the other is closed, and every id of the shop’s and code of theirs means the member. It can’t be undone.",
        errors: ["MEMBER_NOT_FOUND", "MERGE_REFUSED", "VERSION_CONFLICT", "LIMIT_REACHED"],
        example: { input: { fromMemberId: "1002", version: "0".repeat(64), reason: "同一人" } },
      },
    },
    mergeMembers,
  ),

  mergedFrom: query(
    { access: { operator: "members:read" }, input: schema.byId, output: schema.mergedMembers },
    (ask, { memberId }) => mergedInto(ask.db, memberId),
  ),

  setStatus: command(
    {
      journal: "act",
      access: { operator: "members:write" },
      input: schema.statusInput,
      output: schema.profile,
    },
    (work, { status, reason, ...who }) =>
      changeStatus(work, memberRef(work.caller, who), status, reason),
  ),

  close: command(
    {
      access: { operator: "members:write" },
      input: schema.closeInput,
      output: schema.closed,
    },
    (work, { reason, ...who }) => closeMember(work, memberRef(work.caller, who), reason),
  ),
};
