import { expect, it } from "vitest";
import { issueManyInput } from "@/modules/coupons/schema/coupons";
import { type IssueDraft, issueOf, namedIn } from "./issue-draft";

const draft: IssueDraft = { way: "members", members: "", count: "", codes: "", reason: " thanks " };

it("names members by whatever stands in a line", () => {
  expect(namedIn("m 251105 000123")).toEqual({ memberCode: "M251105000123" });
  expect(namedIn("138 0000 1234")).toEqual({ phone: "+8613800001234" });
  expect(namedIn("u-1001")).toEqual({ externalId: "u-1001" });
});

it("asks for what was typed, and for nothing where nothing was", () => {
  const asked = (typed: Partial<IssueDraft>) => issueOf({ ...draft, ...typed }, "1");
  const members = asked({ members: "u-1\r\n\nu-2，u-3" });
  expect(members).toMatchObject({ reason: "thanks", members: [{ externalId: "u-1" }, {}, {}] });
  expect(asked({ way: "count", count: "1,200" })).toMatchObject({ count: 1200 });
  expect(asked({ way: "codes", codes: "WELCOME1\nWELCOME2" })).toMatchObject({
    codes: ["WELCOME1", "WELCOME2"],
  });
  for (const way of ["members", "count", "codes"] as const) {
    expect(issueManyInput.safeParse(asked({ way })).success).toBe(false);
  }
});
