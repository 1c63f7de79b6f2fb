import type { AutomationState } from "@/modules/automations/schema";
import type { Outputs } from "@/trpc/client";

export type Automation = Outputs["automations"]["list"]["items"][number];
export type AutomationDetail = Outputs["automations"]["get"];

export const automationStates = [
  "DRAFT",
  "RUNNING",
  "PAUSED",
  "ENDED",
] as const satisfies readonly AutomationState[];

/** The question to the API that an address stands for; the server asks it first. */
export function automationsInput(read: (name: string) => string | undefined) {
  const state = automationStates.find((known) => known === read("state"));
  return { limit: 20, ...(state ? { state } : {}) };
}
