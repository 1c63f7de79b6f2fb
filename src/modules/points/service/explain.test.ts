import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { applyAdjustment } from "../../corrections/service/adjust";

const START = Date.parse("2026-01-01T00:00:00Z");
const DAY = 86_400_000;
const dayOf = (day: number) => new Date(START + day * DAY);

/** Changes of a tier up and down, one a day. */
async function changed(memberId: number, count: number): Promise<void> {
  const { versionId } = await as(OPERATOR).program.current({});
  for (let day = 1; day <= count; day++) {
    const [from, to] = day % 2 ? ["BRONZE", "SILVER"] : ["SILVER", "BRONZE"];
    await reader.write(
      `INSERT INTO tier_change (memberId, fromCode, toCode, cause, actor, qualifyingMinor,
         programVersionId, effectiveAt, createdAt) VALUES (?,?,?,'REVIEW','system',?,?,?,?)`,
      [memberId, from, to, day, Number(versionId), dayOf(day), dayOf(day)],
    );
  }
}

describe("an explanation that is cut", () => {
  useDatabase();

  it.each([
    [200, false],
    [201, true],
  ])("of %i changes of a tier says whether some are left out: %s", async (count, isPartial) => {
    const { id } = await enrolled("2025-12-01T00:00:00Z");
    await changed(id, count);
    for (const caller of [OPERATOR, memberCaller(id)]) {
      const who = caller === OPERATOR ? { memberId: String(id) } : {};
      const { tier } = await as(caller).points.explain(who);
      expect(tier).toMatchObject({ isPartial, code: count % 2 ? "SILVER" : "BRONZE" });
      expect(tier.lines).toHaveLength(200);
      expect(tier.lines.at(-1)?.qualifyingMinor).toBe(count);
    }
  });

  it("is cut behind the moment that is asked about, not before it", async () => {
    const { id } = await enrolled("2025-12-01T00:00:00Z");
    await changed(id, 230);
    const memberId = String(id);
    const asOf = (day: number) =>
      as(OPERATOR).points.explain({ memberId, asOf: dayOf(day).toISOString() });
    const { tier } = await asOf(5);
    expect(tier).toMatchObject({ code: "SILVER", isPartial: false });
    expect(tier.lines).toHaveLength(5);
    expect((await asOf(210)).tier).toMatchObject({ code: "BRONZE", isPartial: true });
  });

  it("of entries says so too, also where what is left out adds up to nothing", async () => {
    const { id } = await enrolled("2025-12-01T00:00:00Z");
    const correct = (count: number) =>
      at(dayOf(1), async (work) => {
        for (let n = 0; n < count; n++) {
          const points = n % 2 === 0 ? 1 : -1;
          const words = { points, reason: "a test", reference: fresh("r") };
          await applyAdjustment(work, { memberId: id }, words);
        }
      });
    const explained = async () =>
      (await as(OPERATOR).points.explain({ memberId: String(id) })).accounts;
    await correct(500);
    expect((await explained()).available).toMatchObject({ isPartial: false, opening: 0 });
    await correct(2);
    const { available, owed } = await explained();
    expect(available).toMatchObject({ isPartial: true, opening: 0, balance: 0 });
    expect(available.lines).toHaveLength(500);
    expect(owed).toMatchObject({ isPartial: true, opening: 0, lines: [] });
  });
});
