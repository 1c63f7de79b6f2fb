import { beforeAll, describe, expect, it } from "vitest";
import { closeMember } from "@/modules/profile/service/close-member";
import { reader } from "@/platform/db";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { publishAll } from "@/testing/receiver";
import { followFacts } from "./follow";

const operator = as(OPERATOR);
const NOW = new Date("2026-06-10T04:00:00Z");
const name = { "zh-CN": "人群", en: "Segment" };

async function follow(now = NOW): Promise<void> {
  await publishAll();
  await followFacts({ now, progress: null, stopping: () => false });
}

const ruleOf = (...of: object[]) => ({ match: "ALL" as const, of: of as never });
const tagged = (tag: string) => ruleOf({ field: "tag", in: [tag] });

async function told(segmentId: string): Promise<string[]> {
  const rows = await reader.rows<{ type: string; memberId: number; data: string }>(
    "SELECT type, memberId, data FROM outbox_event WHERE type LIKE 'segment.%' ORDER BY id",
  );
  return rows
    .filter(({ data }) => JSON.parse(data).segmentId === segmentId)
    .map(({ type, memberId }) => `${type} ${memberId}`);
}

const setTag = (id: number, tag: string, isOn = true) =>
  operator.members.setLabels({ memberId: String(id), [isOn ? "addTags" : "removeTags"]: [tag] });

describe("a segment by a rule", () => {
  useDatabase("segments");
  beforeAll(() => follow());

  it("has whoever matches, and tells who enters and leaves once", async () => {
    const [early, late] = [await enrolled(), await enrolled()];
    await setTag(early.id, "a");
    await follow();
    const made = await operator.segments.create({ name, rule: tagged("a"), tells: true });
    const { segmentId } = made;
    expect(made).toMatchObject({ kind: "RULE", members: 0, isSettled: false });
    await follow();
    expect(await operator.segments.get({ segmentId })).toMatchObject({
      members: 1,
      isSettled: true,
    });
    // Who was there when the rule came entered nothing.
    expect(await told(segmentId)).toEqual([]);
    await setTag(late.id, "a");
    await setTag(early.id, "a", false);
    await Promise.all([follow(), follow(), follow()]);
    await follow();
    expect((await told(segmentId)).sort()).toEqual([
      `segment.entered ${late.id}`,
      `segment.left ${early.id}`,
    ]);
    await setTag(early.id, "a");
    await follow();
    expect(await told(segmentId)).toHaveLength(3);
    const { items } = await operator.segments.members({ segmentId });
    expect(items.map(({ memberId }) => Number(memberId))).toEqual([early.id, late.id]);
  });

  it("is left by time alone", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 10, now: "2026-06-01T04:00:00Z" });
    await setTag(id, "quiet");
    const rule = ruleOf({ field: "tag", in: ["quiet"] }, { field: "lastOrder", max: 30 });
    const { segmentId } = await operator.segments.create({ name, rule, tells: true });
    await follow();
    expect(await operator.segments.get({ segmentId })).toMatchObject({ members: 1 });
    // 1 July is thirty days on, 2 July is more.
    await follow(new Date("2026-07-01T15:59:00Z"));
    expect(await told(segmentId)).toEqual([]);
    await follow(new Date("2026-07-01T16:00:00Z"));
    expect(await told(segmentId)).toEqual([`segment.left ${id}`]);
  });

  it("says nothing of whom another rule lets in or out", async () => {
    const { id } = await enrolled();
    await setTag(id, "old");
    const { segmentId } = await operator.segments.create({
      name,
      rule: tagged("old"),
      tells: true,
    });
    const now = new Date("2026-07-02T05:00:00Z");
    await follow(now);
    const other = { segmentId, name, rule: tagged("new"), tells: true };
    await operator.segments.update({ ...other, revision: 1 });
    await follow(now);
    expect(await operator.segments.get({ segmentId })).toMatchObject({
      members: 0,
      isSettled: true,
    });
    expect(await told(segmentId)).toEqual([]);
    await expect(operator.segments.update({ ...other, revision: 1 })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    const archived = { ...other, revision: 2, archived: true };
    expect(await operator.segments.update(archived)).toMatchObject({ archived: true });
    const again = operator.segments.update({ ...archived, revision: 3 });
    await expect(again).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("is counted without being saved", async () => {
    const { id } = await enrolled();
    await setTag(id, "counted");
    const now = new Date("2026-07-03T05:00:00Z");
    await follow(now);
    expect(await operator.segments.count({ rule: tagged("counted") })).toMatchObject({
      members: 1,
      isBounded: false,
    });
    // To whom a member may not be shown, no member is counted either.
    const blind = as({ ...OPERATOR, grants: new Set(["members:write", "stats:read"]) });
    await expect(blind.segments.count({ rule: tagged("counted") })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });
});

describe("a list", () => {
  useDatabase("segments");

  it("has who was put on it, until they are taken off or close", async () => {
    const [one, two] = [await enrolled(), await enrolled()];
    const { segmentId } = await operator.segments.create({ name, tells: true });
    const add = [{ memberId: String(one.id) }, { externalId: two.externalId ?? "" }];
    const service = as(SERVICE);
    expect(await service.segments.listMembers({ segmentId, add })).toMatchObject({ members: 2 });
    const again = await service.segments.listMembers({
      segmentId,
      add: [...add, { memberId: "999999999" }],
    });
    expect(again).toMatchObject({
      ...{ added: 0, members: 2 },
      refusals: [{ list: "add", index: 2, refusal: "MEMBER_NOT_FOUND" }],
    });
    await service.segments.listMembers({ segmentId, remove: [{ memberId: String(one.id) }] });
    await at(NOW, (work) => closeMember(work, { memberId: two.id }, null));
    expect(await operator.segments.get({ segmentId })).toMatchObject({ members: 0 });
    expect(await countOf("segment_member", "segmentId = ?", [Number(segmentId)])).toBe(0);
    expect(await told(segmentId)).toEqual([
      `segment.entered ${one.id}`,
      `segment.entered ${two.id}`,
      `segment.left ${one.id}`,
    ]);
    const rule = tagged("x");
    const turned = operator.segments.update({ segmentId, name, rule, revision: 1 });
    await expect(turned).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });
});
