import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import en from "@/i18n/messages/en/benefits.json";
import zhCN from "@/i18n/messages/zh-CN/benefits.json";
import { benefitTypes } from "@/modules/benefits/types/registry";
import { registryText } from "./benefit-types.mjs";

const FOLDER = fileURLToPath(new URL("../src/modules/benefits/types", import.meta.url));

describe("the list of benefit types", () => {
  it("is what the files of its folder make of it (node scripts/benefit-types.mjs)", () => {
    const written = readFileSync(`${FOLDER}/registry.ts`, "utf8");
    expect(written).toBe(registryText(readdirSync(FOLDER)));
  });

  it("takes in a new type by its file alone, in an order that never varies", () => {
    const names = ["registry.ts", "trial-size.ts", "coupon.ts", "coupon.test.ts"];
    const text = registryText(names);
    expect(registryText([...names].reverse())).toBe(text);
    expect(text).toContain('import { trialSize } from "./trial-size";\n');
    expect(text).toContain("= {\n  COUPON: coupon,\n  TRIAL_SIZE: trialSize,\n};\n");
  });

  it.each(Object.keys(benefitTypes))("%s has words in both languages", (type) => {
    for (const catalog of [zhCN.types, en.types]) {
      expect(catalog).toHaveProperty([type, "name"], expect.stringMatching(/./));
      expect(catalog).toHaveProperty([type, "summary"], expect.stringMatching(/./));
    }
  });
});
