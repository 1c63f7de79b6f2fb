import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh, refunded } from "@/testing/factories";
import { askAt, useBusinessTime } from "@/testing/program";
import { enrol, setStatus } from "../../members/service/members";
import { listLots } from "../../points/service/lots";
import { completeOrder } from "../../purchases/service/complete";

const TODAY = "2026-07-01T04:00:00Z";

type Query = Parameters<ReturnType<typeof as>["members"]["list"]>[0];

/** All pages of a list, one after the other. */
async function allOf<Item>(
  page: (paging: {
    limit: number;
    cursor?: string;
  }) => Promise<{ items: Item[]; nextCursor: string | null }>,
  limit: number,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor } = await page(cursor === null ? { limit } : { limit, cursor });
    expect(items.length).toBeLessThanOrEqual(limit);
    if (nextCursor !== null) expect(items).toHaveLength(limit);
    all.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return all;
}

/** Members whose external ids share a start that nobody else’s has. */
async function group(size: number) {
  const start = fresh("g");
  const ids: number[] = [];
  for (let n = 0; n < size; n++) {
    const joined = new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 3)));
    const made = await at(joined, (work) => enrol(work, { externalId: `${start}-${n}` }));
    ids.push(made.id);
  }
  return { start, ids };
}

const listed = async (query: Query) => (await as(OPERATOR).members.list(query)).items;

describe("finding members", () => {
  useDatabase();
  useBusinessTime(TODAY);

  async function known() {
    const mark = fresh("").slice(1);
    const phone = `139${String(randomInt(100_000_000)).padStart(8, "0")}`;
    const identity = {
      externalId: `Ext-${mark}`,
      nickname: `夏天${fresh("Name").slice(1)}`,
      phone,
    };
    const { id, memberCode } = await at(TODAY, (work) => enrol(work, identity));
    return { id: String(id), memberCode, ...identity };
  }

  it.each([
    ["member code", (one: Known) => one.memberCode],
    ["start of a member code", (one: Known) => one.memberCode.slice(0, 11)],
    ["external id", (one: Known) => one.externalId],
    ["start of an external id", (one: Known) => one.externalId.slice(0, -2)],
    ["phone", (one: Known) => one.phone],
    ["start of a phone", (one: Known) => one.phone.slice(0, 10)],
    ["nickname", (one: Known) => one.nickname],
    ["start of a nickname", (one: Known) => one.nickname.slice(0, -2)],
    ["word with spaces around it", (one: Known) => ` ${one.externalId} `],
    ["the end of a nickname", (one: Known) => one.nickname.slice(1)],
    ["a part of a nickname in another case", (one: Known) => one.nickname.slice(2).toUpperCase()],
    ["a code as it is printed", (one: Known) => one.memberCode.replace(/(\d{6})/, " $1 ")],
    ["a code pasted with a tab in it", (one: Known) => one.memberCode.replace(/(\d{6})/, "$1\t")],
    ["a phone as people write it", (one: Known) => one.phone.replace(/(...)(....)/, "+86 $1-$2 ")],
  ])("by %s", async (_, wordOf) => {
    const one = await known();
    const found = await listed({ query: wordOf(one) });
    expect(found.map(({ memberId }) => memberId)).toContain(one.id);
  });

  it.each([
    ["the end of an id", (one: Known) => one.externalId.slice(4)],
    ["an id in another case", (one: Known) => one.externalId.toUpperCase()],
    ["an id with _ for any character", (one: Known) => one.externalId.replace(/^./, "_")],
    ["an id with % for anything", (one: Known) => `%${one.externalId.slice(3)}`],
    ["a backslash", () => "\\"],
    ["a quote", () => "' OR 1=1 --"],
  ])("not by %s", async (_, wordOf) => {
    const one = await known();
    const found = await listed({ query: wordOf(one) });
    expect(found.map(({ memberId }) => memberId)).not.toContain(one.id);
  });

  it("shows points as of now: what ended since the last act is gone, with its entry", async () => {
    const { start, ids } = await group(3);
    const [gone = 0, kept = 0] = ids;
    await bought(gone, { yuan: 70, now: "2024-06-29T04:00:00Z" });
    await bought(gone, { yuan: 30, now: "2026-06-29T04:00:00Z" });
    await bought(kept, { yuan: 50, now: "2024-07-02T04:00:00Z" });
    const stored = () =>
      reader.rows("SELECT available FROM member WHERE id IN (?, ?) ORDER BY id", [gone, kept]);
    // Nobody has looked since: the points of June 2024 still stand there.
    expect(await stored()).toEqual([{ available: 100 }, { available: 50 }]);
    const shown = await listed({ query: start, sort: "available" });
    const figures = new Map(shown.map(({ memberId, available }) => [memberId, available]));
    expect(figures.get(String(gone))).toBe(30);
    expect(figures.get(String(kept))).toBe(50);
    expect(await stored()).toEqual([{ available: 30 }, { available: 50 }]);
    expect(await countOf("points_entry", "memberId = ? AND type = 'EXPIRE'", [gone])).toBe(1);
  });

  it("shows what operators need and only part of the phone", async () => {
    const one = await known();
    await bought(Number(one.id), { yuan: 600, now: "2026-06-01T04:00:00Z" });
    const { items, total, nextCursor } = await as(OPERATOR).members.list({ query: one.externalId });
    expect({ total, nextCursor }).toEqual({ total: 1, nextCursor: null });
    expect(items).toEqual([
      {
        memberId: one.id,
        memberCode: one.memberCode,
        externalId: one.externalId,
        nickname: one.nickname,
        phoneMasked: `${one.phone.slice(0, 3)}****${one.phone.slice(-4)}`,
        status: "ACTIVE",
        tier: { code: "BRONZE", name: "Bronze" },
        available: 600,
        lifetimeMinor: 60_000,
        joinedAt: "2026-07-01T04:00:00.000Z",
        lastActiveAt: "2026-06-01T04:00:00.000Z",
      },
    ]);
  });

  it("by tier and status together", async () => {
    const { start, ids } = await group(6);
    const [first = 0, second = 0, third = 0] = ids;
    for (const id of [first, second]) await bought(id, { yuan: 500 });
    for (const id of [second, third]) {
      await at(TODAY, (work) => setStatus(work, { memberId: id }, "FROZEN", "checked"));
    }
    const found = async (filter: Query) => {
      const { items, total } = await as(OPERATOR).members.list({ query: start, ...filter });
      expect(total).toBe(items.length);
      return items.map(({ memberId }) => Number(memberId)).sort((a, b) => a - b);
    };
    expect(await found({})).toEqual(ids);
    expect(await found({ tier: "BRONZE" })).toEqual([first, second]);
    expect(await found({ status: "FROZEN" })).toEqual([second, third]);
    expect(await found({ tier: "BRONZE", status: "FROZEN" })).toEqual([second]);
    expect(await found({ tier: "DIAMOND" })).toEqual([]);
  });

  it.each([
    { query: "" },
    { query: " " },
    { sort: "phone" },
    { limit: 101 },
    { status: "GONE" },
    { tier: "x" },
  ])("refuses %o", async (query) => {
    await expect(as(OPERATOR).members.list(query as Query)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("is for operators only", async () => {
    const { id } = await enrolled();
    for (const caller of [memberCaller(id), SERVICE]) {
      await expect(as(caller).members.list({})).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });
});

type Known = {
  id: string;
  memberCode: string;
  externalId: string;
  nickname: string;
  phone: string;
};

describe("the order of members", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each(["joinedAt", "lifetimeMinor", "available", "lastActiveAt"] as const)(
    "by %s is the highest first, the newest of equals first, and has no gap or repeat by pages",
    async (sort) => {
      const { start, ids } = await group(17);
      for (const [n, id] of ids.entries()) {
        // Some alike, some without any order.
        if (n % 3 > 0)
          await bought(id, { yuan: 100 * (n % 4), now: `2026-02-0${1 + (n % 4)}T04:00:00Z` });
      }
      const all = await as(OPERATOR).members.list({ query: start, sort, limit: 100 });
      expect(all.total).toBe(17);
      expect(all.nextCursor).toBeNull();
      const rank = (item: (typeof all.items)[number]) =>
        [item[sort] ?? "", Number(item.memberId)] as const;
      for (const [n, item] of all.items.entries()) {
        const before = all.items[n - 1];
        if (!before) continue;
        const [[high, highId], [low, lowId]] = [rank(before), rank(item)];
        expect(high > low || (high === low && highId > lowId), `${high} ${low}`).toBe(true);
      }
      for (const limit of [1, 4, 17]) {
        const paged = await allOf(
          (paging) => as(OPERATOR).members.list({ query: start, sort, ...paging }),
          limit,
        );
        expect(paged).toEqual(all.items);
      }
    },
  );

  it("pages through all members whatever joins meanwhile", async () => {
    const { ids } = await group(9);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const input: Query = { limit: 25, ...(cursor === null ? {} : { cursor }) };
      const page = await as(OPERATOR).members.list(input);
      seen.push(...page.items.map(({ memberId }) => Number(memberId)));
      cursor = page.nextCursor;
      await enrolled("2027-01-01T00:00:00Z");
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of ids) expect(seen).toContain(id);
  });

  it.each([
    ["not a cursor", "~~~"],
    ["empty", ""],
    ["of another list", "123"],
    ["with an id that is none", Buffer.from("x~5").toString("base64url")],
    ["with a value that no column has", Buffer.from("5~abc").toString("base64url")],
    ["without a value", Buffer.from("5~").toString("base64url")],
    ["with an id that no table holds", Buffer.from(`${"9".repeat(99)}~5`).toString("base64url")],
  ])("refuses a cursor that is %s", async (_, cursor) => {
    for (const sort of ["joinedAt", "lifetimeMinor", "available"] as const) {
      await expect(as(OPERATOR).members.list({ cursor, sort })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [expect.objectContaining({ path: "cursor" })],
      });
    }
  });

  it("refuses the cursor of another order", async () => {
    const { start } = await group(2);
    const { nextCursor } = await as(OPERATOR).members.list({ query: start, limit: 1 });
    const input = { query: start, cursor: nextCursor ?? "", sort: "available" as const };
    await expect(as(OPERATOR).members.list(input)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });
});

describe("a member’s lots, orders and audit", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("lists the lots that hold anything, by expiry, with what made them", async () => {
    const { id } = await enrolled();
    const late = await bought(id, { yuan: 40, now: "2026-05-01T04:00:00Z" });
    const early = await bought(id, { yuan: 30, now: "2026-02-01T04:00:00Z" });
    const gone = await bought(id, { yuan: 20, now: "2026-03-01T04:00:00Z" });
    await refunded(id, { orderId: gone.orderId, yuan: 20, now: "2026-05-02T04:00:00Z" });
    const { items } = await as(OPERATOR).members.lots({ memberId: String(id) });
    expect(items).toEqual([
      {
        lotId: expect.stringMatching(/^\d+$/),
        original: 30,
        remaining: 30,
        frozen: 0,
        pending: false,
        availableAt: "2026-02-01T04:00:00.000Z",
        expiresAt: "2028-02-01T16:00:00.000Z",
        type: "EARN",
        referenceType: "ORDER",
        referenceId: early.orderId,
        createdAt: "2026-02-01T04:00:00.000Z",
      },
      expect.objectContaining({ remaining: 40, referenceId: late.orderId }),
    ]);
  });

  it("lists no lot that has ended, without any sweep", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 300, now: "2026-03-10T02:00:00Z" });
    const lotsAt = async (now: string) =>
      (await listLots(askAt(now), { memberId: id }, { limit: 20 })).items;
    expect(await lotsAt("2028-03-10T15:59:59.999Z")).toHaveLength(1);
    expect(await lotsAt("2028-03-10T16:00:00Z")).toEqual([]);
  });

  it("pages through lots without a gap or a repeat, many of which end together", async () => {
    const { id } = await enrolled();
    for (let n = 1; n <= 11; n++)
      await bought(id, { yuan: n, now: `2026-02-0${1 + (n % 3)}T04:00:00Z` });
    const all = (await as(OPERATOR).members.lots({ memberId: String(id), limit: 100 })).items;
    expect(all).toHaveLength(11);
    const moments = all.map(({ expiresAt }) => expiresAt);
    expect(moments).toEqual([...moments].sort());
    for (const limit of [1, 3]) {
      const page = (paging: object) =>
        as(OPERATOR).members.lots({ memberId: String(id), ...paging });
      expect(await allOf(page, limit)).toEqual(all);
    }
  });

  it("pages through orders, the last paid first and those not yet paid for at the end", async () => {
    const { id } = await enrolled();
    const paidOn = ["02", "05", "03", "05", "01", "04"];
    for (const day of paidOn) {
      const paidAt = new Date(`2026-02-${day}T04:00:00Z`);
      const order = { orderId: fresh("o"), paidAmountMinor: 10_000, paidAt };
      await at(TODAY, (work) => completeOrder(work, { memberId: id }, order));
    }
    for (let n = 0; n < 3; n++)
      await refunded(id, { orderId: fresh("unknown"), yuan: 1, now: TODAY });
    const all = (await as(OPERATOR).members.orders({ memberId: String(id), limit: 100 })).items;
    expect(all.map(({ paidAt }) => paidAt?.slice(8, 10) ?? null)).toEqual([
      "05",
      "05",
      "04",
      "03",
      "02",
      "01",
      null,
      null,
      null,
    ]);
    for (const limit of [1, 2, 4]) {
      const page = (paging: object) =>
        as(OPERATOR).members.orders({ memberId: String(id), ...paging });
      expect(await allOf(page, limit)).toEqual(all);
    }
  });

  it("says of each order how it stands", async () => {
    const { id } = await enrolled();
    const whole = await bought(id, { yuan: 10, now: "2026-02-03T04:00:00Z" });
    const part = await bought(id, { yuan: 10, now: "2026-02-02T04:00:00Z" });
    const none = await bought(id, { yuan: 10, now: "2026-02-01T04:00:00Z" });
    await refunded(id, { orderId: part.orderId, yuan: 4, now: TODAY });
    await refunded(id, { orderId: none.orderId, yuan: 10, now: TODAY });
    const { items } = await as(OPERATOR).members.orders({ memberId: String(id) });
    const paid = { paidAmountMinor: 1000, pointsEarned: 10 };
    expect(items).toMatchObject([
      { ...paid, orderId: whole.orderId, status: "COMPLETED", refundedMinor: 0, pointsClawed: 0 },
      {
        ...paid,
        orderId: part.orderId,
        status: "PARTIALLY_REFUNDED",
        refundedMinor: 400,
        pointsClawed: 4,
      },
      { ...paid, orderId: none.orderId, status: "REFUNDED", refundedMinor: 1000, pointsClawed: 10 },
    ]);
  });

  it("pages through the audit, the last first", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    for (let n = 1; n <= 7; n++) {
      await as(OPERATOR).points.adjust({ memberId, points: n, reason: `correction ${n}` });
    }
    const page = (paging: object) => as(OPERATOR).members.audit({ memberId, ...paging });
    const reasons = (await allOf(page, 3)).map(({ reason }) => reason);
    expect(reasons).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `correction ${n}`));
  });

  it.each(["lots", "orders", "audit", "tierHistory"] as const)(
    "refuses %s of nobody, of a wrong cursor, and to members",
    async (list) => {
      const { id } = await enrolled();
      const memberId = String(id);
      await expect(as(OPERATOR).members[list]({ memberId: "9000000000000" })).rejects.toMatchObject(
        {
          domainCode: "MEMBER_NOT_FOUND",
        },
      );
      await expect(as(OPERATOR).members[list]({ memberId, cursor: "x" })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
      });
      await expect(as(memberCaller(id)).members[list]({ memberId })).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    },
  );

  it("shows another member’s cursor nothing of theirs", async () => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    for (let n = 0; n < 3; n++) await bought(other.id, { yuan: 5 });
    const { nextCursor } = await as(OPERATOR).members.lots({
      memberId: String(other.id),
      limit: 1,
    });
    const stolen = { memberId: String(one.id), cursor: nextCursor ?? "" };
    expect((await as(OPERATOR).members.lots(stolen)).items).toEqual([]);
    expect((await as(OPERATOR).members.orders(stolen)).items).toEqual([]);
    const orders = await as(OPERATOR).members.orders({ memberId: String(other.id), limit: 1 });
    expect(orders.nextCursor).not.toBeNull();
    const order = { memberId: String(one.id), cursor: orders.nextCursor ?? "" };
    expect((await as(OPERATOR).members.orders(order)).items).toEqual([]);
  });
});
