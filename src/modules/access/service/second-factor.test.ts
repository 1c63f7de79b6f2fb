import { Secret, TOTP } from "otpauth";
import { afterEach, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { ADMIN, as, at } from "@/testing/actors";
import { sentTo, somewhere } from "@/testing/codes";
import { account, changeRow, cookieOf, PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import type { ArrivedBy } from "../schema/access";
import { authenticate } from "./authenticate";
import { signIn } from "./sessions";

const callerOf = async (sessionId: string) =>
  authenticate({ headers: new Headers({ cookie: await cookieOf(sessionId) }) });

/** Signs in as the door does after a password, a link or another proof, and is the browser from then on. */
async function cameIn(
  userId: number,
  { from = somewhere(), by = "PASSWORD" as ArrivedBy, device = null as string | null } = {},
) {
  const network = networkOf(from);
  const came = await at(new Date(), (work) => signIn(work, userId, { by, network, device }));
  const sessionId = came ?? "";
  const browser = async () => as(await callerOf(sessionId), { remoteAddress: from });
  return { sessionId, browser, caller: () => callerOf(sessionId) };
}

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });

/** An app set up; the code of the next thirty seconds counts too, so that there is one to use. */
async function enrolled(role: "operator" | "admin" = "operator") {
  const user = await signedIn(role);
  const own = as(await callerOf(user.sessionId));
  const { secret, offer } = await own.identity.beginSecondFactor({});
  const { recoveryCodes } = await own.identity.enrolSecondFactor({
    offer,
    code: codeOf(secret, -1),
    password: PASSWORD,
  });
  return { ...user, own, secret, recoveryCodes };
}

async function demand(secondFactorFor: "NOBODY" | "ADMINS" | "STAFF") {
  const { revision } = await as(ADMIN).identity.staffSignIn({});
  await as(ADMIN).identity.setStaffSignIn({ secondFactorFor, revision });
}

const wrong = { domainCode: "VALIDATION_FAILED", errors: [{ path: "code" }] };
const stranger = { domainCode: "AUTHENTICATION_REQUIRED" };
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("a second factor", () => {
  useDatabase("second_factor");

  it.each(["PASSWORD", "PROVIDER", "RESET", "INVITATION"] as const)(
    "is asked of who has one and came in by %s: the session opens nothing before",
    async (by) => {
      const { id, secret } = await enrolled();
      const came = await cameIn(id, { by });
      expect(await came.caller()).toMatchObject({ kind: "anonymous", userId: null });
      const browser = await came.browser();
      expect(await browser.access.me({})).toBeNull();
      expect(await browser.identity.owed({})).toMatchObject({ factor: "CODE" });
      await expect(browser.access.sessions({})).rejects.toMatchObject(stranger);
      await expect(browser.identity.beginSecondFactor({})).rejects.toMatchObject(stranger);
      await expect(browser.identity.giveSecondFactor({ code: "000000" })).rejects.toMatchObject(
        wrong,
      );
      expect(await browser.identity.giveSecondFactor({ code: codeOf(secret) })).toEqual({
        recoveryCodesLeft: 10,
      });
      expect(await came.caller()).toMatchObject({ kind: "operator", userId: id });
    },
  );

  it("is not asked of who came in by a passkey, which is two", async () => {
    const { id } = await enrolled();
    expect(await (await cameIn(id, { by: "PASSKEY" })).caller()).toMatchObject({ userId: id });
  });

  it("takes each code once, of sixteen at once too, and none before the last one", async () => {
    const { id, secret } = await enrolled();
    const came = await Promise.all(times(16).map(() => cameIn(id)));
    const code = codeOf(secret);
    const results = await Promise.allSettled(
      came.map(async (one) => (await one.browser()).identity.giveSecondFactor({ code })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const late = await (await cameIn(id)).browser();
    await expect(
      late.identity.giveSecondFactor({ code: codeOf(secret, -1) }),
    ).rejects.toMatchObject(wrong);
  });

  it("can be a recovery code, each once, of which its owner is told", async () => {
    const { id, email, recoveryCodes } = await enrolled();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = ""] = recoveryCodes;
    expect(await countOf("recovery_code", "codeHash LIKE ?", [`%${first}%`])).toBe(0);
    const code = first.toLowerCase().replaceAll("-", " ");
    const browser = await (await cameIn(id)).browser();
    expect(await browser.identity.giveSecondFactor({ code })).toEqual({ recoveryCodesLeft: 9 });
    expect((await sentTo(email))[0]?.kind).toBe("RECOVERY_CODE_USED");
    const again = await (await cameIn(id)).browser();
    await expect(again.identity.giveSecondFactor({ code })).rejects.toMatchObject(wrong);
  });

  it("keeps its secret sealed", async () => {
    const { id, secret } = await enrolled();
    const row = await reader.row<{ sealed: string }>(
      "SELECT sealed FROM second_factor WHERE userId = ?",
      [id],
    );
    expect(row?.sealed).toMatch(/^v1\./);
    expect(row?.sealed).not.toContain(secret);
    const audited = "`after` LIKE ? OR target LIKE ?";
    expect(await countOf("audit_log", audited, [`%${secret}%`, `%${secret}%`])).toBe(0);
  });

  it("is guessed at by whoever stole the password without its owner being shut out", async () => {
    const { id, secret } = await enrolled();
    const [home, device] = [somewhere(), "a-browser-of-their-own"];
    const first = await cameIn(id, { from: home, device });
    await (await first.browser()).identity.giveSecondFactor({ code: codeOf(secret) });
    let refused = 0;
    for (const n of times(70)) {
      const thief = await (await cameIn(id, { from: somewhere(), device: `d${n}` })).browser();
      await thief.identity.giveSecondFactor({ code: "000000" }).catch((error: unknown) => {
        refused += (error as { domainCode: string }).domainCode === "RATE_LIMIT_EXCEEDED" ? 1 : 0;
      });
    }
    expect(refused).toBeGreaterThanOrEqual(9);
    await reader.write("UPDATE second_factor SET lastStep = 0 WHERE userId = ?", [id]);
    const elsewhere = await (await cameIn(id, { device })).browser();
    await elsewhere.identity.giveSecondFactor({ code: codeOf(secret) });
    await reader.write("UPDATE second_factor SET lastStep = 0 WHERE userId = ?", [id]);
    const atHome = await (await cameIn(id, { from: home })).browser();
    await atHome.identity.giveSecondFactor({ code: codeOf(secret) });
    const alarm = "action = 'access.signInAttack' AND target = ?";
    expect(await countOf("audit_log", alarm, [`user:${id}`])).toBe(1);
  });

  it("waits half an hour for it, and is whole as long as any session then", async () => {
    const { id, secret } = await enrolled();
    const came = await cameIn(id);
    await changeRow("UPDATE session SET expiresAt = ? WHERE id = ?", [new Date(), came.sessionId]);
    expect(await (await came.browser()).identity.owed({})).toBeNull();
    const next = await cameIn(id);
    const begun = await next.browser();
    await begun.identity.giveSecondFactor({ code: codeOf(secret) });
    const sql = "SELECT expiresAt FROM session WHERE id = ?";
    const row = await reader.row<{ expiresAt: Date }>(sql, [next.sessionId]);
    expect((row?.expiresAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(29 * 24 * 3_600_000);
  });
});

describe("a second factor that the shop asks for", () => {
  useDatabase("second_factor");
  afterEach(() => demand("NOBODY"));

  it("is set up at the next sign-in, before anything else, by whom it is asked of", async () => {
    await demand("ADMINS");
    const [operator, admin] = [await account("operator"), await account("admin")];
    expect(await (await cameIn(operator.id)).caller()).toMatchObject({ userId: operator.id });
    const came = await cameIn(admin.id);
    const browser = await came.browser();
    expect(await browser.identity.owed({})).toMatchObject({ factor: "ENROLMENT" });
    await expect(browser.access.keys({})).rejects.toMatchObject(stranger);
    const { secret, uri, offer } = await browser.identity.beginSecondFactor({});
    expect(uri).toContain(`secret=${secret}`);
    const proof = { offer, password: null };
    await expect(
      browser.identity.enrolSecondFactor({ ...proof, code: "000000" }),
    ).rejects.toMatchObject(wrong);
    const code = codeOf(secret);
    const { recoveryCodes } = await browser.identity.enrolSecondFactor({ ...proof, code });
    expect(recoveryCodes).toHaveLength(10);
    expect(await came.caller()).toMatchObject({ kind: "admin", userId: admin.id });
    // The code that it was set up with is used by that.
    const again = await (await cameIn(admin.id)).browser();
    await expect(again.identity.giveSecondFactor({ code })).rejects.toMatchObject(wrong);
  });

  it("is one, of two browsers that set one up at once, and another’s offer is nobody’s", async () => {
    await demand("STAFF");
    const [{ id }, other] = [await account("operator"), await account("operator")];
    const both = await Promise.all([cameIn(id), cameIn(id)]);
    const stranger = await (await cameIn(other.id)).browser();
    const theirs = await stranger.identity.beginSecondFactor({});
    const results = await Promise.allSettled(
      both.map(async (one) => {
        const browser = await one.browser();
        const lent = { offer: theirs.offer, code: codeOf(theirs.secret), password: null };
        await expect(browser.identity.enrolSecondFactor(lent)).rejects.toMatchObject({
          errors: [{ path: "offer" }],
        });
        const { secret, offer } = await browser.identity.beginSecondFactor({});
        return browser.identity.enrolSecondFactor({ offer, code: codeOf(secret), password: null });
      }),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await countOf("second_factor", "userId = ?", [id])).toBe(1);
    expect(await countOf("recovery_code", "userId = ?", [id])).toBe(10);
  });

  it("is set up anew by who takes theirs off", async () => {
    await demand("STAFF");
    const { own, sessionId, secret } = await enrolled();
    await own.identity.removeSecondFactor({ password: PASSWORD, code: codeOf(secret) });
    expect(await callerOf(sessionId)).toMatchObject({ owes: { factor: "ENROLMENT" } });
  });
});

describe("one’s own second factor", () => {
  useDatabase("second_factor");

  it("takes the password to be set up, and password and code to be taken off", async () => {
    const { sessionId } = await signedIn("operator");
    const own = as(await callerOf(sessionId));
    const { secret, offer } = await own.identity.beginSecondFactor({});
    const code = codeOf(secret, -1);
    for (const password of [null, "another password"]) {
      await expect(own.identity.enrolSecondFactor({ offer, code, password })).rejects.toMatchObject(
        { errors: [{ path: "password" }] },
      );
    }
    await own.identity.enrolSecondFactor({ offer, code, password: PASSWORD });
    const next = codeOf(secret);
    await expect(
      own.identity.removeSecondFactor({ password: "another password", code: next }),
    ).rejects.toMatchObject({ errors: [{ path: "password" }] });
    await expect(
      own.identity.removeSecondFactor({ password: PASSWORD, code: "000000" }),
    ).rejects.toMatchObject(wrong);
    await own.identity.removeSecondFactor({ password: PASSWORD, code: next });
    expect(await own.identity.secondFactor({})).toMatchObject({
      since: null,
      recoveryCodesLeft: 0,
    });
    expect((await callerOf(sessionId)).kind).toBe("operator");
  });

  it("gets other recovery codes, by which the former ones end", async () => {
    const { own, id, secret, recoveryCodes } = await enrolled();
    const renewed = await own.identity.renewRecoveryCodes({
      password: PASSWORD,
      code: codeOf(secret),
    });
    const browser = await (await cameIn(id)).browser();
    const [former = "", now = ""] = [recoveryCodes[0], renewed.recoveryCodes[0]];
    await expect(browser.identity.giveSecondFactor({ code: former })).rejects.toMatchObject(wrong);
    await browser.identity.giveSecondFactor({ code: now });
  });

  it("ends every other session as it is set up", async () => {
    const { id, sessionId } = await signedIn("operator");
    const other = await cameIn(id);
    const own = as(await callerOf(sessionId));
    const { secret, offer } = await own.identity.beginSecondFactor({});
    await own.identity.enrolSecondFactor({ offer, code: codeOf(secret), password: PASSWORD });
    expect((await other.caller()).kind).toBe("anonymous");
    expect((await callerOf(sessionId)).kind).toBe("operator");
  });

  it("is taken away by another admin, audited, with all sessions; never by oneself so", async () => {
    const { id, email, sessionId } = await enrolled("admin");
    const self = as(await callerOf(sessionId));
    await expect(self.identity.takeSecondFactor({ userId: String(id) })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
      facts: { reason: "OWN_ACCOUNT" },
    });
    await as(ADMIN).identity.takeSecondFactor({ userId: String(id) });
    expect((await callerOf(sessionId)).kind).toBe("anonymous");
    expect((await sentTo(email))[0]?.kind).toBe("SECOND_FACTOR_CHANGED");
    const row = "action = 'access.takeSecondFactor' AND target = ?";
    expect(await countOf("audit_log", row, [`user:${id}`])).toBe(1);
    await expect(as(ADMIN).identity.takeSecondFactor({ userId: String(id) })).rejects.toMatchObject(
      { domainCode: "NOT_FOUND" },
    );
  });

  it("is not for shoppers", async () => {
    const { headers } = await signedIn("member");
    const member = as(await authenticate({ headers: new Headers(headers) }));
    await expect(member.identity.beginSecondFactor({})).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    expect(await member.identity.secondFactor({})).toBeNull();
  });
});

describe("a second factor while the test clock is elsewhere", () => {
  useDatabase("second_factor");
  useBusinessTime("2031-03-01T00:00:00Z");

  it("goes by the time that the app has", async () => {
    const { id, secret } = await enrolled();
    const browser = await (await cameIn(id)).browser();
    const given = await browser.identity.giveSecondFactor({ code: codeOf(secret) });
    expect(given).toEqual({ recoveryCodesLeft: 10 });
  });
});
