import { describe, expect, it } from "vitest";
import { authenticate } from "@/modules/access/service/authenticate";
import type { Caller } from "@/platform/auth";
import { as } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh } from "@/testing/factories";

const known = (headers: Record<string, string>): Promise<Caller> =>
  authenticate({ headers: new Headers(headers) });

async function admin() {
  const { id, headers } = await signedIn("admin");
  return { id, caller: await known(headers) };
}

const decide = (caller: Caller, approvalId: string | null, approve = true) =>
  decideOn(as(caller), { approvalId: approvalId ?? "0", approve, reason: "looked at" });

async function large(caller: Caller) {
  const { id } = await enrolled();
  const ask = { memberId: String(id), points: 20_000, reason: "large" };
  return { id, ...(await as(caller).points.adjust(ask)) };
}

describe("the second person", () => {
  useDatabase();

  const ENDED = { domainCode: "VERSION_CONFLICT", facts: { reason: "REQUESTER_ENDED" } };

  it("is not alone: what a person asked for who was disabled since can only be rejected", async () => {
    const { id, headers } = await signedIn("operator");
    const [first, second] = [await large(await known(headers)), await large(await known(headers))];
    const one = await admin();
    await as(one.caller).access.changeOperator({ userId: String(id), disabled: true });
    await expect(decide(one.caller, first.approvalId)).rejects.toMatchObject(ENDED);
    expect(await accountsOf(first.id)).toMatchObject({ available: 0 });
    await decide(one.caller, first.approvalId, false);
    await as(one.caller).access.changeOperator({ userId: String(id), disabled: false });
    await decide(one.caller, second.approvalId);
    expect(await accountsOf(second.id)).toMatchObject({ available: 20_000 });
  });

  it("is not alone: an admin who became an operator wants no key any more, and large points still", async () => {
    const [one, two] = [await admin(), await admin()];
    const wanted = { name: fresh("key"), scopes: ["points:write" as const] };
    const made = await as(one.caller).access.createKey(wanted);
    const asked = await large(one.caller);
    await as(two.caller).access.changeOperator({ userId: String(one.id), role: "operator" });
    await expect(decide(two.caller, made.approvalId)).rejects.toMatchObject(ENDED);
    await decide(two.caller, asked.approvalId);
    expect(await accountsOf(asked.id)).toMatchObject({ available: 20_000 });
  });

  it("is not alone: what a key asked for that was revoked since can only be rejected", async () => {
    const [one, two] = [await admin(), await admin()];
    const wanted = { name: fresh("key"), scopes: ["points:adjust" as const] };
    const made = await as(one.caller).access.createKey(wanted);
    await decide(two.caller, made.approvalId);
    const key = await known({ authorization: `Bearer ${made.secret}` });
    const { id } = await enrolled();
    const rows = [{ memberId: String(id), points: 20_000 }];
    const asked = await as(key).points.createBatch({ reason: "large", dryRun: false, rows });
    const { items } = await as(two.caller).approvals.list({});
    const waiting = items.find(({ batchId }) => batchId === asked.batchId)?.approvalId ?? "";
    await as(one.caller).access.revokeKey({ keyId: made.keyId });
    await expect(decide(two.caller, waiting)).rejects.toMatchObject(ENDED);
    await decide(two.caller, waiting, false);
  });
});
