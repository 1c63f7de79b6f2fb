import { describe, expect, it } from "vitest";
import { asDomainError } from "@/platform/errors";
import { as, keyed, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { somewhere } from "@/testing/codes";
import { coupon, given, printed } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, fresh } from "@/testing/factories";
import { watchedPlaces } from "../../access/service/misses";

let tried = 900;
/** An operator, or a key, of whom no wrong code is counted yet. */
function somebody(caller = OPERATOR) {
  tried += 1;
  return { ...caller, actor: `${caller.kind}:${tried}`, userId: tried, personId: tried };
}

const tooMany = { domainCode: "RATE_LIMIT_EXCEEDED" };

describe("whoever tries codes", () => {
  useDatabase();

  it("learns no more by using somebody else's than by asking what it takes off", async () => {
    const [owner, stranger, { definitionId }] = await Promise.all([
      enrolled(),
      enrolled(),
      coupon(),
    ]);
    const { code } = await given(owner.id, definitionId);
    const { coupons } = as(somebody());
    const wanted = () => ({ memberId: String(stranger.id), code, orderId: fresh("o") });
    const tries = Array.from({ length: 60 }, () =>
      coupons.use({ ...wanted(), orderAmountMinor: 5000 }),
    );
    for (const result of await Promise.allSettled(tries)) {
      expect(result).toMatchObject({ reason: { domainCode: "COUPON_NOT_FOUND" } });
    }
    await expect(coupons.use({ ...wanted(), orderAmountMinor: 5000 })).rejects.toMatchObject(
      tooMany,
    );
  });

  it("is told of few by bringing them as the shop's own, and those count as wrong ones", async () => {
    const { definitionId } = await coupon();
    const { codes } = await printed(definitionId, 100);
    const guesser = somebody();
    const guess = () =>
      keyed(guesser).coupons.issueMany({ definitionId, codes, reason: "from the old shop" });
    const told: unknown[] = [];
    for (let call = 0; call < 3; call += 1) {
      const refusal: { errors: unknown[] } = await guess().then(
        () => ({ errors: [] }),
        (error) => error,
      );
      told.push(...refusal.errors);
    }
    expect(told).toHaveLength(60);
    await expect(guess()).rejects.toMatchObject(tooMany);
    await expect(as(guesser).coupons.get({ code: codes[0] ?? "" })).rejects.toMatchObject(tooMany);
  });

  it("has no more tries by naming codes on orders, and uses what was set aside for one all the same", async () => {
    const [{ id, externalId }, { definitionId }] = await Promise.all([enrolled(), coupon()]);
    const orderId = fresh("o");
    const [held, free] = [await given(id, definitionId), await given(id, definitionId)];
    const reserved = { memberId: String(id), code: held.code, orderId, orderAmountMinor: 5000 };
    await as(SERVICE).coupons.use({ ...reserved, reserve: true });
    const named = (codes: string[], order = fresh("o")) =>
      as(WEBHOOK).orders.event({
        ...{ type: "ORDER_COMPLETED", timestamp: new Date().toISOString() },
        data: {
          ...{ externalId: externalId ?? "", orderId: order, paidAmountMinor: 4000 },
          ...{ orderAmountMinor: 5000, paidAt: new Date().toISOString(), coupons: codes },
        },
      });
    const wrong = () => Array.from({ length: 10 }, () => fresh("NOCODE"));
    const reasonsOf = ({ actions = [] }: { actions?: unknown }) =>
      (actions as { action: string; reason?: string }[]).flatMap(({ reason }) => reason ?? []);
    for (let order = 0; order < 3; order += 1) {
      expect(new Set(reasonsOf(await named(wrong())))).toEqual(new Set(["COUPON_NOT_FOUND"]));
    }
    const over = reasonsOf(await named([...wrong().slice(1), free.code]));
    expect(new Set(over)).toEqual(new Set(["RATE_LIMIT_EXCEEDED"]));
    const { actions } = (await named([held.code], orderId)) as { actions: unknown[] };
    expect(actions).toContainEqual(expect.objectContaining({ action: "COUPON_USED" }));
  });

  it("has no more tries by making them all at once", async () => {
    const { definitionId } = await coupon();
    const { codes } = await printed(definitionId, 1);
    const { id } = await enrolled();
    const remoteAddress = somewhere();
    const own = as(memberCaller(id), { remoteAddress }).coupons;
    const check = (code: string) => own.check({ code, orderAmountMinor: 5000 });
    const guesses = Array.from({ length: 40 }, (_, at) =>
      check(at === 39 ? (codes[0] ?? "") : fresh("NOCODE")),
    );
    const answers = await Promise.allSettled(guesses);
    const told = answers.map((one) =>
      one.status === "fulfilled" ? "FOUND" : (asDomainError(one.reason)?.domainCode ?? ""),
    );
    expect(told.filter((one) => one === "COUPON_NOT_FOUND")).toHaveLength(10);
    expect(told.filter((one) => one === "RATE_LIMIT_EXCEEDED")).toHaveLength(30);
  });

  it("has no more tries by as many accounts as they like, nor keeps others from theirs", async () => {
    const remoteAddress = somewhere();
    const guess = async (address: string, isBuyer = false) => {
      const { id } = await enrolled();
      if (isBuyer) await bought(id, { yuan: 1 });
      const own = as(memberCaller(id), { remoteAddress: address }).coupons;
      const tries = Array.from({ length: 10 }, () =>
        own.check({ code: fresh("NOCODE"), orderAmountMinor: 5000 }),
      );
      const answers = await Promise.allSettled(tries);
      return answers.map((one) =>
        one.status === "fulfilled" ? "FOUND" : (asDomainError(one.reason)?.domainCode ?? ""),
      );
    };
    const told: string[] = [];
    for (let account = 0; account < 22; account += 1) told.push(...(await guess(remoteAddress)));
    expect(told.filter((one) => one === "COUPON_NOT_FOUND")).toHaveLength(200);
    expect(told.filter((one) => one === "RATE_LIMIT_EXCEEDED")).toHaveLength(20);
    const all = (answers: string[]) => [...new Set(answers)];
    expect(all(await guess(somewhere()))).toEqual(["COUPON_NOT_FOUND"]);
    expect(all(await guess(remoteAddress, true))).toEqual(["COUPON_NOT_FOUND"]);
  });

  it("is kept in mind for wrong codes alone", async () => {
    const { definitionId } = await coupon();
    const { codes } = await printed(definitionId, 1);
    const { id } = await enrolled();
    const before = watchedPlaces();
    const own = as(memberCaller(id), { remoteAddress: somewhere() }).coupons;
    await own.check({ code: codes[0] ?? "", orderAmountMinor: 5000 });
    expect(watchedPlaces()).toBe(before);
    await own.check({ code: fresh("NOCODE"), orderAmountMinor: 5000 }).catch(() => undefined);
    expect(watchedPlaces()).toBe(before + 2);
  });

  it("is told of no more codes by bringing them in many uploads at once", async () => {
    const { definitionId } = await coupon();
    const { codes } = await printed(definitionId, 100);
    const guesser = somebody();
    const uploads = Array.from({ length: 12 }, () =>
      keyed(guesser).coupons.issueMany({ definitionId, codes, reason: "from the old shop" }),
    );
    const answers = await Promise.allSettled(uploads);
    const told = answers.flatMap((one) =>
      one.status === "rejected" ? (asDomainError(one.reason)?.errors ?? []) : [],
    );
    // The next one may start before the last one's are counted; twelve would tell of 240.
    expect(told.length).toBeLessThanOrEqual(160);
  });
});
