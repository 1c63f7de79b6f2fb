import { describe, expect, it } from "vitest";
import type { Caller } from "@/platform/auth";
import { reader, transaction } from "@/platform/db";
import { as } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { account, PASSWORD, serviceKey, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { verifyPassword } from "./accounts";
import { authenticate } from "./authenticate";

const LAST_ADMIN = { domainCode: "PERMISSION_DENIED", facts: { reason: "LAST_ADMIN" } };
const OWN_ACCOUNT = { domainCode: "PERMISSION_DENIED", facts: { reason: "OWN_ACCOUNT" } };

const known = (headers: Record<string, string>): Promise<Caller> =>
  authenticate({ headers: new Headers(headers) });

describe("operators and admins", () => {
  useDatabase("operators");

  /** As a signed-in admin, of whom this database has others only where a test says so. */
  async function admin() {
    const { id, headers } = await signedIn("admin");
    const { access, approvals } = as(await known(headers));
    const approve = (approvalId: string | null) =>
      decideOn({ approvals }, { approvalId: approvalId ?? "0", approve: true, reason: "known" });
    return { id, call: access, approve };
  }

  /** From here on these are the only admins who may sign in. */
  async function onlyAdmins(...ids: number[]): Promise<void> {
    const marks = ids.map(() => "?").join(",");
    await transaction((tx) =>
      tx.write(
        `UPDATE user SET disabledAt = IF(id IN (${marks}), NULL, NOW(3)) WHERE role = 'admin'`,
        ids,
      ),
    );
  }

  const actingAdmins = () => countOf("user", "role = ? AND disabledAt IS NULL", ["admin"]);

  it("are made by an admin, sign in with the first password, and are told to the audit log", async () => {
    const { call, id } = await admin();
    const email = `${fresh("op")}@Shop.Example`;
    const { userId } = await call.createOperator({
      email,
      name: "周航",
      role: "operator",
      password: PASSWORD,
    });
    expect(await verifyPassword(email, PASSWORD)).toMatchObject({ id: Number(userId) });
    const row = "actor = ? AND action = 'access.createUser' AND target = ?";
    const target = `operator:${email.toLowerCase()}`;
    expect(await countOf("audit_log", row, [`admin:${id}`, target])).toBe(1);
    const leaked = "actor = ? AND CONCAT_WS(' ', `after`, reason) LIKE ?";
    expect(await countOf("audit_log", leaked, [`admin:${id}`, `%${PASSWORD}%`])).toBe(0);
  });

  it("have one account for each address", async () => {
    const { call } = await admin();
    const { email } = await account("operator");
    const twin = { email, name: "T", role: "operator" as const, password: PASSWORD };
    await expect(call.createOperator(twin)).rejects.toMatchObject({ errors: [{ path: "email" }] });
  });

  it("who are disabled are strangers at once, in every browser, and stay so when enabled again", async () => {
    const { call } = await admin();
    const { id, headers, email } = await signedIn("operator");
    expect((await known(headers)).kind).toBe("operator");
    const userId = String(id);
    await call.changeOperator({ userId, disabled: true });
    expect((await known(headers)).kind).toBe("anonymous");
    expect(await verifyPassword(email, PASSWORD)).toBeUndefined();
    await call.changeOperator({ userId, disabled: false });
    expect((await known(headers)).kind).toBe("anonymous");
    expect(await verifyPassword(email, PASSWORD)).toMatchObject({ id });
  });

  it("get and lose permissions with their role at once; the audit log has before and after", async () => {
    const [{ call }, second] = [await admin(), await admin()];
    const { id, headers } = await signedIn("operator");
    const asked = await call.changeOperator({ userId: String(id), role: "admin" });
    expect(asked).toMatchObject({ role: "operator", approvalId: expect.any(String) });
    expect((await known(headers)).grants.has("access:manage")).toBe(false);
    await second.approve(asked.approvalId);
    expect((await known(headers)).grants.has("access:manage")).toBe(true);
    await call.changeOperator({ userId: String(id), role: "operator" });
    expect((await known(headers)).grants.has("access:manage")).toBe(false);
    const row = await reader.row<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE target = ? ORDER BY id DESC LIMIT 1",
      [`user:${id}`],
    );
    expect([JSON.parse(row?.before ?? ""), JSON.parse(row?.after ?? "")]).toEqual([
      { role: "admin", disabled: false },
      { role: "operator", disabled: false },
    ]);
  });

  it("never disable themselves", async () => {
    const { call, id } = await admin();
    await expect(call.changeOperator({ userId: String(id), disabled: true })).rejects.toMatchObject(
      OWN_ACCOUNT,
    );
  });

  it("keep one admin who can sign in: the last is neither disabled nor demoted", async () => {
    const [first, second] = [await admin(), await admin()];
    await onlyAdmins(first.id);
    const own = { userId: String(first.id) };
    await expect(first.call.changeOperator({ ...own, role: "operator" })).rejects.toMatchObject(
      LAST_ADMIN,
    );
    // An old page of somebody who was an admin a moment ago.
    await expect(second.call.changeOperator({ ...own, disabled: true })).rejects.toMatchObject(
      LAST_ADMIN,
    );
    const listed = await first.call.operators({ limit: 100 });
    expect(listed.items.filter(({ lastAdmin }) => lastAdmin).map(({ userId }) => userId)).toEqual([
      own.userId,
    ]);
    const enabling = { userId: String(second.id), disabled: false };
    expect(await first.call.changeOperator(enabling)).toMatchObject({ disabled: true });
    const third = await admin();
    await third.approve((await first.call.changeOperator(enabling)).approvalId);
    await onlyAdmins(first.id, second.id);
    expect(await second.call.changeOperator({ ...own, role: "operator" })).toMatchObject({
      role: "operator",
    });
  });

  it("who all disable or demote each other at once leave one admin", async () => {
    for (const change of [{ disabled: true }, { role: "operator" as const }]) {
      const admins = await Promise.all(Array.from({ length: 8 }, admin));
      await onlyAdmins(...admins.map(({ id }) => id));
      const turns = Array.from({ length: 64 }, (_, turn) => {
        const by = admins[turn % 8];
        const whom = admins[(turn + 1 + Math.floor(turn / 8)) % 8];
        return by?.call.changeOperator({ userId: String(whom?.id), ...change });
      });
      await Promise.allSettled(turns);
      expect(await actingAdmins()).toBe(1);
    }
  });

  it("are listed with who they are, newest first, page by page, and members are not among them", async () => {
    const { call, id } = await admin();
    const member = await enrolled();
    const customer = await account("member", member.id);
    const first = await call.operators({ limit: 1 });
    expect(first.items).toMatchObject([{ userId: String(id), self: true, role: "admin" }]);
    const rest = await call.operators({ limit: 100, cursor: first.nextCursor ?? "" });
    expect(rest.items.map(({ userId }) => userId)).not.toContain(String(id));
    expect(rest.items.map(({ userId }) => userId)).not.toContain(String(customer.id));
    await expect(
      call.changeOperator({ userId: String(customer.id), role: "admin" }),
    ).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("are found by the names that ledger and audit have for them", async () => {
    const { call, id } = await admin();
    const key = await serviceKey();
    const member = await enrolled();
    const customer = await account("member", member.id);
    const actors = [
      `admin:${id}`,
      key.actor,
      `member:${member.id}`,
      "system",
      "operator:x",
      "a:b:c",
    ];
    const { items } = await call.actorNames({ actors: [...actors, `admin:${id}`] });
    expect(items).toEqual([
      { actor: `admin:${id}`, name: "Test" },
      { actor: key.actor, name: "test" },
    ]);
    expect(await call.actorNames({ actors: [] })).toEqual({ items: [] });
    // A customer's account has a name too, but an operator's number is not a customer's.
    const asked = await call.actorNames({ actors: [`operator:${customer.id}`] });
    expect(asked.items).toEqual([]);
  });
});

describe("service keys in the console", () => {
  useDatabase("operators");

  const call = async () => as(await known((await signedIn("admin")).headers)).access;
  const wanted = { name: "orders", scopes: ["members:read", "stats:read"] as const };

  it("work as soon as they are made, and their secret is told this once only", async () => {
    const access = await call();
    const { keyId, secret } = await access.createKey({
      ...wanted,
      scopes: [...wanted.scopes],
      ratePerMinute: 7,
    });
    const caller = await known({ authorization: `Bearer ${secret}` });
    expect(caller).toMatchObject({ actor: `service:${keyId}`, ratePerMinute: 7 });
    expect([...caller.grants].sort()).toEqual(["members:read", "stats:read"]);
    const listed = JSON.stringify(await access.keys({ limit: 100 }));
    expect(listed).toContain(secret.slice(0, 12));
    expect(listed).not.toContain(secret.slice(12));
    const leaked = "CONCAT_WS(' ', `before`, `after`, target) LIKE ?";
    expect(await countOf("audit_log", leaked, [`%${secret}%`])).toBe(0);
    const row = "action = 'access.createKey' AND target = ?";
    expect(await countOf("audit_log", row, [`service:${keyId}`])).toBe(1);
  });

  it("end at their time and when they are revoked, and the list says so", async () => {
    const access = await call();
    const soon = new Date(Date.now() + 60_000).toISOString();
    const made = await access.createKey({ name: "soon", scopes: ["stats:read"], expiresAt: soon });
    const stateOf = async () =>
      (await access.keys({ limit: 100 })).items.find(({ keyId }) => keyId === made.keyId)?.state;
    expect(await stateOf()).toBe("ACTIVE");
    await transaction((tx) =>
      tx.write("UPDATE api_key SET expiresAt = NOW(3) - INTERVAL 1 SECOND WHERE id = ?", [
        Number(made.keyId),
      ]),
    );
    expect(await stateOf()).toBe("EXPIRED");
    for (const _ of [1, 2]) {
      expect(await access.revokeKey({ keyId: made.keyId })).toEqual({
        keyId: made.keyId,
        state: "REVOKED",
      });
    }
    expect(await stateOf()).toBe("REVOKED");
    await expect(known({ authorization: `Bearer ${made.secret}` })).rejects.toMatchObject({
      status: 401,
    });
    const rows = "action = 'access.revokeKey' AND target = ?";
    expect(await countOf("audit_log", rows, [`service:${made.keyId}`])).toBeGreaterThan(0);
  });

  it.each<[string, object]>([
    ["without a scope", { scopes: [] }],
    ["with a scope twice", { scopes: ["stats:read", "stats:read"] }],
    ["with a scope that is none", { scopes: ["access:manage"] }],
    ["without a name", { name: "  " }],
    ["with a rate of nothing", { ratePerMinute: 0 }],
    ["that ended already", { expiresAt: "2020-01-01T00:00:00Z" }],
  ])("are not made %s", async (_, changes) => {
    const input = { name: "n", scopes: ["stats:read"], ...changes } as never;
    const access = await call();
    await expect(access.createKey(input)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("that are not there cannot be revoked", async () => {
    const access = await call();
    await expect(access.revokeKey({ keyId: "999999999" })).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
  });
});
