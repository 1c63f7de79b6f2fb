import { describe, expect, it } from "vitest";
import { env } from "@/env";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { memory } from "@/platform/view";
import { ADMIN, as, at } from "@/testing/actors";
import { Authenticator } from "@/testing/authenticator";
import {
  codeSentTo,
  enterWith,
  joined,
  sentTo,
  someEmail,
  somewhere,
  stranger,
} from "@/testing/codes";
import { changeRow, cookieOf, PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { closeMember } from "../../profile/service/close-member";
import type { Role } from "../schema/access";
import { authenticate } from "./authenticate";
import { addPasskey, prepareAddition } from "./passkeys";
import { signIn } from "./sessions";

const refused = { domainCode: "VALIDATION_FAILED", errors: [{ path: "response" }] };
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

const callerOf = async (sessionId: string) =>
  authenticate({ headers: new Headers({ cookie: await cookieOf(sessionId) }) });

interface Page {
  origin?: string;
  rpID?: string;
  isVerified?: boolean;
}

const here = (): Required<Page> => {
  const { origin, hostname } = new URL(env().APP_URL);
  return { origin, rpID: hostname, isVerified: true };
};

async function someone(role: Role = "member", memberId: number | null = null) {
  const user = await signedIn(role, memberId);
  return { ...user, own: as(await callerOf(user.sessionId), { locale: "zh-CN" }) };
}

/** A shopper without a password. */
async function cameInByCode() {
  const email = someEmail();
  const user = await joined(email, email);
  const network = networkOf(somewhere());
  const arrival = { by: "CODE", network } as const;
  const sessionId = (await at(new Date(), (work) => signIn(work, user.id, arrival))) ?? "";
  const caller = await callerOf(sessionId);
  return { ...user, email, sessionId, caller, own: as(caller) };
}

type Someone = Awaited<ReturnType<typeof someone>>;

/** What a browser at a page answers with a new key. */
async function created(own: Someone["own"], device: Authenticator, page: Page = {}) {
  const { ticket, options } = await own.identity.beginPasskey({});
  const { challenge, user } = JSON.parse(options) as { challenge: string; user: { id: string } };
  return { ticket, response: device.create({ challenge, ...here(), ...page }, user.id) };
}

async function having(user: Someone, password: string | null = PASSWORD) {
  const device = new Authenticator();
  const answer = await created(user.own, device);
  await user.own.identity.addPasskey({ ...answer, name: "我的手机", password });
  return device;
}

async function shown(device: Authenticator, page: Page = {}) {
  const { ticket, options } = await stranger().identity.beginPasskeySignIn({});
  const { challenge } = JSON.parse(options) as { challenge: string };
  return { ticket, response: device.get({ challenge, ...here(), ...page }) };
}

describe("a passkey", () => {
  useDatabase("passkeys");

  it("is added with the password, told of, named and listed, and lets its owner in", async () => {
    const user = await someone();
    const device = new Authenticator();
    const answer = await created(user.own, device);
    const wrong = user.own.identity.addPasskey({ ...answer, name: "手机", password: "another" });
    await expect(wrong).rejects.toMatchObject({ errors: [{ path: "password" }] });
    const { passkeyId } = await user.own.identity.addPasskey({
      ...answer,
      name: "手机",
      password: PASSWORD,
    });
    expect((await sentTo(user.email))[0]?.kind).toBe("PASSKEY_ADDED");
    await user.own.identity.renamePasskey({ passkeyId, name: "旧手机" });
    const { pass } = await stranger().identity.signInByPasskey(await shown(device));
    expect(await enterWith(pass)).toMatchObject({ user: { id: user.id }, by: "PASSKEY" });
    const { items } = await user.own.identity.passkeys({});
    expect(items).toMatchObject([{ passkeyId, name: "旧手机", lastUsedAt: expect.any(String) }]);
    await user.own.identity.removePasskey({ passkeyId });
    const late = stranger().identity.signInByPasskey(await shown(device));
    await expect(late).rejects.toMatchObject(refused);
  });

  it.each([
    ["another site", { origin: "https://members.example" }],
    ["another party", { rpID: "members.example" }],
    ["nobody who unlocked it", { isVerified: false }],
  ])("answers to %s in vain, added or shown", async (_, page) => {
    const user = await someone();
    const answer = await created(user.own, new Authenticator(), page);
    const adding = user.own.identity.addPasskey({ ...answer, name: "手机", password: PASSWORD });
    await expect(adding).rejects.toMatchObject(refused);
    const device = await having(user);
    const showing = stranger().identity.signInByPasskey(await shown(device, page));
    await expect(showing).rejects.toMatchObject(refused);
  });

  it("lets in once with one answer, of sixteen at once, and of a ticket of its own", async () => {
    const device = await having(await someone());
    const answer = await shown(device);
    const results = await Promise.allSettled(
      times(16).map(() => stranger().identity.signInByPasskey(answer)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const other = await stranger().identity.beginPasskeySignIn({});
    const swapped = { ...(await shown(device)), ticket: other.ticket };
    await expect(stranger().identity.signInByPasskey(swapped)).rejects.toMatchObject(refused);
  });

  it("of another is none of one’s own, to be added, renamed or removed", async () => {
    const [one, other] = [await someone(), await someone()];
    const answer = await created(one.own, new Authenticator());
    const lent = other.own.identity.addPasskey({ ...answer, name: "手机", password: PASSWORD });
    await expect(lent).rejects.toMatchObject(refused);
    await having(one);
    const { passkeyId = "" } = (await one.own.identity.passkeys({})).items[0] ?? {};
    for (const act of [
      () => other.own.identity.removePasskey({ passkeyId }),
      () => other.own.identity.renamePasskey({ passkeyId, name: "我的" }),
    ]) {
      await expect(act()).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    }
  });

  it("of a copy that signed less often is refused", async () => {
    const device = await having(await someone());
    const stale = await shown(device);
    await stranger().identity.signInByPasskey(await shown(device));
    await expect(stranger().identity.signInByPasskey(stale)).rejects.toMatchObject(refused);
  });

  it("is one of twenty at most, of very many that are added at once", async () => {
    const { own } = await cameInByCode();
    const answers: Awaited<ReturnType<typeof created>>[] = [];
    for (const _ of times(26)) answers.push(await created(own, new Authenticator()));
    const results = await Promise.allSettled(
      answers.map((answer) => own.identity.addPasskey({ ...answer, name: "手机", password: null })),
    );
    const refusals = results.filter((result) => result.status === "rejected");
    expect(refusals).toHaveLength(6);
    for (const { reason } of refusals) {
      expect(reason).toMatchObject({ domainCode: "LIMIT_REACHED", facts: { limit: 20 } });
    }
    expect((await own.identity.passkeys({})).items).toHaveLength(20);
  });

  it.each([[5], ["usb"], [{ length: 3 }], [[null, {}, 7, "usb", "x".repeat(20)]], [null]])(
    "takes nothing from transports that are none: %j",
    async (transports) => {
      const user = await someone();
      const { ticket, response } = await created(user.own, new Authenticator());
      const said = JSON.parse(response) as { response: object };
      const odd = JSON.stringify({ ...said, response: { ...said.response, transports } });
      const answer = { ticket, response: odd, name: "手机", password: PASSWORD };
      const { passkeyId } = await user.own.identity.addPasskey(answer);
      const kept = await reader.row<{ transports: string }>(
        "SELECT transports FROM passkey WHERE id = ?",
        [passkeyId],
      );
      expect(["", "usb"]).toContain(kept?.transports);
    },
  );

  it("is added without a password by whoever signed in a moment ago, and not at a browser left alone", async () => {
    const { own, sessionId } = await cameInByCode();
    const [answer, late] = [
      await created(own, new Authenticator()),
      await created(own, new Authenticator()),
    ];
    await own.identity.addPasskey({ ...answer, name: "手机", password: null });
    const ago = new Date(Date.now() - 15 * 60_000 - 1000);
    await changeRow("UPDATE session SET createdAt = ? WHERE id = ?", [ago, sessionId]);
    const adding = own.identity.addPasskey({ ...late, name: "别人的", password: null });
    await expect(adding).rejects.toMatchObject({ domainCode: "SIGN_IN_AGAIN" });
  });

  it("is added to no account that was closed since it was shown", async () => {
    const { id, memberId, email, caller, own } = await cameInByCode();
    const answer = await created(own, new Authenticator());
    const ask = {
      ...memory(),
      caller,
      requestId: "r",
      db: reader,
      locale: "zh-CN",
      now: new Date(),
    } as const;
    const addition = await prepareAddition(ask, { ...answer, name: "我的手机", password: null });
    await at(new Date(), (work) => closeMember(work, { memberId }, null));
    const late = at(new Date(), (work) => addPasskey(work, addition));
    await expect(late).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
    expect(await countOf("passkey", "userId = ?", [id])).toBe(0);
    expect(await countOf("outgoing_message", "address = ?", [email])).toBe(0);
  });

  it("is added by nobody whose session ended since it was shown", async () => {
    const { id, caller, own } = await cameInByCode();
    const answer = await created(own, new Authenticator());
    const ask = {
      ...memory(),
      ...({ caller, requestId: "r", db: reader, locale: "zh-CN", now: new Date() } as const),
    } as const;
    const addition = await prepareAddition(ask, { ...answer, name: "别人的", password: null });
    await changeRow("UPDATE session SET revokedAt = NOW(3) WHERE userId = ?", [id]);
    const late = at(new Date(), (work) => addPasskey(work, addition), caller);
    await expect(late).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
    expect(await countOf("passkey", "userId = ?", [id])).toBe(0);
  });

  it("is two factors of staff, who owe none then, and nobody’s who is disabled", async () => {
    const user = await someone("operator");
    const device = await having(user);
    await changeRow(
      "INSERT INTO second_factor (userId, sealed, lastStep, createdAt) VALUES (?, 'v1.x', 0, NOW(3))",
      [user.id],
    );
    const { pass } = await stranger().identity.signInByPasskey(await shown(device));
    const entered = await enterWith(pass);
    expect(await callerOf(entered?.sid ?? "")).toMatchObject({ kind: "operator", userId: user.id });
    await changeRow("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [user.id]);
    const late = stranger().identity.signInByPasskey(await shown(device));
    await expect(late).rejects.toMatchObject(refused);
  });

  it("ends with a new password that was set without the old one, also at the moment it is shown", async () => {
    for (let round = 0; round < 8; round++) {
      const email = someEmail();
      const { id } = await joined(email, email, PASSWORD);
      const network = networkOf(somewhere());
      const sid = await at(new Date(), (work) => signIn(work, id, { by: "CODE", network }));
      const own = as(await callerOf(sid ?? ""));
      const device = new Authenticator();
      const answer = await created(own, device);
      await own.identity.addPasskey({ ...answer, name: "别人的", password: PASSWORD });
      const browser = stranger();
      const { ticket } = await browser.access.askCode({ purpose: "RESET", contact: email });
      const code = await codeSentTo(email);
      const answers = await Promise.all([shown(device), shown(device), shown(device)]);
      const [, ...passes] = await Promise.all([
        browser.access.resetPassword({ ticket, code, password: "another horse battery staple" }),
        ...answers.map((one) =>
          stranger()
            .identity.signInByPasskey(one)
            .then(({ pass }) => pass)
            .catch(() => null),
        ),
      ]);
      for (const pass of passes) if (pass) expect(await enterWith(pass)).toBeNull();
      const late = stranger().identity.signInByPasskey(await shown(device));
      await expect(late).rejects.toMatchObject(refused);
      expect(await as(await callerOf(sid ?? "")).access.me({})).toBeNull();
    }
  });

  it("ends with a password that staff set by a link", async () => {
    const user = await someone("operator");
    const device = await having(user);
    const { own: admin } = await someone("admin");
    await admin.identity.sendReset({ userId: String(user.id) });
    const text = (await sentTo(user.email)).find(({ kind }) => kind === "RESET_LINK")?.text ?? "";
    const token = /#([\w-]{43})/.exec(text)?.[1] ?? "";
    await stranger().identity.followLink({ token, password: "another horse battery staple" });
    const late = stranger().identity.signInByPasskey(await shown(device));
    await expect(late).rejects.toMatchObject(refused);
  });

  it("stays with a password that somebody changes who knows it", async () => {
    const user = await someone();
    const device = await having(user);
    const password = "another horse battery staple";
    await user.own.access.changePassword({ currentPassword: PASSWORD, password });
    const { pass } = await stranger().identity.signInByPasskey(await shown(device));
    expect(await enterWith(pass)).toMatchObject({ user: { id: user.id } });
  });

  it("is not added any more once another password was set", async () => {
    const user = await someone();
    const answer = await created(user.own, new Authenticator());
    const ask = {
      ...memory(),
      caller: await callerOf(user.sessionId),
      requestId: "r",
      db: reader,
      locale: "zh-CN",
      now: new Date(),
    } as const;
    const addition = await prepareAddition(ask, { ...answer, name: "手机", password: PASSWORD });
    const password = "another horse battery staple";
    await user.own.access.changePassword({ currentPassword: PASSWORD, password });
    const late = at(new Date(), (work) => addPasskey(work, addition));
    await expect(late).rejects.toMatchObject({ domainCode: "AUTHENTICATION_REQUIRED" });
  });

  it("is taken away by an admin with a lost factor, and where there is no other", async () => {
    const user = await someone("operator");
    const device = await having(user);
    const late = await shown(device);
    const { pass } = await stranger().identity.signInByPasskey(await shown(device));
    const userId = String(user.id);
    const listed = async () =>
      (await as(ADMIN).access.operators({ limit: 100 })).items.find((one) => one.userId === userId);
    expect(await listed()).toMatchObject({ hasSecondFactor: false, hasPasskey: true });
    await as(ADMIN).identity.takeSecondFactor({ userId });
    expect(await enterWith(pass)).toBeNull();
    await expect(stranger().identity.signInByPasskey(late)).rejects.toMatchObject(refused);
    expect(await listed()).toMatchObject({ hasPasskey: false });
    await expect(as(ADMIN).identity.takeSecondFactor({ userId })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
  });

  it("takes of staff with an authenticator a sign-in with it a moment ago", async () => {
    const user = await someone("operator");
    const answer = await created(user.own, new Authenticator());
    await changeRow(
      "INSERT INTO second_factor (userId, sealed, lastStep, createdAt) VALUES (?, 'v1.x', 0, NOW(3))",
      [user.id],
    );
    const ago = new Date(Date.now() - 15 * 60_000 - 1000);
    await changeRow("UPDATE session SET createdAt = ? WHERE id = ?", [ago, user.sessionId]);
    const again = { domainCode: "SIGN_IN_AGAIN" };
    const adding = user.own.identity.addPasskey({ ...answer, name: "别人的", password: PASSWORD });
    await expect(adding).rejects.toMatchObject(again);
    await expect(user.own.identity.beginPasskey({})).rejects.toMatchObject(again);
  });

  it("is asked of staff who have no other second factor where one is, whatever else they came by", async () => {
    const user = await someone("admin");
    const device = await having(user);
    const { secondFactorFor, revision } = await as(ADMIN).identity.staffSignIn({});
    await as(ADMIN).identity.setStaffSignIn({ secondFactorFor: "ADMINS", revision });
    const network = networkOf(somewhere());
    for (const by of ["PASSWORD", "PROVIDER"] as const) {
      const sid = await at(new Date(), (work) => signIn(work, user.id, { by, network }));
      const thief = as(await callerOf(sid ?? ""));
      expect(await thief.identity.owed({})).toMatchObject({ factor: "PASSKEY" });
      const stranger = { domainCode: "AUTHENTICATION_REQUIRED" };
      await expect(thief.identity.beginSecondFactor({})).rejects.toMatchObject(stranger);
      await expect(thief.identity.giveSecondFactor({ code: "123456" })).rejects.toMatchObject(
        stranger,
      );
    }
    const { pass } = await stranger().identity.signInByPasskey(await shown(device));
    expect((await callerOf((await enterWith(pass))?.sid ?? "")).kind).toBe("admin");
    await as(ADMIN).identity.takeSecondFactor({ userId: String(user.id) });
    const sid = await at(new Date(), (work) => signIn(work, user.id, { by: "PASSWORD", network }));
    const own = as(await callerOf(sid ?? ""));
    expect(await own.identity.owed({})).toMatchObject({ factor: "ENROLMENT" });
    await as(ADMIN).identity.setStaffSignIn({ secondFactorFor, revision: revision + 1 });
  });

  it("that is removed ends the sessions that passkeys opened, but the one at hand", async () => {
    const user = await someone();
    const device = await having(user);
    const cameIn = async () => {
      const { pass } = await stranger().identity.signInByPasskey(await shown(device));
      return (await enterWith(pass))?.sid ?? "";
    };
    const [lost, here] = [await cameIn(), await cameIn()];
    const own = as(await callerOf(here));
    const [passkey] = (await own.identity.passkeys({})).items;
    await own.identity.removePasskey({ passkeyId: passkey?.passkeyId ?? "" });
    const kinds = [lost, here, user.sessionId].map(async (sid) => (await callerOf(sid)).kind);
    expect(await Promise.all(kinds)).toEqual(["anonymous", "member", "member"]);
  });

  it("is in what a member takes along, without its key, and gone with them", async () => {
    const { id, memberId, own } = await cameInByCode();
    const device = new Authenticator();
    const answer = await created(own, device);
    await own.identity.addPasskey({ ...answer, name: "我的手机", password: null });
    const { account } = await own.profile.export({});
    expect(account).toMatchObject({ passkeys: [{ name: "我的手机" }] });
    const row = await reader.row<{ publicKey: string }>(
      "SELECT publicKey FROM passkey WHERE userId = ?",
      [id],
    );
    expect(JSON.stringify(account)).not.toContain(row?.publicKey);
    await at(new Date(), (work) => closeMember(work, { memberId }, null));
    expect(await countOf("passkey", "userId = ?", [id])).toBe(0);
  });
});
