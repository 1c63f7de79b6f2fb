import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { coupon, given, printed } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled } from "@/testing/factories";
import { giveNotices } from "./sweep";

const inDays = (days: number) =>
  ({ now: new Date(Date.now() + days * 86_400_000), stopping: () => false }) as Parameters<
    typeof giveNotices
  >[0];

const told = (memberId: number) =>
  countOf("inbox_message", "memberId = ? AND kind = 'COUPON_EXPIRING'", [memberId]);

describe("telling of coupons that end soon", () => {
  useDatabase();

  it("goes on with the others where one of them cannot be told of, and says so", async () => {
    const [broken, next, { definitionId }] = await Promise.all([enrolled(), enrolled(), coupon()]);
    const { couponId } = await given(broken.id, definitionId);
    await given(next.id, definitionId);
    await reader.write("UPDATE coupon SET versionId = 999999 WHERE id = ?", [Number(couponId)]);
    expect(await giveNotices(inDays(6))).toMatchObject({ failed: 1 });
    expect([await told(broken.id), await told(next.id)]).toEqual([0, 1]);
  });

  it("never looks at codes that are nobody's, however many were printed", async () => {
    const { issueId } = await printed((await coupon()).definitionId, 20);
    expect(await countOf("coupon", "issueId = ? AND noticedAt IS NULL", [Number(issueId)])).toBe(0);
  });
});
