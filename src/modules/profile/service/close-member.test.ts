import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createUser } from "@/modules/access/service/accounts";
import { runBatches } from "@/modules/corrections/service/sweep";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import {
  ADMIN,
  as,
  at,
  keyed,
  memberCaller,
  OPERATOR,
  SECOND_ADMIN,
  SERVICE,
  WEBHOOK,
} from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { coupon, walletOf } from "@/testing/coupons";
import { PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { publishAll } from "@/testing/receiver";
import { runImports } from "../../imports/service/sweep";
import { enrol, findMember } from "../../members/service/members";
import { openAccount } from "../../points/service/account";
import { earnPoints } from "../../points/service/earn";
import { verifyLedger } from "../../points/service/verify";
import { sendLater } from "../../sending/service/messages";
import { forgetAnswers } from "../../webhooks/service/forget";
import { closeMember } from "./close-member";

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];

const TODAY = "2026-07-01T04:00:00Z";
const NOTHING = { available: 0, pending: 0, frozen: 0, owed: 0 };

function tell(event: ShopEvent, idempotencyKey = fresh("evt")) {
  return as(WEBHOOK, { idempotencyKey }).orders.event(event);
}

function about(type: ShopEvent["type"], externalId: string, data: object = {}): ShopEvent {
  return { type, timestamp: TODAY, data: { externalId, ...data } } as ShopEvent;
}

async function shopper(yuan = 1000) {
  const { id, externalId, memberCode } = await enrolled();
  const { orderId } = await bought(id, { yuan, now: TODAY });
  return { id, externalId: externalId ?? "", memberCode, orderId };
}

const closing = (memberId: number) =>
  at(TODAY, (work) => closeMember(work, { memberId }, "asked for it"), OPERATOR);

async function faultsOf(...ids: number[]) {
  const { checks } = await verifyLedger(reader);
  return checks.flatMap(({ violations }) => violations.filter((one) => ids.includes(one.memberId)));
}

async function parcel(id: number, name = "林夏", line = "文三路 1 号") {
  const { rewardId } = await as(OPERATOR).rewards.create({
    kind: "PRODUCT",
    name: { "zh-CN": "帆布包", en: "Canvas bag" },
    pointsCost: 100,
    onShelf: true,
    stock: 1,
  });
  const deliveryAddress = {
    name,
    phone: "13911112222",
    region: "浙江省杭州市",
    line,
  };
  return keyed(memberCaller(id)).rewards.redeem({ rewardId, deliveryAddress });
}

describe("closing a member", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("forfeits what is available, pending, held, frozen and in parcels not sent", async () => {
    const { id, externalId, orderId } = await shopper();
    const caller = memberCaller(id);
    const hold = { points: 50, orderId: fresh("o"), orderAmountMinor: 100_000 };
    const { holdId } = await as(caller).points.hold(hold);
    await tell(
      about("RETURN_REQUESTED", externalId, { orderId, returnId: fresh("r"), amountMinor: 20_000 }),
    );
    const { redemptionId } = await parcel(id);
    expect(await accountsOf(id)).toMatchObject({ available: 650, frozen: 250 });
    const answer = await closing(id);
    expect(answer).toMatchObject({ status: "CLOSED", pointsForfeited: 1000 });
    expect(await accountsOf(id)).toMatchObject(NOTHING);
    expect(await as(SERVICE).points.holdView({ holdId })).toMatchObject({ status: "RELEASED" });
    const [row] = (await as(SERVICE).rewards.redemptions({ memberId: String(id) })).items;
    expect(row).toMatchObject({ redemptionId, status: "CANCELLED" });
    expect(await countOf("order_return", "memberId = ? AND status = 'OPEN'", [id])).toBe(0);
    const told = "memberId = ? AND type = 'member.closed'";
    expect(await countOf("outbox_event", told, [id])).toBe(1);
    expect(await faultsOf(id)).toEqual([]);
  });

  it("ends benefits that are set aside and keeps those that were used", async () => {
    const { id } = await shopper(6000);
    const shipping = { memberId: String(id), benefitId: "FREE_SHIPPING", shippingMinor: 1200 };
    const use = (reserve: boolean) =>
      as(SERVICE).benefits.use({
        ...shipping,
        orderId: fresh("o"),
        orderAmountMinor: 20_000,
        reserve,
      });
    const [held, used] = [await use(true), await use(false)];
    await closing(id);
    const rows = await reader.rows(
      "SELECT id, status, endedAt IS NOT NULL AS ended FROM benefit_usage WHERE memberId = ? ORDER BY id",
      [id],
    );
    expect(rows).toEqual([
      { id: Number(held.usageId), status: "CANCELLED", ended: 1 },
      { id: Number(used.usageId), status: "USED", ended: 0 },
    ]);
    const { usageId } = held;
    await expect(as(SERVICE).benefits.commit({ usageId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    const told = "memberId = ? AND type = 'benefit.cancelled'";
    expect(await countOf("outbox_event", told, [id])).toBe(0);
  });

  it("takes the invite code back; referrals and participations stay in figures only", async () => {
    const referrer = await shopper();
    const { inviteCode } = await as(memberCaller(referrer.id)).earning.invitations({});
    const externalId = `${fresh("lin.xia")}@shop.example`;
    await tell(about("USER_REGISTERED", externalId, { inviteCode }));
    const friend = await findMember(reader, { externalId });
    const id = friend?.id ?? 0;
    const { inviteCode: own } = await as(memberCaller(id)).earning.invitations({});
    await bought(id, { yuan: 100, now: TODAY });
    await closing(id);
    await closing(referrer.id);
    expect(await countOf("member_invite", "memberId IN (?, ?)", [id, referrer.id])).toBe(0);
    const row = await reader.row<{ identity: string }>(
      "SELECT invitedId, referrerId, invitedPoints, identity FROM referral WHERE invitedId = ?",
      [id],
    );
    expect(row).toMatchObject({ referrerId: referrer.id, invitedPoints: 100 });
    // The alias-proof digest stays: the same person is no new friend of anybody's.
    expect(row?.identity).toMatch(/^[0-9a-f]{64}$/);
    expect(await placesOf([externalId, own, inviteCode])).toEqual([]);
    await expect(as(SERVICE).earning.invitations({ memberId: String(id) })).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
    const late = about("USER_REGISTERED", fresh("u"), { inviteCode: own });
    expect(await tell(late)).toMatchObject({
      actions: [
        { action: "MEMBER_ENROLLED" },
        { action: "INVITATION", outcome: "INVITE_CODE_UNKNOWN" },
      ],
    });
  });

  it("forfeits pending points and writes off what was owed", async () => {
    const { id, orderId } = await shopper(100);
    await as(SERVICE).points.use({
      memberId: String(id),
      points: 100,
      orderId: fresh("o"),
      orderAmountMinor: 100_000,
    });
    await refunded(id, { orderId, yuan: 100, now: TODAY });
    await at(TODAY, async (work) => {
      const account = await openAccount(work, { memberId: id });
      account.program = {
        ...account.program,
        rules: {
          ...account.program.rules,
          earn: { ...account.program.rules.earn, pendingDays: 7 },
        },
      };
      await earnPoints(work, account, {
        points: 30,
        earnedAt: work.now,
        reference: { type: "CUSTOM", id: fresh("c") },
        reason: null,
        breakdown: {},
      });
    });
    expect(await accountsOf(id)).toMatchObject({ ...NOTHING, pending: 30, owed: 100 });
    await closing(id);
    expect(await accountsOf(id)).toMatchObject(NOTHING);
    const entry = await reader.row(
      "SELECT pendingDelta, owedDelta, referenceId FROM points_entry WHERE memberId = ? AND type = 'FORFEIT'",
      [id],
    );
    expect(entry).toEqual({ pendingDelta: -30, owedDelta: -100, referenceId: `${id}:1` });
    expect(await faultsOf(id)).toEqual([]);
  });

  it("closes once", async () => {
    const { id } = await shopper();
    await closing(id);
    await expect(closing(id)).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
    expect(await countOf("points_entry", "memberId = ? AND type = 'FORFEIT'", [id])).toBe(1);
  });

  it("is told by the shop, once, and of somebody unknown moves nothing", async () => {
    const { id, externalId } = await shopper();
    expect(await tell(about("USER_DELETED", externalId))).toEqual({
      actions: [{ action: "MEMBER_CLOSED", memberId: String(id) }],
      duplicate: false,
    });
    expect(await tell(about("USER_DELETED", externalId))).toMatchObject({ duplicate: true });
    expect(await tell(about("USER_DELETED", fresh("nobody")))).toEqual({
      actions: [{ action: "NONE", reason: "MEMBER_UNKNOWN" }],
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject(NOTHING);
  });
});

describe("after a member closed", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("orders go to the anonymous member, earn nothing and enrol nobody", async () => {
    const { id, externalId } = await shopper();
    await closing(id);
    const order = { orderId: fresh("o"), paidAmountMinor: 50_000, paidAt: TODAY };
    expect(await tell(about("ORDER_COMPLETED", externalId, order))).toEqual({
      actions: [{ action: "NONE", reason: "MEMBER_CLOSED" }],
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ ...NOTHING, spendMinor: 150_000 });
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
    expect(await faultsOf(id)).toEqual([]);
  });

  it("refunds and reversals leave neither points nor debt", async () => {
    const { id, externalId, orderId } = await shopper();
    const paid = { points: 300, orderId, orderAmountMinor: 100_000 };
    const use = await as(SERVICE).points.use({
      ...paid,
      memberId: String(id),
      orderId: fresh("o"),
    });
    await as(SERVICE).points.use({ ...paid, memberId: String(id) });
    await closing(id);
    const refund = { orderId, refundId: fresh("r"), amountMinor: 60_000, refundedAt: TODAY };
    await tell(about("ORDER_REFUNDED", externalId, refund));
    expect(await accountsOf(id)).toMatchObject(NOTHING);
    await tell(about("ORDER_CANCELLED", externalId, { orderId }));
    await as(SERVICE).points.reverse({ id: use.transactionId, reason: "not placed" });
    expect(await accountsOf(id)).toMatchObject({ ...NOTHING, spendMinor: 0 });
    expect(await faultsOf(id)).toEqual([]);
  });

  it.each([
    ["reviews", () => about("REVIEW_CREATED", "", { reviewId: fresh("rev") }), "STATUS_INVALID"],
    ["registering again", () => about("USER_REGISTERED", "", { nickname: "林夏" }), "CLOSED"],
  ])("%s moves nothing, says so and tells nobody’s name", async (_, eventOf, reason) => {
    const { id, externalId } = await shopper();
    await closing(id);
    const event = eventOf();
    const told = { ...event, data: { ...event.data, externalId } } as ShopEvent;
    for (let time = 0; time < 2; time++) {
      expect(await tell(told)).toEqual({
        actions: [{ action: "NONE", reason: `MEMBER_${reason}` }],
        duplicate: false,
      });
    }
    expect(await accountsOf(id)).toMatchObject(NOTHING);
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
    expect(await countOf("member", "id = ? AND nickname IS NULL", [id])).toBe(1);
  });

  it("the id of the shop makes no second member", async () => {
    const { id, externalId } = await shopper();
    await closing(id);
    await expect(as(SERVICE).members.create({ externalId })).rejects.toMatchObject({
      domainCode: "EXTERNAL_ID_TAKEN",
    });
    expect((await as(SERVICE).profile.get({ externalId })).status).toBe("CLOSED");
  });
});

/** Of one file they are applied, of another they wait. */
async function importedAs(who: { externalId: string; phone: string; nickname: string }) {
  const desk = as(ADMIN).imports;
  const run = () => runImports({ now: new Date(TODAY), progress: null, stopping: () => false });
  for (const source of ["oldcrm", "pos"]) {
    const { importId } = await desk.create({ kind: "MEMBERS", source, reason: "moving in" });
    await desk.addRows({ importId, part: "1", rows: [{ line: 2, ...who }] });
    await desk.check({ importId, rows: 1 });
    await run();
    const { approvalId } = await desk.start({ importId });
    if (source === "pos") continue;
    const decision = { approvalId: approvalId ?? "", approve: true, reason: "checked" };
    await decideOn(as(SECOND_ADMIN), decision);
    await run();
  }
}

/** Every column of the database that holds text, and in which of them a word stands. */
async function placesOf(words: readonly string[]): Promise<string[]> {
  const columns = await reader.rows<{ tableName: string; name: string }>(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE()
        AND DATA_TYPE IN ('varchar', 'char', 'text', 'mediumtext', 'longtext', 'json')`,
  );
  const places: string[] = [];
  for (const { tableName, name } of columns) {
    for (const word of words) {
      const found = await reader.row(
        `SELECT 1 AS one FROM \`${tableName}\`
          WHERE LOCATE(CAST(? AS BINARY), CAST(\`${name}\` AS BINARY)) > 0 LIMIT 1`,
        [word],
      );
      if (found) places.push(`${word} in ${tableName}.${name}`);
    }
  }
  return places;
}

/** Tables that name members and hold text of which the one below has no row: no words to be erased there. */
const WITHOUT_ROWS = [
  ..."activity_participation activity_use automation_gift benefit_pass benefit_usage card_code_use closed_identity guest_event guest_key handoff member_attribute member_fact member_invite member_tag".split(
    " ",
  ),
  ..."order_change order_part order_refund order_return points_hold points_redemption preview_move referral_person sign_in_count".split(
    " ",
  ),
  ..."stat_activity_member stat_benefit_member stat_saving_line stat_saving_year wallet_pass".split(
    " ",
  ),
];

async function tablesWithout(memberId: number): Promise<string[]> {
  const tables = await reader.rows<{ name: string }>(
    `SELECT DISTINCT c.TABLE_NAME AS name
       FROM information_schema.COLUMNS c JOIN information_schema.COLUMNS t
         ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
      WHERE c.TABLE_SCHEMA = DATABASE() AND c.COLUMN_NAME = 'memberId'
        AND t.DATA_TYPE IN ('varchar', 'char', 'text', 'mediumtext', 'longtext', 'json')
      ORDER BY name`,
  );
  const counts = await Promise.all(
    tables.map(({ name }) => countOf(name, "memberId = ?", [memberId])),
  );
  return tables.filter((_, place) => counts[place] === 0).map(({ name }) => name);
}

/** A receiver's answer that says again what it was sent. */
async function receiverEchoed(memberId: number, answer: string): Promise<void> {
  const { insertId } = await reader.write(
    `INSERT INTO webhook_delivery (endpointId, sequence, lane, type, status, attempts, nextAttemptAt,
       createdAt) VALUES (0, ?, ?, 'member.updated', 'DELIVERED', 1, ?, ?)`,
    [memberId, memberId, new Date(), new Date()],
  );
  await reader.write(
    "INSERT INTO webhook_attempt (deliveryId, startedAt, durationMs, answer) VALUES (?,?,1,?)",
    [insertId, new Date(), answer],
  );
}

describe("a person who left", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("stands nowhere in the database any more", async () => {
    const secret = fresh("x").slice(2);
    const nickname = `昵称${secret}`;
    const externalId = fresh("u-gone");
    const phone = `139${String(Date.now()).slice(-8)}`;
    const { id, memberCode } = await at(TODAY, (work) =>
      enrol(work, { externalId, nickname: "旧名", phone, birthday: "1990-05-17" }),
    );
    const email = `${fresh("gone")}@shop.example`;
    const user = {
      email,
      password: PASSWORD,
      name: nickname,
      role: "member",
      memberId: id,
    } as const;
    await at(TODAY, (work) => createUser(work, user));
    for (const memberId of [id, null]) {
      const message = { channel: "EMAIL", address: email, kind: "SIGN_UP_CODE", memberId } as const;
      const expiresAt = new Date(Date.now() + 60_000);
      const facts = { code: "123456", minutes: 10 };
      await at(TODAY, async (work) => sendLater(work, { ...message, facts, expiresAt }));
    }
    await bought(id, { yuan: 1000, now: TODAY });
    const gift = `贺卡 ${secret}`;
    const goods = { lineId: "1", sku: "CARD", quantity: 1, unitAmountMinor: 900 };
    const order = { orderId: fresh("o"), paidAmountMinor: 900, paidAt: TODAY, lines: [goods] };
    await tell(about("ORDER_COMPLETED", externalId, { ...order, attributes: { gift } }));
    const caller = memberCaller(id);
    await as(caller, { idempotencyKey: fresh("key") }).profile.update({ nickname });
    const { redemptionId } = await parcel(id, `收件人${secret}`, `某某路 ${secret} 号`);
    const [wrongCode, trackingCode] = [`SF-${secret}`.toUpperCase(), `JT-${secret}`.toUpperCase()];
    const shipment = { redemptionId, carrier: `顺丰 ${secret}`, unusual: true };
    await as(OPERATOR).rewards.ship({ shipments: [{ ...shipment, trackingCode: wrongCode }] });
    await as(OPERATOR).rewards.correctLabel({ ...shipment, trackingCode });
    const kept = { name: `常用${secret}`, phone, region: "杭州市", line: `常住 ${secret} 号` };
    await as(caller, { idempotencyKey: fresh("key") }).rewards.addAddress({
      deliveryAddress: kept,
    });
    const note = `喜欢 ${secret}\n不接电话`;
    await as(OPERATOR, { idempotencyKey: fresh("key") }).members.addNote({
      memberId: String(id),
      text: note,
    });
    const reason = `电话 ${secret} 里说的`;
    const memberId = String(id);
    const named = { memberId, reason } as const;
    const keyed = as(OPERATOR, { idempotencyKey: fresh("key") });
    await keyed.points.adjust({ ...named, points: 5, reference: fresh("adj") });
    await as(OPERATOR).points.adjust({ ...named, points: 20_000, reference: fresh("adj") });
    await as(OPERATOR).tiers.assign({ ...named, tierCode: "GOLD" });
    for (const amountMinor of [100, 5_000_000]) {
      const { definitionId } = await coupon({ effect: { kind: "AMOUNT", amountMinor } });
      await as(OPERATOR, { idempotencyKey: fresh("key") }).coupons.issue({
        ...named,
        definitionId,
      });
    }
    const [own] = await walletOf(id);
    const paidBy = { memberId, code: own?.code ?? "", orderId: fresh("o"), orderAmountMinor: 5000 };
    await as(SERVICE, { idempotencyKey: fresh("key") }).coupons.use(paidBy);
    const rows = [{ externalId, points: 7, note: `备注 ${secret}` }];
    await as(ADMIN).points.createBatch({ reason: "storm", dryRun: false, rows });
    await runBatches({ now: new Date(TODAY), progress: null, stopping: () => false });
    await importedAs({ externalId, phone, nickname });
    const later = fresh("u-later");
    const contact = `${secret}@mail.example`;
    const said = { given: true, at: TODAY, source: `柜台 ${secret}` };
    await as(SERVICE, { idempotencyKey: fresh("key") }).members.update({
      memberId,
      externalId: later,
      email: contact,
      verified: ["externalId"],
      consents: { email: said },
    });
    const review = { event: "REVIEW", referenceId: fresh("rev") } as const;
    const earned = { memberId, ...review, description: reason };
    await as(SERVICE, { idempotencyKey: fresh("key") }).orders.earn(earned);
    await as(OPERATOR).members.setStatus({ ...named, status: "FROZEN" });
    const other = as(SERVICE, { idempotencyKey: fresh("key") });
    await expect(other.members.create({ externalId: later, nickname })).rejects.toMatchObject({
      domainCode: "EXTERNAL_ID_TAKEN",
    });
    await receiverEchoed(id, `{"externalId":"${externalId}"}`);
    const address = [`收件人${secret}`, `某某路 ${secret} 号`, kept.name, kept.line];
    const texts = [
      reason,
      `备注 ${secret}`,
      wrongCode,
      trackingCode,
      later,
      contact,
      said.source,
      note,
      gift,
    ];
    const hash = createHash("sha256").update(`member-system:${externalId}`).digest("hex");
    const words = [nickname, externalId, phone, email, ...address, ...texts];
    const before = await placesOf(words);
    for (const word of words) expect(before.join("\n")).toContain(word);
    // A table that comes gets a row of theirs above, or a name in the list.
    expect(await tablesWithout(id)).toEqual(WITHOUT_ROWS);
    await closing(id);
    await publishAll();
    await forgetAnswers({ now: new Date(TODAY), progress: null, stopping: () => false });
    expect(await placesOf([...words, secret, hash])).toEqual([]);
    // By the id of now and by the one before.
    expect(await countOf("closed_identity", "memberId = ?", [id])).toBe(2);
    const event = await reader.row<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'member.closed'",
      [id],
    );
    expect(JSON.parse(event?.data ?? "")).toMatchObject({ externalId: null, memberCode });
    const row = await reader.row("SELECT birthday, smsConsent FROM member WHERE id = ?", [id]);
    expect(row).toEqual({ birthday: null, smsConsent: 0 });
  });

  it("is signed out everywhere at once", async () => {
    const { id } = await shopper();
    const browser = await signedIn("member", id);
    await closing(id);
    expect(await countOf("session", "id = ?", [browser.sessionId])).toBe(0);
    expect(await countOf("user", "memberId = ?", [id])).toBe(0);
  });
});

describe("at the same moment", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("closing and everything else leave nothing behind", async () => {
    for (let round = 0; round < 5; round++) {
      const { id, externalId, orderId } = await shopper();
      const caller = memberCaller(id);
      const { redemptionId } = await parcel(id);
      const paid = { orderId: fresh("o"), paidAmountMinor: 20_000, paidAt: TODAY };
      const refund = { orderId, refundId: fresh("r"), amountMinor: 30_000, refundedAt: TODAY };
      const hold = { points: 50, orderId: fresh("o"), orderAmountMinor: 100_000 };
      const results = await Promise.allSettled([
        closing(id),
        tell(about("USER_DELETED", externalId)),
        tell(about("ORDER_COMPLETED", externalId, paid)),
        tell(about("ORDER_REFUNDED", externalId, refund)),
        tell(
          about("RETURN_REQUESTED", externalId, { orderId, returnId: fresh("r"), amountMinor: 1 }),
        ),
        as(caller).points.hold(hold),
        as(caller).rewards.cancel({ id: redemptionId }),
        as(SERVICE).benefits.use({
          memberId: String(id),
          benefitId: "DISCOUNT",
          orderId: fresh("o"),
          orderAmountMinor: 20_000,
          reserve: true,
        }),
        as(SERVICE).members.create({ externalId }),
        as(OPERATOR).points.adjust({ memberId: String(id), points: 5, reason: "sorry" }),
      ]);
      const strange = results.flatMap((result) =>
        result.status === "rejected" && !asDomainError(result.reason) ? [result.reason] : [],
      );
      expect(strange).toEqual([]);
      expect(await accountsOf(id)).toMatchObject(NOTHING);
      const living = "memberId = ? AND status = 'RESERVED'";
      expect(await countOf("benefit_usage", living, [id])).toBe(0);
      expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
      expect(await countOf("outbox_event", "memberId = ? AND type = 'member.closed'", [id])).toBe(
        1,
      );
      expect(
        await countOf("outbox_event", "memberId = ? AND data LIKE ?", [id, `%${externalId}%`]),
      ).toBe(0);
      expect(await faultsOf(id)).toEqual([]);
    }
  });
});
