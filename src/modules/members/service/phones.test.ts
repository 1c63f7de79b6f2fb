import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { fresh } from "@/testing/factories";
import { closeMember } from "../../profile/service/close-member";
import { enrol, findMember, lockMember } from "./members";

const NOW = new Date("2026-05-10T04:00:00Z");

let serial = 0;
const aPhone = () => `+8613${String(++serial).padStart(9, "0")}`;
const having = (phone?: string) =>
  at(NOW, (work) => enrol(work, { externalId: fresh("u"), phone }));

/** As a release before kept phones: whatever was given, without a key. */
async function keptAs(phone: string) {
  const { id } = await having();
  await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, id]);
  return id;
}

describe("a member named by a phone", () => {
  useDatabase("phones");

  it("is found by it, by the code, by our id and by the shop’s, and locked by each", async () => {
    const phone = aPhone();
    const { id, memberCode, externalId } = await having(phone.slice(3));
    const ways = [{ phone }, { memberCode }, { memberId: id }, { externalId: externalId ?? "" }];
    for (const ref of ways) {
      expect(await findMember(reader, ref)).toMatchObject({ id, phone, phoneKey: phone });
      expect(await at(NOW, async (work) => (await lockMember(work, ref)).id)).toBe(id);
    }
    await at(NOW, async (work) => {
      const [held] = [await lockMember(work, { phone })];
      for (const ref of ways) expect(await lockMember(work, ref)).toBe(held);
      held.available += 5;
    });
    expect(await findMember(reader, { phone })).toMatchObject({ available: 5 });
  });

  it("is one alone, of sixteen who enrol with it at once", async () => {
    const phone = aPhone();
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => having(phone)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "fulfilled") continue;
      expect(result.reason).toMatchObject({ domainCode: "PHONE_TAKEN", facts: {} });
    }
  });

  it.each([1, 2])("is nobody new’s where %i have it that it does not mean", async (members) => {
    const phone = aPhone();
    for (let n = 0; n < members; n++) await keptAs(phone);
    await expect(having(phone.slice(3))).rejects.toMatchObject({ domainCode: "PHONE_TAKEN" });
    await expect(findMember(reader, { phone })).resolves.toBeUndefined();
  });

  it("is theirs from the moment they are enrolled with it by a service, and nobody else’s", async () => {
    const phone = aPhone();
    const create = (typed: string) =>
      as(SERVICE).members.create({ externalId: fresh("u"), phone: typed });
    const { memberId } = await create(phone.slice(3));
    expect(await as(SERVICE).profile.get({ phone })).toMatchObject({ memberId });
    await expect(create(phone)).rejects.toMatchObject({ domainCode: "PHONE_TAKEN", status: 409 });
    await expect(create("12800001234")).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "phone", message: expect.stringContaining("+86") }],
    });
  });

  it("is nobody where two have it, and that is told apart from one that nobody has", async () => {
    const [phone, none] = [aPhone(), aPhone()];
    for (let n = 0; n < 2; n++) await keptAs(phone);
    const asked = (named: string) => as(SERVICE).profile.get({ phone: named });
    await expect(asked(phone)).rejects.toMatchObject({
      domainCode: "PHONE_AMBIGUOUS",
      status: 409,
    });
    await expect(asked(none)).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
    await expect(
      as(OPERATOR).points.adjust({ phone, points: 1, reason: "late" }),
    ).rejects.toMatchObject({ domainCode: "PHONE_AMBIGUOUS" });
  });

  it("is nobody any more once they closed, and the phone is free", async () => {
    const phone = aPhone();
    const { id, memberCode } = await having(phone);
    await at(NOW, (work) => closeMember(work, { phone }, "asked to"));
    expect(await findMember(reader, { phone })).toBeUndefined();
    expect(await findMember(reader, { memberCode })).toMatchObject({ id, phone: null });
    expect((await having(phone)).phone).toBe(phone);
  });

  it("takes a phone as people write it, in a query too", async () => {
    const phone = aPhone();
    const { id } = await having(phone);
    for (const typed of [phone, ` ${phone.slice(1)}`, phone.slice(3), `0086-${phone.slice(3)}`]) {
      expect(await as(OPERATOR).profile.get({ phone: typed })).toMatchObject({
        memberId: String(id),
      });
    }
  });

  it.each([
    ["phoneKey", "member_phoneKey_key"],
    ["memberCode", "member_memberCode_key"],
    ["externalId", "member_externalId_key"],
  ])("is one row of an index by %s", async (column, key) => {
    const phone = aPhone();
    const { memberCode, externalId } = await having(phone);
    const value = { phoneKey: phone, memberCode, externalId }[column] ?? null;
    const [plan] = await reader.rows<{ type: string; key: string }>(
      `EXPLAIN FORMAT=TRADITIONAL SELECT * FROM member WHERE ${column} = ?`,
      [value],
    );
    expect(plan).toMatchObject({ type: "const", key });
  });

  it("is told from several by an index, too", async () => {
    const phone = aPhone();
    for (let n = 0; n < 2; n++) await keptAs(phone);
    const [plan] = await reader.rows<{ key: string }>(
      "EXPLAIN FORMAT=TRADITIONAL SELECT id FROM member WHERE phone = ? AND phoneKey IS NULL LIMIT 2",
      [phone],
    );
    expect(plan?.key).toMatch(/^member_phone(Key)?_(idx|key)/);
  });
});
