import { describe, expect, it } from "vitest";
import { as, keyed, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { coupon } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";

describe("an issue that waits and is voided meanwhile", () => {
  useDatabase();

  it("is carried out by no approval, which takes the request off the list", async () => {
    const { definitionId } = await coupon({ effect: { kind: "PERCENT", offBps: 1000 } });
    const request = { definitionId, count: 2, reason: "leaflets" };
    const { issueId, approvalId } = await keyed(OPERATOR).coupons.issueMany(request);
    await as(OPERATOR).coupons.voidIssue({ issueId, reason: "a mistake" });
    const { approvals } = as(SECOND_ADMIN);
    const decision = { approvalId: approvalId ?? "", reason: "no more" };
    expect(await decideOn({ approvals }, { ...decision, approve: true })).toMatchObject({
      status: "VOID",
    });
    expect((await as(OPERATOR).coupons.reveal({ issueId, reason: "printing" })).items).toEqual([]);
  });
});
