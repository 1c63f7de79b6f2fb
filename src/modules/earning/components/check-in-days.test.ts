import { describe, expect, it } from "vitest";
import { type CheckIns, monthAfter, stripOf, weeksOf } from "./check-in-days";

const today = "2026-11-20";

/** A member who checked in so many days in a row, up to today or up to yesterday. */
function having(streak: number, todayDone: boolean, streakDays = 7): CheckIns {
  return { today, streak, todayDone, streakDays };
}

/** The strip in signs: # stamped, ? today, . ahead; * marks the extra. */
const drawn = (checkIns: CheckIns) =>
  stripOf(checkIns)
    .map(
      ({ state, isBonus }) => ({ done: "#", today: "?", ahead: "." })[state] + (isBonus ? "*" : ""),
    )
    .join("");

describe("the strip of seven days", () => {
  it.each([
    ["begins with today for who starts", having(0, false), "?......*"],
    ["shows the days behind and the extra ahead", having(4, false), "####?..*"],
    ["moves on with today's stamp", having(5, true), "#####..*"],
    ["leads up to the extra", having(6, false), "######?*"],
    ["stays whole on the day of the extra", having(7, true), "#######*"],
    ["begins a new round the day after", having(7, false), "?......*"],
    ["goes on in the second round", having(9, true), "##.....*"],
    ["marks each extra of short rounds", having(1, false, 3), "#?.*...*."],
    ["shows the last days of a long round", having(20, false, 30), "####?.."],
  ])("%s", (_promise, checkIns, strip) => {
    expect(drawn(checkIns)).toBe(strip);
  });
});

describe("a month of weeks", () => {
  it("starts on Mondays and leaves out other months' days", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks[5]).toEqual(["2026-11-30", null, null, null, null, null, null]);
    expect(weeksOf("2027-02")).toHaveLength(4);
    expect(weeksOf("2028-02").flat().filter(Boolean)).toHaveLength(29);
    expect(weeksOf("9999-12").flat().filter(Boolean)).toHaveLength(31);
    expect(weeksOf("1000-01")[0]).toContain("1000-01-01");
  });

  it("goes over the year's end both ways", () => {
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2027-01", -1)).toBe("2026-12");
  });
});
