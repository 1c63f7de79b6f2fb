import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, keyed, memberCaller, OPERATOR } from "@/testing/actors";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { faultsWhile, listen, seen } from "@/testing/plans";

const MANY = 6_000;
const TENS = Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(" UNION ALL ");
const NUMBERS = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n
  FROM (${TENS}) a, (${TENS}) b, (${TENS}) c, (${TENS}) d) numbers WHERE n < ${MANY}`;
const AT = "'2026-01-05 04:00:00'";
const OFF = 500_000;

/** Very many of each kind, alike but for their numbers. */
async function fill(): Promise<void> {
  const rows: Record<string, Record<string, string>> = {
    member: {
      ...{ id: `n + ${OFF}`, memberCode: "CONCAT('M9', LPAD(n, 11, '0'))" },
      ...{ externalId: "CONCAT('fill-', n)", nickname: "CONCAT('客', n)" },
      ...{ phone: "CONCAT('+86139', LPAD(n, 8, '0'))", tierCode: "'REGISTERED'" },
      ...{ tierSince: AT, joinedAt: AT },
    },
    nickname_part: { memberId: `n + ${OFF}`, place: "0", part: "CONCAT('客', n)" },
    shop_order: { orderId: "CONCAT('SO-', n)", memberId: `n + ${OFF}`, createdAt: AT },
    guest_event: {
      ...{ keyHash: "SHA2(n, 256)", orderId: "CONCAT('G-', n)", kind: "'ORDER'" },
      ...{ reference: "CONCAT('G-', n)", position: "0", occurredAt: AT, orderedAt: AT },
      ...{ told: "'{}'", createdAt: AT },
    },
    reward_redemption: {
      ...{ id: `n + ${OFF}`, memberId: `n + ${OFF}`, rewardId: "1", kind: "'PRODUCT'" },
      ...{ rewardName: "'帆布袋'", rewardNameEn: "'Tote'", quantity: "1", pointsCost: "5" },
      ...{ month: "'2026-01'", status: "'SHIPPED'", carrier: "'顺丰速运'" },
      ...{ trackingCode: "CONCAT('SF', LPAD(n, 13, '0'))", createdAt: AT },
    },
    reward_label: {
      ...{
        redemptionId: `n + ${OFF}`,
        carrier: "'顺丰速运'",
        shippedAt: AT,
        ending: "'CORRECTED'",
      },
      ...{ trackingCode: "CONCAT('JT', LPAD(n, 13, '0'))", endedBy: "'operator:1'", endedAt: AT },
    },
    reward_coupon: { code: "CONCAT('TEA0-0000-', LPAD(n, 4, '0'))", redemptionId: `n + ${OFF}` },
    activity: {
      ...{ kind: "'BONUS_POINTS'", title: "CONCAT('满赠', n)", titleEn: "CONCAT('Gift ', n)" },
      ...{ description: "'d'", descriptionEn: "'d'", startsAt: AT, endsAt: AT },
      ...{ joining: "'CHOICE'", status: "'ENDED'", createdAt: AT, updatedAt: AT },
    },
    reward: {
      ...{ kind: "'COUPON'", name: "CONCAT('杯', n)", nameEn: "CONCAT('Cup ', n)" },
      ...{ pointsCost: "5", onShelf: "1", createdAt: AT, updatedAt: AT },
    },
  };
  for (const [table, columns] of Object.entries(rows)) {
    const names = Object.keys(columns).join(", ");
    const values = Object.values(columns).join(", ");
    await reader.write(`INSERT INTO ${table} (${names}) SELECT ${values} FROM ${NUMBERS}`, []);
  }
  for (const table of Object.keys(rows)) await reader.rows(`ANALYZE TABLE ${table}`);
}

const find = async (query: string, caller = OPERATOR) =>
  (await as(caller).search.find({ query })).items;
const without = (...gone: string[]) => ({
  ...OPERATOR,
  grants: new Set([...OPERATOR.grants].filter((one) => !gone.includes(one))),
});

describe("the console's search", () => {
  useDatabase("search");
  beforeAll(async () => {
    await fill();
    listen();
  }, 60_000);

  it("finds the owner of an order, a guest's too", async () => {
    const { id } = await enrolled();
    const orderId = fresh("order");
    await bought(id, { yuan: 100, orderId });
    const [order] = await find(` ${orderId} `);
    expect(order).toMatchObject({
      ...{ kind: "ORDER", id: orderId, memberId: String(id), exact: true, amountMinor: 10_000 },
    });
    expect(await find("G-77")).toEqual([
      expect.objectContaining({ kind: "ORDER", id: "G-77", memberId: null, exact: true }),
    ]);
  });

  it.each([
    ["M900000000042", "MEMBER", String(OFF + 42)],
    ["fill-42", "MEMBER", String(OFF + 42)],
    ["139 0000 0042", "MEMBER", String(OFF + 42)],
    ["SO-42", "ORDER", "SO-42"],
    ["sf0000000000042", "PARCEL", String(OFF + 42)],
    ["JT0000000000042", "PARCEL", String(OFF + 42)],
    [String(OFF + 42), "REDEMPTION", String(OFF + 42)],
    ["tea0-0000-0042", "REDEMPTION", String(OFF + 42)],
  ])("puts what is named exactly first: %s", async (query, kind, id) => {
    expect((await find(query))[0]).toMatchObject({ kind, id, exact: true });
  });

  it("finds a part of a nickname, a title and a name, few of each", async () => {
    expect((await find("客59")).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["客59", "客590"]),
    );
    const gifts = await find("gift 599");
    expect(gifts.map(({ kind }) => kind)).toEqual(Array(5).fill("ACTIVITY"));
    expect(await find("CUP 5999")).toEqual([
      expect.objectContaining({ kind: "REWARD", name: "Cup 5999" }),
    ]);
  });

  it("shows a coupon by the end of its code, and counts wrong codes", async () => {
    const { id } = await enrolled();
    const { definitionId } = await coupon();
    const { code, couponId } = await given(id, definitionId);
    const [found] = await find(code.toLowerCase());
    expect(found).toMatchObject({ kind: "COUPON", id: couponId, memberId: String(id) });
    expect(JSON.stringify(found)).not.toContain(code.slice(0, 4));
    const guesser = { ...OPERATOR, actor: "operator:77", userId: 77, personId: 77 };
    for (let n = 0; n < 60; n += 1) await find(`AAAA-AAAA-AAAA-${1000 + n}`, guesser);
    const { items, heldBack } = await as(guesser).search.find({ query: code });
    expect(items).toEqual([]);
    expect(heldBack).toEqual(["COUPON"]);
  });

  it("hides phones but for their ends", async () => {
    const [member] = await find("13900000042");
    expect(member?.details.join()).not.toContain("13900000042");
    expect(member?.details.join()).toContain("0042");
  });

  it("asks nothing about what whoever searches may not see", async () => {
    const searches = ["SF0000000000042", String(OFF + 42), "tea0-0000-0042", "gift", "cup"];
    const from = seen.length;
    for (const query of searches) {
      const items = await find(query, without("rewards:write", "activities:write"));
      expect(items.map(({ kind }) => kind).filter((kind) => !/MEMBER|ORDER/.test(kind))).toEqual(
        [],
      );
    }
    const tables = /FROM (reward|reward_redemption|reward_coupon|coupon_code|coupon|activity)\b/;
    expect(seen.slice(from).filter(({ sql }) => tables.test(sql))).toEqual([]);
    await expect(find("1", memberCaller(1))).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });

  it("names again what somebody opened before, as far as they may see it", async () => {
    const refs = [
      { kind: "PARCEL", id: String(OFF + 7) },
      { kind: "MEMBER", id: String(OFF + 7) },
      { kind: "ORDER", id: "SO-7" },
      { kind: "ACTIVITY", id: "no number" },
      { kind: "REWARD", id: "7" },
      { kind: "MEMBER", id: "999999999" },
    ] as const;
    const kinds = async (caller: typeof OPERATOR) =>
      (await as(caller).search.named({ refs: [...refs] })).items.map(({ kind }) => kind);
    expect(await kinds(OPERATOR)).toEqual(["PARCEL", "MEMBER", "ORDER", "REWARD"]);
    expect(await kinds(without("rewards:write"))).toEqual(["MEMBER", "ORDER"]);
  });

  it("goes by indexes alone, whatever is looked for", async () => {
    const words = [
      "M9",
      "fill",
      "139",
      "客",
      "SO",
      "SO-4",
      "SF0",
      "SF00000000",
      "gift",
      "%%%",
      "1",
    ];
    for (const query of [...words, "tea0-0000-0042", "ABCD-EFGH-JKMN-PQRS"]) {
      expect(await faultsWhile(() => find(query)), query).toEqual([]);
    }
    const refs = ["MEMBER", "ORDER", "PARCEL", "COUPON", "ACTIVITY", "REWARD"] as const;
    const named = () =>
      as(OPERATOR).search.named({ refs: refs.map((kind) => ({ kind, id: "42" })) });
    expect(await faultsWhile(named)).toEqual([]);
  });

  it("shows only the order that is named in a member's list", async () => {
    const { id } = await enrolled();
    const [one, other] = [fresh("order"), fresh("order")];
    for (const orderId of [one, other]) await bought(id, { yuan: 10, orderId });
    const memberId = String(id);
    const only = await as(OPERATOR).members.orders({ memberId, orderId: other });
    expect(only.items.map(({ orderId }) => orderId)).toEqual([other]);
    expect((await as(OPERATOR).members.orders({ memberId, orderId: "SO-42" })).items).toEqual([]);
  });

  it("brings the desk its pages by an index, however many are beside them", async () => {
    const { rewards } = as(OPERATOR);
    const page = { status: "SHIPPED", limit: 100, minWaitingDays: 3 } as const;
    const { nextCursor } = await rewards.queue(page);
    const next = { ...page, cursor: nextCursor ?? undefined };
    expect(await faultsWhile(() => rewards.queue(next))).toEqual([]);
    expect(await faultsWhile(() => rewards.queue({}))).toEqual([]);
  });

  it("brings one redemption to the desk, whatever became of it", async () => {
    const { items } = await keyed(OPERATOR).rewards.queue({ redemptionId: String(OFF + 9) });
    expect(items).toEqual([expect.objectContaining({ status: "SHIPPED" })]);
  });
});
