import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { EXPORTED, NOT_EXPORTED } from "../store/export";

describe("what a member takes along", () => {
  useDatabase();

  it("has every table that names a member, or says why not", async () => {
    const rows = await reader.rows<{ tableName: string }>(
      `SELECT TABLE_NAME AS tableName FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'memberId'`,
    );
    const named = [
      ...Object.values(EXPORTED).map(({ table }) => table as string),
      ...Object.keys(NOT_EXPORTED),
    ];
    expect(rows.map(({ tableName }) => tableName).filter((t) => !named.includes(t))).toEqual([]);
  });

  it("holds what was kept and never a password, and is written down", async () => {
    const { id } = await enrolled();
    const { email } = await signedIn("member", id);
    const { orderId } = await bought(id, { yuan: 600 });
    const document = await as(memberCaller(id)).profile.export({});
    expect(document.account).toMatchObject({ email });
    expect(document.lists.orders).toMatchObject({ items: [{ orderId }], complete: true });
    const [earned] = document.lists.transactions?.items ?? [];
    expect(earned).toMatchObject({ type: "EARN", breakdown: { orderId } });
    expect(typeof earned?.id).toBe("string");
    expect(document.sessions).toHaveLength(1);
    expect(JSON.stringify(document)).not.toMatch(/argon2|passwordHash/);
    expect(await countOf("audit_log", "memberId = ? AND action = 'profile.export'", [id])).toBe(1);
  });
});

describe("what a member takes along of invitations", () => {
  useDatabase();

  it("is what each side got, and nothing of the other person", async () => {
    const referrer = await enrolled();
    const { inviteCode } = await as(memberCaller(referrer.id)).earning.invitations({});
    const externalId = fresh("friend");
    const made = await as(SERVICE).members.create({ externalId, inviteCode, nickname: "小满" });
    const invitedId = Number(made.memberId);
    const { orderId } = await bought(invitedId, { yuan: 100 });
    const mine = await as(memberCaller(referrer.id)).profile.export({});
    expect(mine.referrals).toMatchObject({
      invited: null,
      brought: [{ points: 100, refusal: null, rewardedAt: expect.any(String) }],
    });
    const text = JSON.stringify(mine);
    for (const word of [externalId, "小满"]) expect(text).not.toContain(word);
    const friends = await as(memberCaller(invitedId)).profile.export({});
    expect(friends.referrals).toMatchObject({ invited: { points: 100, orderId }, brought: [] });
  });
});

describe("closing one’s own account", () => {
  useDatabase();

  it("asks for the code and the password, and ends in an anonymous member", async () => {
    const { id, memberCode } = await enrolled();
    await signedIn("member", id);
    const { profile } = as(memberCaller(id));
    const refused = (input: { memberCode: string; password?: string }, path: string) =>
      expect(profile.close(input)).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path }],
      });
    await refused({ memberCode }, "password");
    await refused({ memberCode, password: "something else" }, "password");
    await refused({ memberCode: "M000000000000", password: PASSWORD }, "memberCode");
    const closed = await profile.close({
      memberCode: memberCode.toLowerCase(),
      password: PASSWORD,
    });
    expect(closed).toMatchObject({ memberId: String(id), status: "CLOSED", pointsForfeited: 0 });
    const audit = "memberId = ? AND action = 'members.close' AND actor = ?";
    expect(await countOf("audit_log", audit, [id, `member:${id}`])).toBe(1);
  });

  it("slows down whoever guesses the password", async () => {
    const { id, memberCode } = await enrolled();
    await signedIn("member", id);
    const guesses = Array.from({ length: 12 }, (_, n) =>
      as(memberCaller(id)).profile.close({ memberCode, password: `guess ${n}` }),
    );
    const codes = (await Promise.allSettled(guesses)).map((result) =>
      result.status === "rejected" ? result.reason.domainCode : "closed",
    );
    expect(codes.filter((code) => code === "VALIDATION_FAILED")).toHaveLength(8);
    expect(codes).toContain("RATE_LIMIT_EXCEEDED");
    // Counted where every process counts, and the right one does not help any more.
    expect(await countOf("sign_in_count", "kind = 'CLOSING' AND used = 8", [])).toBe(1);
    const late = as(memberCaller(id)).profile.close({ memberCode, password: PASSWORD });
    await expect(late).rejects.toMatchObject({ domainCode: "RATE_LIMIT_EXCEEDED" });
  });

  it("is done by an operator with a reason that stands in the audit log", async () => {
    const { id } = await enrolled();
    const closing = { memberId: String(id), reason: "written request" };
    await as(OPERATOR).members.close(closing);
    const audit = "memberId = ? AND action = 'members.close' AND reason = 'written request'";
    expect(await countOf("audit_log", audit, [id])).toBe(1);
  });
});
