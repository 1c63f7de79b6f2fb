import { describe, expect, it } from "vitest";
import { createInput } from "@/modules/automations/schema";
import { type AutomationDraft, automationOf, draftOf } from "./automation-draft";
import type { Automation } from "./automations-query";

const ZONE = "Asia/Shanghai";
const draft = (typed: Partial<AutomationDraft>): AutomationDraft => ({
  ...draftOf(null, ZONE),
  name: { "zh-CN": "新会员礼", en: "Welcome gift" },
  definitionId: "1",
  ...typed,
});

describe("an automation in its form", () => {
  it.each<[string, Partial<AutomationDraft>]>([
    ["who joins", { limit: "500", startsAt: "2026-12-01T00:00", endsAt: "2026-12-31T00:00" }],
    ["a first order", { kind: "FIRST_ORDER", minimum: "99.5", marketingOnly: true }],
    ["tiers", { kind: "TIER_REACHED", tiers: ["GOLD", "DIAMOND"], again: "365" }],
    ["a week before a birthday", { kind: "BIRTHDAY", daysBefore: "7", boughtOnly: true }],
    ["a birthday's month", { kind: "BIRTHDAY", on: "MONTH", onlyTiers: ["GOLD"] }],
    ["days without an order", { kind: "QUIET", days: "45", again: "90" }],
  ])("is what it was when it is opened again: %s", (_, typed) => {
    const input = automationOf(draft(typed), ZONE);
    const { startsAt, endsAt, ...settings } = createInput.parse(input);
    const instants = {
      startsAt: startsAt?.toISOString() ?? null,
      endsAt: endsAt?.toISOString() ?? null,
    };
    const kept = { ...settings, ...instants, definitionId: "1" } as unknown as Automation;
    expect(automationOf(draftOf(kept, ZONE), ZONE)).toEqual(input);
  });

  it.each<Partial<AutomationDraft>>([
    { name: { "zh-CN": "", en: "Gift" } },
    { definitionId: "" },
    { kind: "TIER_REACHED", tiers: [] },
    { kind: "FIRST_ORDER", minimum: "a lot" },
    { kind: "BIRTHDAY", daysBefore: "31" },
    { kind: "QUIET", days: "" },
    { limit: "0" },
  ])("is refused by the schema: %j", (typed) => {
    expect(createInput.safeParse(automationOf(draft(typed), ZONE)).success).toBe(false);
  });
});
