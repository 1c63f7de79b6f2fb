import { setTimeout as sleep } from "node:timers/promises";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { authenticate } from "@/modules/access/service/authenticate";
import { transaction } from "@/platform/db";
import { as, memberCaller, SERVICE } from "@/testing/actors";
import { codeSentTo, joined, someEmail, stranger } from "@/testing/codes";
import { account, PASSWORD } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { followingCookie } from "./invitation";
import { authOptions, visitOf } from "./sign-in";

type Handler = (req: unknown, res: unknown, options: NextAuthOptions) => Promise<void>;

interface Answer {
  status: number;
  body: unknown;
  cookies: string[];
}

/** A browser that keeps cookies, at next-auth's own handler; only what Next would hand it is ours. */
class Browser {
  readonly jar = new Map<string, string>();

  constructor(private readonly from: string) {}

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async ask(path: string, form?: Record<string, string>): Promise<Answer> {
    const visit = visitOf(new Headers({ cookie: this.cookie, "x-forwarded-for": this.from }));
    const answer: Answer = { status: 200, body: null, cookies: [] };
    const headers = new Map<string, unknown>();
    const end = (body: unknown) => {
      answer.body = body;
    };
    const response = {
      status: (code: number) => {
        answer.status = code;
        return response;
      },
      getHeader: (name: string) => headers.get(name.toLowerCase()),
      setHeader: (name: string, value: unknown) => {
        headers.set(name.toLowerCase(), value);
        return response;
      },
      json: end,
      send: end,
      end,
    };
    const request = {
      query: { nextauth: path.split("/") },
      cookies: Object.fromEntries(
        [...this.jar].map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      headers: {},
      method: form ? "POST" : "GET",
      body: form ?? {},
    };
    await (NextAuth as unknown as Handler)(request, response, authOptions(visit));
    const own = [headers.get("set-cookie") ?? []].flat() as string[];
    answer.cookies = [...own, ...visit.answerCookies];
    for (const line of answer.cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return answer;
  }

  signIn(email: string, password = PASSWORD): Promise<Answer> {
    return this.enter("credentials", { email, password });
  }

  async enter(provider: string, shown: Record<string, string>): Promise<Answer> {
    const { csrfToken } = (await this.ask("csrf")).body as { csrfToken: string };
    return this.ask(`callback/${provider}`, { csrfToken, ...shown, json: "true" });
  }
}

/** Holds what these statements lock while something else goes on, then commits. */
async function whileHeld(
  statements: readonly (readonly [sql: string, values: readonly number[]])[],
  run: () => Promise<void>,
): Promise<void> {
  let [held, letGo] = [() => {}, () => {}];
  const isHeld = new Promise<void>((resolve) => {
    held = resolve;
  });
  const isOver = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const holding = transaction(async (tx) => {
    for (const [sql, values] of statements) await tx.write(sql, [...values]);
    held();
    await isOver;
  });
  await isHeld;
  await run().finally(letGo);
  await holding;
}

/** Sessions of an account that open something. */
const openSessionsOf = (userId: number) =>
  countOf("session", "userId = ? AND revokedAt IS NULL", [userId]);

const named = (answer: Answer, part: string) =>
  answer.cookies.find((line) => line.split("=")[0]?.includes(part)) ?? "";

let places = 0;
const somewhere = () => `198.51.${++places}.7`;

describe("the sign-in of the browser", () => {
  useDatabase("sign-in-cookies");
  let home: string;

  beforeEach(() => {
    home = env().APP_URL;
  });
  afterEach(() => {
    env().APP_URL = home;
    delete process.env.NEXTAUTH_URL;
  });

  const siteAt = (address: string) => {
    env().APP_URL = address;
    process.env.NEXTAUTH_URL = address;
  };

  it.each([
    ["https://members.shop.example", /^__Host-next-auth\.session-token=/, true],
    ["http://localhost:3000", /^next-auth\.session-token=/, false],
  ])("of %s has the cookies that are safe there", async (address, name, isSecure) => {
    siteAt(address);
    const { email, id } = await account("operator");
    const browser = new Browser(somewhere());
    const answer = await browser.signIn(email);
    for (const line of [named(answer, "session-token"), named(answer, "device")]) {
      expect(line).toMatch(/; ?HttpOnly/);
      expect(line).toMatch(/; ?SameSite=Lax/i);
      expect(line).toMatch(/; ?Path=\/(;|$)/);
      expect(line).not.toMatch(/Domain=/i);
      expect(/; ?Secure/.test(line)).toBe(isSecure);
      expect(line.startsWith("__Host-")).toBe(isSecure);
    }
    expect(named(answer, "session-token")).toMatch(name);
    const headers = new Headers({ cookie: browser.cookie });
    expect(await authenticate({ headers })).toMatchObject({ userId: id });
    const row = "action = 'access.signIn' AND target = ? AND `after` LIKE '%PASSWORD%'";
    expect(await countOf("audit_log", row, [`user:${id}`])).toBe(1);
  });

  it("answers the same to a wrong password and to an address without an account", async () => {
    siteAt("http://localhost:3000");
    const { email } = await account("operator");
    const answers = [];
    for (const who of [email, "nobody@shop.example", "\u200b", `${email}\u200b`]) {
      const { status, body, cookies } = await new Browser(somewhere()).signIn(who, "wrong");
      const names = cookies.map((line) => line.split("=")[0]).sort();
      answers.push(JSON.stringify({ status, body, names }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("CredentialsSignin");
  });

  it("lets a browser in that is known, where its address has used up its tries", async () => {
    siteAt("http://localhost:3000");
    const { email } = await account("operator");
    const office = somewhere();
    const own = new Browser(office);
    expect(named(await own.signIn(email), "session-token")).not.toBe("");
    own.jar.delete("next-auth.session-token");
    for (let n = 0; n < 8; n++) await new Browser(office).signIn(email, "wrong");
    const stranger = await new Browser(office).signIn(email);
    expect(JSON.stringify(stranger.body)).toContain("RATE_LIMIT_EXCEEDED");
    expect(named(await own.signIn(email), "session-token")).not.toBe("");
  });

  it("takes a device's cookie for no session, and a session's for no device", async () => {
    siteAt("http://localhost:3000");
    const { email } = await account("operator");
    const browser = new Browser(somewhere());
    await browser.signIn(email);
    const device = browser.jar.get("member-system.device") ?? "";
    const headers = new Headers({ cookie: `next-auth.session-token=${device}` });
    expect((await authenticate({ headers })).kind).toBe("anonymous");
  });

  it("opens no session by a password that is replaced while it is looked at", async () => {
    siteAt("http://localhost:3000");
    const { id, email } = await account("operator");
    const browser = new Browser(somewhere());
    let answer: Promise<Answer> | undefined;
    const changed = [
      ["UPDATE user SET passwordHash = 'another' WHERE id = ?", [id]],
      ["UPDATE session SET revokedAt = NOW(3) WHERE userId = ?", [id]],
    ] as const;
    await whileHeld(changed, async () => {
      answer = browser.signIn(email);
      await Promise.race([answer, sleep(1000)]);
    });
    expect(named((await answer) as Answer, "session-token")).toBe("");
    expect(await openSessionsOf(id)).toBe(0);
  });

  it("leaves no session open that a pass opens at the moment of a reset", async () => {
    siteAt("http://localhost:3000");
    const email = someEmail();
    const { id, pass } = await joined(email, email, PASSWORD);
    // There is a row by which sign-ins of this account are counted.
    await new Browser(somewhere()).signIn(email);
    const asker = stranger();
    const { ticket } = await asker.access.askCode({ purpose: "RESET", contact: email });
    const proof = { ticket, code: await codeSentTo(email) };
    const both: Promise<unknown>[] = [];
    const counts = "UPDATE sign_in_count SET used = used WHERE target = CONCAT('user:', ?)";
    await whileHeld([[counts, [id]]], async () => {
      both.push(new Browser(somewhere()).enter("credentials", { pass }));
      await sleep(300);
      const reset = asker.access.resetPassword({ ...proof, password: "nine calm badgers dig" });
      both.push(reset);
      await Promise.race([reset, sleep(1200)]);
    });
    await Promise.all(both);
    expect(await openSessionsOf(id)).toBe(0);
    expect(await countOf("sign_in_pass", "userId = ?", [id])).toBe(1);
  });

  it("leaves no session of a member who closes at the moment that one is opened", async () => {
    siteAt("http://localhost:3000");
    const email = someEmail();
    const { id, memberId, pass } = await joined(email, email, PASSWORD);
    await new Browser(somewhere()).signIn(email);
    const caller = memberCaller(memberId);
    const { memberCode } = await as(caller).profile.get({});
    const both: Promise<unknown>[] = [];
    const counts = "UPDATE sign_in_count SET used = used WHERE target = CONCAT('user:', ?)";
    await whileHeld([[counts, [id]]], async () => {
      both.push(new Browser(somewhere()).enter("credentials", { pass }));
      await sleep(300);
      both.push(as(caller).profile.close({ memberCode, password: PASSWORD }));
      await sleep(500);
    });
    await Promise.all(both);
    expect(await countOf("session", "userId = ?", [id])).toBe(0);
    expect(await countOf("user", "id = ?", [id])).toBe(0);
  });
});

describe("who followed an invitation", () => {
  useDatabase("sign-in-cookies");

  async function followed(browser: Browser) {
    const { id: inviter } = await enrolled();
    const { link } = await as(memberCaller(inviter)).earning.invitations({});
    const [cookie = ""] = (followingCookie(new URL(link), {}) ?? "").split(";");
    const [name = "", value = ""] = cookie.split("=");
    browser.jar.set(name, value);
    return { inviter, name };
  }
  const invitedBy = (memberId: number) => countOf("referral", "referrerId = ?", [memberId]);

  it("comes by it with the pass of their sign-up, and keeps nothing of it", async () => {
    const browser = new Browser(somewhere());
    const { inviter, name } = await followed(browser);
    const email = someEmail();
    const { pass } = await joined(email, email);
    expect(await invitedBy(inviter)).toBe(0);
    await browser.enter("credentials", { pass });
    expect(await invitedBy(inviter)).toBe(1);
    expect(browser.jar.has(name)).toBe(false);
  });

  it("was a member before, signs in, and came by nothing", async () => {
    const email = someEmail();
    await joined(email, email, PASSWORD);
    const browser = new Browser(somewhere());
    const { inviter, name } = await followed(browser);
    await browser.signIn(email);
    expect(await invitedBy(inviter)).toBe(0);
    expect(browser.jar.has(name)).toBe(false);
  });

  it("is enrolled by the shop afterwards and comes by its link", async () => {
    const browser = new Browser(somewhere());
    const { inviter } = await followed(browser);
    const { memberId } = await as(SERVICE).members.create({ externalId: fresh("u") });
    const { link } = await as(SERVICE).sessions.handOff({ memberId });
    await browser.enter("handoff", { code: new URL(link).hash.slice(1) });
    expect(await invitedBy(inviter)).toBe(1);
  });
});
