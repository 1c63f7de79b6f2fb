import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as labels from "./schema/labels";
import * as schema from "./schema/segments";
import { changeAttribute, defineAttribute, listAttributes } from "./service/attributes";
import { labelsOf, setLabels, setLabelsOf, tagsInUse } from "./service/labels";
import {
  countRule,
  createSegment,
  getSegment,
  listMembers,
  listSegments,
  membersOf,
  updateSegment,
} from "./service/segments";

const READ = { operator: "members:read", service: "members:read" } as const;
const WRITE = { operator: "members:write", service: "members:write" } as const;
const tag = "members";

const QUIET_GOLD = {
  match: "ALL",
  of: [
    { field: "tier", in: ["GOLD"] },
    { field: "lastOrder", min: 90 },
  ],
} as const;
const NAMED = { name: { "zh-CN": "沉睡金牌会员", en: "Quiet gold members" } } as const;

export const segmentsRouter = router({
  list: query(
    {
      access: READ,
      input: nothing,
      output: schema.segmentList,
      rest: { method: "GET", path: "/segments", tag, summary: "List segments" },
    },
    (ask) => listSegments(ask),
  ),

  get: query(
    {
      access: READ,
      input: schema.segmentOf,
      output: schema.segmentView,
      rest: {
        method: "GET",
        path: "/segments/{segmentId}",
        tag,
        summary: "Get a segment",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, { segmentId }) => getSegment(ask, segmentId),
  ),

  count: query(
    {
      access: READ,
      input: schema.countInput,
      output: schema.counted,
      cost: 10,
      rest: {
        method: "POST",
        path: "/segments/count",
        tag,
        summary: "Count the members who match a rule",
        description:
          "A rule is conditions, and groups of them, of which all hold or any. Nothing is saved. What happened lately counts within seconds; what a day decides, once the day’s pass is through.",
        example: { input: { rule: QUIET_GOLD } },
      },
    },
    (ask, { rule }) => countRule(ask, rule),
  ),

  create: command(
    {
      access: WRITE,
      input: schema.createSegment,
      output: schema.segmentView,
      rest: {
        method: "POST",
        path: "/segments",
        tag,
        summary: "Create a segment",
        description: "By a rule, or as a list that members are put on.",
        status: 201,
        statuses: [201],
        errors: ["LIMIT_REACHED"],
        example: { input: { ...NAMED, rule: QUIET_GOLD } },
      },
    },
    (work, input) => createSegment(work, input),
  ),

  update: command(
    {
      access: WRITE,
      input: schema.updateSegment,
      output: schema.segmentView,
      rest: {
        method: "PUT",
        path: "/segments/{segmentId}",
        tag,
        summary: "Change or archive a segment",
        description:
          "Who enters or leaves because the rule is another is told by no event. A list stays a list.",
        errors: ["NOT_FOUND", "VERSION_CONFLICT"],
        example: { input: { ...NAMED, rule: QUIET_GOLD, revision: 1 } },
      },
    },
    (work, input) => updateSegment(work, input),
  ),

  members: query(
    {
      access: READ,
      input: schema.segmentMembersInput,
      output: schema.segmentMembers,
      rest: {
        method: "GET",
        path: "/segments/{segmentId}/members",
        tag,
        summary: "List the members of a segment",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, { segmentId, limit, cursor }) => membersOf(ask, segmentId, { limit, cursor }),
  ),

  listMembers: command(
    {
      access: WRITE,
      input: schema.listMembersInput,
      output: schema.listMembersResult,
      rest: {
        method: "POST",
        path: "/segments/{segmentId}/members",
        tag,
        summary: "Put members on a list and take some off, a hundred of each",
        errors: ["NOT_FOUND"],
        example: { input: { add: [{ externalId: "u-1001" }], remove: [] } },
      },
    },
    (work, input) => listMembers(work, input),
  ),
});

/** What is known of members beside what the program knows. */
export const labelsProcedures = {
  labels: query(
    {
      access: READ,
      input: labels.labelsOf,
      output: labels.labels,
      rest: {
        method: "GET",
        path: "/members/{memberId}/labels",
        tag,
        summary: "Get a member’s tags and attributes",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask, input) => labelsOf(ask, memberRef(ask.caller, input)),
  ),

  setLabels: command(
    {
      access: WRITE,
      input: labels.labelsInput,
      output: labels.labels,
      rest: {
        method: "PUT",
        path: "/members/{memberId}/labels",
        tag,
        summary: "Set tags and attributes of a member",
        description: "What isn’t named stays. The same said twice changes nothing more.",
        errors: ["MEMBER_NOT_FOUND", "MEMBER_STATUS_INVALID", "NOT_FOUND", "LIMIT_REACHED"],
        example: { input: { addTags: ["团购"], attributes: { height: 172.5, size: null } } },
      },
    },
    (work, { memberId, ...change }) =>
      setLabels(work, memberRef(work.caller, { memberId }), change),
  ),

  setLabelsOf: command(
    {
      access: WRITE,
      input: labels.labelsBatch,
      output: labels.labelsResults,
      rest: {
        method: "POST",
        path: "/members/labels",
        tag,
        summary: "Set tags and attributes of up to a hundred members",
        description: "Each by itself: one that is refused is told, and keeps no other from it.",
        example: { input: { items: [{ externalId: "u-1001", addTags: ["团购"] }] } },
      },
    },
    (work, { items }) => setLabelsOf(work, items),
  ),

  tags: query(
    {
      access: READ,
      input: nothing,
      output: labels.tagList,
      rest: { method: "GET", path: "/members/tags", tag, summary: "List the tags in use" },
    },
    (ask) => tagsInUse(ask),
  ),

  attributes: query(
    {
      access: READ,
      input: nothing,
      output: labels.attributeList,
      rest: {
        method: "GET",
        path: "/members/attributes",
        tag,
        summary: "List the attributes that members may have",
      },
    },
    (ask) => listAttributes(ask),
  ),

  defineAttribute: command(
    {
      access: { operator: "members:write" },
      input: labels.createAttribute,
      output: labels.attributeView,
    },
    (work, input) => defineAttribute(work, input),
  ),

  changeAttribute: command(
    {
      access: { operator: "members:write" },
      input: labels.updateAttribute,
      output: labels.attributeView,
    },
    (work, input) => changeAttribute(work, input),
  ),
};
