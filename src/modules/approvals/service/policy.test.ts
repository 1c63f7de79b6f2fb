import { describe, expect, it } from "vitest";
import { authenticate } from "@/modules/access/service/authenticate";
import type { Caller } from "@/platform/auth";
import { reader, transaction } from "@/platform/db";
import { ADMIN, as, keyed, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { coupon } from "@/testing/coupons";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, countOf, enrolled, fresh } from "@/testing/factories";
import type { ApprovalKind } from "../../access/schema/approvals";
import { type ActPolicy, WITH_WORTH } from "../../access/schema/policy";
import { expireDue } from "./expire";

const known = (headers: Record<string, string>): Promise<Caller> =>
  authenticate({ headers: new Headers(headers) });

async function staff(role: "admin" | "operator") {
  const { id, headers } = await signedIn(role);
  return { id, caller: await known(headers) };
}

const decide = (caller: Caller, approvalId: string | null, approve = true) =>
  decideOn(as(caller), { approvalId: approvalId ?? "0", approve, reason: "looked at" });

async function policyOf(act: ApprovalKind) {
  const { items } = await as(ADMIN).approvals.policy({});
  const found = items.find((one) => one.act === act);
  if (!found) throw new Error(`no policy of ${act}`);
  return found;
}

/** Asked for and agreed to by two admins. */
async function setPolicy(act: ApprovalKind, change: Partial<ActPolicy>) {
  const [one, two] = [await staff("admin"), await staff("admin")];
  const { act: _, hasWorth: __, ...before } = await policyOf(act);
  const asked = { act, ...before, ...change, reason: "a test" };
  const { approvalId } = await as(one.caller).approvals.setPolicy(asked);
  if (approvalId !== null) await decide(two.caller, approvalId);
}

const DEFAULT = { always: false, aboveMinor: null, dayMinor: null, decidedBy: "ADMIN" } as const;
const adjust = async (caller: Caller, points: number) => {
  const { id } = await enrolled();
  const wish = { memberId: String(id), points, reason: fresh("why") };
  return { id, ...(await as(caller).points.adjust(wish)) };
};
const pausedJob = { now: new Date(), progress: null, stopping: () => false };

describe("the policy of approvals", () => {
  useDatabase("policy");

  it("is, for every act there is, what the limits say, until two persons say otherwise", async () => {
    const { items } = await as(OPERATOR).approvals.policy({});
    expect(await countOf("approval_policy", "1 = 1", [])).toBe(items.length);
    for (const row of items) {
      expect(row).toMatchObject({ ...DEFAULT, waitDays: 30, revision: 1 });
      expect(row.hasWorth).toBe(WITH_WORTH.includes(row.act));
    }
    expect(await adjust((await staff("operator")).caller, 10_000)).toMatchObject({
      status: "APPLIED",
    });
  });

  it("is changed by nobody alone, and asks nobody who is not there", async () => {
    const { act: _, hasWorth: __, ...before } = await policyOf("RULES");
    const wish = { act: "RULES" as const, ...before, always: true, reason: "a test" };
    await transaction((tx) => tx.write("UPDATE user SET disabledAt = NOW(3) WHERE role = 'admin'"));
    const one = await staff("admin");
    expect((await as(one.caller).approvals.policy({})).secondPerson).toBe(false);
    await expect(as(one.caller).approvals.setPolicy(wish)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
      facts: { reason: "NO_SECOND_PERSON" },
    });
    const two = await staff("admin");
    const { approvalId } = await as(one.caller).approvals.setPolicy(wish);
    expect(await policyOf("RULES")).toMatchObject(DEFAULT);
    const inbox = await as(two.caller).approvals.list({});
    expect(inbox.items.find((item) => item.approvalId === approvalId)).toMatchObject({
      subject: { type: "policy", id: "RULES" },
      changes: [{ field: "policyAlways", before: "false", after: "true" }],
    });
    await expect(decide(one.caller, approvalId)).rejects.toMatchObject({
      facts: { reason: "SAME_PERSON" },
    });
    const stale = await as(two.caller).approvals.setPolicy({ ...wish, waitDays: 7 });
    await decide(two.caller, approvalId);
    expect(await policyOf("RULES")).toMatchObject({ always: true, revision: before.revision + 1 });
    // Another one was in force by then.
    expect(await decide(one.caller, stale.approvalId)).toMatchObject({ status: "VOID" });
    await setPolicy("RULES", DEFAULT);
  });

  it.each<[act: ApprovalKind, change: Partial<ActPolicy>, path: string]>([
    ["RULES", { aboveMinor: 1 }, "aboveMinor"],
    ["KEY", { decidedBy: "STAFF" }, "decidedBy"],
    ["POLICY", { decidedBy: "STAFF" }, "decidedBy"],
    ["ADJUSTMENT", { aboveMinor: 100 }, "dayMinor"],
    ["REWARD", { aboveMinor: 100, dayMinor: 99 }, "dayMinor"],
  ])("of %s with %o is none", async (act, change, path) => {
    const { act: _, hasWorth: __, ...before } = await policyOf(act);
    const wish = { act, ...before, ...change, reason: "a test" };
    await expect(as(ADMIN).approvals.setPolicy(wish)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path }],
    });
  });

  it("counts what is given in parts: of 64 at once so many go through as fit in the day", async () => {
    // 100 points are ¥1: ten of them are the day.
    await setPolicy("ADJUSTMENT", { aboveMinor: 200, dayMinor: 1_000 });
    const { caller } = await staff("operator");
    expect(await adjust(caller, 201)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
    const turns = await Promise.all(Array.from({ length: 64 }, () => adjust(caller, 100)));
    expect(turns.filter(({ status }) => status === "APPLIED")).toHaveLength(10);
    const [waiting] = turns.filter(({ approvalId }) => approvalId !== null);
    // What waits took nothing of the day's points either.
    const tally = "grantor = ? AND kind = 'points' AND amount = 1000";
    expect(await countOf("grant_tally", tally, [`user:${caller.personId}`])).toBe(1);
    const another = (await staff("operator")).caller;
    expect(await adjust(another, 200)).toMatchObject({ status: "APPLIED" });
    await decide(ADMIN, waiting?.approvalId ?? null);
    expect(await accountsOf(waiting?.id ?? 0)).toMatchObject({ available: 100 });
    await setPolicy("ADJUSTMENT", DEFAULT);
  });

  it("of corrections holds for rows of a batch, and both count on one sum", async () => {
    await setPolicy("ADJUSTMENT", { aboveMinor: 200, dayMinor: 500 });
    const { caller } = await staff("operator");
    const [one, two] = [String((await enrolled()).id), String((await enrolled()).id)];
    const send = async (rows: { memberId: string; points: number }[]) => {
      const batch = { reason: fresh("b"), dryRun: false, rows };
      return (await as(caller).points.createBatch(batch)).status;
    };
    // Alone, in parts, and by taking and giving.
    expect(await send([{ memberId: one, points: 201 }])).toBe("WAITING_FOR_APPROVAL");
    const parts = Array.from({ length: 3 }, () => ({ memberId: one, points: 100 }));
    expect(await send(parts)).toBe("WAITING_FOR_APPROVAL");
    const both = [one, two].map((memberId) => ({ memberId, points: 200 }));
    expect(await send(both)).toBe("RUNNING");
    expect(await adjust(caller, 101)).toMatchObject({ status: "WAITING_FOR_APPROVAL" });
    expect(await adjust(caller, 100)).toMatchObject({ status: "APPLIED" });
    expect(await send([{ memberId: two, points: 1 }])).toBe("WAITING_FOR_APPROVAL");
    await setPolicy("ADJUSTMENT", DEFAULT);
  });

  it("counts coupons in parts, by the hundred and by a key of whoever gives", async () => {
    await setPolicy("COUPON", { aboveMinor: 2_000, dayMinor: 3_000 });
    const { caller } = await staff("operator");
    const { definitionId } = await coupon();
    const print = (by: Caller, count: number) =>
      keyed(by).coupons.issueMany({ definitionId, count, reason: fresh("print") });
    expect((await print(caller, 3)).approvalId).toEqual(expect.any(String));
    const turns = await Promise.all(Array.from({ length: 32 }, () => print(caller, 1)));
    expect(turns.filter(({ approvalId }) => approvalId === null)).toHaveLength(3);
    const key = {
      ...SERVICE,
      actor: "service:4711",
      personId: caller.personId,
      pointsPerDayMax: null,
    };
    await expect(print(key, 1)).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    const limited = { ...key, actor: "service:4712", pointsPerDayMax: 1_000_000 };
    expect((await print(limited, 2)).approvalId).toBeNull();
    await expect(print(limited, 2)).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    await setPolicy("COUPON", DEFAULT);
  });

  it("counts a reward by its price, by the old one where it gets cheaper; what waits takes nothing", async () => {
    await setPolicy("REWARD", { aboveMinor: 50_000, dayMinor: 60_000 });
    const { caller } = await staff("operator");
    const { definitionId } = await coupon();
    const bag = {
      kind: "COUPON" as const,
      name: { "zh-CN": "满减券", en: "Ten off" },
      couponDefinitionId: definitionId,
      onShelf: true,
    };
    const shelve = (pointsCost: number, stock: number) =>
      as(caller).rewards.create({ ...bag, pointsCost, stock });
    // ¥50 each; each gives ¥9 beyond its price of 100 points.
    const dear = await shelve(5_000, 10);
    expect(dear.approvalId).toBeNull();
    const cheaper = { ...bag, rewardId: dear.rewardId, version: dear.version, pointsCost: 100 };
    expect((await as(caller).rewards.update(cheaper)).approvalId).toEqual(expect.any(String));
    const taken = "grantor = ? AND kind = 'points' AND amount > 0";
    expect(await countOf("grant_tally", taken, [`user:${caller.personId}`])).toBe(0);
    expect((await shelve(5_000, 3)).approvalId).toEqual(expect.any(String));
    expect((await shelve(5_000, 2)).approvalId).toBeNull();
    await setPolicy("REWARD", DEFAULT);
  });

  it("lets other staff decide where it says so, but on nothing that admins alone may ask for", async () => {
    const [asking, other] = [await staff("operator"), await staff("operator")];
    const first = await adjust(asking.caller, 20_000);
    await expect(decide(other.caller, first.approvalId)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await setPolicy("ADJUSTMENT", { decidedBy: "STAFF" });
    await expect(decide(asking.caller, first.approvalId)).rejects.toMatchObject({
      facts: { reason: "SAME_PERSON" },
    });
    const { items } = await as(other.caller).approvals.list({});
    expect(items.find((one) => one.approvalId === first.approvalId)?.mayDecide).toBe(true);
    await decide(other.caller, first.approvalId);
    expect(await accountsOf(first.id)).toMatchObject({ available: 20_000 });
    await setPolicy("ADJUSTMENT", DEFAULT);
  });
});

describe("a request that waits", () => {
  useDatabase("policy");

  it("counts for exactly what was shown", async () => {
    const asked = await adjust(OPERATOR, 20_000);
    const approvalId = asked.approvalId ?? "0";
    const shown = (await as(ADMIN).approvals.list({ limit: 1 })).items[0];
    expect(shown).toMatchObject({
      approvalId,
      worthMinor: 20_000,
      changes: [{ field: "available", before: "0", after: "20000" }],
    });
    const decision = { approvalId, approve: true, reason: "ok" };
    const contentHash = shown?.contentHash ?? "";
    const set = (points: number) =>
      transaction((tx) =>
        tx.write("UPDATE approval SET points = ? WHERE id = ?", [points, Number(approvalId)]),
      );
    await set(90_000);
    await expect(as(ADMIN).approvals.decide({ ...decision, contentHash })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
      facts: { reason: "CONTENT_CHANGED" },
    });
    await set(20_000);
    await as(ADMIN).approvals.decide({ ...decision, contentHash });
    expect(await accountsOf(asked.id)).toMatchObject({ available: 20_000 });
  });

  it("is decided by no other account of the same mailbox", async () => {
    const [one, two] = [await staff("admin"), await staff("admin")];
    const asked = await adjust(one.caller, 20_000);
    const mail = (id: number, email: string) =>
      transaction((tx) => tx.write("UPDATE user SET email = ? WHERE id = ?", [email, id]));
    const name = fresh("lin");
    await mail(one.id, `${name}@shop.example`);
    await mail(two.id, `${name}+2@shop.example`);
    await expect(decide(two.caller, asked.approvalId)).rejects.toMatchObject({
      facts: { reason: "SAME_PERSON" },
    });
  });

  it("is decided by nobody who is an admin no more, whatever they were when they came", async () => {
    const [one, two] = [await staff("admin"), await staff("admin")];
    const asked = await adjust(OPERATOR, 20_000);
    await as(one.caller).access.changeOperator({ userId: String(two.id), role: "operator" });
    await expect(decide(two.caller, asked.approvalId)).rejects.toMatchObject({
      facts: { reason: "DECIDED_BY" },
    });
    await as(one.caller).access.changeOperator({ userId: String(two.id), disabled: true });
    await expect(decide(two.caller, asked.approvalId)).rejects.toMatchObject({
      facts: { reason: "DECIDED_BY" },
    });
  });

  it("is taken back by whoever asked alone, and a key that waited is ended", async () => {
    const [one, two] = [await staff("admin"), await staff("admin")];
    const wish = { name: fresh("k"), scopes: ["points:write" as const] };
    const { keyId, approvalId } = await as(one.caller).access.createKey(wish);
    const withdrawal = { approvalId: approvalId ?? "0", reason: "a mistake" };
    await expect(as(two.caller).approvals.withdraw(withdrawal)).rejects.toMatchObject({
      facts: { reason: "OTHER_PERSON" },
    });
    expect(await as(one.caller).approvals.withdraw(withdrawal)).toMatchObject({
      status: "WITHDRAWN",
    });
    expect(await countOf("api_key", "id = ? AND revokedAt IS NOT NULL", [Number(keyId)])).toBe(1);
    const told = "type = 'approval.decided' AND data LIKE ? AND data LIKE '%WITHDRAWN%'";
    expect(await countOf("outbox_event", told, [`%"approvalId":"${approvalId}"%`])).toBe(1);
  });

  it("ends by itself in its time, and is decided no more then, before the job has come by", async () => {
    const asked = await adjust(OPERATOR, 20_000);
    const approvalId = Number(asked.approvalId);
    const past = "UPDATE approval SET expiresAt = NOW(3) - INTERVAL 1 DAY WHERE id = ?";
    await transaction((tx) => tx.write(past, [approvalId]));
    await expect(decide(ADMIN, asked.approvalId)).rejects.toMatchObject({
      facts: { approvalStatus: "EXPIRED" },
    });
    await Promise.all([expireDue(pausedJob), expireDue(pausedJob)]);
    expect(await countOf("approval", "id = ? AND status = 'EXPIRED'", [approvalId])).toBe(1);
    const told = "type = 'approval.decided' AND data LIKE ?";
    expect(await countOf("outbox_event", told, [`%"approvalId":"${approvalId}"%`])).toBe(1);
    // The same may be asked for again.
    const again = { memberId: String(asked.id), points: 20_000, reason: "late" };
    expect(await as(OPERATOR).points.adjust(again)).toMatchObject({
      status: "WAITING_FOR_APPROVAL",
    });
  });

  it("ends once, of 64 who approve, reject, withdraw and let it end at once", async () => {
    const asking = await staff("operator");
    const asked = await adjust(asking.caller, 20_000);
    const approvalId = asked.approvalId ?? "0";
    const turns = Array.from({ length: 64 }, (_, turn) => {
      if (turn % 4 === 3) {
        return as(asking.caller).approvals.withdraw({ approvalId, reason: "a mistake" });
      }
      return decide(turn % 2 ? ADMIN : SECOND_ADMIN, approvalId, turn % 4 === 0);
    });
    const done = (await Promise.allSettled(turns)).flatMap((turn) =>
      turn.status === "fulfilled" ? [turn.value] : [],
    );
    expect(done).toHaveLength(1);
    const isApproved = done[0]?.status === "APPROVED";
    expect(await accountsOf(asked.id)).toMatchObject({ available: isApproved ? 20_000 : 0 });
  });

  it("is talked about by those who see it, and what was said goes with the member", async () => {
    const [one] = [await staff("admin")];
    const asked = await adjust(OPERATOR, 20_000);
    const approvalId = asked.approvalId ?? "0";
    await as(OPERATOR).approvals.comment({ approvalId, text: "包裹丢失，附快递单" });
    const { items } = await as(one.caller).approvals.list({ limit: 1 });
    expect(items[0]).toMatchObject({
      approvalId,
      comments: [{ actor: "operator:1", text: "包裹丢失，附快递单" }],
      requesterLately: { asked: expect.any(Number), approved: expect.any(Number) },
    });
    const key = { name: fresh("k"), scopes: ["points:write" as const] };
    const hidden = (await as(one.caller).access.createKey(key)).approvalId ?? "0";
    const text = { approvalId: hidden, text: "which?" };
    await expect(as(OPERATOR).approvals.comment(text)).rejects.toMatchObject({
      domainCode: "NOT_FOUND",
    });
    await as(OPERATOR).members.close({ memberId: String(asked.id), reason: "asked to" });
    const left = await reader.row<{ count: number }>(
      "SELECT COUNT(*) AS count FROM approval_comment WHERE approvalId = ?",
      [Number(approvalId)],
    );
    expect(left?.count).toBe(0);
  });
});
