import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { enrol, findMember, lockMember, requireMember } from "../../members/service/members";
import { isOwn, selvesOf } from "../../members/service/selves";
import { verifyLedger } from "../../points/service/verify";
import { closeMember } from "./close-member";

const TODAY = "2026-07-01T04:00:00Z";
const NOTHING = { available: 0, pending: 0, frozen: 0, owed: 0 };

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

function tell(type: ShopEvent["type"], externalId: string, data: object = {}) {
  const event = { type, timestamp: TODAY, data: { externalId, ...data } } as ShopEvent;
  return as(WEBHOOK, { idempotencyKey: fresh("evt") }).orders.event(event);
}

async function shopper(yuan = 1000, now = TODAY) {
  const { id, externalId, memberCode } = await enrolled();
  const { orderId } = await bought(id, { yuan, now });
  return { id, memberId: String(id), externalId: externalId ?? "", memberCode, orderId };
}

const ids = (from: { id: number }, into: { id: number }) => ({
  memberId: String(into.id),
  fromMemberId: String(from.id),
});

const preview = (from: { id: number }, into: { id: number }, caller = SERVICE) =>
  as(caller).members.mergePreview(ids(from, into));

async function merged(from: { id: number }, into: { id: number }, caller = SERVICE) {
  const { version } = await preview(from, into, caller);
  return as(caller).members.merge({ ...ids(from, into), version, reason: "同一人" });
}

const refusal = (reason: string, about?: string) => ({
  domainCode: "MERGE_REFUSED",
  facts: about === undefined ? { reason } : { reason, about },
});

async function faultsOf(...members: number[]) {
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) =>
    violations.filter((one) => members.includes(one.memberId)),
  );
}

describe("merging two members", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("takes over where parcels go, and the goal of the one who goes where the other has none", async () => {
    const [from, into, third] = [await shopper(), await shopper(), await shopper()];
    const made = await as(OPERATOR).rewards.create({
      ...{ kind: "PRODUCT", name: { "zh-CN": "伞", en: "Umbrella" }, pointsCost: 50_000 },
      ...{ stock: 5, onShelf: true },
    });
    const { rewardId } = made;
    const book = { name: "林夏", phone: "13800001234", region: "杭州市" };
    const at = async ({ id }: { id: number }, line: string) =>
      as(memberCaller(id)).rewards.addAddress({ deliveryAddress: { ...book, line } });
    await at(from, "1 号");
    await at(into, "2 号");
    await as(memberCaller(from.id)).rewards.setGoal({ rewardId });
    await merged(from, into);
    const own = as(memberCaller(into.id)).rewards;
    const { items } = await own.addresses({});
    expect(items.map(({ deliveryAddress: { line }, isDefault }) => [line, isDefault])).toEqual([
      ["2 号", true],
      ["1 号", false],
    ]);
    expect((await own.goal({})).goal?.reward.rewardId).toBe(rewardId);
    await as(memberCaller(third.id)).rewards.setGoal({ rewardId });
    await merged(into, third);
    expect((await as(memberCaller(third.id)).rewards.addresses({})).items).toMatchObject([
      { isDefault: true },
      { isDefault: false },
    ]);
    expect(await countOf("reward_goal", "memberId IN (?, ?)", [from.id, into.id])).toBe(0);
  });

  it("makes one of two: points, lots with their ends, orders, spend and tier", async () => {
    const [from, into] = [await shopper(1500, "2026-05-01T04:00:00Z"), await shopper(600)];
    const before = await reader.rows(
      "SELECT id, original, remaining, availableAt, expiresAt FROM points_lot WHERE memberId = ?",
      [from.id],
    );
    const shown = await preview(from, into);
    expect(shown.refusals).toEqual([]);
    expect(shown).toMatchObject({
      from: { tier: { code: "BRONZE" }, points: { available: 1500 } },
      into: { tier: { code: "BRONZE" }, points: { available: 600 } },
      after: { points: { available: 2100 }, tier: { code: "SILVER" }, orders: 2 },
      moves: { lots: 1, orders: 1 },
    });
    const answer = await merged(from, into);
    expect(answer).toMatchObject({ ...ids(from, into), duplicate: false });
    expect(await accountsOf(from.id)).toMatchObject({ ...NOTHING, spendMinor: 0 });
    const after = await accountsOf(into.id);
    expect(after).toMatchObject({ available: 2100, spendMinor: 210_000, tierCode: "SILVER" });
    const moved = await reader.rows(
      `SELECT id, original, remaining, availableAt, expiresAt FROM points_lot
        WHERE memberId = ? AND id IN (SELECT MIN(id) FROM points_lot WHERE memberId = ?)`,
      [into.id, into.id],
    );
    expect(moved).toEqual(before);
    expect(await countOf("shop_order", "memberId = ?", [into.id])).toBe(2);
    const { items } = await as(SERVICE).points.transactions({ memberId: into.memberId, limit: 1 });
    expect(items[0]).toMatchObject({
      type: "TRANSFER_IN",
      points: 1500,
      referenceId: `${from.memberCode}:${into.memberCode}`,
      breakdown: { from: from.memberCode },
    });
    const gone = await as(SERVICE).points.transactions({ memberId: from.memberId, limit: 1 });
    expect(gone.items[0]).toMatchObject({ type: "TRANSFER_OUT", points: -1500 });
    expect(gone.summary).toMatchObject({ earned: 1500, transferred: -1500, net: 0 });
    const { accounts, tier } = await as(OPERATOR).points.explain({ memberId: into.memberId });
    expect(accounts.available).toMatchObject({ balance: 2100 });
    expect(tier.lines.at(-1)).toMatchObject({ cause: "MERGED", to: "SILVER" });
    expect(await faultsOf(from.id, into.id)).toEqual([]);
    for (const type of ["member.merged", "points.transferred"]) {
      expect(await countOf("outbox_event", "memberId = ? AND type = ?", [into.id, type])).toBe(1);
    }
    const audited = "action IN ('members.merge', 'members.mergedInto') AND memberId IN (?, ?)";
    expect(await countOf("audit_log", audited, [from.id, into.id])).toBe(2);
  });

  it("leads to who stays by the shop's id and the code of the one who goes", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    for (const ref of [{ externalId: from.externalId }, { memberCode: from.memberCode }]) {
      expect(await findMember(reader, ref)).toMatchObject({ id: into.id });
      expect(await at(TODAY, async (work) => (await lockMember(work, ref)).id)).toBe(into.id);
    }
    const gone = await as(SERVICE).members.get({ memberId: from.memberId });
    expect(gone).toMatchObject({ status: "CLOSED", mergedIntoId: into.memberId, nickname: null });
    const { items } = await as(OPERATOR).members.mergedFrom({ memberId: into.memberId });
    expect(items).toMatchObject([{ memberId: from.memberId, memberCode: from.memberCode }]);
  });

  it("lets a refund of an old order, told by the old id, take from the lot that it made", async () => {
    const [from, into] = [await shopper(1000), await shopper(500, "2026-02-01T04:00:00Z")];
    await merged(from, into);
    await tell("ORDER_REFUNDED", from.externalId, {
      orderId: from.orderId,
      refundId: fresh("r"),
      amountMinor: 40_000,
      refundedAt: TODAY,
    });
    expect(await accountsOf(into.id)).toMatchObject({ available: 1100, spendMinor: 110_000 });
    const lots = await reader.rows<{ remaining: number }>(
      "SELECT remaining FROM points_lot WHERE memberId = ? ORDER BY id",
      [into.id],
    );
    expect(lots.map(({ remaining }) => remaining)).toEqual([600, 500]);
    expect(await faultsOf(from.id, into.id)).toEqual([]);
  });

  it("counts a late order of the old id for who stays", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    const order = { orderId: fresh("o"), paidAmountMinor: 10_000, paidAt: TODAY };
    await tell("ORDER_COMPLETED", from.externalId, order);
    // Both together are SILVER by now: 1.2 points a yuan.
    expect(await accountsOf(into.id)).toMatchObject({ available: 2120, spendMinor: 210_000 });
  });

  it("gives restored points of an old order back to its lots, and captures an old hold", async () => {
    const [from, into] = [await shopper(), await shopper(10)];
    const orderId = fresh("o");
    const spending = { points: 200, orderId, orderAmountMinor: 100_000 };
    await as(SERVICE).points.use({ memberId: from.memberId, ...spending });
    const held = { points: 100, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const { holdId } = await as(SERVICE).points.hold({ memberId: from.memberId, ...held });
    const shown = await preview(from, into);
    expect(shown).toMatchObject({ moves: { holds: 1 }, after: { points: { frozen: 100 } } });
    await merged(from, into);
    await as(SERVICE).points.capture({ holdId, orderId: held.orderId });
    await tell("ORDER_CANCELLED", from.externalId, { orderId });
    expect(await accountsOf(into.id)).toMatchObject({ available: 910, frozen: 0 });
    expect(await faultsOf(from.id, into.id)).toEqual([]);
  });

  it.each([
    ["the one who goes", true],
    ["the one who stays", false],
  ])("pays what %s owes from what the other has", async (_, isFrom) => {
    const [owing, other] = [await shopper(1000), await shopper(300)];
    const spending = { points: 900, orderId: fresh("o"), orderAmountMinor: 1_000_000 };
    await as(SERVICE).points.use({ memberId: owing.memberId, ...spending });
    await refunded(owing.id, { orderId: owing.orderId, yuan: 500, now: TODAY });
    expect(await accountsOf(owing.id)).toMatchObject({ available: 0, owed: 400 });
    const [from, into] = isFrom ? [owing, other] : [other, owing];
    const shown = await preview(from, into);
    expect(shown.after).toMatchObject({ debtPaid: 300, points: { available: 0, owed: 100 } });
    await merged(from, into);
    expect(await accountsOf(into.id)).toMatchObject({ available: 0, owed: 100 });
    expect(await accountsOf(from.id)).toMatchObject(NOTHING);
    expect(await faultsOf(from.id, into.id)).toEqual([]);
  });

  it("does what was shown, or nothing", async () => {
    const [from, into] = [await shopper(), await shopper()];
    const { version } = await preview(from, into);
    await bought(from.id, { yuan: 10, now: TODAY });
    const act = as(SERVICE).members.merge({ ...ids(from, into), version, reason: "同一人" });
    await expect(act).rejects.toMatchObject({ domainCode: "VERSION_CONFLICT" });
    expect(await accountsOf(into.id)).toMatchObject({ available: 1000 });
  });

  it("is done once, whoever asks again, and never the other way", async () => {
    const [from, into] = [await shopper(), await shopper()];
    const { version } = await preview(from, into);
    const once = { ...ids(from, into), version, reason: "同一人" };
    await as(SERVICE).members.merge(once);
    expect(await as(SERVICE).members.merge(once)).toMatchObject({ duplicate: true });
    const back = as(SERVICE).members.merge({ ...ids(into, from), version, reason: "反了" });
    await expect(back).rejects.toMatchObject(refusal("MEMBER_CLOSED", from.memberCode));
    expect(await accountsOf(into.id)).toMatchObject({ available: 2000 });
  });

  it("follows a second merging: who was merged before is merged into the last one", async () => {
    const [first, second, third] = [await shopper(), await shopper(), await shopper()];
    await merged(first, second);
    await merged(second, third);
    for (const { externalId, memberCode } of [first, second]) {
      expect(await findMember(reader, { externalId })).toMatchObject({ id: third.id });
      expect(await findMember(reader, { memberCode })).toMatchObject({ id: third.id });
    }
    expect(await accountsOf(third.id)).toMatchObject({ available: 3000, spendMinor: 300_000 });
    expect(await faultsOf(first.id, second.id, third.id)).toEqual([]);
  });

  it("takes over what the record lacks, and what is proven", async () => {
    const phone = `+86138${String(Math.trunc(Math.random() * 1e8)).padStart(8, "0")}`;
    const from = await at(TODAY, (work) =>
      enrol(work, { externalId: null, phone, verified: ["phone"], birthday: "1990-05-17" }),
    );
    const into = await at(TODAY, (work) =>
      enrol(work, { externalId: fresh("u"), nickname: "林夏", phone: "+8613800000001" }),
    );
    expect((await preview(from, into)).takenOver).toEqual(["phone", "birthday"]);
    await merged(from, into);
    expect(await findMember(reader, { phone })).toMatchObject({
      id: into.id,
      nickname: "林夏",
      birthday: "1990-05-17",
    });
  });

  it("means by a phone that both had the one who stays", async () => {
    const phone = `+86139${String(Math.trunc(Math.random() * 1e8)).padStart(8, "0")}`;
    const from = await at(TODAY, (work) => enrol(work, { externalId: fresh("u"), phone }));
    const into = await at(TODAY, (work) => enrol(work, { externalId: fresh("u") }));
    // As releases before let two have the same.
    await reader.write("UPDATE member SET phone = ?, phoneKey = NULL WHERE id IN (?, ?)", [
      phone,
      from.id,
      into.id,
    ]);
    await merged(from, into);
    expect(await findMember(reader, { phone })).toMatchObject({ id: into.id });
  });

  it("lets the newest consent of the two hold", async () => {
    const [from, into] = [await shopper(), await shopper()];
    const say = (one: { id: number }, given: boolean) =>
      as(memberCaller(one.id)).profile.update({ preferences: { marketing: given } });
    await say(into, true);
    await say(from, true);
    await say(from, false);
    await merged(from, into);
    const member = await requireMember(reader, { memberId: into.id });
    expect(member.marketingConsent).toBe(false);
    expect(await countOf("consent_change", "memberId = ?", [from.id])).toBe(0);
  });

  it("counts what one had today as the other's", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await as(memberCaller(from.id)).earning.checkIn({});
    await merged(from, into);
    await expect(as(memberCaller(into.id)).earning.checkIn({})).rejects.toMatchObject({
      domainCode: "ALREADY_CHECKED_IN",
    });
    const { todayDone } = await as(memberCaller(into.id)).earning.checkIns({});
    expect(todayDone).toBe(true);
  });

  it("says an earning that was the other's is a repetition", async () => {
    const [from, into] = [await shopper(), await shopper()];
    const gift = { event: "CUSTOM" as const, referenceId: fresh("c"), points: 50 };
    await as(SERVICE).orders.earn({ externalId: from.externalId, ...gift });
    await merged(from, into);
    const again = await as(SERVICE).orders.earn({ externalId: from.externalId, ...gift });
    expect(again).toMatchObject({ duplicate: true, pointsEarned: 50 });
  });

  it("keeps the rest of the person when the shop deletes the id that was merged", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    await tell("USER_DELETED", from.externalId);
    expect(await accountsOf(into.id)).toMatchObject({ available: 2000 });
    // What comes late for the old id still goes to who stays.
    await tell("ORDER_CANCELLED", from.externalId, { orderId: from.orderId });
    expect(await accountsOf(into.id)).toMatchObject({ available: 1000 });
    await tell("USER_DELETED", into.externalId);
    expect(await findMember(reader, { memberId: into.id })).toMatchObject({ status: "CLOSED" });
  });

  it("keeps them however often the shop says so, and at whatever moment", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    const deleting = () => tell("USER_DELETED", from.externalId);
    const answers = await Promise.all([deleting(), deleting()]);
    answers.push(await deleting());
    const isDuplicate = answers.map((answer) => "duplicate" in answer && answer.duplicate);
    expect(isDuplicate.filter(Boolean)).toHaveLength(2);
    expect(await accountsOf(into.id)).toMatchObject({ available: 2000 });
    expect(await findMember(reader, { memberId: into.id })).toMatchObject({ status: "ACTIVE" });
  });

  it("erases what was written of both with the person", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await as(OPERATOR).points.adjust({
      memberId: from.memberId,
      points: 5,
      reason: "补偿",
      reference: fresh("a"),
    });
    await as(OPERATOR).members.addNote({ memberId: from.memberId, text: "爱喝茶" });
    await merged(from, into);
    expect(await countOf("member_note", "memberId = ?", [into.id])).toBe(1);
    await at(TODAY, (work) => closeMember(work, { memberId: into.id }, null), OPERATOR);
    for (const table of ["member_note", "points_entry_reason"]) {
      expect(await countOf(table, "memberId IN (?, ?)", [from.id, into.id])).toBe(0);
    }
    const kept = "memberId = ? AND (`after` IS NOT NULL OR reason IS NOT NULL)";
    expect(await countOf("audit_log", kept, [from.id])).toBe(0);
    const named = "memberId IN (?, ?) AND data LIKE ?";
    const { length } = await reader.rows(`SELECT id FROM outbox_event WHERE ${named}`, [
      from.id,
      into.id,
      `%${from.externalId}%`,
    ]);
    expect(length).toBe(0);
  });

  it("closes nobody by the name of somebody who was merged", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    for (const ref of [{ memberId: from.id }, { memberCode: from.memberCode }]) {
      const closing = at(TODAY, (work) => closeMember(work, ref, null), OPERATOR);
      await expect(closing).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
    }
    const freezing = as(OPERATOR).members.setStatus({
      memberId: from.memberId,
      status: "FROZEN",
      reason: "?",
    });
    await expect(freezing).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
  });

  it("asks every membership, however many there were", async () => {
    const { id } = await shopper();
    const others = await Promise.all(Array.from({ length: 101 }, () => enrolled()));
    const [first = { id: 0 }] = others;
    const marks = others.map(() => "?").join(",");
    await reader.write(
      `UPDATE member SET mergedIntoId = ?, status = 'CLOSED', externalId = NULL,
        closedAt = IF(id = ?, '2026-01-01', '2026-06-01') WHERE id IN (${marks})`,
      [id, first.id, ...others.map((other) => other.id)],
    );
    expect(await selvesOf(reader, id)).toHaveLength(102);
    expect(await isOwn(reader, id, first.id)).toBe(true);
  });

  it("exports what was written of both", async () => {
    const [from, into] = [await shopper(), await shopper()];
    await merged(from, into);
    const { lists } = await as(OPERATOR).profile.export({ memberId: into.memberId });
    const types = lists.transactions?.items.map(({ type }) => type);
    expect(types?.toSorted()).toEqual(["EARN", "EARN", "TRANSFER_IN", "TRANSFER_OUT"]);
  });

  it("counts the points of both on the day of whoever of the staff says so", async () => {
    const [from, into] = [await shopper(30_000), await shopper(30_000)];
    await expect(merged(from, into, OPERATOR)).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
    });
    expect(await merged(from, into)).toMatchObject({ duplicate: false });
  });
});
