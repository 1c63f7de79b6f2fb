import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/platform/db";
import { as, at, memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { changeRow } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { gate } from "@/testing/gate";
import { askAt, useBusinessTime, useProgram } from "@/testing/program";
import { verifyLedger } from "../../points/service/verify";
import { cancelOrder } from "../../purchases/service/cancel";
import { invitationsOf } from "./invite";
import { settleReferrals } from "./referral";

const TODAY = "2026-07-01T04:00:00Z";
const JOB = { now: new Date(TODAY), progress: null, stopping: () => false };

const cancel = (memberId: number, orderId: string) =>
  at(TODAY, (work) => cancelOrder(work, { memberId }, orderId));
const buy = (memberId: number, yuan: number) => bought(memberId, { yuan, now: TODAY });

async function invitations(memberId: number) {
  return invitationsOf(askAt(TODAY), { memberId });
}

async function enrolWith(inviteCode: string, externalId = fresh("u")): Promise<number> {
  const { memberId } = await as(SERVICE).members.create({ externalId, inviteCode });
  return Number(memberId);
}

/** A referrer and a member whom they invited. */
async function pair() {
  const { id: referrer } = await enrolled();
  const { inviteCode } = await invitations(referrer);
  return { referrer, inviteCode, invited: await enrolWith(inviteCode) };
}

async function violationsOf(...memberIds: number[]) {
  const { checks } = await verifyLedger(reader);
  return checks
    .flatMap(({ violations }) => violations)
    .filter(({ memberId }) => memberIds.includes(memberId) || memberId === 0);
}

describe("an invite code", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("is eight unmistakable signs, always the same, though twenty ask at once", async () => {
    const { id } = await enrolled();
    const answers = await Promise.all(Array.from({ length: 20 }, () => invitations(id)));
    const codes = new Set(answers.map(({ inviteCode }) => inviteCode));
    expect([...codes]).toEqual([expect.stringMatching(/^[34679ACDEFGHJKMNPQRTUVWXY]{18}$/)]);
    expect(await invitations(id)).toMatchObject({ inviteCode: [...codes][0], invited: 0 });
  });

  it("is read however it is typed", async () => {
    const { id } = await enrolled();
    const { inviteCode } = await invitations(id);
    await enrolWith(`${inviteCode.slice(0, 4)}-${inviteCode.slice(4)}`.toLowerCase());
    expect(await invitations(id)).toMatchObject({ invited: 1, rewarded: 0, points: 0 });
  });

  it("that is nobody’s refuses the enrolment and makes no member", async () => {
    const externalId = fresh("u");
    for (const inviteCode of ["AAAAAAAA", "x", "0OIL1528"]) {
      await expect(enrolWith(inviteCode, externalId)).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path: "inviteCode", message: "INVITE_CODE_UNKNOWN" }],
      });
    }
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(0);
  });

  it.each([
    ["case", "LIN", "@SHOP.CN"],
    ["dots", "l.i.n", "@shop.cn"],
    ["an alias", "lin+friend", "@shop.cn"],
  ])("brings nothing to oneself under another spelling: %s", async (_, mailbox, domain) => {
    const tail = fresh("x").slice(2);
    const own = await as(SERVICE).members.create({ externalId: `lin${tail}@shop.cn` });
    const { inviteCode } = await invitations(Number(own.memberId));
    const [head, ...alias] = mailbox.split("+");
    const externalId = `${head}${tail}${alias.map((text) => `+${text}`).join("")}${domain}`;
    await expect(enrolWith(inviteCode, externalId)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "inviteCode", message: "SELF_REFERRAL" }],
    });
  });

  it("brings one person once, whatever they call themselves and whoever invites them", async () => {
    const [{ inviteCode: first }, { inviteCode: second }] = [await pair(), await pair()];
    const tail = fresh("x").slice(2);
    await enrolWith(first, `mei${tail}@shop.cn`);
    for (const code of [first, second]) {
      await expect(enrolWith(code, `me.i${tail}+2@Shop.cn`)).rejects.toMatchObject({
        errors: [{ path: "inviteCode", message: "INVITED_BEFORE" }],
      });
    }
  });
});

describe("a customer who registers with a code", () => {
  useDatabase();
  useBusinessTime(TODAY);

  const registered = (externalId: string, inviteCode: string) =>
    as(WEBHOOK).orders.event({
      type: "USER_REGISTERED",
      timestamp: TODAY,
      data: { externalId, inviteCode },
    });

  it("is invited, and told twice still once", async () => {
    const { id } = await enrolled();
    const { inviteCode } = await invitations(id);
    const externalId = fresh("u");
    expect(await registered(externalId, inviteCode)).toMatchObject({
      actions: [{ action: "MEMBER_ENROLLED" }, { action: "INVITATION", outcome: "REMEMBERED" }],
    });
    expect(await registered(externalId, inviteCode)).toMatchObject({
      actions: [{ reason: "DUPLICATE" }, { action: "INVITATION", outcome: "INVITED_BEFORE" }],
      duplicate: true,
    });
    expect(await invitations(id)).toMatchObject({ invited: 1 });
  });

  it("is enrolled all the same where the code is nobody’s, and told why", async () => {
    expect(await registered(fresh("u"), "AAAAAAAA")).toMatchObject({
      actions: [
        { action: "MEMBER_ENROLLED" },
        { action: "INVITATION", outcome: "INVITE_CODE_UNKNOWN" },
      ],
    });
  });

  it("counts as invited where a service had enrolled them, but not after an order", async () => {
    const { id } = await enrolled();
    const { inviteCode } = await invitations(id);
    const [fresher, customer] = [await enrolled(), await enrolled()];
    await buy(customer.id, 10);
    await registered(fresher.externalId ?? "", inviteCode);
    expect(await registered(customer.externalId ?? "", inviteCode)).toMatchObject({
      actions: [{ reason: "DUPLICATE" }, { action: "INVITATION", outcome: "ORDERED_BEFORE" }],
    });
    expect(await invitations(id)).toMatchObject({ invited: 1 });
    const told = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId IN (?,?) AND type = 'member.invitation' ORDER BY id",
      [fresher.id, customer.id],
    );
    expect(told.map(({ data }) => JSON.parse(data).outcome)).toEqual([
      "REMEMBERED",
      "ORDERED_BEFORE",
    ]);
  });

  it.each([2, 3, 5])("closes no circle of %i members", async (length) => {
    const circle = await Promise.all(Array.from({ length }, () => enrolled()));
    const codes = await Promise.all(circle.map(({ id }) => invitations(id)));
    const outcomes: unknown[] = [];
    for (const [index, { inviteCode }] of codes.entries()) {
      const next = circle[(index + 1) % length];
      outcomes.push(await registered(next?.externalId ?? "", inviteCode));
    }
    expect(outcomes.slice(0, -1)).toEqual(
      Array.from({ length: length - 1 }, () =>
        expect.objectContaining({
          actions: expect.arrayContaining([{ action: "INVITATION", outcome: "REMEMBERED" }]),
        }),
      ),
    );
    expect(outcomes.at(-1)).toMatchObject({
      actions: [{ reason: "DUPLICATE" }, { action: "INVITATION", outcome: "CIRCLE" }],
    });
  });

  it("asks no more than a hundred up a chain: nothing is to be had by a larger circle", async () => {
    const chain = await Promise.all(Array.from({ length: 102 }, () => enrolled()));
    const [top, last] = [chain[0], chain.at(-1)];
    for (const [at, { id, externalId }] of chain.entries()) {
      const above = chain[at - 1];
      if (!above) continue;
      await changeRow(
        "INSERT INTO referral (invitedId, referrerId, identity, createdAt, isKeyed) VALUES (?,?,?,?,1)",
        [id, above.id, `chain-${externalId}`, new Date(TODAY)],
      );
    }
    const { inviteCode } = await invitations(last?.id ?? 0);
    expect(await registered(top?.externalId ?? "", inviteCode)).toMatchObject({
      actions: [{ reason: "DUPLICATE" }, { action: "INVITATION", outcome: "REMEMBERED" }],
    });
  });

  it("closes no circle where all of it is told at once", { timeout: 60_000 }, async () => {
    for (let round = 0; round < 6; round++) {
      const length = 2 + (round % 3);
      const circle = await Promise.all(Array.from({ length }, () => enrolled()));
      const codes = await Promise.all(circle.map(({ id }) => invitations(id)));
      await Promise.all(
        codes.map(({ inviteCode }, index) =>
          registered(circle[(index + 1) % length]?.externalId ?? "", inviteCode),
        ),
      );
      const ids = circle.map(({ id }) => id);
      const invited = await countOf("referral", `invitedId IN (${ids.map(() => "?")})`, ids);
      expect(invited).toBeLessThan(length);
    }
  });
});

describe("the reward for an invitation", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("comes to both sides with the first order that is paid for, once", async () => {
    const { referrer, invited } = await pair();
    await buy(invited, 0);
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
    const { orderId, actions } = await buy(invited, 50);
    expect(actions).toMatchObject([
      { action: "POINTS_EARNED", points: 50 },
      { action: "POINTS_EARNED", points: 100 },
    ]);
    await buy(invited, 50);
    expect(await accountsOf(invited)).toMatchObject({ available: 200 });
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
    const names = await reader.rows<{ referenceId: string }>(
      "SELECT referenceId FROM points_entry WHERE referenceType = 'REFERRAL' AND memberId IN (?,?) ORDER BY referenceId",
      [referrer, invited],
    );
    expect(names.map(({ referenceId }) => referenceId).sort()).toEqual(
      [`${orderId}:invited`, expect.stringMatching(/^[0-9a-f]{24}:referrer$/)].sort(),
    );
    expect(await invitations(referrer)).toMatchObject({ invited: 1, rewarded: 1, points: 100 });
  });

  it("goes back from both when that order is undone, and comes with the next", async () => {
    const { referrer, invited } = await pair();
    const { orderId } = await buy(invited, 60);
    await refunded(invited, { orderId, yuan: 10, now: TODAY });
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
    await refunded(invited, { orderId, yuan: 50, now: TODAY });
    expect(await accountsOf(invited)).toMatchObject({ available: 0, owed: 0 });
    expect(await accountsOf(referrer)).toMatchObject({ available: 0, owed: 0 });
    expect(await invitations(referrer)).toMatchObject({ invited: 1, rewarded: 0, points: 0 });
    const second = await buy(invited, 50);
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
    await cancel(invited, second.orderId);
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
    expect(await violationsOf(referrer, invited)).toEqual([]);
  });

  it.each([0.01, 49.99])("never comes with an order of ¥%d", async (yuan) => {
    const { referrer, invited } = await pair();
    await buy(invited, yuan);
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
    expect(await accountsOf(invited)).toMatchObject({ available: Math.floor(yuan) });
  });

  it("goes back from both with a refund of 499.99 of 500", async () => {
    const { referrer, invited } = await pair();
    const { orderId } = await buy(invited, 500);
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
    await refunded(invited, { orderId, yuan: 499.99, now: TODAY });
    expect(await accountsOf(invited)).toMatchObject({ available: 0, owed: 0 });
    expect(await accountsOf(referrer)).toMatchObject({ available: 0, owed: 0 });
  });

  it("never comes where the order was refunded before it was told", async () => {
    const { referrer, invited } = await pair();
    const orderId = fresh("o");
    await refunded(invited, { orderId, yuan: 60, now: TODAY });
    await bought(invited, { yuan: 60, now: TODAY, orderId });
    expect(await accountsOf(invited)).toMatchObject({ available: 0 });
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
  });

  it("waits for a job while somebody is at work on the referrer, and is not lost", async () => {
    const { referrer, invited } = await pair();
    const held = gate();
    const done = gate();
    const atWork = transaction(async (tx) => {
      await tx.rows("SELECT id FROM member WHERE id = ? FOR UPDATE", [referrer]);
      held.release();
      await done.opened;
    });
    await held.opened;
    await buy(invited, 50);
    expect(await countOf("referral", "invitedId = ? AND settled = 0", [invited])).toBe(1);
    done.release();
    await atWork;
    expect(await accountsOf(invited)).toMatchObject({ available: 150 });
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
    await settleReferrals(JOB);
    await settleReferrals(JOB);
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
  });

  it("holds while both sides order at once, and many are invited by one", async () => {
    const { id: referrer } = await enrolled();
    const { inviteCode } = await invitations(referrer);
    const invited = await Promise.all(Array.from({ length: 16 }, () => enrolWith(inviteCode)));
    await Promise.all([
      ...invited.map((id) => buy(id, 50)),
      ...invited.map(() => buy(referrer, 1)),
    ]);
    await settleReferrals(JOB);
    expect(await accountsOf(referrer)).toMatchObject({ available: 16 + 1_600 });
    expect(await violationsOf(referrer, ...invited)).toEqual([]);
  });

  it("is each side’s own to see", async () => {
    const { referrer, invited } = await pair();
    const { orderId } = await buy(invited, 50);
    const { items } = await as(memberCaller(referrer)).points.transactions({});
    expect(items).toMatchObject([{ breakdown: { base: 100, side: "referrer" } }]);
    expect(JSON.stringify(items)).not.toContain(orderId);
    await cancel(invited, orderId);
    const after = await as(memberCaller(referrer)).points.transactions({});
    expect(after.items).toHaveLength(2);
    expect(JSON.stringify(after.items)).not.toContain(orderId);
    const events = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ?",
      [referrer],
    );
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.stringify(events)).not.toContain(orderId);
  });
});

describe("under a cap of two a month", () => {
  useDatabase();
  useProgram({ earn: { referralsPerMonthMax: 2 } });

  it("the referrer gets two, and every invited member theirs", async () => {
    const { id: referrer } = await enrolled();
    const { inviteCode } = await invitations(referrer);
    const invited: number[] = [];
    for (let n = 0; n < 4; n++) invited.push(await enrolWith(inviteCode));
    await Promise.all(invited.slice(0, 3).map((id) => buy(id, 50)));
    await settleReferrals(JOB);
    for (const id of invited.slice(0, 3)) {
      expect(await accountsOf(id)).toMatchObject({ available: 150 });
    }
    expect(await accountsOf(referrer)).toMatchObject({ available: 200 });
    expect(await countOf("referral", "referrerId = ? AND refusal = 'CAPPED'", [referrer])).toBe(1);
    await bought(invited[3] ?? 0, { yuan: 50, now: "2026-07-31T16:00:00Z" });
    expect(await accountsOf(referrer)).toMatchObject({ available: 300 });
  });
});

describe("where an order must stand for seven days", () => {
  useDatabase();
  useBusinessTime(TODAY);
  useProgram({ earn: { referralWaitDays: 7 } });

  const job = (now: string) => settleReferrals({ ...JOB, now: new Date(now) });

  it("the reward comes then, to both, and not before", async () => {
    const { referrer, invited } = await pair();
    await buy(invited, 50);
    await job("2026-07-08T03:59:59Z");
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
    expect(await accountsOf(invited)).toMatchObject({ available: 50 });
    await job("2026-07-08T04:00:00Z");
    await job("2026-07-08T04:00:00Z");
    expect(await accountsOf(referrer)).toMatchObject({ available: 100 });
    expect(await accountsOf(invited)).toMatchObject({ available: 150 });
  });

  it("it never comes for one that was refunded meanwhile", async () => {
    const { referrer, invited } = await pair();
    const { orderId } = await buy(invited, 50);
    await refunded(invited, { orderId, yuan: 0.01, now: TODAY });
    await job("2026-07-09T04:00:00Z");
    expect(await accountsOf(referrer)).toMatchObject({ available: 0 });
  });
});
