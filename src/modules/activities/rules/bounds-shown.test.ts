import { describe, expect, it } from "vitest";
import { NO_TERMS } from "../schema/terms";
import { boundsChanged } from "./bounds-shown";
import { NO_COUPON } from "./change";
import type { Bounds } from "./exposure";

const bonus: Bounds = {
  ...NO_TERMS,
  ...NO_COUPON,
  effect: { kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 500, orderMinimumMinor: 10_000 },
  ...{ capacity: null, pointsBudget: null, minTierCode: null, joining: "AUTOMATIC" },
  startsAt: new Date("2026-06-01T00:00:00Z"),
  endsAt: new Date("2026-06-15T00:00:00Z"),
};
const limited: Bounds = {
  ...bonus,
  effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 500, orderMinimumMinor: 0 },
  frequency: { limit: 1, per: "day" },
  stacking: { mode: "ALL" },
};

const changeOf = (field: string, before: Bounds | null, after: Bounds) =>
  boundsChanged(before, after).find((one) => one.field === field);

describe("what a second person is shown of an activity", () => {
  it("says what the points are for: once or with each order, and from which amount", () => {
    const each: Bounds = { ...bonus, effect: limited.effect };
    expect(changeOf("effect", bonus, each)).toEqual({
      field: "effect",
      before: JSON.stringify(bonus.effect),
      after: JSON.stringify(limited.effect),
    });
    expect(changeOf("points", bonus, each)).toMatchObject({ before: "500", after: "500" });
  });

  it("has a term that goes, and none that was not there", () => {
    const free: Bounds = { ...limited, ...NO_TERMS };
    expect(changeOf("frequency", limited, free)).toEqual({
      field: "frequency",
      before: JSON.stringify(limited.frequency),
      after: null,
    });
    expect(changeOf("stacking", limited, free)).toMatchObject({ after: '{"mode":"HIGHEST"}' });
    expect(changeOf("hours", limited, free)).toBeUndefined();
    expect(changeOf("stacking", null, limited)).toMatchObject({ before: null });
  });
});
