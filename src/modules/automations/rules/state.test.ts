import { describe, expect, it } from "vitest";
import { createInput } from "../schema";
import { addedGifts, countsAt, settingsFaults, stateAt } from "./state";

const at = (day: number) => new Date(Date.UTC(2027, 2, day));
const agreed = {
  versionId: 1,
  agreedVersionId: 1,
  agreedLimit: 100,
  totalLimit: 100,
  givenCount: 0,
};

describe("an automation", () => {
  it.each<[string, Partial<typeof agreed>, number | null]>([
    ["agreed to", {}, 0],
    ["less than that", { totalLimit: 50 }, 0],
    ["more", { totalLimit: 130 }, 30],
    ["without a limit", { totalLimit: null as unknown as number }, null],
    ["agreed without one", { agreedLimit: null as unknown as number, totalLimit: 9 }, 0],
    ["another coupon, for who is left", { versionId: 2, givenCount: 40 }, 60],
    ["never agreed to", { agreedVersionId: null as unknown as number }, 100],
  ])("asks for what is more than was agreed to: %s", (_, row, added) => {
    expect(addedGifts({ ...agreed, ...row })).toBe(added);
  });

  it("counts from its start on and before its end, and is over by itself", () => {
    const span = { countsFrom: at(2), endsAt: at(4) };
    expect([1, 2, 3, 4].map((day) => countsAt(span, at(day)))).toEqual([false, true, true, false]);
    expect(countsAt({ countsFrom: null, endsAt: null }, at(2))).toBe(false);
    const running = { state: "RUNNING" as const, endsAt: at(4) };
    expect([stateAt(running, at(3)), stateAt(running, at(4))]).toEqual(["RUNNING", "ENDED"]);
    expect(stateAt({ state: "DRAFT", endsAt: at(4) }, at(5))).toBe("DRAFT");
  });

  it.each([
    [{ trigger: { kind: "JOINED" }, againAfterDays: 30 }, ["againAfterDays"]],
    [{ trigger: { kind: "BIRTHDAY" }, againAfterDays: 364 }, ["againAfterDays"]],
    [{ trigger: { kind: "BIRTHDAY", on: "MONTH", daysBefore: 1 } }, ["trigger.daysBefore"]],
    [{ trigger: { kind: "QUIET", days: 3 }, againAfterDays: 1 }, []],
    [
      {
        trigger: { kind: "JOINED" },
        startsAt: "2027-01-02T00:00:00Z",
        endsAt: "2027-01-02T00:00:00Z",
      },
      ["endsAt"],
    ],
  ])("whose settings contradict themselves is told where: %j", (settings, paths) => {
    const name = { "zh-CN": "券", en: "Coupon" };
    const wanted = createInput.parse({ name, definitionId: "1", ...settings });
    expect(settingsFaults(wanted).map(({ path }) => path)).toEqual(paths);
  });
});
