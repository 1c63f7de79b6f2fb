import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";

const TODAY = "2026-07-01T04:00:00Z";

function adjust(
  memberId: number,
  points: number,
  changes: { reference?: string; reason?: string; memberNote?: string } = {},
) {
  const input = { memberId: String(memberId), points, reason: "promised on the phone", ...changes };
  return as(OPERATOR).points.adjust(input);
}

describe("correcting points by hand", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("adds a lot that ends like any other and does not count as earned", async () => {
    const { id } = await enrolled();
    expect(await adjust(id, 250)).toEqual({
      status: "APPLIED",
      approvalId: null,
      transactionId: expect.stringMatching(/^\d+$/),
      points: 250,
      available: 250,
    });
    const { points } = await as(OPERATOR).members.get({ memberId: String(id) });
    expect(points).toMatchObject({ available: 250, totalEarned: 0 });
    expect(points.nextExpiry?.points).toBe(250);
    const { items } = await as(OPERATOR).points.transactions({ memberId: String(id) });
    expect(items).toMatchObject([
      { type: "ADJUST", points: 250, balanceAfter: 250, reason: "promised on the phone" },
    ]);
  });

  it("tells the member the words that are for them, and never the staff’s reason", async () => {
    const { id } = await enrolled();
    await adjust(id, 250, { reason: "complained twice", memberNote: "Sorry for the late parcel" });
    await adjust(id, 20, { reason: "third complaint" });
    const own = memberCaller(id);
    const { items } = await as(own).points.transactions({});
    expect(items).toMatchObject([
      { reason: null, memberNote: null },
      { reason: null, memberNote: "Sorry for the late parcel" },
    ]);
    const explained = await as(own).points.explain({});
    expect(JSON.stringify(explained)).not.toMatch(/complain/);
    const exported = await as(own).profile.export({});
    expect(JSON.stringify(exported)).not.toMatch(/complain/);
    expect(JSON.stringify(exported)).toContain("Sorry for the late parcel");
    const seen = await as(OPERATOR).points.transactions({ memberId: String(id) });
    expect(seen.items).toMatchObject([
      { reason: "third complaint", memberNote: null },
      { reason: "complained twice", memberNote: "Sorry for the late parcel" },
    ]);
    const { accounts } = await as(OPERATOR).points.explain({ memberId: String(id) });
    expect(accounts.available.lines[0]).toMatchObject({
      reason: "complained twice",
      memberNote: "Sorry for the late parcel",
    });
  });

  it("hides from members why a tier was set by hand", async () => {
    const { id } = await enrolled();
    const wanted = { memberId: String(id), tierCode: "GOLD", reason: "friend of the house" };
    await as(OPERATOR).tiers.assign(wanted);
    const reasonsSeen = async (caller: Parameters<typeof as>[0], who: { memberId?: string }) =>
      (await as(caller).points.explain(who)).tier.lines.map(({ reason }) => reason);
    expect(await reasonsSeen(OPERATOR, { memberId: String(id) })).toContain("friend of the house");
    expect(await reasonsSeen(memberCaller(id), {})).not.toContain("friend of the house");
  });

  it("reads what was written before there were words for members as the staff’s own", async () => {
    const { id } = await enrolled();
    await adjust(id, 30, { reason: "as it always was" });
    expect(await countOf("points_entry_reason", "memberId = ? AND memberNote IS NULL", [id])).toBe(
      1,
    );
    const { items } = await as(memberCaller(id)).points.transactions({});
    expect(items).toMatchObject([{ type: "ADJUST", reason: null, memberNote: null }]);
  });

  it("is asked for once: the same for the same reason waits already, also of 16 at once", async () => {
    const { id } = await enrolled();
    const asked = await Promise.allSettled(
      Array.from({ length: 16 }, () => adjust(id, 20_000, { reason: "broken in the post" })),
    );
    const [done] = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const refused = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toHaveLength(15);
    for (const refusal of refused) {
      expect(refusal).toMatchObject({
        domainCode: "APPROVAL_WAITING",
        facts: { approvalId: done?.approvalId },
      });
    }
    expect(await adjust(id, 20_000, { reason: "another one" })).toMatchObject({
      status: "WAITING_FOR_APPROVAL",
    });
    const { items } = await as(OPERATOR).approvals.list({ memberId: String(id) });
    expect(items.map(({ reason }) => reason)).toEqual(["another one", "broken in the post"]);
    expect(items[0]?.member).toMatchObject({ memberCode: expect.stringMatching(/^M/) });
    const elsewhere = await as(OPERATOR).approvals.list({ memberId: String(id + 1) });
    expect(elsewhere.items).toEqual([]);
  });

  it("carries the words for the member through approval, and loses them with the member", async () => {
    const { id } = await enrolled();
    const memberNote = "With our apologies";
    const { approvalId } = await adjust(id, 20_000, { memberNote });
    await decideOn(as(ADMIN), { approvalId: approvalId ?? "", approve: true, reason: "ok" });
    const { items } = await as(memberCaller(id)).points.transactions({});
    expect(items).toMatchObject([{ points: 20_000, reason: null, memberNote }]);
    await as(OPERATOR).members.close({ memberId: String(id), reason: "asked to" });
    expect(await countOf("points_entry_reason", "memberId = ?", [id])).toBe(0);
    const left = "memberId = ? AND (memberNote IS NOT NULL OR reason <> '')";
    expect(await countOf("approval", left, [id])).toBe(0);
  });

  it("takes from the lot that expires first", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100, now: "2026-02-01T04:00:00Z" });
    await bought(id, { yuan: 100, now: "2026-01-10T04:00:00Z" });
    expect(await adjust(id, -130)).toMatchObject({ points: -130, available: 70 });
    const { expiring } = await as(OPERATOR).points.balance({ memberId: String(id) });
    expect(expiring).toEqual([{ points: 70, expiresAt: "2028-02-01T16:00:00.000Z" }]);
  });

  it("takes everything, but never more than is available, and makes no debt", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100 });
    await expect(adjust(id, -101)).rejects.toMatchObject({
      domainCode: "INSUFFICIENT_POINTS",
      facts: { required: 101, available: 100, shortage: 1 },
    });
    expect(await accountsOf(id)).toMatchObject({ available: 100, owed: 0 });
    expect(await adjust(id, -100)).toMatchObject({ available: 0 });
  });

  it("pays what is owed first", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 100 });
    const use = {
      memberId: String(id),
      points: 90,
      orderId: fresh("o"),
      orderAmountMinor: 100_000,
    };
    await as(SERVICE).points.use(use);
    await refunded(id, { orderId, yuan: 100 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 90 });
    expect(await adjust(id, 100)).toMatchObject({ points: 100, available: 10 });
    expect(await accountsOf(id)).toMatchObject({ available: 10, owed: 0 });
  });

  it("answers the same for the same reference and refuses it for anything else", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    const reference = fresh("correction");
    const first = await adjust(one.id, 50, { reference });
    expect(await adjust(one.id, 50, { reference })).toEqual(first);
    for (const [memberId, points] of [
      [one.id, 51],
      [one.id, -50],
      [other.id, 50],
    ] as const) {
      await expect(adjust(memberId, points, { reference })).rejects.toMatchObject({
        domainCode: "DUPLICATE_REFERENCE",
      });
    }
    expect((await accountsOf(one.id)).available + (await accountsOf(other.id)).available).toBe(50);
  });

  it("twenty times at once with one reference moves points once", async () => {
    const { id } = await enrolled();
    const reference = fresh("correction");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => adjust(id, 50, { reference })),
    );
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(await accountsOf(id)).toMatchObject({ available: 50 });
  });

  it("never overdraws when ten take at once", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 100 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => adjust(id, -30)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await accountsOf(id)).toMatchObject({ available: 10, owed: 0 });
  });

  it("leaves an audit row with reason, before and after", async () => {
    const { id } = await enrolled();
    const { transactionId } = await adjust(id, 30);
    const row = await reader.row<Record<string, string>>(
      "SELECT actor, action, target, reason, `before`, `after` FROM audit_log WHERE memberId = ?",
      [id],
    );
    expect(row).toMatchObject({
      actor: "operator:1",
      action: "points.adjust",
      target: `transaction:${transactionId}`,
      reason: "promised on the phone",
    });
    expect(JSON.parse(row?.before ?? "")).toEqual({ available: 0, owed: 0 });
    expect(JSON.parse(row?.after ?? "")).toEqual({ available: 30, owed: 0, points: 30 });
  });
});

describe("who may correct, and how much", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([10_001, -10_001])(
    "asks a second operator about %i points, an admin’s too",
    async (points) => {
      const { id } = await enrolled();
      await bought(id, { yuan: 20_000 });
      const before = await accountsOf(id);
      for (const caller of [OPERATOR, ADMIN]) {
        const reason = `large, says ${caller.actor}`;
        const input = { memberId: String(id), points, reason };
        expect(await as(caller).points.adjust(input)).toEqual({
          status: "WAITING_FOR_APPROVAL",
          transactionId: null,
          approvalId: expect.stringMatching(/^\d+$/),
          points,
          available: before.available,
        });
      }
      expect(await accountsOf(id)).toEqual(before);
      expect(await countOf("points_entry", "memberId = ? AND type = 'ADJUST'", [id])).toBe(0);
    },
  );

  it("allows exactly 10,000 alone", async () => {
    const { id } = await enrolled();
    expect(await adjust(id, 10_000)).toMatchObject({ available: 10_000 });
    expect(await adjust(id, -10_000)).toMatchObject({ available: 0 });
  });

  it.each([
    ["no reason", { reason: undefined }, "reason"],
    ["an empty reason", { reason: "  " }, "reason"],
    ["nothing", { points: 0 }, "points"],
    ["a fraction", { points: 0.5 }, "points"],
    ["an unknown field", { available: 5 }, "available"],
  ])("refuses %s", async (_, changes, path) => {
    const { id } = await enrolled();
    const input = { memberId: String(id), points: 5, reason: "because", ...changes };
    await expect(
      as(OPERATOR).points.adjust(input as Parameters<ReturnType<typeof as>["points"]["adjust"]>[0]),
    ).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it("is not for members, and not for services", async () => {
    const { id } = await enrolled();
    const input = { points: 5, reason: "gift" };
    for (const caller of [memberCaller(id), { ...SERVICE, grants: new Set(["points:write"]) }]) {
      await expect(as(caller).points.adjust(input)).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });

  it("refuses a closed member and one that is not there", async () => {
    const { id } = await enrolled();
    await at("2026-02-01T00:00:00Z", async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    await expect(adjust(id, 5)).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
    await expect(adjust(9_000_000_000, 5)).rejects.toMatchObject({
      domainCode: "MEMBER_NOT_FOUND",
    });
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
  });
});
