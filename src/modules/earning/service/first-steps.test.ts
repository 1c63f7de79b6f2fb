import { describe, expect, it } from "vitest";
import { as, memberCaller } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";

const NOW = "2026-12-01T04:00:00Z";

describe("what a newcomer does first", () => {
  useDatabase();
  useBusinessTime(NOW);

  const stepsOf = async (id: number) => (await as(memberCaller(id)).earning.firstSteps({})).items;
  const done = async (id: number) =>
    (await stepsOf(id)).filter(({ isDone }) => isDone).map(({ step }) => step);

  it("is told with what the rules pay, and gone once all of it is done", async () => {
    const { id } = await enrolled("2026-11-25T04:00:00Z");
    expect(await stepsOf(id)).toEqual([
      { step: "CHECKIN", points: 5, isDone: false },
      { step: "BIRTHDAY", points: 100, isDone: false },
      { step: "ORDER", points: 1, isDone: false },
    ]);
    await as(memberCaller(id)).earning.checkIn({});
    expect(await done(id)).toEqual(["CHECKIN"]);
    await as(memberCaller(id)).profile.update({ birthday: "1995-05-05" });
    expect(await done(id)).toEqual(["CHECKIN", "BIRTHDAY"]);
    await bought(id, { yuan: 50, now: NOW });
    expect(await stepsOf(id)).toEqual([]);
  });

  it("stays for who never ordered, and leaves alone who ordered and is new no more", async () => {
    const { id } = await enrolled("2026-02-01T04:00:00Z");
    expect(await stepsOf(id)).toHaveLength(3);
    await bought(id, { yuan: 50, now: "2026-03-01T04:00:00Z" });
    expect(await stepsOf(id)).toEqual([]);
  });

  describe("where the rules pay nothing for some of it", () => {
    useProgram({ earn: { checkInEnabled: false, birthdayEnabled: false, pointsPerYuan: 0 } });

    it("is what is left", async () => {
      const { id } = await enrolled("2026-11-25T04:00:00Z");
      expect(await stepsOf(id)).toEqual([{ step: "ORDER", points: 0, isDone: false }]);
    });
  });
});
