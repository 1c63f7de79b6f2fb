import { expect, it } from "vitest";
import enActivities from "@/i18n/messages/en/activities.json";
import enEarning from "@/i18n/messages/en/earning.json";
import enBenefits from "@/i18n/messages/en/myBenefits.json";
import enRewards from "@/i18n/messages/en/rewards.json";
import activities from "@/i18n/messages/zh-CN/activities.json";
import earning from "@/i18n/messages/zh-CN/earning.json";
import benefits from "@/i18n/messages/zh-CN/myBenefits.json";
import rewards from "@/i18n/messages/zh-CN/rewards.json";
import { iconOf, isGlyph } from "./glyph-icons";

const catalogs = [
  activities,
  rewards,
  benefits,
  enActivities,
  enRewards,
  enBenefits,
  earning.ways,
  enEarning.ways,
];

it.each(catalogs.flatMap(({ glyph }) => Object.entries(glyph)))(
  "%s is a sign or an icon, and no initial: %s",
  (_, glyph) => {
    expect(isGlyph(glyph)).toBe(true);
  },
);

it.each([
  ["折", false],
  ["×", false],
  ["icon:truck", true],
  ["icon:unknown", true],
  ["D", true],
])("%s is drawn as an icon: %s", (glyph, isIcon) => {
  expect(iconOf(glyph) !== null).toBe(isIcon);
});
