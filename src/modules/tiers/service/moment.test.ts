import { describe, expect, it } from "vitest";
import { as, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled as enrolledAt, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";

const LATELY = "2026-11-20T04:00:00Z";
const enrolled = () => enrolledAt(LATELY);

describe("what a member is shown once", () => {
  useDatabase();
  useBusinessTime("2026-12-01T04:00:00Z");

  const pages = (id: number) => as(memberCaller(id)).tiers;
  const waitingFor = async (id: number) => (await pages(id).moment({})).moment;
  /** What a device does that is about to show what waits. */
  const shows = async (id: number) => {
    const moment = await waitingFor(id);
    if (!moment) return false;
    const changeId = moment.kind === "RISEN" ? moment.changeId : null;
    return (await pages(id).showMoment({ reached: changeId })).isFirst;
  };

  it("is the welcome first, then each tier as it is reached, by whatever door", async () => {
    const { id } = await enrolled();
    expect(await waitingFor(id)).toEqual({ kind: "WELCOME" });
    expect(await shows(id)).toBe(true);
    expect(await waitingFor(id)).toBeNull();
    await bought(id, { yuan: 600 });
    await bought(id, { yuan: 1500 });
    expect(await waitingFor(id)).toMatchObject({ kind: "RISEN", from: "REGISTERED", to: "SILVER" });
    expect(await shows(id)).toBe(true);
    expect(await waitingFor(id)).toBeNull();
    const set = { memberId: String(id), tierCode: "GOLD", reason: "agreed with the shop" };
    await as(OPERATOR).tiers.assign(set);
    expect(await waitingFor(id)).toMatchObject({ from: "SILVER", to: "GOLD" });
  });

  it("is claimed by one of several devices at once", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const moment = await waitingFor(id);
    const changeId = moment?.kind === "RISEN" ? moment.changeId : null;
    const claims = Array.from({ length: 4 }, () => pages(id).showMoment({ reached: changeId }));
    const first = (await Promise.all(claims)).filter(({ isFirst }) => isFirst);
    expect(first).toHaveLength(1);
    expect(await waitingFor(id)).toBeNull();
  });

  it("is nothing for who dropped meanwhile, also where the page was asked for before", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 600 });
    const moment = await waitingFor(id);
    await refunded(id, { orderId, yuan: 600 });
    expect(
      await pages(id).showMoment({ reached: moment?.kind === "RISEN" ? moment.changeId : "1" }),
    ).toEqual({ isFirst: false });
    expect(await waitingFor(id)).toEqual({ kind: "WELCOME" });
  });

  it("leaves to the next visit what came while another was shown", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 600 });
    const moment = await waitingFor(id);
    await bought(id, { yuan: 1500 });
    const changeId = moment?.kind === "RISEN" ? moment.changeId : null;
    expect(await pages(id).showMoment({ reached: changeId })).toEqual({ isFirst: false });
    expect(await waitingFor(id)).toMatchObject({ from: "REGISTERED", to: "SILVER" });
  });

  it("welcomes nobody who comes after a month, and keeps nothing of who closed", async () => {
    const [late, gone] = [await enrolledAt("2026-10-30T04:00:00Z"), await enrolled()];
    expect(await shows(gone.id)).toBe(true);
    await as(OPERATOR).members.close({ memberId: String(gone.id), reason: "asked to" });
    expect(await countOf("moment_shown", "memberId = ?", [gone.id])).toBe(0);
    expect(await waitingFor(late.id)).toBeNull();
  });
});
