import { afterEach, describe, expect, it } from "vitest";
import { PasswordSignIn } from "@/modules/access/service/sign-in";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { ADMIN, as, memberCaller } from "@/testing/actors";
import {
  codeSentTo,
  enterWith,
  joined,
  sentTo,
  someEmail,
  somePhone,
  somewhere,
  stranger,
} from "@/testing/codes";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled } from "@/testing/factories";

const PASSWORD = "seven brave otters hum";
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

async function refusalOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
    return "none";
  } catch (error) {
    const { domainCode, errors } = error as { domainCode: string; errors: { path: string }[] };
    return [domainCode, ...errors.map(({ path }) => path)].join(" ");
  }
}

describe("signing up", () => {
  useDatabase("sign-up");

  const setting = (changes: Record<string, unknown> = {}) =>
    reader
      .row<{ revision: number }>("SELECT revision FROM sign_up_setting WHERE id = 1")
      .then((row) =>
        as(ADMIN).identity.setSignUp({
          byEmail: true,
          byPhone: true,
          termsUrl: null,
          revision: row?.revision ?? 0,
          ...changes,
        }),
      );

  afterEach(async () => {
    await setting();
  });

  it("by e-mail, without a password, makes a member and an account in one act and lets in once", async () => {
    const email = someEmail();
    const { id, memberId, pass } = await joined(email.toUpperCase(), email);
    expect(memberId).toBeGreaterThan(0);
    const entered = await enterWith(pass);
    expect(entered).toMatchObject({
      by: "SIGN_UP",
      user: { id, memberId, email, passwordHash: null },
    });
    expect(await enterWith(pass)).toBeNull();
    const profile = await as(memberCaller(memberId)).profile.get({});
    expect(profile).toMatchObject({ status: "ACTIVE", externalId: null });
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'member.enrolled'", [memberId]),
    ).toBe(1);
  });

  it("by phone keeps it in E.164 for the account and for the till, and lets in with a password", async () => {
    const typed = somePhone();
    const { id, memberId } = await joined(
      `${typed.slice(0, 3)} ${typed.slice(3)}`,
      `+86${typed}`,
      PASSWORD,
    );
    const row = await reader.row("SELECT phone FROM member WHERE id = ?", [memberId]);
    expect(row).toEqual({ phone: `+86${typed}` });
    const signIn = new PasswordSignIn({ refusedAfterMs: 0 });
    const from = { network: networkOf(somewhere()), device: null };
    const outcome = await signIn.attempt({ email: typed, password: PASSWORD, ...from });
    expect(outcome).toMatchObject({ user: { id }, account: `+86${typed}` });
    const wrong = await signIn.attempt({ email: typed, password: "no", ...from });
    expect(wrong).toEqual({ refused: "WRONG" });
  });

  it("by a phone that members share makes an account, and a member whom the phone does not mean", async () => {
    const phone = `+86${somePhone()}`;
    for (const _ of times(2)) {
      const { id } = await enrolled();
      await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, id]);
    }
    const { memberId } = await joined(phone, phone);
    const row = await reader.row("SELECT phone, phoneKey FROM member WHERE id = ?", [memberId]);
    expect(row).toEqual({ phone: null, phoneKey: null });
    expect(await countOf("member", "phoneKey = ?", [phone])).toBe(0);
  });

  it("with an address that has an account sends it a message instead, and makes nothing", async () => {
    const email = someEmail();
    const { id } = await joined(email, email);
    const browser = stranger();
    const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact: email });
    expect((await sentTo(email))[0]).toMatchObject({ kind: "HAS_ACCOUNT", code: null });
    const guess = browser.identity.signUp({ ticket, code: "123456" });
    expect(await refusalOf(guess)).toBe("VALIDATION_FAILED code");
    expect(await countOf("user", "email = ?", [email])).toBe(1);
    expect(id).toBeGreaterThan(0);
  });

  it.each([someEmail, () => `+86${somePhone()}`])(
    "twice at once with one address makes one account, and lets both in to it",
    async (someone) => {
      const contact = someone();
      const browsers = times(8).map(() => stranger());
      const asked = [];
      for (const browser of browsers) {
        const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact });
        asked.push({ browser, ticket, code: await codeSentTo(contact) });
      }
      const passes = await Promise.all(
        asked.map(({ browser, ticket, code }) => browser.identity.signUp({ ticket, code })),
      );
      expect(await countOf("user", "email = ? OR phone = ?", [contact, contact])).toBe(1);
      const users = await Promise.all(passes.map(({ pass }) => enterWith(pass)));
      expect(new Set(users.map((entered) => entered?.user.id)).size).toBe(1);
      const [first] = users;
      expect(await countOf("member", "phone = ?", [contact])).toBe(contact.startsWith("+") ? 1 : 0);
      expect(first?.user.memberId).toBeGreaterThan(0);
    },
  );

  it("uses a code once, all 64 at once", async () => {
    const [browser, email] = [stranger(), someEmail()];
    const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact: email });
    const code = await codeSentTo(email);
    const answers = await Promise.all(
      times(64).map((n) => refusalOf(stranger(`192.0.2.${n}`).identity.signUp({ ticket, code }))),
    );
    expect(answers.filter((answer) => answer === "none")).toHaveLength(1);
    expect(await countOf("user", "email = ?", [email])).toBe(1);
  });

  it("asks for a password that is hard to guess, and does not use the code up for it", async () => {
    const [browser, email] = [stranger(), someEmail()];
    const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact: email });
    const code = await codeSentTo(email);
    const weak = browser.identity.signUp({ ticket, code, password: "password1234" });
    expect(await refusalOf(weak)).toBe("VALIDATION_FAILED password");
    expect(await refusalOf(browser.identity.signUp({ ticket, code, password: PASSWORD }))).toBe(
      "none",
    );
  });

  it("takes only what the shop has switched on, also from who asked before", async () => {
    const [browser, email] = [stranger(), someEmail()];
    const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact: email });
    const code = await codeSentTo(email);
    await setting({ byEmail: false });
    expect(await stranger().identity.signUpOffer({})).toMatchObject({
      signUpBy: ["SMS"],
      textsTo: ["86"],
    });
    const asks = stranger().access.askCode({ purpose: "SIGN_UP", contact: someEmail() });
    expect(await refusalOf(asks)).toBe("VALIDATION_FAILED contact");
    expect(await refusalOf(browser.identity.signUp({ ticket, code }))).toBe(
      "VALIDATION_FAILED code",
    );
    const signsIn = stranger().access.askCode({ purpose: "SIGN_IN", contact: email });
    expect(await refusalOf(signsIn)).toBe("none");
  });

  it("records which terms were agreed to, and when", async () => {
    const termsUrl = "https://shop.example/terms";
    await setting({ termsUrl });
    const [browser, email] = [stranger(), someEmail()];
    const { ticket } = await browser.access.askCode({ purpose: "SIGN_UP", contact: email });
    const code = await codeSentTo(email);
    expect(await refusalOf(browser.identity.signUp({ ticket, code }))).toBe(
      "VALIDATION_FAILED termsUrl",
    );
    await browser.identity.signUp({ ticket, code, termsUrl });
    const row = await reader.row("SELECT termsUrl, termsAcceptedAt FROM user WHERE email = ?", [
      email,
    ]);
    expect(row).toEqual({ termsUrl, termsAcceptedAt: expect.any(Date) });
  });

  it("is switched by an admin who saw what it was, and the audit log tells", async () => {
    const { revision } = await as(ADMIN).identity.signUpSetting({});
    const first = as(ADMIN).identity.setSignUp({
      byEmail: true,
      byPhone: false,
      termsUrl: null,
      revision,
    });
    const second = as(ADMIN).identity.setSignUp({
      byEmail: false,
      byPhone: true,
      termsUrl: null,
      revision,
    });
    const answers = await Promise.all([refusalOf(first), refusalOf(second)]);
    expect(answers.sort()).toEqual(["VERSION_CONFLICT", "none"]);
    expect(await countOf("audit_log", "action = 'identity.setSignUp'", [])).toBeGreaterThan(0);
  });
});
