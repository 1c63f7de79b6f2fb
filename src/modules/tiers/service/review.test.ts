import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import type { JobContext } from "@/platform/jobs";
import { as, at, memberCaller } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { findMember } from "../../members/service/members";
import { assignTier } from "./assign";
import { reviewTiers } from "./review";

/** Reached on 5 January; protected for six months from then. */
const REACHED = "2026-01-05T04:00:00Z";
const PROTECTED_UNTIL = "2026-07-05T04:00:00Z";

const run = (now: string, progress: string | null = null): JobContext => ({
  now: new Date(now),
  progress,
  stopping: () => false,
});

async function tierOf(memberId: number) {
  const member = await findMember(reader, { memberId });
  return [member?.tierCode, member?.tierProtectedUntil?.toISOString() ?? null];
}

const reviews = (memberId: number) =>
  countOf("tier_change", "memberId = ? AND cause = 'REVIEW'", [memberId]);

function assigned(memberId: number, tierCode: string, keepUntil: string | null = null) {
  const how = {
    tierCode,
    reason: "VIP",
    keepUntil: keepUntil === null ? null : new Date(keepUntil),
  };
  return at(REACHED, (work) => assignTier(work, { memberId }, how));
}

describe("the review by lifetime spend", () => {
  useDatabase("review");
  useProgram({});

  it("renews a tier that the spend supports for six months, and writes no change", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 2000, now: REACHED });
    await reviewTiers(run("2026-07-05T03:59:59.999Z"));
    expect(await tierOf(id)).toEqual(["SILVER", "2026-07-05T04:00:00.000Z"]);
    await reviewTiers(run(PROTECTED_UNTIL));
    expect(await tierOf(id)).toEqual(["SILVER", "2027-01-05T04:00:00.000Z"]);
    expect(await reviews(id)).toBe(0);
  });

  it("lowers a tier set by hand once nothing holds it, to what the spend supports", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600, now: REACHED });
    await assigned(id, "DIAMOND");
    await reviewTiers(run(PROTECTED_UNTIL));
    expect(await tierOf(id)).toEqual(["BRONZE", "2027-01-05T04:00:00.000Z"]);
    expect(await reviews(id)).toBe(1);
  });

  it("goes on behind somebody of whom it can’t be made, and comes again for them", async () => {
    const [broken, next] = [await enrolled(), await enrolled()];
    for (const { id } of [broken, next]) {
      await bought(id, { yuan: 600, now: REACHED });
      await assigned(id, "DIAMOND");
    }
    const stands = "UPDATE member SET tierCode = ? WHERE id = ?";
    await reader.write(stands, ["GONE", broken.id]);
    expect(await reviewTiers(run(PROTECTED_UNTIL))).toMatchObject({ failed: 1 });
    expect((await tierOf(next.id))[0]).toBe("BRONZE");
    await reader.write(stands, ["DIAMOND", broken.id]);
    expect(await reviewTiers(run(PROTECTED_UNTIL))).toEqual({ handled: 1, progress: "2026-07-05" });
    expect((await tierOf(broken.id))[0]).toBe("BRONZE");
  });

  it("keeps a tier set by hand until its date, and no longer", async () => {
    const { id } = await enrolled();
    await assigned(id, "GOLD", "2026-09-01T00:00:00Z");
    await reviewTiers(run(PROTECTED_UNTIL));
    expect(await tierOf(id)).toEqual(["GOLD", "2026-09-01T00:00:00.000Z"]);
    await reviewTiers(run("2026-08-31T23:59:59Z"));
    expect(await tierOf(id)).toEqual(["GOLD", "2026-09-01T00:00:00.000Z"]);
    await reviewTiers(run("2026-09-01T00:00:00Z"));
    expect(await tierOf(id)).toEqual(["REGISTERED", null]);
  });

  it("runs once a business date, and twice at once lowers once", async () => {
    const { id } = await enrolled();
    await assigned(id, "GOLD");
    expect(await reviewTiers(run("2026-07-05T15:59:59Z", "2026-07-05"))).toEqual({ handled: 0 });
    expect(await tierOf(id)).toMatchObject(["GOLD", expect.anything()]);
    const twice = [reviewTiers(run(PROTECTED_UNTIL)), reviewTiers(run(PROTECTED_UNTIL))];
    for (const { progress } of await Promise.all(twice)) expect(progress).toBe("2026-07-05");
    expect(await tierOf(id)).toEqual(["REGISTERED", null]);
    expect(await reviews(id)).toBe(1);
  });

  it("interrupted, is not done for the day", async () => {
    const { id } = await enrolled();
    await assigned(id, "GOLD");
    const stopped = await reviewTiers({ ...run(PROTECTED_UNTIL), stopping: () => true });
    expect(stopped).toEqual({ handled: 0 });
    await reviewTiers(run(PROTECTED_UNTIL));
    expect(await tierOf(id)).toEqual(["REGISTERED", null]);
  });
});

describe("the review by the spend of twelve months", () => {
  useDatabase("review");
  useProgram({ tiers: { qualifyingPeriod: "rolling12Months", protectionMonths: 6 } });
  useBusinessTime("2026-12-01T04:00:00Z");

  it("lets a tier lapse only once protection has ended, to what the year supports", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 4500, now: REACHED });
    await bought(id, { yuan: 600, now: "2026-11-01T04:00:00Z" });
    expect(await tierOf(id)).toEqual(["GOLD", "2027-05-01T04:00:00.000Z"]);
    const own = () => as(memberCaller(id)).profile.get({});
    expect((await own()).tier.keep).toEqual({
      requiredMinor: 500_000,
      qualifyingMinor: 60_000,
      remainingMinor: 440_000,
      reviewAt: "2027-05-01T04:00:00.000Z",
    });
    await reviewTiers(run("2027-04-30T04:00:00Z"));
    expect(await tierOf(id)).toMatchObject(["GOLD", expect.anything()]);
    await reviewTiers(run("2027-05-01T04:00:00Z"));
    expect(await tierOf(id)).toEqual(["BRONZE", "2027-11-01T04:00:00.000Z"]);
    await reviewTiers(run("2027-11-01T04:00:00Z"));
    expect(await tierOf(id)).toEqual(["REGISTERED", null]);
    expect(await reviews(id)).toBe(2);
  });

  it("renews what the year still supports", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600, now: REACHED });
    await bought(id, { yuan: 500, now: "2026-06-01T04:00:00Z" });
    await reviewTiers(run(PROTECTED_UNTIL));
    expect(await tierOf(id)).toEqual(["BRONZE", "2027-01-05T04:00:00.000Z"]);
    await reviewTiers(run("2027-01-05T04:00:01Z"));
    expect(await tierOf(id)).toEqual(["BRONZE", "2027-07-05T04:00:01.000Z"]);
  });
});
