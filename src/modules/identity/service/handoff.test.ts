import { beforeAll, describe, expect, it } from "vitest";
import { handedOver, newDeviceId, rememberingCookie } from "@/modules/access/service/devices";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { JobContext } from "@/platform/jobs";
import { ADMIN, as, at, memberCaller, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { accountByHandoff, HANDOFF_SECONDS, pruneHandoffs } from "./handoff";

const codeOf = (link: string) => new URL(link).hash.slice(1);

async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return "none";
  } catch (error) {
    if (error instanceof DomainError) return error.domainCode;
    throw error;
  }
}

const offered = (memberId: number, to = "/membership") =>
  as(SERVICE).sessions.handOff({ memberId: String(memberId), to });
const enter = (code: string, now = new Date()) =>
  at(new Date(), (work) => accountByHandoff(work, code, now));

describe("a link that the shop asks for", () => {
  useDatabase();
  let id = 0;
  beforeAll(async () => {
    ({ id } = await enrolled());
  });

  it("opens the account of its member, which is made where there is none", async () => {
    const { link } = await offered(id, "/membership/rewards");
    expect(new URL(link)).toMatchObject({
      pathname: "/handoff",
      search: "?to=%2Fmembership%2Frewards",
    });
    const userId = await enter(codeOf(link));
    const row = await reader.row("SELECT memberId, role FROM user WHERE id = ?", [userId]);
    expect(row).toEqual({ memberId: id, role: "member" });
    expect(await enter(codeOf((await offered(id)).link))).toBe(userId);
    expect(await countOf("user", "memberId = ?", [id])).toBe(1);
  });

  it("opens it once, of twenty who bring it at the same moment for one", async () => {
    const { link } = await offered(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(codeOf(link))));
    expect(answers.filter((userId) => userId !== null)).toHaveLength(1);
    expect(await enter(codeOf(link))).toBeNull();
  });

  it("says whom it signs in before it does, and whether this browser came in as them before", async () => {
    const member = await enrolled();
    await reader.write("UPDATE member SET nickname = '林夏' WHERE id = ?", [member.id]);
    const code = codeOf((await offered(member.id)).link);
    const look = (cookies = "") => as(ANONYMOUS, { cookies }).identity.lookAtHandoff({ code });
    expect(await look()).toEqual({ name: "林夏", isKnownHere: false });
    const cookieOf = async (userId: number) =>
      (await rememberingCookie(null, newDeviceId(), handedOver(userId))).split(";")[0];
    const userId = (await enter(codeOf((await offered(member.id)).link))) as number;
    expect(await look(await cookieOf(userId + 1))).toMatchObject({ isKnownHere: false });
    expect(await look(await cookieOf(userId))).toEqual({ name: "林夏", isKnownHere: true });
    expect(await enter(code)).toBe(userId);
    expect(await look()).toBeNull();
    expect(await as(ANONYMOUS).identity.lookAtHandoff({ code: "x".repeat(43) })).toBeNull();
  });

  it("leaves no name in the audit log where somebody of the staff looks at it", async () => {
    const member = await enrolled();
    const name = "林夏夏夏";
    await reader.write("UPDATE member SET nickname = ? WHERE id = ?", [name, member.id]);
    const code = codeOf((await offered(member.id)).link);
    expect(await as(ADMIN).identity.lookAtHandoff({ code })).toMatchObject({ name });
    expect(await countOf("audit_log", "`after` LIKE ?", [`%${name}%`])).toBe(0);
  });

  it("is dead after a minute", async () => {
    const { link, expiresAt: end } = await offered(id);
    const expiresAt = new Date(end);
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(HANDOFF_SECONDS * 1000);
    expect(await enter(codeOf(link), expiresAt)).toBeNull();
    expect(await enter(codeOf(link), new Date(expiresAt.getTime() - 1))).not.toBeNull();
  });

  it.each(["", "x", "x".repeat(43), `${"x".repeat(42)}é`, "' OR 1=1 --"])(
    "is none that was made up: %s",
    async (code) => {
      expect(await enter(code)).toBeNull();
    },
  );

  it("keeps nothing by which it could be used", async () => {
    const { link } = await offered(id);
    const rows = JSON.stringify([
      await reader.rows("SELECT id FROM handoff WHERE memberId = ?", [id]),
      await reader.rows("SELECT * FROM audit_log WHERE memberId = ?", [id]),
      await reader.rows("SELECT * FROM idempotency_key"),
    ]);
    expect(rows).not.toContain(codeOf(link));
    expect(
      await countOf("audit_log", "memberId = ? AND action = 'sessions.handOff'", [id]),
    ).toBeGreaterThan(0);
  });

  it("dies with the account: closed before it was asked for, or before it was used", async () => {
    const member = await enrolled();
    const { link } = await offered(member.id);
    await as(ADMIN).members.close({ memberId: String(member.id), reason: "asked for" });
    expect(await enter(codeOf(link))).toBeNull();
    expect(await refusal(offered(member.id))).toBe("MEMBER_STATUS_INVALID");
    expect(await countOf("user", "memberId = ?", [member.id])).toBe(0);
    expect(await countOf("handoff", "memberId = ?", [member.id])).toBe(0);
  });

  it("opens nothing where the account was shut", async () => {
    const member = await enrolled();
    await enter(codeOf((await offered(member.id)).link));
    await reader.write("UPDATE user SET disabledAt = ? WHERE memberId = ?", [
      new Date(),
      member.id,
    ]);
    const { link } = await offered(member.id);
    expect(await refusal(enter(codeOf(link)))).toBe("AUTHENTICATION_REQUIRED");
  });

  it("is for customers who are members", async () => {
    const externalId = fresh("nobody");
    expect(await refusal(as(SERVICE).sessions.handOff({ externalId }))).toBe("MEMBER_NOT_FOUND");
  });

  it("is given to a member by the shop’s token, and not from a browser where they are signed in", async () => {
    const caller = memberCaller(id);
    const byToken = as({ ...caller, sessionId: null }).sessions.handOff({});
    expect(await enter(codeOf((await byToken).link))).not.toBeNull();
    const byCookie = as({ ...caller, sessionId: "s".repeat(43) }).sessions.handOff({});
    expect(await refusal(byCookie)).toBe("PERMISSION_DENIED");
  });

  it.each([
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "membership",
    "/api/auth/signout",
    "/sign-in",
    "/handoff",
    "/a b",
  ])("leads to no other place than a page of ours: not %s", async (to) => {
    expect(await refusal(offered(id, to))).toBe("VALIDATION_FAILED");
  });

  it("is forgotten a day after it died", async () => {
    const { id: own } = await enrolled();
    await offered(own);
    await offered(own);
    const old = new Date(Date.now() - 25 * 3_600_000);
    const oldest = "UPDATE handoff SET expiresAt = ? WHERE memberId = ? ORDER BY expiresAt LIMIT 1";
    await reader.write(oldest, [old, own]);
    await pruneHandoffs({ now: new Date(), stopping: () => false } as JobContext);
    expect(await countOf("handoff", "memberId = ?", [own])).toBe(1);
  });
});
