import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { as, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { enterWith, sentTo, someEmail, somewhere, stranger } from "@/testing/codes";
import { account, changeRow, cookieOf, PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { userById } from "../store/users";
import { authenticate } from "./authenticate";
import { PasswordSignIn } from "./sign-in";

const OTHER = "nine quiet herons dance";
const times = (count: number) => Array.from({ length: count }, (_, n) => n);
const ofNoUse = { domainCode: "VALIDATION_FAILED", errors: [{ path: "token" }] };

/** An admin with an account of their own. */
async function anAdmin() {
  const user = await signedIn("admin");
  const caller = await authenticate({ headers: new Headers(user.headers) });
  return { ...user, desk: as(caller, { remoteAddress: somewhere(), locale: "zh-CN" }) };
}

type Desk = Awaited<ReturnType<typeof anAdmin>>["desk"];

/** What stands in the link that was sent last. */
async function tokenSentTo(email: string): Promise<string> {
  const [, token = ""] = /\/welcome#([\w-]{43})/.exec((await sentTo(email))[0]?.text ?? "") ?? [];
  return token;
}

async function invited(desk: Desk, role: "operator" | "admin" = "operator", email = someEmail()) {
  await desk.identity.invite({ email, name: "周航", role });
  return { email, token: await tokenSentTo(email) };
}

async function signsIn(email: string, password: string): Promise<boolean> {
  const attempt = { email, password, network: networkOf(somewhere()), device: null };
  return "user" in (await new PasswordSignIn({ refusedAfterMs: 0 }).attempt(attempt));
}

describe("an invitation", () => {
  useDatabase("staff_links");

  it("makes an account whose password nobody else knew, and lets its owner in", async () => {
    const { desk, id: inviter } = await anAdmin();
    const { email, token } = await invited(desk);
    const view = { kind: "INVITATION", email, name: "周航", role: "operator" };
    expect(await stranger().identity.lookAtLink({ token })).toEqual(view);
    const { pass } = await stranger().identity.followLink({ token, password: PASSWORD });
    expect(await enterWith(pass)).toMatchObject({
      user: { email, role: "operator" },
      by: "INVITATION",
    });
    expect(await signsIn(email, PASSWORD)).toBe(true);
    const { items } = await desk.identity.invitations({});
    expect(items.find((one) => one.email === email)).toMatchObject({ state: "USED" });
    const user = await reader.row("SELECT answeredForBy FROM user WHERE email = ?", [email]);
    expect(user).toEqual({ answeredForBy: inviter });
  });

  it("makes one account, of sixteen clicks at once", async () => {
    const { desk } = await anAdmin();
    const { email, token } = await invited(desk);
    const results = await Promise.allSettled(
      times(16).map(() => stranger().identity.followLink({ token, password: PASSWORD })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(ofNoUse);
    }
    expect(await countOf("user", "email = ?", [email])).toBe(1);
  });

  it("is of no use once it was revoked, is over, or its sender may not invite any more", async () => {
    const [{ desk }, other] = [await anAdmin(), await anAdmin()];
    const revoked = await invited(desk);
    const { items } = await desk.identity.invitations({});
    const linkId = items.find(({ email }) => email === revoked.email)?.linkId ?? "";
    await desk.identity.revokeInvitation({ linkId });
    await expect(desk.identity.revokeInvitation({ linkId })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    const over = await invited(desk);
    await changeRow("UPDATE staff_link SET expiresAt = ? WHERE email = ?", [
      new Date(),
      over.email,
    ]);
    const orphan = await invited(other.desk);
    await desk.access.changeOperator({ userId: String(other.id), disabled: true });
    for (const { token } of [revoked, over, orphan, { token: "x".repeat(43) }]) {
      await expect(stranger().identity.lookAtLink({ token })).rejects.toMatchObject(ofNoUse);
      const use = stranger().identity.followLink({ token, password: PASSWORD });
      await expect(use).rejects.toMatchObject(ofNoUse);
    }
    const states = (await desk.identity.invitations({ limit: 100 })).items;
    const stateOf = (email: string) => states.find((one) => one.email === email)?.state;
    expect([revoked, over, orphan].map(({ email }) => stateOf(email))).toEqual([
      "REVOKED",
      "EXPIRED",
      "REVOKED",
    ]);
  });

  it("takes the place of the former one to the same address, and goes to nobody with an account", async () => {
    const { desk } = await anAdmin();
    const first = await invited(desk);
    const second = await invited(desk, "operator", first.email);
    await expect(stranger().identity.lookAtLink(first)).rejects.toBeDefined();
    const { token } = first;
    await expect(stranger().identity.lookAtLink({ token })).rejects.toMatchObject(ofNoUse);
    await stranger().identity.followLink({ token: second.token, password: PASSWORD });
    const again = desk.identity.invite({ email: first.email, name: "周航", role: "operator" });
    await expect(again).rejects.toMatchObject({
      errors: [{ path: "email", message: "has an account" }],
    });
  });

  it("to be an admin makes an operator who waits for a second admin, and then a person of their own", async () => {
    const { desk, id: inviter } = await anAdmin();
    const { email, token } = await invited(desk, "admin");
    await stranger().identity.followLink({ token, password: PASSWORD });
    const sql = "SELECT id, role, answeredForBy FROM user WHERE email = ?";
    const user = await reader.row<{ id: number }>(sql, [email]);
    expect(user).toMatchObject({ role: "operator", answeredForBy: inviter });
    const { items } = await as(SECOND_ADMIN).approvals.list({});
    const request = items.find(({ subject }) => subject?.id === String(user?.id));
    const decision = {
      approvalId: request?.approvalId ?? "",
      approve: true,
      reason: "I know them",
    };
    await expect(decideOn(desk, decision)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await decideOn(as(SECOND_ADMIN), decision);
    expect(await reader.row(sql, [email])).toMatchObject({ role: "admin", answeredForBy: null });
  });

  it("keeps what stands in the link nowhere in the clear", async () => {
    const { desk } = await anAdmin();
    const { token } = await invited(desk);
    const tables = { audit_log: "CONCAT_WS(' ', target, `after`)", outgoing_message: "sealed" };
    for (const [table, column] of Object.entries(tables)) {
      expect(await countOf(table, `${column} LIKE ?`, [`%${token}%`])).toBe(0);
    }
    expect(await countOf("staff_link", "tokenHash = ?", [token])).toBe(0);
  });

  it("asks for a password that is hard to guess", async () => {
    const { desk } = await anAdmin();
    const { token } = await invited(desk);
    await expect(
      stranger().identity.followLink({ token, password: "password1234" }),
    ).rejects.toMatchObject({ errors: [{ path: "password" }] });
  });
});

describe("a link to set the password of one of the staff", () => {
  useDatabase("staff_links");

  it("sets it once, ends every session and leaves the second factor", async () => {
    const { desk } = await anAdmin();
    const user = await signedIn("operator");
    await changeRow(
      "INSERT INTO second_factor (userId, sealed, lastStep, createdAt) VALUES (?, 'v1.x', 0, NOW(3))",
      [user.id],
    );
    await desk.identity.sendReset({ userId: String(user.id) });
    const first = await tokenSentTo(user.email);
    await desk.identity.sendReset({ userId: String(user.id) });
    const token = await tokenSentTo(user.email);
    await expect(stranger().identity.lookAtLink({ token: first })).rejects.toMatchObject(ofNoUse);
    const { pass } = await stranger().identity.followLink({ token, password: OTHER });
    expect(await enterWith(pass)).toMatchObject({ user: { id: user.id }, by: "RESET" });
    expect([await signsIn(user.email, PASSWORD), await signsIn(user.email, OTHER)]).toEqual([
      false,
      true,
    ]);
    const cookie = await cookieOf(user.sessionId);
    expect((await authenticate({ headers: new Headers({ cookie }) })).kind).toBe("anonymous");
    expect(await countOf("second_factor", "userId = ?", [user.id])).toBe(1);
    await expect(stranger().identity.followLink({ token, password: OTHER })).rejects.toMatchObject(
      ofNoUse,
    );
  });

  it("goes to nobody who is disabled, nor to a shopper, and is dead for who was disabled since", async () => {
    const { desk } = await anAdmin();
    const [operator, member] = [await account("operator"), await account("member")];
    await desk.identity.sendReset({ userId: String(operator.id) });
    const token = await tokenSentTo(operator.email);
    await desk.access.changeOperator({ userId: String(operator.id), disabled: true });
    await expect(stranger().identity.followLink({ token, password: OTHER })).rejects.toMatchObject(
      ofNoUse,
    );
    for (const { id } of [operator, member]) {
      await expect(desk.identity.sendReset({ userId: String(id) })).rejects.toMatchObject({
        domainCode: "NOT_FOUND",
      });
    }
    expect(await userById(reader, operator.id)).toBeUndefined();
  });
});
