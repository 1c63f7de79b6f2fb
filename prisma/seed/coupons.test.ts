import { describe, expect, it } from "vitest";
import { findMember } from "@/modules/members/service/members";
import { reader } from "@/platform/db";
import { as, memberCaller, OPERATOR } from "@/testing/actors";
import { walletOf } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { daysAgo, play, type TimedAct } from "./acts";
import { couponsOf, defineCoupons, printLeaflets, SHOPPERS_GIVEN } from "./coupons";
import { DEMO_PEOPLE, phoneOf } from "./people";
import { Random } from "./random";
import { fillShelf, takings } from "./rewards";

describe("the demo's coupons", () => {
  useDatabase();

  it("stand in a wallet in every state, and again no more of them", async () => {
    const ids = await defineCoupons();
    const rewards = await fillShelf(ids.get("off-30") ?? null);
    const gold = DEMO_PEOPLE.find(({ tier }) => tier === "gold");
    const externalId = fresh("demo-gold");
    const phone = phoneOf(new Random(Date.now() % 1e6));
    const who = { nickname: "林夏", phone, birthday: "1990-05-20" };
    const acts = (): TimedAct[] => [
      { at: daysAgo(720, 60), act: { kind: "enrol", ...who } },
      ...(gold?.orders ?? []).map(([days, yuan], index): TimedAct => {
        const orderId = `${externalId}-${index + 1}`;
        return { at: daysAgo(days, 200 + index * 7), act: { kind: "order", orderId, yuan } };
      }),
      ...couponsOf(ids, SHOPPERS_GIVEN.gold ?? [], externalId),
      ...takings(rewards, [{ reward: "coupon", taken: 5 }]),
    ];
    await play(externalId, acts());
    const member = await findMember(reader, { externalId });
    const id = member?.id ?? 0;
    const states = async () => (await walletOf(id, "ALL")).map(({ state }) => state).sort();
    const all = [
      "ACTIVE",
      "ACTIVE",
      "ACTIVE",
      "EXPIRED",
      "NOT_YET",
      "USED_UP",
      "USED_UP",
      "VOIDED",
    ];
    expect(await states()).toEqual(all);
    expect(await countOf("coupon_use", "memberId = ? AND status = 'USED'", [id])).toBe(2);
    const { items } = await as(memberCaller(id)).rewards.redemptions({});
    expect(items).toMatchObject([{ kind: "COUPON", cancellable: true }]);
    await defineCoupons();
    await play(externalId, acts());
    expect(await states()).toEqual(all);
    await printLeaflets(ids);
    await printLeaflets(ids);
    const issues = (await as(OPERATOR).coupons.issues({ limit: 100 })).items;
    expect(issues.filter(({ source }) => source === "PRINT")).toHaveLength(1);
  });
});
