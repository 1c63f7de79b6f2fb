import { describe, expect, it } from "vitest";
import { as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";

const TODAY = "2026-07-01T04:00:00Z";
const LIMIT = 3;

describe("tiers that one person sets by hand a day", () => {
  useDatabase("lifts");
  useProgram({ limits: { tierLiftsPerDay: LIMIT } });
  useBusinessTime(TODAY);

  const lift = (id: number, tierCode: string, by = OPERATOR) =>
    as(by).tiers.assign({ memberId: String(id), tierCode, reason: "VIP" });

  it("are so many members, exactly, also when 24 come at once; another person goes on", async () => {
    const members = await Promise.all(Array.from({ length: 24 }, () => enrolled()));
    const outcomes = await Promise.allSettled(members.map(({ id }) => lift(id, "DIAMOND")));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMIT);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") continue;
      expect(outcome.reason).toMatchObject({
        domainCode: "LIMIT_REACHED",
        facts: { limit: LIMIT, used: LIMIT, resetsAt: "2026-07-01T16:00:00.000Z" },
      });
    }
    const { id } = await enrolled();
    await expect(lift(id, "BRONZE")).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    expect(await accountsOf(id)).toMatchObject({ tierCode: "REGISTERED" });
    expect(await lift(id, "BRONZE", SECOND_ADMIN)).toMatchObject({ to: "BRONZE" });
    // What takes a tier, or gives back what the spend reaches, is nothing that is given.
    const { id: rich } = await enrolled();
    await bought(rich, { yuan: 5000, now: TODAY });
    expect(await lift(rich, "BRONZE")).toMatchObject({ to: "BRONZE" });
    expect(await lift(rich, "GOLD")).toMatchObject({ to: "GOLD" });
  });
});
