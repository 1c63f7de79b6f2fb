import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { actOnAutomation } from "./service/act";
import { listGifts } from "./service/gifts";
import {
  createAutomation,
  getAutomation,
  listAutomations,
  updateAutomation,
} from "./service/manage";
import { prospectsOf } from "./service/prospects";

const OPERATOR = { operator: "activities:write" } as const;
const tag = "activities";

const NEW_MEMBERS = {
  name: { "zh-CN": "新会员礼", en: "Welcome gift" },
  definitionId: "1",
  trigger: { kind: "JOINED" },
  totalLimit: 1000,
} as const;

export const automationsRouter = router({
  list: query(
    {
      access: OPERATOR,
      input: schema.listInput,
      output: schema.automationList,
      rest: { method: "GET", path: "/automations", tag, summary: "List automations" },
    },
    (ask, input) => listAutomations(ask, input),
  ),

  get: query(
    {
      access: OPERATOR,
      input: schema.byId,
      output: schema.automationDetail,
      rest: {
        method: "GET",
        path: "/automations/{automationId}",
        tag,
        summary: "Get an automation and what it gave",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, { automationId }) => getAutomation(ask, automationId),
  ),

  create: command(
    {
      journal: "definition",
      access: OPERATOR,
      input: schema.createInput,
      output: schema.automationView,
      rest: {
        method: "POST",
        path: "/automations",
        tag,
        summary: "Create an automation",
        description: "A draft: it gives nothing before it is started.",
        status: 201,
        statuses: [201],
        errors: ["TIER_NOT_FOUND", "NOT_FOUND", "COUPON_UNAVAILABLE"],
        example: { input: NEW_MEMBERS },
      },
    },
    (work, input) => createAutomation(work, input),
  ),

  update: command(
    {
      journal: "definition",
      access: OPERATOR,
      input: schema.updateInput,
      output: schema.automationView,
      rest: {
        method: "PUT",
        path: "/automations/{automationId}",
        tag,
        summary: "Change an automation that does not run",
        description:
          "The coupon is given as its definition is by now. What the automation is about stays once it was started.",
        errors: ["NOT_FOUND", "VERSION_CONFLICT", "TIER_NOT_FOUND", "COUPON_UNAVAILABLE"],
        example: { input: { ...NEW_MEMBERS, revision: 1 } },
      },
    },
    (work, input) => updateAutomation(work, input),
  ),

  act: command(
    {
      journal: "definition",
      access: OPERATOR,
      input: schema.actInput,
      output: schema.savedAutomation,
      rest: {
        method: "POST",
        path: "/automations/{automationId}/actions",
        tag,
        summary: "Start, pause or end an automation",
        description:
          "What it can give at most counts on the day of whoever starts it. Beyond it, and without a total limit, nothing changes, and the request that a second person decides is named. What happens while it is paused does not count.",
        errors: ["NOT_FOUND", "VERSION_CONFLICT", "TIER_NOT_FOUND", "COUPON_UNAVAILABLE"],
        example: { input: { revision: 1, action: "start" } },
      },
    },
    (work, input) => actOnAutomation(work, input),
  ),

  prospects: query(
    {
      access: OPERATOR,
      input: schema.byId,
      output: schema.prospects,
      rest: {
        method: "GET",
        path: "/automations/{automationId}/prospects",
        tag,
        summary: "Count whom an automation would give a coupon",
        description:
          "Today, by birthdays and by days without an order; for what happened yesterday otherwise. Nothing is given, and at most 10,000 are counted.",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, { automationId }) => prospectsOf(ask, automationId),
  ),

  gifts: query(
    {
      access: OPERATOR,
      input: schema.giftsInput,
      output: schema.giftList,
      rest: {
        method: "GET",
        path: "/automations/{automationId}/gifts",
        tag,
        summary: "List what an automation gave, took back, and could not give",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, input) => listGifts(ask, input),
  ),
});
