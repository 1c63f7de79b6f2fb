import { describe, expect, it } from "vitest";
import { as, keyed, OPERATOR } from "@/testing/actors";
import { coupon, given, printed } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";

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
});
