import type { z } from "zod";
import { createInput } from "@/modules/automations/schema";
import { actOnAutomation } from "@/modules/automations/service/act";
import { createAutomation, listAutomations } from "@/modules/automations/service/manage";
import { at, told } from "./acts";
import type { CouponIds } from "./coupons";

/** Automations of the demo: they run from when it is made, so what happened in its past brings nothing. */

type Wanted = Omit<z.input<typeof createInput>, "definitionId">;

const AUTOMATIONS = {
  "gift-20": {
    name: { "zh-CN": "升级礼券", en: "New tier gift" },
    trigger: { kind: "TIER_REACHED", tiers: ["GOLD", "DIAMOND"] },
    totalLimit: 2000,
  },
  tenth: {
    name: { "zh-CN": "生日券", en: "Birthday coupon" },
    trigger: { kind: "BIRTHDAY", on: "DAY", daysBefore: 7 },
    againAfterDays: 365,
    conditions: { boughtOnly: true },
    totalLimit: 1000,
  },
} as const satisfies Partial<Record<string, Wanted>>;

/** Makes and starts those that are not there yet. */
export async function startAutomations(coupons: CouponIds): Promise<void> {
  for (const [coupon, wanted] of Object.entries(AUTOMATIONS)) {
    const definitionId = String(coupons.get(coupon as keyof typeof AUTOMATIONS) ?? 0);
    const automation = createInput.parse({ ...structuredClone(wanted), definitionId });
    const made = await at(new Date(), async (work) => {
      const { items } = await listAutomations(work, { limit: 100 });
      const known = items.find(({ name }) => name.en === automation.name.en);
      if (known) return known;
      told(work, "automations.create", { ...wanted, definitionId }, "definition");
      return createAutomation(work, automation);
    });
    if (made.state !== "DRAFT") continue;
    const start = { revision: made.revision, action: "start" as const };
    await at(new Date(), (work) => {
      const automationId = String(made.automationId);
      told(work, "automations.act", { automationId, ...start }, "definition");
      return actOnAutomation(work, { automationId: made.automationId, ...start }, true);
    });
  }
}
