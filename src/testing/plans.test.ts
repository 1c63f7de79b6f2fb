import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { inviteFollower } from "@/modules/earning/service/followed";
import { enrol } from "@/modules/members/service/members";
import { closeMember } from "@/modules/profile/service/close-member";
import { reader, Tx, type Values } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "./actors";
import { coupon, given, printed, walletOf } from "./coupons";
import { useDatabase } from "./database";
import { enrolled, fresh } from "./factories";
import { useBusinessTime } from "./program";

/**
 * What acts say to a database that is full, and by which keys it answers. In tables with a few rows the
 * server reads them from end to end, whatever keys there are.
 */

const TODAY = "2026-07-01T04:00:00Z";
const DIGITS = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ")})`;

/** Twenty thousand rows of two thousand members who are nobody else's. */
const ROWS = `(SELECT 1000000 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n AS id,
    2000000 + (a.n + 10 * b.n + 100 * c.n + 1000 * d.n) % 2000 AS memberId,
    CONCAT('fill-', a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n) AS name
  FROM ${DIGITS} a, ${DIGITS} b, ${DIGITS} c, ${DIGITS} d, (SELECT 0 AS n UNION ALL SELECT 1) e) f`;

const AT = "'2026-01-05 04:00:00'";
const UNTIL = "'2026-01-15 04:00:00'";

const FILLED: Record<string, Record<string, string>> = {
  reward: {
    ...{ id: "id", kind: "'COUPON'", name: "name", nameEn: "name", pointsCost: "1 + id % 900" },
    ...{ category: "CONCAT('c', id % 20)", categoryTexts: '\'{"zh-CN":"c"}\'', onShelf: "1" },
    ...{ sortOrder: "id % 100", createdAt: AT, updatedAt: AT },
  },
  reward_address: {
    ...{ memberId: "memberId", deliveryAddress: "'{}'", isDefault: "0" },
    ...{ createdAt: AT, updatedAt: AT },
  },
  shop_order: {
    ...{ id: "id", orderId: "name", memberId: "memberId", paidAmountMinor: "1000", paidAt: AT },
    ...{ pointsEarned: "10", lineCount: "1", createdAt: AT },
  },
  order_line: {
    ...{ orderRowId: "id", position: "0", memberId: "memberId", lineId: "'1'", sku: "'S'" },
    ...{ categories: "'[]'", quantity: "1", unitAmountMinor: "1000", discountMinor: "0" },
    paidMinor: "1000",
  },
  order_part: {
    ...{ kind: "'REFUND'", reference: "name", position: "0", orderRowId: "id" },
    ...{ memberId: "memberId", lineId: "'1'", quantity: "1" },
  },
  order_refund: {
    ...{ refundId: "name", orderRowId: "id", memberId: "memberId", amountMinor: "10" },
    ...{ countedMinor: "10", refundedAt: AT, status: "'APPLIED'", createdAt: AT },
  },
  order_return: {
    ...{ returnId: "name", orderRowId: "id", memberId: "memberId", amountMinor: "10" },
    ...{ openMinor: "0", status: "'CLOSED'", requestedAt: AT, createdAt: AT },
  },
  coupon: {
    ...{ id: "id", issueId: "1000000 + id % 500", definitionId: "1", versionId: "1" },
    ...{ memberId: "memberId", status: "'ACTIVE'", uses: "1", codeEnd: "'AAAA'" },
    ...{ validUntil: UNTIL, issuedAt: AT, noticedAt: AT, createdAt: AT },
  },
  coupon_code: { couponId: "id", codeHash: "SHA2(name, 256)", sealed: "'x'" },
  coupon_use: {
    ...{ couponId: "id", memberId: "memberId", orderId: "name", activeOrderId: "name" },
    ...{ status: "'USED'", goodsMinor: "1000", discountMinor: "10", allocation: "'[]'" },
    ...{ usedOn: "'2026-01-05'", createdAt: AT },
  },
  points_hold: {
    ...{ memberId: "memberId", orderId: "name", points: "1", orderAmountMinor: "1000" },
    ...{ discountMinor: "1", status: "'RELEASED'", madeByService: "1", expiresAt: AT },
    createdAt: AT,
  },
  referral: {
    ...{ invitedId: "id", referrerId: "memberId", identity: "SHA2(name, 256)" },
    createdAt: AT,
  },
  referral_person: { personHash: "SHA2(name, 256)", memberId: "memberId", createdAt: AT },
  points_redemption: {
    ...{ orderId: "name", activeOrderId: "name", memberId: "memberId", points: "1" },
    ...{ orderAmountMinor: "1000", discountMinor: "1", entryId: "id", createdAt: AT },
  },
};

async function fill(): Promise<void> {
  for (const [table, columns] of Object.entries(FILLED)) {
    const names = Object.keys(columns).join(", ");
    const values = Object.values(columns).join(", ");
    await at(TODAY, (work) =>
      work.tx.write(`INSERT INTO ${table} (${names}) SELECT ${values} FROM ${ROWS}`, []),
    );
  }
  for (const table of Object.keys(FILLED)) await reader.rows(`ANALYZE TABLE ${table}`);
}

type Said = Map<string, Values>;

/** What acts say to the database; the statements go through as ever. */
async function saidBy(act: () => Promise<unknown>): Promise<Said> {
  const said: Said = new Map();
  const spied = [
    vi.spyOn(Tx.prototype, "rows"),
    vi.spyOn(Tx.prototype, "row"),
    vi.spyOn(Tx.prototype, "write"),
    vi.spyOn(Tx.prototype, "send"),
    vi.spyOn(reader, "rows"),
    vi.spyOn(reader, "row"),
  ];
  await act();
  for (const { mock } of spied) {
    for (const [sql, values = []] of mock.calls as [string, Values?][]) said.set(sql, values);
  }
  vi.restoreAllMocks();
  return said;
}

interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
}

const isFilled = ({ table }: Step, sql: string) => {
  const names = Object.keys(FILLED);
  const alias = new RegExp(`\\b(${names.join("|")})(?: AS)? ${table}\\b`).exec(sql);
  return table !== null && (names.includes(table) || alias !== null);
};

/** Of each table that is full: what is read of it from end to end, or without a key. */
async function withoutKey(said: Said): Promise<string[]> {
  const found: string[] = [];
  let looked = 0;
  for (const [sql, values] of said) {
    if (!/^\s*\(?(SELECT|UPDATE|DELETE)/.test(sql)) continue;
    const plan = await reader.rows<Step>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, values);
    for (const step of plan) {
      if (!isFilled(step, sql)) continue;
      looked += 1;
      const isWhole = step.type === "ALL" || step.type === "index" || step.key === null;
      if (isWhole || Number(step.rows) > 2_000) found.push(`${JSON.stringify(step)} ${sql}`);
    }
  }
  expect(looked).toBeGreaterThan(0);
  return found;
}

/** Of lists that stop at a page: what is sorted, or read from end to end without one. */
async function sortedOrWhole(said: Said): Promise<string[]> {
  const found: string[] = [];
  for (const [sql, values] of said) {
    if (!/^\s*(SELECT|UPDATE|DELETE)/.test(sql)) continue;
    const plan = await reader.rows<Step & { Extra: string | null }>(
      `EXPLAIN FORMAT=TRADITIONAL ${sql}`,
      values,
    );
    for (const step of plan.filter((one) => isFilled(one, sql))) {
      const isSorted = /filesort/.test(step.Extra ?? "") && Number(step.rows) > 100;
      if (step.type === "ALL" || step.key === null || isSorted) {
        found.push(`${JSON.stringify(step)} ${sql}`);
      }
    }
  }
  return found;
}

type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

async function shopped(externalId: string, coupons: string[] = []): Promise<string> {
  const orderId = fresh("o");
  const line = { sku: "A", categories: [], quantity: 2, unitAmountMinor: 5_000 };
  const lines = [
    { ...line, lineId: "a" },
    { ...line, lineId: "b" },
  ];
  const data = { externalId, orderId, paidAmountMinor: 20_000, paidAt: TODAY, lines, coupons };
  await tell({ type: "ORDER_COMPLETED", timestamp: TODAY, data });
  return orderId;
}

async function refundedByLine(externalId: string, orderId: string): Promise<void> {
  const about = { externalId, orderId };
  const named = { lines: [{ lineId: "a", quantity: 1 }] };
  const returnId = fresh("t");
  await tell({
    ...{ type: "RETURN_REQUESTED", timestamp: TODAY },
    data: { ...about, ...named, returnId },
  });
  await tell({
    ...{ type: "ORDER_REFUNDED", timestamp: TODAY },
    data: { ...about, ...named, returnId, refundId: fresh("r"), refundedAt: TODAY },
  });
  await tell({
    ...{ type: "RETURN_REQUESTED", timestamp: TODAY },
    data: { ...about, lines: [{ lineId: "b", quantity: 1 }], returnId: `${orderId}-t` },
  });
  await tell({
    ...{ type: "RETURN_REJECTED", timestamp: TODAY },
    data: { ...about, lines: [{ lineId: "b", quantity: 1 }], returnId: `${orderId}-t` },
  });
  await tell({ type: "ORDER_CANCELLED", timestamp: TODAY, data: about });
}

describe("however much there is, by a key is found", () => {
  useDatabase("plans");
  useBusinessTime(TODAY);
  beforeAll(fill, 120_000);
  afterEach(() => void vi.restoreAllMocks());

  it("what an order with lines and coupons asks, and what its refunds, returns and cancellation do", async () => {
    const member = await enrolled();
    const { definitionId } = await coupon();
    const { code } = await given(member.id, definitionId);
    const externalId = member.externalId ?? "";
    const said = await saidBy(async () => {
      await refundedByLine(externalId, await shopped(externalId, [code]));
      const memberId = String(member.id);
      const { items } = await as(OPERATOR).members.orders({ memberId });
      await as(OPERATOR).members.orderLines({ memberId, orderId: items[0]?.orderId ?? "" });
      await as(OPERATOR).members.orderVersions({ memberId, orderId: items[0]?.orderId ?? "" });
      await as(OPERATOR).members.orders({ memberId, limit: 1 });
    });
    expect(await withoutKey(said)).toEqual([]);
  });

  it("what coupons ask: given, printed, looked up, quoted, used, set aside, given back, voided and listed", async () => {
    const member = await enrolled();
    const { definitionId } = await coupon({ combinable: true });
    const said = await saidBy(async () => {
      const { code, couponId } = await given(member.id, definitionId);
      const other = await given(member.id, definitionId);
      const { issueId } = await printed(definitionId, 3);
      const goods = { memberId: String(member.id), orderAmountMinor: 30_000 };
      await as(SERVICE).coupons.check({ ...goods, code });
      await as(SERVICE).coupons.get({ code });
      await as(SERVICE).orders.quote({ ...goods, coupons: [code], orderId: fresh("o") });
      const orderId = fresh("o");
      const use = await as(SERVICE).coupons.use({ ...goods, orderId, code, reserve: true });
      await as(SERVICE).coupons.commit({ useId: use.useId });
      await as(SERVICE).coupons.cancel({ useId: use.useId });
      await walletOf(member.id);
      await walletOf(member.id, "ALL");
      await as(OPERATOR).coupons.definitions({});
      await as(OPERATOR).coupons.issues({});
      await as(OPERATOR).coupons.void({ couponId: other.couponId, reason: "for a test" });
      await as(OPERATOR).coupons.voidIssue({ issueId, reason: "for a test" });
      expect(couponId).toBeDefined();
    });
    expect(await withoutKey(said)).toEqual([]);
  });

  it("what the mall asks: each order, filter and page of the shelf, categories, goal and addresses", async () => {
    const { id } = await enrolled();
    const { rewards } = as(memberCaller(id));
    const said = await saidBy(async () => {
      for (const sort of ["SHELF", "REACH", "NEWEST"] as const) {
        for (const category of [undefined, "c7"]) {
          const { nextCursor: cursor } = await rewards.list({ sort, category, limit: 10 });
          await rewards.list({ sort, category, limit: 10, cursor: cursor ?? undefined });
        }
      }
      const { items } = await rewards.list({ kind: "COUPON", limit: 1 });
      await rewards.setGoal({ rewardId: items[0]?.rewardId ?? "" });
      await rewards.goal({});
      await rewards.categories({});
      const deliveryAddress = { name: "林夏", phone: "13800001234", region: "杭州", line: "1 号" };
      const { addressId } = await rewards.addAddress({ deliveryAddress });
      await rewards.changeAddress({ addressId, isDefault: true });
      await rewards.removeAddress({ addressId });
    });
    const shelf = [...said.keys()].filter((sql) =>
      /FROM reward WHERE|FROM reward\s+WHERE/.test(sql),
    );
    expect(shelf.length).toBeGreaterThan(5);
    expect(await sortedOrWhole(said)).toEqual([]);
  });

  it("what merging asks of two with orders, coupons and holds, before it and when it is done", async () => {
    const [from, into] = [await enrolled(), await enrolled()];
    const { definitionId } = await coupon();
    for (const { id, externalId } of [from, into]) {
      const { code } = await given(id, definitionId);
      await shopped(externalId ?? "", [code]);
      const amount = { points: 10, orderId: fresh("o"), orderAmountMinor: 100_000 };
      await as(SERVICE).points.hold({ memberId: String(id), ...amount });
    }
    const ids = { memberId: String(into.id), fromMemberId: String(from.id) };
    const said = await saidBy(async () => {
      const { version } = await as(SERVICE).members.mergePreview(ids);
      await as(SERVICE).members.merge({ ...ids, version, reason: "for a test" });
      await as(memberCaller(into.id)).profile.export({});
    });
    const asked = [...said.keys()].join("\n");
    expect(asked).toContain("FROM coupon_use a JOIN coupon_use b");
    expect(await withoutKey(said)).toEqual([]);
  });

  it("what invitations ask: looked at, page by page, told by the shop, followed, and left behind", async () => {
    const { id } = await enrolled();
    const inviter = as(memberCaller(id));
    const said = await saidBy(async () => {
      const { inviteCode: code } = await inviter.earning.invitations({});
      await inviter.earning.invited({});
      await inviter.earning.invited({ cursor: "1767600000000.2" });
      await as(SERVICE).members.create({ externalId: fresh("u"), inviteCode: code });
      const email = `${fresh("n")}@shop.example`;
      const who = { externalId: null, email, verified: ["email"] } as const;
      const { id: memberId } = await at(TODAY, (work) => enrol(work, who));
      const follow = { code, at: new Date(TODAY) };
      await at(TODAY, (work) => inviteFollower(work, memberId, follow));
      await inviter.profile.hub({});
      await at(TODAY, (work) => closeMember(work, { memberId }, null));
    });
    expect([...said.keys()].join("\n")).toContain("FROM referral_person");
    expect(await withoutKey(said)).toEqual([]);
  });

  it("and a table that is read from end to end is noticed", async () => {
    const sql = "SELECT orderId FROM coupon_use WHERE goodsMinor = ? ORDER BY orderId";
    expect(await withoutKey(new Map([[sql, [1]]]))).toHaveLength(1);
  });
});
