import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { closeMember } from "../../profile/service/close-member";

const TODAY = "2026-07-01T04:00:00Z";
const COLLEAGUE = { ...OPERATOR, actor: "operator:9", userId: 9, personId: 9 };

describe("notes on a member", () => {
  useDatabase("notes");
  useBusinessTime(TODAY);

  const noted = async (text: string, caller = OPERATOR, memberId?: string) => {
    const whose = memberId ?? String((await enrolled()).id);
    const made = await as(caller).members.addNote({ memberId: whose, text });
    return { memberId: whose, ...made };
  };

  it("keep their lines, and are listed newest first, in pages", async () => {
    const { memberId } = await noted(" prefers e-mail\r\nnever calls back ");
    for (let n = 0; n < 4; n++) await noted(`note ${n}`, OPERATOR, memberId);
    const first = await as(COLLEAGUE).members.notes({ memberId, limit: 3 });
    expect(first.items.map(({ text }) => text)).toEqual(["note 3", "note 2", "note 1"]);
    const cursor = first.nextCursor ?? "";
    const second = await as(COLLEAGUE).members.notes({ memberId, limit: 3, cursor });
    expect(second.items.map(({ text }) => text)).toEqual([
      "note 0",
      "prefers e-mail\nnever calls back",
    ]);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ author: "operator:1", mayEdit: false });
  });

  it.each([
    ["nothing", "  \n "],
    ["more than 2,000 characters", "字".repeat(2001)],
    ["what is not seen", "a\u200bb"],
  ])("refuse %s", async (_, text) => {
    await expect(noted(text)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("take 2,000 characters, of whatever kind", async () => {
    expect((await noted("😀".repeat(2000))).text).toBe("😀".repeat(2000));
  });

  it("are edited by who wrote them, for a day, with what stood there in the audit log", async () => {
    const { noteId, memberId } = await noted("first");
    const edited = await as(OPERATOR).members.editNote({ noteId, text: "second" });
    expect(edited).toMatchObject({ text: "second", editedAt: expect.any(String) });
    await expect(as(COLLEAGUE).members.editNote({ noteId, text: "theirs" })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
      facts: { reason: "NOT_OWN" },
    });
    await expect(as(ADMIN).members.editNote({ noteId, text: "an admin’s" })).rejects.toMatchObject({
      facts: { reason: "NOT_OWN" },
    });
    await reader.write("UPDATE member_note SET createdAt = ? WHERE id = ?", [
      new Date("2026-06-30T03:59:00Z"),
      noteId,
    ]);
    await expect(as(OPERATOR).members.editNote({ noteId, text: "too late" })).rejects.toMatchObject(
      { facts: { reason: "TOO_LATE" } },
    );
    const audit = await reader.row<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE memberId = ? AND action = 'members.editNote'",
      [memberId],
    );
    expect(JSON.parse(audit?.before ?? "")).toEqual({ note: "first" });
    expect(JSON.parse(audit?.after ?? "")).toEqual({ note: "second" });
  });

  it("are removed by who wrote them at any time, and by admins", async () => {
    const [own, another] = [await noted("own"), await noted("another")];
    await expect(as(COLLEAGUE).members.removeNote({ noteId: own.noteId })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await as(OPERATOR).members.removeNote({ noteId: own.noteId });
    await as(ADMIN).members.removeNote({ noteId: another.noteId });
    await expect(as(ADMIN).members.removeNote({ noteId: another.noteId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
    expect(
      await countOf("audit_log", "action = 'members.removeNote' AND `before` LIKE ?", ['%"own"%']),
    ).toBe(1);
  });

  it("are in the member’s export without who wrote them, nowhere else of theirs, and go with them", async () => {
    const { memberId } = await noted("prefers the blue one");
    const self = as(memberCaller(Number(memberId)));
    const { lists } = await self.profile.export({});
    expect(lists.notes?.items).toEqual([
      {
        id: expect.any(String),
        text: "prefers the blue one",
        createdAt: expect.any(String),
        editedAt: null,
      },
    ]);
    expect(JSON.stringify(lists)).not.toContain("operator:");
    expect(JSON.stringify(await self.profile.get({}))).not.toContain("blue");
    const toStaff = await as(OPERATOR).profile.export({ memberId });
    expect(toStaff.lists.notes?.items).toMatchObject([{ author: "operator:1" }]);
    await at(TODAY, (work) => closeMember(work, { memberId: Number(memberId) }, null));
    expect(await countOf("member_note", "memberId = ?", [memberId])).toBe(0);
    await expect(noted("late", OPERATOR, memberId)).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
  });
});
