import { describe, expect, it } from "vitest";
import { closeMember } from "@/modules/profile/service/close-member";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh, LONG_AGO } from "@/testing/factories";

const operator = as(OPERATOR);
const service = as(SERVICE);
const name = (text: string) => ({ "zh-CN": text, en: text });

/** Definitions of a key of its own, so that files may share a database. */
async function defined(
  kind: "TEXT" | "NUMBER" | "DATE" | "BOOLEAN" | "CHOICE",
  choices: string[] = [],
) {
  const key = fresh("k").replace("-", "_");
  await operator.members.defineAttribute({
    ...{ key, kind, name: name(key) },
    choices: choices.map((value) => ({ value, name: name(value) })),
  });
  return key;
}

const labelled = (memberId: number) =>
  countOf("outbox_event", "type = 'member.labelled' AND memberId = ?", [memberId]);

describe("tags and attributes", () => {
  useDatabase();

  it("are set and taken away, and nothing happens twice", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    const height = await defined("NUMBER");
    const size = await defined("CHOICE", ["M", "L"]);
    const change = { addTags: ["VIP", "团购"], attributes: { [height]: 172.5, [size]: "M" } };
    const set = await service.members.setLabels({ memberId, ...change });
    expect(set).toEqual({
      memberId,
      tags: ["VIP", "团购"],
      attributes: { [height]: 172.5, [size]: "M" },
    });
    expect(await service.members.setLabels({ memberId, ...change })).toEqual(set);
    expect(await labelled(id)).toBe(1);
    const less = { removeTags: ["VIP", "none"], attributes: { [height]: null } };
    expect(await service.members.setLabels({ memberId, ...less })).toEqual({
      memberId,
      tags: ["团购"],
      attributes: { [size]: "M" },
    });
    expect(await service.members.labels({ memberId })).toMatchObject({ tags: ["团购"] });
    expect((await service.members.tags({})).items).toContain("团购");
  });

  it.each([
    ["NUMBER", "172"],
    ["DATE", "2026-02-30"],
    ["DATE", 20260501],
    ["BOOLEAN", "true"],
    ["CHOICE", "XL"],
    ["TEXT", 5],
  ] as const)("of %s are never %j", async (kind, value) => {
    const { id } = await enrolled();
    const key = await defined(kind, kind === "CHOICE" ? ["M"] : []);
    const set = service.members.setLabels({ memberId: String(id), attributes: { [key]: value } });
    await expect(set).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    expect(await countOf("member_attribute", "memberId = ?", [id])).toBe(0);
  });

  it("come by the hundred, each by itself", async () => {
    const [one, two] = [await enrolled(), await enrolled()];
    await at(LONG_AGO, (work) => closeMember(work, { memberId: two.id }, null));
    const { items } = await service.members.setLabelsOf({
      items: [
        { memberId: String(two.id), addTags: ["a"] },
        { externalId: one.externalId ?? "", addTags: ["a"] },
        { externalId: fresh("nobody"), addTags: ["a"] },
        { memberId: String(one.id), addTags: ["a"] },
        { memberId: String(one.id), attributes: { unheard_of: 1 } },
      ],
    });
    expect(items.map(({ changed, refusal }) => refusal ?? changed)).toEqual([
      "MEMBER_STATUS_INVALID",
      true,
      "MEMBER_NOT_FOUND",
      false,
      "NOT_FOUND",
    ]);
    expect(items[4]).toMatchObject({ field: "unheard_of" });
  });

  it("have an end", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    const tags = Array.from({ length: 50 }, (_, n) => `t${n}`);
    await service.members.setLabels({ memberId, addTags: tags });
    const more = service.members.setLabels({ memberId, addTags: ["one more"] });
    await expect(more).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    const other = { addTags: ["one more"], removeTags: ["t0"] };
    expect((await service.members.setLabels({ memberId, ...other })).tags).toHaveLength(50);
  });

  it("are one act at a time for one member, whoever sets them at once", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    const both = ["x", "y", "z"].map((tag) =>
      service.members.setLabels({ memberId, addTags: [tag, "same"] }),
    );
    await Promise.all(both);
    expect((await service.members.labels({ memberId })).tags).toEqual(["same", "x", "y", "z"]);
  });

  it("keep a definition from two editors, and what is archived from being set", async () => {
    const { id } = await enrolled();
    const key = await defined("BOOLEAN");
    const change = { key, revision: 1, name: name("Other"), archived: true };
    expect(await operator.members.changeAttribute(change)).toMatchObject({ revision: 2 });
    await expect(operator.members.changeAttribute(change)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    const set = service.members.setLabels({ memberId: String(id), attributes: { [key]: true } });
    await expect(set).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    const again = operator.members.defineAttribute({ key, kind: "TEXT", name: name("x") });
    await expect(again).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
  });
});
