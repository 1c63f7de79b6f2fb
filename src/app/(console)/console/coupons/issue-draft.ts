import type { z } from "zod";
import type { issueManyInput } from "@/modules/coupons/schema/coupons";
import { typedWhole } from "../figures";
import { lookedUp } from "../till/named";

export const WAYS = ["members", "count", "codes"] as const;

/** Who is to get coupons, as it stands in the form: one member or code a line. */
export interface IssueDraft {
  way: (typeof WAYS)[number];
  members: string;
  count: string;
  codes: string;
  reason: string;
}

export type IssueInput = z.input<typeof issueManyInput>;

const linesOf = (text: string) =>
  text
    .split(/[\r\n,，;；]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A member code, a phone, or else the shop's own id. */
export function namedIn(line: string): NonNullable<IssueInput["members"]>[number] {
  const looked = lookedUp(line);
  if (looked.by === "phone") return { phone: looked.phone };
  if (looked.by === "code" && looked.code.startsWith("M")) return { memberCode: looked.code };
  return { externalId: looked.by === "code" ? looked.code : looked.externalId };
}

/** What a draft asks for; the procedure's schema judges it. */
export function issueOf(draft: IssueDraft, definitionId: string): IssueInput {
  const { way, reason } = draft;
  const wanted = { definitionId, reason: reason.trim() };
  switch (way) {
    case "members":
      return { ...wanted, members: linesOf(draft.members).map(namedIn) };
    case "count":
      return { ...wanted, count: typedWhole(draft.count) ?? 0 };
    case "codes":
      return { ...wanted, codes: linesOf(draft.codes) };
  }
}
