import { beforeAll, describe, expect, it } from "vitest";
import { activity, CLOSES, JOIN_BONUS, june, paid } from "@/testing/activities";
import { as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { joinActivity } from "./join";
import { changeActivity } from "./manage";

const operator = as(OPERATOR);
const join = (memberId: number, activityId: number, now: Date) =>
  at(now, (work) => joinActivity(work, { memberId }, activityId));

describe("an activity for a segment", () => {
  useDatabase("activity_segment");
  let segmentId = "";
  const put = (id: number) =>
    operator.segments.listMembers({ segmentId, add: [{ memberId: String(id) }] });
  const take = (id: number) =>
    operator.segments.listMembers({ segmentId, remove: [{ memberId: String(id) }] });

  beforeAll(async () => {
    const name = { "zh-CN": "名单", en: "List" };
    segmentId = (await operator.segments.create({ name })).segmentId;
  });

  const end = (activityId: number, now: Date) =>
    at(
      now,
      (work) =>
        changeActivity(work, {
          ...{ activityId, revision: 1, action: "end" as const, reason: null, change: {} },
        }),
      OPERATOR,
    );

  it("is joined by who is in it, and who joined stays", async () => {
    const [inside, outside] = [await enrolled(), await enrolled()];
    await put(inside.id);
    const activityId = await activity({ segmentId });
    await expect(join(outside.id, activityId, june(2))).rejects.toMatchObject({
      facts: { reason: "NOT_IN_SEGMENT" },
    });
    const seen = await as(memberCaller(outside.id)).activities.list({ status: undefined });
    expect(seen.items.find((one) => one.activityId === String(activityId))).not.toHaveProperty(
      "segmentId",
    );
    await join(inside.id, activityId, june(2));
    await take(inside.id);
    const { actions } = await paid(inside.id, { yuan: 100, paidAt: june(3) });
    expect(actions[0]).toMatchObject({ points: 200 });
    await end(activityId, june(4));
  });

  it("where nobody joins, asks with each order, and leaves what it gave one", async () => {
    const { id } = await enrolled();
    const activityId = await activity({ segmentId, joining: "AUTOMATIC" });
    const points = async (day: number) =>
      (await paid(id, { yuan: 100, paidAt: june(day) })).actions[0];
    expect(await points(5)).toMatchObject({ points: 100 });
    await put(id);
    expect(await points(6)).toMatchObject({ points: 200 });
    await take(id);
    expect(await points(7)).toMatchObject({ points: 100 });
    await end(activityId, june(8));
  });

  it("is for nobody new once the segment is archived, and names one that there is", async () => {
    const { id } = await enrolled();
    await put(id);
    const activityId = await activity({ segmentId, effect: JOIN_BONUS });
    const name = { "zh-CN": "名单", en: "List" };
    await operator.segments.update({ segmentId, name, revision: 1, archived: true });
    await expect(join(id, activityId, june(9))).rejects.toMatchObject({
      facts: { reason: "NOT_IN_SEGMENT" },
    });
    await expect(activity({ segmentId, endsAt: CLOSES })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
  });
});
