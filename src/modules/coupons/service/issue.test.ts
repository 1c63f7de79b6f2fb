import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, keyed, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { coupon, given, issueLists, printed, walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { useProgram } from "@/testing/program";
import { giveNotices } from "./sweep";

let person = 500;
/** An operator whose day nobody else has used. */
const somebody = () => {
  person += 1;
  return { ...OPERATOR, actor: `operator:${person}`, userId: person, personId: person };
};

const to = (memberId: number, definitionId: string) => ({
  memberId: String(memberId),
  definitionId,
  reason: "late parcel",
});

describe("giving a member a coupon", () => {
  useDatabase();

  it("shows the member its code, and staff how it ends", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const issued = await keyed(somebody()).coupons.issue(to(id, definitionId));
    expect(issued).toMatchObject({ state: "ACTIVE", approvalId: null });
    const [own] = await walletOf(id);
    expect(own?.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(issued.code).toBe(`••••-••••-••••-${own?.code?.slice(-4)}`);
    const seen = await as(OPERATOR).coupons.mine({ memberId: String(id) });
    expect(seen.items[0]?.code).toBe(issued.code);
    const { items } = await as(memberCaller(id)).inbox.list({});
    expect(items).toMatchObject([
      { kind: "COUPON_ISSUED", title: "You have a new coupon: Ten off" },
    ]);
    const found = await as(OPERATOR).coupons.get({ code: own?.code ?? "" });
    expect(found).toMatchObject({
      couponId: issued.couponId,
      memberId: String(id),
      state: "ACTIVE",
      uses: [],
    });
  });

  it("keeps no code that whoever reads the database could use", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const { couponId, code } = await given(id, definitionId);
    const plain = code.replace(/-/g, "");
    for (const table of [
      "coupon",
      "coupon_code",
      "coupon_issue",
      "outbox_event",
      "audit_log",
      "idempotency_key",
    ]) {
      const rows = await reader.rows(`SELECT * FROM ${table}`, []);
      const text = JSON.stringify(rows);
      expect(text).not.toContain(plain);
      expect(text).not.toContain(code);
    }
    expect(await countOf("coupon_code", "couponId = ?", [Number(couponId)])).toBe(1);
  });

  it("is what it was when it was given, whatever its definition becomes", async () => {
    const [{ id }, made] = await Promise.all([enrolled(), coupon()]);
    await given(id, made.definitionId);
    const { definitionId, revision } = made;
    const name = { "zh-CN": "满减券", en: "Ten off" };
    const terms = { ...made.terms, effect: { kind: "AMOUNT", amountMinor: 1 } } as const;
    await as(ADMIN).coupons.update({ definitionId, revision, name, terms, enabled: true });
    const stale = as(ADMIN).coupons.update({ definitionId, revision, name, terms, enabled: true });
    await expect(stale).rejects.toMatchObject({ domainCode: "VERSION_CONFLICT" });
    const [own] = await walletOf(id);
    const cart = { code: own?.code ?? "", orderAmountMinor: 20_000 };
    expect(await as(memberCaller(id)).coupons.check(cart)).toMatchObject({ discountMinor: 1000 });
    await as(ADMIN).coupons.update({ definitionId, revision: 2, name, terms, enabled: false });
    expect(await as(memberCaller(id)).coupons.check(cart)).toMatchObject({
      usable: false,
      reason: "DISABLED",
    });
    const another = keyed(SERVICE).coupons.issue(to(id, definitionId));
    await expect(another).rejects.toMatchObject({ domainCode: "COUPON_UNAVAILABLE" });
  });

  it("waits for a second person where it is worth much, and counts on nobody's day then", async () => {
    const [{ id }, { definitionId }] = await Promise.all([
      enrolled(),
      coupon({ effect: { kind: "AMOUNT", amountMinor: 10_001 } }),
    ]);
    const asking = somebody();
    const asked = await keyed(asking).coupons.issue(to(id, definitionId));
    expect(asked).toMatchObject({ state: "WAITING", code: null, validUntil: null });
    expect(await walletOf(id, "ALL")).toEqual([]);
    const approvalId = asked.approvalId ?? "";
    const decision = { approvalId, approve: true, reason: "agreed" };
    const own = { ...ADMIN, actor: `admin:${asking.personId}`, personId: asking.personId };
    await expect(decideOn(as(own), decision)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await decideOn(as(SECOND_ADMIN), decision);
    expect(await walletOf(id)).toHaveLength(1);
    expect(await countOf("grant_tally", "grantor = ?", [`user:${asking.personId}`])).toBe(0);
  });

  it("is voided by its rejection, for good", async () => {
    const { definitionId } = await coupon({ effect: { kind: "PERCENT", offBps: 1000 } });
    const { id } = await enrolled();
    // Without a greatest worth nobody gives it alone.
    const asked = await keyed(somebody()).coupons.issue(to(id, definitionId));
    const decision = { approvalId: asked.approvalId ?? "", approve: false, reason: "no" };
    await decideOn(as(SECOND_ADMIN), decision);
    expect(await walletOf(id, "ALL")).toEqual([]);
    expect(await countOf("coupon", "id = ? AND status = 'VOIDED'", [Number(asked.couponId)])).toBe(
      1,
    );
  });

  it("lets one person give as much a day as in points, by however many at once", async () => {
    // ¥100 are 10,000 points; a day has 50,000.
    const { definitionId } = await coupon({ effect: { kind: "AMOUNT", amountMinor: 10_000 } });
    const members = await Promise.all(Array.from({ length: 64 }, () => enrolled()));
    const giver = somebody();
    const results = await Promise.all(
      members.map(({ id }) => keyed(giver).coupons.issue(to(id, definitionId))),
    );
    expect(results.filter(({ approvalId }) => approvalId === null)).toHaveLength(5);
    expect(results.filter(({ state }) => state === "ACTIVE")).toHaveLength(5);
  }, 60_000);

  it("refuses a key beyond its day", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const key = { ...SERVICE, actor: `service:${person++}`, pointsPerDayMax: 1500 };
    await keyed(key).coupons.issue(to(id, definitionId));
    await expect(keyed(key).coupons.issue(to(id, definitionId))).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
    });
    const unbounded = await coupon({ effect: { kind: "PERCENT", offBps: 1000 } });
    await expect(
      keyed(SERVICE).coupons.issue(to(id, unbounded.definitionId)),
    ).rejects.toMatchObject({
      domainCode: "LIMIT_REACHED",
    });
  });

  it("gives one, however often it is asked for under one key", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const request = to(id, definitionId);
    const idempotencyKey = fresh("key");
    const first = await as(SERVICE, { idempotencyKey }).coupons.issue(request);
    expect(await as(SERVICE, { idempotencyKey }).coupons.issue(request)).toEqual(first);
    await expect(as(SERVICE).coupons.issue(request)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    expect(await walletOf(id)).toHaveLength(1);
  });
});

describe("issuing to many", () => {
  useDatabase();

  it("gives each member of a list one, however often the job runs", async () => {
    const { definitionId } = await coupon();
    const members = await Promise.all(Array.from({ length: 40 }, () => enrolled()));
    const named = members.map(({ id }) => ({ memberId: String(id) }));
    const request = { definitionId, members: named, reason: "thanks" };
    const issue = await keyed(SERVICE).coupons.issueMany(request);
    expect(issue).toMatchObject({ status: "RUNNING", count: 40, issued: 0, source: "LIST" });
    await Promise.all([issueLists(), issueLists()]);
    for (const { id } of members) expect(await walletOf(id)).toHaveLength(1);
    const { items } = await as(OPERATOR).coupons.issues({ limit: 100 });
    expect(items.find(({ issueId }) => issueId === issue.issueId)).toMatchObject({
      status: "DONE",
      issued: 40,
    });
  });

  it("takes all of a list or none, and says which is at fault", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const members = [
      { memberId: String(id) },
      { externalId: fresh("nobody") },
      { memberId: String(id) },
    ];
    const asked = keyed(SERVICE).coupons.issueMany({ definitionId, members, reason: "thanks" });
    await expect(asked).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "members.1" }, { path: "members.2" }],
    });
  });

  it("waits as a whole for a second person, and is as it was asked for then", async () => {
    const { definitionId } = await coupon();
    const { id } = await enrolled();
    const members = [{ memberId: String(id) }];
    const asker = somebody();
    const large = await keyed(asker).coupons.issueMany({
      definitionId,
      count: 200,
      reason: "leaflets",
    });
    expect(large).toMatchObject({ status: "WAITING", issued: 0 });
    const small = await keyed(asker).coupons.issueMany({ definitionId, members, reason: "thanks" });
    expect(small.approvalId).toBeNull();
    const reveal = { issueId: large.issueId, reason: "printing" };
    expect((await as(OPERATOR).coupons.reveal(reveal)).items).toEqual([]);
    await decideOn(as(SECOND_ADMIN), {
      approvalId: large.approvalId ?? "",
      approve: true,
      reason: "yes",
    });
    expect((await as(OPERATOR).coupons.reveal(reveal)).items).toHaveLength(200);
    expect(
      await countOf("audit_log", "action = 'coupons.reveal' AND target = ?", [
        `couponIssue:${large.issueId}`,
      ]),
    ).toBe(2);
  });

  it("takes in the shop's own codes, each once", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon({ uses: 100 })]);
    const own = fresh("WELCOME").replace("-", "");
    const upload = (codes: string[]) =>
      keyed(SERVICE).coupons.issueMany({ definitionId, codes, reason: "from the old shop" });
    await upload([own]);
    await expect(upload([fresh("NEWONE"), own])).rejects.toMatchObject({
      errors: [{ path: "codes.1" }],
    });
    await expect(upload(["ab"])).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    const cart = { code: own.toLowerCase(), orderAmountMinor: 20_000 };
    expect(await as(memberCaller(id)).coupons.check(cart)).toMatchObject({
      usable: true,
      usesLeft: 100,
    });
    const many = await Promise.allSettled(Array.from({ length: 16 }, () => upload(["SAMECODE16"])));
    expect(many.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is voided as a whole, but for what was used", async () => {
    const { definitionId } = await coupon();
    const { issueId, codes } = await printed(definitionId, 1100);
    expect(codes).toHaveLength(1000);
    const { id } = await enrolled();
    const use = (code = "") =>
      as(SERVICE).coupons.use({
        memberId: String(id),
        code,
        orderId: fresh("o"),
        orderAmountMinor: 5000,
      });
    await use(codes[0]);
    expect(await as(OPERATOR).coupons.voidIssue({ issueId, reason: "lost" })).toMatchObject({
      voided: 1100,
    });
    await expect(use(codes[999])).rejects.toMatchObject({ facts: { reason: "VOIDED" } });
    expect(await countOf("coupon_use", "memberId = ? AND status = 'USED'", [id])).toBe(1);
  });
});

describe("what time does to a coupon", () => {
  useDatabase();

  it("tells its member three days before it ends, once", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    await given(id, definitionId);
    const context = (days: number) =>
      ({ now: new Date(Date.now() + days * 86_400_000), stopping: () => false }) as Parameters<
        typeof giveNotices
      >[0];
    const told = () => countOf("inbox_message", "memberId = ? AND kind = 'COUPON_EXPIRING'", [id]);
    await giveNotices(context(2));
    expect(await told()).toBe(0);
    await Promise.all([giveNotices(context(6)), giveNotices(context(6))]);
    expect(await told()).toBe(1);
    await giveNotices(context(6.5));
    expect(await told()).toBe(1);
  });

  describe.each([
    // At whatever hour: it is valid to the end of its seventh day.
    { noticeDays: 5, days: 3.5, count: 1 },
    { noticeDays: 0, days: 6, count: 0 },
  ])("where the rules say $noticeDays days", ({ noticeDays, days, count }) => {
    useProgram({ coupons: { noticeDays } });

    it("tells so long before", async () => {
      const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
      await given(id, definitionId);
      const now = new Date(Date.now() + days * 86_400_000);
      await giveNotices({ now, progress: null, stopping: () => false });
      const told = "memberId = ? AND kind = 'COUPON_EXPIRING'";
      expect(await countOf("inbox_message", told, [id])).toBe(count);
    });
  });

  it("takes it from whoever closes their account, code and all", async () => {
    const [{ id }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const { code, couponId } = await given(id, definitionId);
    const order = {
      memberId: String(id),
      code,
      orderId: fresh("o"),
      orderAmountMinor: 5000,
      reserve: true,
    };
    const { useId } = await as(SERVICE).coupons.use(order);
    await as(OPERATOR).members.close({ memberId: String(id), reason: "asked to" });
    expect(await countOf("coupon_code", "couponId = ?", [Number(couponId)])).toBe(0);
    await expect(as(SERVICE).coupons.commit({ useId })).rejects.toMatchObject({
      domainCode: "USAGE_NOT_ACTIVE",
    });
    await expect(as(OPERATOR).coupons.get({ code })).rejects.toMatchObject({
      domainCode: "COUPON_NOT_FOUND",
    });
  });
});
