import { expect, it } from "vitest";
import { priceUnit } from "./price-unit";

it.each([
  ["85", "85 折", "折"],
  ["80", "8 折", "= 8 折"],
  ["8", "0.8 折", "= 0.8 折"],
  ["87.5", "8.75 折", "= 8.75 折"],
  ["100", "原价", "= 原价"],
  ["85", "15% off", "= 15% off"],
  ["50", "50% off", "= 50% off"],
])("says behind %s, which is %s: %s", (typed, said, unit) => {
  expect(priceUnit(typed, said)).toBe(unit);
});
