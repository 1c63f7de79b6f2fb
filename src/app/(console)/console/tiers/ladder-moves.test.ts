import { describe, expect, it } from "vitest";
import { movesOf } from "./ladder-moves";

const ladder = (...steps: [string, number][]) =>
  steps.map(([code, thresholdMinor]) => ({ code, thresholdMinor }));
const NOW = ladder(["REGISTERED", 0], ["SILVER", 200_000], ["GOLD", 500_000]);

describe("what a ladder does to those who are members already", () => {
  it.each([
    ["nothing where no threshold moves", NOW, {}],
    [
      "lifts by a lower threshold",
      ladder(["REGISTERED", 0], ["SILVER", 200_000], ["GOLD", 300_000]),
      { lifts: true },
    ],
    [
      "waits with a higher one",
      ladder(["REGISTERED", 0], ["SILVER", 200_000], ["GOLD", 600_000]),
      { raises: true },
    ],
    [
      "lifts by a new rung",
      ladder(["REGISTERED", 0], ["SILVER", 200_000], ["GOLD", 500_000], ["TOP", 900_000]),
      { lifts: true },
    ],
    [
      "moves whom a removed rung has",
      ladder(["REGISTERED", 0], ["SILVER", 200_000]),
      { removes: true },
    ],
    [
      "does all at once",
      ladder(["REGISTERED", 0], ["BRONZE", 100], ["GOLD", 600_000]),
      { lifts: true, raises: true, removes: true },
    ],
  ])("%s", (_, after, does) => {
    expect(movesOf(NOW, after)).toEqual({ lifts: false, raises: false, removes: false, ...does });
  });
});
