import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled } from "@/testing/factories";
import { cardCode, pruneCardCodes, slotAt } from "../../members/service/card-codes";
import { closeMember } from "./close-member";

const identify = (code: string, caller = SERVICE, idempotencyKey: string | null = null) =>
  as(caller, { idempotencyKey }).members.identify({ code });
const refused = (reason: string) => ({ domainCode: "CARD_CODE_REFUSED", facts: { reason } });

/** Far from the end of its thirty seconds, so that a slow test still meets them. */
const codeOf = ({ memberCode }: { memberCode: string }, step = 0) =>
  cardCode(memberCode, slotAt(Date.now()) + step);

describe("a card at the till", () => {
  useDatabase("identify");

  it("tells whose it is, to a service and to an operator", async () => {
    const member = await enrolled();
    await bought(member.id, { yuan: 300 });
    for (const [step, caller] of [SERVICE, OPERATOR].entries()) {
      const { identifiedBy, member: profile } = await identify(codeOf(member, step), caller);
      expect(identifiedBy).toBe("CARD_CODE");
      expect(profile).toMatchObject({
        memberId: String(member.id),
        memberCode: member.memberCode,
        points: { available: 300 },
      });
    }
  });

  it("shows its member the codes of the next minutes, of which the first is taken now", async () => {
    const member = await enrolled();
    const { now, stepSeconds, items } = await as(memberCaller(member.id)).profile.cardCodes({});
    expect({ stepSeconds, count: items.length }).toEqual({ stepSeconds: 30, count: 20 });
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5000);
    const told = await identify(items[0]?.code ?? "");
    expect(told.member.memberId).toBe(String(member.id));
  });

  it("identifies once: the same till asking again is answered alike, anybody else is refused", async () => {
    const code = codeOf(await enrolled());
    const key = randomUUID();
    const first = await identify(code, OPERATOR, key);
    expect(await identify(code, OPERATOR, key)).toEqual(first);
    await expect(identify(code, OPERATOR)).rejects.toMatchObject(refused("USED"));
    await expect(identify(code, OPERATOR, randomUUID())).rejects.toMatchObject(refused("USED"));
    await expect(identify(code, SERVICE, key)).rejects.toMatchObject(refused("USED"));
    await expect(identify(code, ADMIN)).rejects.toMatchObject(refused("USED"));
  });

  it("sixty-four at once with one code are one who is told, and the others are refused", async () => {
    const member = await enrolled();
    const code = codeOf(member);
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        identify(code, n % 2 ? SERVICE : OPERATOR, randomUUID()),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(refused("USED"));
    }
    expect(await countOf("card_code_use", "memberId = ?", [member.id])).toBe(1);
    expect(
      await countOf("audit_log", "memberId = ? AND action = 'members.identify'", [member.id]),
    ).toBe(1);
  });

  it("sixteen at once under one key are all told alike", async () => {
    const code = codeOf(await enrolled());
    const key = randomUUID();
    const told = await Promise.all(Array.from({ length: 16 }, () => identify(code, OPERATOR, key)));
    expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it("of somebody who closed says so", async () => {
    const member = await enrolled();
    await at(new Date(), (work) => closeMember(work, { memberId: member.id }, "asked to"));
    const { member: profile } = await identify(codeOf(member));
    expect(profile).toMatchObject({ status: "CLOSED", nickname: null });
  });

  it("that nobody has is refused, and so is what is no code of a card", async () => {
    const nobody = { memberCode: "M000000000000" };
    await expect(identify(codeOf(nobody))).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
    for (const code of ["13800001234", "6901234567892", "1".repeat(20), "hello", "M12"]) {
      await expect(identify(code)).rejects.toMatchObject(refused("UNKNOWN"));
    }
  });

  it("is read as scanners and people write it", async () => {
    const member = await enrolled();
    const code = codeOf(member).replace(/(.{4})/g, "$1 ");
    expect((await identify(` ${code}\r\n`)).member.memberId).toBe(String(member.id));
    const fixed = member.memberCode.replace(/^M/, "m ");
    expect((await identify(fixed)).identifiedBy).toBe("FIXED_CODE");
  });

  it("leaves nothing of the profile in the audit log", async () => {
    const member = await enrolled();
    await identify(codeOf(member), OPERATOR);
    const row = await reader.row<{ after: string }>(
      "SELECT `after` FROM audit_log WHERE memberId = ? AND action = 'members.identify'",
      [member.id],
    );
    expect(JSON.parse(row?.after ?? "")).toEqual({ identifiedBy: "CARD_CODE" });
  });

  it("by its fixed code is refused once the rules say so, which is audited, and by others it is not", async () => {
    const member = await enrolled();
    const { memberCode } = member;
    expect((await identify(memberCode)).identifiedBy).toBe("FIXED_CODE");
    expect((await identify(memberCode)).identifiedBy).toBe("FIXED_CODE");
    const turn = async (fixedCodeEnabled: boolean) => {
      const { versionId } = await as(ADMIN).program.current({});
      const edit = {
        expectedVersion: versionId,
        reason: "screenshots",
        till: { fixedCodeEnabled },
      };
      expect(await keyed(ADMIN).program.publishRules(edit)).toMatchObject({ approvalId: null });
    };
    await turn(false);
    await expect(identify(memberCode)).rejects.toMatchObject(refused("FIXED_OFF"));
    expect((await identify(codeOf(member))).identifiedBy).toBe("CARD_CODE");
    expect(await as(SERVICE).profile.get({ memberCode })).toMatchObject({ memberCode });
    const audit = await reader.row<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE action = 'program.publishRules' ORDER BY id DESC LIMIT 1",
    );
    expect([audit?.before, audit?.after].map((text) => JSON.parse(text ?? "").till)).toEqual([
      { fixedCodeEnabled: true },
      { fixedCodeEnabled: false },
    ]);
    await turn(true);
    expect((await identify(memberCode)).identifiedBy).toBe("FIXED_CODE");
  });

  it("is forgotten within the hour, when no clock takes it any more, by an index", async () => {
    const { id } = await enrolled();
    const slots = [slotAt(Date.now()) - 130, slotAt(Date.now()) - 110];
    for (const slot of slots) {
      await reader.write(
        "INSERT INTO card_code_use (memberId, slot, usedBy, usedAt) VALUES (?, ?, 'service:1', NOW(3))",
        [id, slot],
      );
    }
    await pruneCardCodes({ now: new Date(), progress: null, stopping: () => false });
    expect(await reader.rows("SELECT slot FROM card_code_use WHERE memberId = ?", [id])).toEqual([
      { slot: slots[1] },
    ]);
  });
});
