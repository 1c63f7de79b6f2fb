import { describe, expect, it } from "vitest";
import { heldUntil } from "./held-until";

const MAY = "2027-05-27T04:00:00.000Z";
const NEW_YEAR = "2026-12-31T16:00:00.000Z";

describe("until when a tier is held", () => {
  it.each([
    ["by protection alone", MAY, null, MAY, false],
    ["by hand, to its date", NEW_YEAR, { code: "GOLD", until: NEW_YEAR }, NEW_YEAR, true],
    [
      "by hand, beside protection that lasts longer",
      MAY,
      { code: "GOLD", until: NEW_YEAR },
      MAY,
      true,
    ],
    ["by hand, longer than protection", NEW_YEAR, { code: "GOLD", until: MAY }, MAY, true],
    [
      "by protection, above a lower one set by hand",
      MAY,
      { code: "SILVER", until: NEW_YEAR },
      MAY,
      false,
    ],
    ["by nothing", null, null, null, false],
  ])("%s", (_, protectedUntil, floor, until, byHand) => {
    expect(heldUntil("GOLD", { protectedUntil, floor })).toEqual({ until, byHand });
  });
});
