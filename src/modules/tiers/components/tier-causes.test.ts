import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import type { Locale } from "@/i18n/config";
import en from "@/i18n/messages/en/tiers.json";
import zh from "@/i18n/messages/zh-CN/tiers.json";
import { tierCause } from "../schema";

const facts = { tier: "T", date: "D", amount: "¥5,000" };

describe.each([
  ["zh-CN", zh],
  ["en", en],
] as const)("why somebody is in a tier, in %s", (locale, messages) => {
  const of = { locale: locale as Locale, messages: { tiers: messages as typeof zh } };
  const t = createTranslator({ ...of, namespace: "tiers.why" });
  const tHistory = createTranslator({ ...of, namespace: "tiers.history" });

  it.each(
    tierCause.options.flatMap((cause) =>
      (["rolling12Months", "lifetime"] as const).map((period) => ({ cause, period })),
    ),
  )("is said for $cause by spend of $period", ({ cause, period }) => {
    const said = t(`cause.${cause}`, { ...facts, period });
    expect(said).toContain("T");
    expect(said).toContain("D");
    expect(said).not.toMatch(/[{}]|cause\./);
    // Whoever sets a tier by hand goes by no spend.
    expect(said.includes("¥5,000")).toBe(cause !== "MANUAL");
    expect(tHistory(`causes.${cause}`)).not.toMatch(/causes\./);
  });

  it("differs by every cause", () => {
    const said = tierCause.options.map((cause) =>
      t(`cause.${cause}`, { ...facts, period: "lifetime" }),
    );
    expect(new Set(said).size).toBe(said.length);
  });
});
